-- Fills product_result: whether a product is excluded by a must, and the interval of its points for the shoulds; shows group_result.
-- reads:   requirement; temp outcome, assessment, setting
-- grain:   one product and edition; of group_result one group of requirements for these

drop view if exists temp.group_result;
create temp view group_result as
with summed as (
    select
        outcome.assessment_id, requirement.group_name, sum(requirement.weight)::decimal(18, 4) as weight,
        sum(requirement.weight * outcome.points_lower)::decimal(18, 4) as lower_points,
        sum(requirement.weight * outcome.points_upper)::decimal(18, 4) as upper_points
    from outcome join requirement using (requirement_id)
    where requirement.weight is not null and outcome.points_lower is not null
    group by outcome.assessment_id, requirement.group_name
)
select
    setting.profile, assessment.product_id, assessment.edition, summed.group_name, summed.weight, summed.lower_points,
    summed.upper_points
from summed join assessment using (assessment_id) cross join setting;

create or replace temp table product_result as from product_result limit 0;
insert into product_result by name
with judged as (
    select
        outcome.*, setting.profile, assessment.product_id, assessment.edition, assessment.role, requirement.level = 'must' as must,
        requirement.weight
    from outcome
    join requirement using (requirement_id)
    join assessment using (assessment_id)
    cross join setting
),
counted as (
    select
        profile, product_id, edition, role,
        count(*) filter (where must) as musts,
        count(*) filter (where must and verdict = 'met') as met,
        count(*) filter (where must and verdict = 'partial') as partial,
        count(*) filter (where must and verdict = 'not_met') as not_met,
        count(*) filter (where must and verdict = 'unknown') as unknown,
        count(*) filter (where must and verdict = 'conflict') as conflict,
        count(*) filter (where must and verdict = 'not_applicable') as not_applicable,
        sum(weight * points_lower) as lower_points,
        sum(weight * points_upper) as upper_points,
        sum(weight) filter (where verdict <> 'not_applicable') as applicable_weight,
        coalesce(sum(weight) filter (where points_lower < points_upper), 0) as open_weight,
        min(evidence_date) filter (where must) as oldest_evidence,
        count(*) filter (where term_match) as term_match_only,
        bit_xor(md5_number(requirement_id || ' ' || verdict))::varchar as verdict_digest
    from judged
    group by profile, product_id, edition, role
)
select
    * exclude (lower_points, upper_points),
    -- sums of decimals are exact, and one division of exact numbers gives equal quotients for equal fractions
    10 * lower_points::double / applicable_weight::double as lower_pct,
    10 * upper_points::double / applicable_weight::double as upper_pct,
    case
        when role = 'baseline' then null
        when not_met > 0 then 'excluded'
        when met + not_applicable = musts then 'meets_all'
        else 'open'
    end as result
from counted;
