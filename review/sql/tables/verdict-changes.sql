-- Which verdicts differ from the last review, and whether the market changed or the profile.
-- grain: one row per product, edition and requirement whose verdict differs
with now as (
    select product_id, coalesce(edition, '') as edition, requirement_id, verdict from verdict
),
-- the earlier snapshot judged by today's profile: what differs from it has changed in the market
market as (
    select 'market' as cause, product_id, edition, requirement_id, verdict_before.verdict as before, now.verdict as after
    from verdict_before join now using (product_id, edition, requirement_id)
    where verdict_before.verdict <> now.verdict
),
-- the earlier snapshot judged by the profile of the last review: what differs from today's profile comes from the profile
profile as (
    select 'profile' as cause, product_id, edition, requirement_id, verdict_then.verdict as before, verdict_before.verdict as after
    from verdict_then join verdict_before using (product_id, edition, requirement_id)
    where verdict_then.verdict <> verdict_before.verdict
)
select
    cause, product_id, product.name as product_name, nullif(edition, '') as edition, requirement_id, before as verdict_before,
    after as verdict
from (from market union all by name from profile)
join product using (product_id)
order by cause, lower(product.name), product_id, edition, requirement_id
