-- Which verdicts differ between the earlier snapshot and today's state, and what made them differ.
-- reads:   verdict, test_verdict, product_result, compared_verdict, compared_test_verdict, compared_result (judging `before`), claim
-- creates: temp verdict_flip

create or replace temp view verdict_flip as
with old_result as (
    select compared_result.*, coalesce(edition, '') as edition_key from compared_result where judging = 'before'
),
new_result as (
    select product_result.*, coalesce(edition, '') as edition_key from product_result
),
-- first of which products any verdict differs, then which: words and lists are read of those alone
differing as (
    select product_id, edition_key
    from new_result
    join old_result using (product_id, edition_key)
    where new_result.verdict_digest is distinct from old_result.verdict_digest
),
before as (
    select compared_verdict.*, differing.edition_key
    from compared_verdict
    join differing
        on differing.product_id = compared_verdict.product_id and differing.edition_key = coalesce(compared_verdict.edition, '')
    where compared_verdict.judging = 'before'
),
after as (
    select verdict.*, differing.edition_key
    from verdict
    join differing
        on differing.product_id = verdict.product_id and differing.edition_key = coalesce(verdict.edition, '')
),
flip as (
    select
        new_result.product_id, new_result.edition, edition_key, requirement_id, before.verdict as verdict_before,
        after.verdict as verdict_after, before.reason as reason_before, after.reason as reason_after,
        coalesce(first_of(after.evidence_ids), first_of(before.evidence_ids)) as deciding_evidence_id,
        coalesce(first_of(after.source_urls), first_of(before.source_urls)) as source_url,
        coalesce(after.evidence_date, before.evidence_date) as evidence_date,
        old_result.result as result_before, new_result.result as result_after
    from before
    join after using (product_id, edition_key, requirement_id)
    join old_result using (product_id, edition_key)
    join new_result using (product_id, edition_key)
    where before.verdict <> after.verdict
),
-- what the tests of a flipped requirement say now, and what they said
part as (
    select
        flip.product_id, flip.edition_key, flip.requirement_id, told.kind, told.rule, told.verdict, told.claim_ids,
        earlier_told.rule as rule_before, earlier_told.verdict as verdict_before, earlier_told.claim_ids as claim_ids_before
    from flip
    join test_verdict as told
        on told.product_id = flip.product_id and coalesce(told.edition, '') = flip.edition_key
        and told.requirement_id = flip.requirement_id
    left join compared_test_verdict as earlier_told
        on earlier_told.judging = 'before' and earlier_told.product_id = flip.product_id
        and coalesce(earlier_told.edition, '') = flip.edition_key and earlier_told.requirement_id = flip.requirement_id
        and earlier_told.kind = told.kind and earlier_told.key = told.key
    where earlier_told.verdict is distinct from told.verdict
),
caused as (
    select
        product_id, edition_key, requirement_id,
        bool_or(rule = 'decision') as decided,
        bool_or(kind in ('metric', 'listing')) as measured,
        bool_or(array_size(array_except(claim_ids, or_empty(claim_ids_before))) > 0) as newly_said,
        bool_or(verdict = 'unknown' and array_size(claim_ids_before) > 0) as silent,
        bool_or(rule in ('presupposed', 'switched_off') or rule_before in ('presupposed', 'switched_off')) as follows,
        flatten(array_agg(or_empty(claim_ids_before))) as claimed_before
    from part
    group by product_id, edition_key, requirement_id
),
-- claims of then that are still there, so that it is their time that is over
kept as (
    select distinct caused.product_id, caused.edition_key, caused.requirement_id
    from caused
    join claim on claim.product_id = caused.product_id and array_contains(caused.claimed_before, claim.claim_id)
)
select
    flip.product_id,
    flip.edition,
    flip.requirement_id,
    flip.verdict_before,
    flip.verdict_after,
    case
        when caused.decided then 'decision'
        when caused.measured then 'metric'
        when caused.newly_said then 'new_claim'
        when caused.silent then if(kept.product_id is not null, 'expired', 'claim_withdrawn')
        when caused.follows then 'follows'
        else 'rules'
    end as cause,
    flip.reason_before,
    flip.reason_after,
    flip.deciding_evidence_id,
    flip.source_url,
    flip.evidence_date,
    flip.result_before,
    flip.result_after
from flip
left join caused using (product_id, edition_key, requirement_id)
left join kept using (product_id, edition_key, requirement_id);
