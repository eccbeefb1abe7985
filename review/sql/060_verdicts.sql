-- Puts the parts of each requirement together, once with everything open not met and once with it met, and shows them as verdict.
-- reads:   requirement; temp cell, assessment, part, setting, test_told
-- creates: temp outcome (grain: one requirement for one product and edition), view verdict

create or replace temp table outcome as
with counted as (
    select
        assessment_id, requirement_id,
        count(*) filter (where verdict = 'met') as met,
        count(*) filter (where verdict = 'partial') as partly,
        count(*) filter (where verdict = 'not_met') as missing,
        count(*) filter (where verdict in ('unknown', 'conflict')) as unsure,
        bool_or(verdict = 'conflict') as contested, min(evidence_date) as evidence_date, bool_or(term_match) as term_match
    from cell
    group by assessment_id, requirement_id
),
bounded as (
    select
        counted.*,
        combined(combination, met, partly, missing + unsure, met_from, partial_from) as worst,
        combined(combination, met + unsure, partly, missing, met_from, partial_from) as best
    from counted join requirement using (requirement_id)
)
select
    * exclude (met, partly, missing, unsure, contested)
        replace (nullif(worst, 'not_applicable') as worst, nullif(best, 'not_applicable') as best),
    case when worst = best then worst when contested then 'conflict' else 'unknown' end as verdict,
    points_of(worst) as points_lower, points_of(best) as points_upper
from bounded;

-- a table: with a condition on parts within the view DuckDB no longer leaves out what nobody reads
create or replace temp table part_count as
select requirement_id, count(*) > 1 as many from part where for_requirement group by requirement_id;

drop view if exists temp.verdict;
create temp view verdict as
with told as (
    -- grouped also where there is one part, so that DuckDB leaves it out for whoever reads none of its columns
    select
        assessment_id, requirement_id,
        if(any_value(many), array_to_string(in_order(list((part, key || ': ' || verdict || ', ' || reason)) filter (where many)), '; '), any_value(reason)) as reason,
        if(any_value(many), coalesce(sorted_distinct(flatten(list(evidence_ids) filter (where many and evidence_ids <> []))), []), any_value(evidence_ids)) as evidence_ids,
        if(any_value(many), coalesce(sorted_distinct(flatten(list(claim_ids) filter (where many and claim_ids <> []))), []), any_value(claim_ids)) as claim_ids,
        if(any_value(many), coalesce(sorted_distinct(flatten(list(source_urls) filter (where many and source_urls <> []))), []), any_value(source_urls)) as source_urls,
        bool_or(stale) as stale
    from test_told join part_count using (requirement_id)
    group by assessment_id, requirement_id
)
select
    setting.profile, assessment.product_id, outcome.requirement_id, outcome.verdict, told.reason, told.evidence_ids,
    assessment.edition, outcome.worst, outcome.best, outcome.points_lower, outcome.points_upper, told.claim_ids, told.source_urls,
    outcome.evidence_date, told.stale, outcome.term_match
from outcome
left join told using (assessment_id, requirement_id)
join assessment using (assessment_id)
cross join setting;
