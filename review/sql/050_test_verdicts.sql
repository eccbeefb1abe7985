-- Shows what the tests found as test_verdict. A view: words, claims and addresses are put together only where somebody reads them.
-- reads:   temp cell, assessment, part, answer, bounded, listed, switched_off, setting
-- creates: temp views test_told, test_verdict
-- grain:   one part of one requirement (or one question of an indicator) for one product and edition

drop view if exists temp.test_told;
create temp view test_told as
with told as (
    select
        cell.*, assessment.product_id, assessment.edition, setting.profile, setting.stale_after_days,
        date_diff('day', cell.evidence_date, setting.today)::integer as age_days,
        answer.speaking, answer.said, answer.decided_on, answer.edition_not_stated, switched_off.other,
        list_min([item.kind for item in answer.speaking]) as claimed_as,
        coalesce(list_max([item.places for item in answer.speaking if item.rests_on = 'term_match']), 1) as told_in,
        cell.key || ' = ' || case
            when part.op = '=' and part.value in (0, 1) then if(bounded.low = 1, 'yes', 'no')
            when bounded.low = bounded.high then format('{:g}', bounded.low)
            else format('{:g} to {:g}', bounded.low, bounded.high)
        end as measured,
        coalesce(bounded.evidence_id, listed.evidence_id) as evidence_id,
        coalesce(bounded.source_url, listed.source_url) as source_url
    from cell
    join assessment using (assessment_id)
    join part using (part_id)
    cross join setting
    left join answer on answer.assessment_id = cell.assessment_id and answer.part_id = cell.part_id
    left join bounded
        on bounded.assessment_id = cell.assessment_id and bounded.metric = cell.key and cell.kind = 'metric'
    left join listed on listed.product_id = assessment.product_id and listed.source = cell.key and cell.kind = 'listing'
    left join switched_off on cell.rule = 'switched_off'
        and switched_off.assessment_id = cell.assessment_id and switched_off.key = cell.key
)
select
    assessment_id, profile, product_id, edition, requirement_id, part, kind, key, verdict, rule,
    case rule
        when 'decision' then 'decided on ' || decided_on
        when 'disagreement' then 'sources of equal weight disagree'
        when 'newer_weaker' then 'a newer source of less weight disagrees'
        when 'term_match' then 'only words found in a text, not checked by a person'
        when 'strongest' then coalesce(claimed_as, 'claim') || ' of ' || evidence_date || if(told_in > 1, ', in ' || told_in || ' places', '')
        when 'presupposed' then 'what it presupposes is not there'
        when 'switched_off' then 'not together with ' || other
        when 'listing' then if(verdict = 'met', 'listed', 'not listed, and the source was read completely')
        when 'figure' then measured
        else case
            when kind = 'listing' then 'the source was not read completely'
            when kind = 'metric' then 'not measured'
            when edition_not_stated then 'only claims that do not say which edition they mean'
            when evidence_date is not null then 'only evidence that is too old'
            else 'nobody says'
        end
    end as reason,
    coalesce(sorted_distinct([item.claim_id for item in speaking]), []) as claim_ids,
    coalesce(sorted_distinct(coalesce([item.evidence_id for item in speaking], [evidence_id])), []) as evidence_ids,
    coalesce(sorted_distinct(coalesce([item.source_url for item in speaking], [source_url])), []) as source_urls,
    evidence_date, age_days, coalesce(age_days > stale_after_days, false) as stale, term_match,
    coalesce(sorted_distinct([
        item.claim_id for item in said if item.rank < speaking[1].rank and item.verdict <> speaking[1].verdict
    ]), []) as against
from told;

drop view if exists temp.test_verdict;
create temp view test_verdict as select * exclude (assessment_id) from test_told;
