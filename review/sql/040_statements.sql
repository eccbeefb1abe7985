-- Which claims may be used for which test of which edition, and why others may not.
-- creates: temp told (grain: one claim about one assessed edition), statement (grain: one usable claim for one test),
--          unusable (grain: one test of one edition for which claims were left out)

create or replace temp macro verdict_of(value, accept_addon) as
case value
    when 'yes' then 'met'
    when 'addon' then if(accept_addon, 'met', 'partial')
    when 'partial' then 'partial'
    when 'no' then 'not_met'
    when 'not_applicable' then 'not_applicable'
end;

create or replace temp table told as
select
    assessment.assessment_id, claim.claim_id, claim.capability, claim.source, claim.kind, claim.edition as claimed_edition,
    claim.limit_users, claim.valid_until, claim.retrieved_at, claim.evidence_id, claim.source_url,
    coalesce(claim.evidence_date, claim.retrieved_at::date) as speaks_for,
    -- a field that only names the kind of product says no more than a word in a text
    if(claim.strength = 'weak', 1, list_position(['derived', 'crawled', 'vendor', 'curated', 'test'], claim.kind)) as force,
    case
        when claim.edition = assessment.edition then claim.value
        -- who means an edition that is sold names it; but of two that have names, a claim must say which it means
        when claim.edition is null
            then if(assessment.edition is null or assessment.editions = 1 or claim.value = 'no', claim.value, null)
        when claim.exclusive and claim.value <> 'no' then 'no'
    end as value
from assessment
join claim using (product_id)
where not exists (
    from claim as newer where newer.product_id = claim.product_id and newer.supersedes = claim.claim_id
);

create or replace temp table statement as
with dated as (
    select told.*, part.part_id, part.accept_addon, setting.needed_users
    from told
    join part on part.key = told.capability and part.kind in ('capability', 'manual')
    cross join setting
    where told.value is not null
        and coalesce(date_diff('day', told.speaks_for, setting.today) <= part.max_age_days, true)
        and coalesce(told.valid_until >= setting.today, true)
)
select
    assessment_id, part_id, force, speaks_for, [claim_id] as claim_ids,
    list_filter([evidence_id], lambda id: id is not null) as evidence_ids,
    list_filter([source_url], lambda url: url is not null) as source_urls,
    kind, source,
    case
        when value <> 'yes' or limit_users is null then verdict_of(value, accept_addon)
        when needed_users is null then 'partial'
        when limit_users < needed_users then 'not_met'
        else 'met'
    end as verdict
from dated
qualify rank() over (
    partition by assessment_id, part_id, source, kind, claimed_edition order by speaks_for desc, retrieved_at desc
) = 1;

create or replace temp table unusable as
select
    told.assessment_id, part.part_id, bool_or(told.value is null and told.claimed_edition is null) as edition_not_stated,
    max(told.speaks_for) filter (where told.value is not null) as expired_on
from told
join part on part.key = told.capability and part.kind in ('capability', 'manual')
where (told.value is not null or told.claimed_edition is null)
    and not exists (
        from statement where statement.assessment_id = told.assessment_id and statement.part_id = part.part_id
    )
group by told.assessment_id, part.part_id;
