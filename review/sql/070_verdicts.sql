-- Fills verdict: the parts of each requirement together, once with everything open not met and once with it met.
-- reads:   requirement, test_verdict
-- grain:   one requirement for one product and edition

create or replace temp table verdict as from verdict limit 0;
insert into verdict by name
with several as (
    select requirement_id from test_verdict group by requirement_id having max(part) > 1
),
counted as (
    select
        profile, product_id, edition, requirement_id, (verdict = 'met')::integer as met, (verdict = 'partial')::integer as partly,
        (verdict = 'not_met')::integer as missing, (verdict in ('unknown', 'conflict'))::integer as unsure,
        verdict = 'conflict' as contested, reason, evidence_ids, claim_ids, source_urls, evidence_date, stale, term_match
    from test_verdict anti join several using (requirement_id)
    union all by name
    select
        profile, product_id, edition, requirement_id,
        count(*) filter (where verdict = 'met') as met,
        count(*) filter (where verdict = 'partial') as partly,
        count(*) filter (where verdict = 'not_met') as missing,
        count(*) filter (where verdict in ('unknown', 'conflict')) as unsure,
        bool_or(verdict = 'conflict') as contested,
        string_agg(key || ': ' || verdict || ', ' || reason, '; ' order by part) as reason,
        list_sort(list_distinct(flatten(list(evidence_ids)))) as evidence_ids,
        list_sort(list_distinct(flatten(list(claim_ids)))) as claim_ids,
        list_sort(list_distinct(flatten(list(source_urls)))) as source_urls,
        min(evidence_date) as evidence_date, bool_or(stale) as stale, bool_or(term_match) as term_match
    from test_verdict semi join several using (requirement_id)
    group by profile, product_id, edition, requirement_id
),
bounded as (
    select
        counted.*,
        combined(combination, met, partly, missing + unsure, met_from, partial_from) as worst,
        combined(combination, met + unsure, partly, missing, met_from, partial_from) as best
    from counted join requirement using (profile, requirement_id)
)
select
    * exclude (met, partly, missing, unsure, contested)
        replace (nullif(worst, 'not_applicable') as worst, nullif(best, 'not_applicable') as best),
    case when worst = best then worst when contested then 'conflict' else 'unknown' end as verdict,
    points_of(worst) as points_lower, points_of(best) as points_upper
from bounded;
