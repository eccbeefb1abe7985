-- Answers every test of every assessed edition, whatever kind of test it is.
-- reads:   temp assessment, part, answer, figure; listing, evidence, source_run, exclusion
-- creates: temp bounded, listed, read_whole, switched_off, cell (grain: one part of one requirement, or one question of an indicator,
--          for one product and edition)

create or replace temp macro holds(figure, op, bound) as
case op
    when '>=' then figure >= bound
    when '<=' then figure <= bound
    when '>' then figure > bound
    when '<' then figure < bound
    else figure = bound
end;

create or replace temp macro level_of(figure, op, bound, partial_op, partial_bound) as
case
    when holds(figure, op, bound) then 'met'
    when partial_op is not null and holds(figure, partial_op, partial_bound) then 'partial'
    else 'not_met'
end;

-- Both ends of what the figure may be must say the same.
create or replace temp macro figure_verdict(low, high, op, bound, partial_op, partial_bound) as
case
    when low is null then 'unknown'
    when op = '=' and low < bound and high > bound then 'unknown'
    when level_of(low, op, bound, partial_op, partial_bound) = level_of(high, op, bound, partial_op, partial_bound)
        then level_of(low, op, bound, partial_op, partial_bound)
    else 'unknown'
end;

-- addresses are looked up here, once for each figure and listing; each of them stands in many cells
create or replace temp table bounded as
select
    figure.* exclude (low, high) replace (coalesce(figure.source_url, evidence.url) as source_url),
    if(low is null and high is null, value, coalesce(low, '-infinity'::double)) as low,
    if(low is null and high is null, value, coalesce(high, 'infinity'::double)) as high
from figure left join evidence using (evidence_id);

create or replace temp table listed as
select found.*, evidence.url as source_url
from (
    select product_id, source, min(evidence_id) as evidence_id, max(observed_at)::date as observed_on
    from listing where status = 'active' group by product_id, source
) as found
left join evidence using (evidence_id);

create or replace temp table read_whole as
select source from source_run
group by source having arg_max(status, (coalesce(started_at, as_of), run_id)) = 'complete';

create or replace temp table cell as
with not_asked as (
    select answer.assessment_id, presupposed.key
    from answer
    join part on part.part_id = answer.part_id and not part.for_requirement
    join presupposed on presupposed.other = part.key
    where answer.verdict = 'not_met'
    group by answer.assessment_id, presupposed.key
    having count(*) = (select count(*) from presupposed as all_of_them where all_of_them.key = presupposed.key)
)
select
    assessment.assessment_id, part.part_id, part.requirement_id, part.part, part.kind, part.key,
    if(not_asked.key is not null, 'not_applicable', coalesce(answer.verdict, 'unknown')) as verdict,
    if(not_asked.key is not null, 'presupposed', coalesce(answer.rule, 'no_evidence')) as rule,
    coalesce(answer.newest, answer.expired_on) as evidence_date,
    coalesce(answer.rank = 1 and answer.rule = 'strongest', false) as term_match
from assessment
join part on part.for_requirement and part.kind in ('capability', 'manual')
left join answer on answer.assessment_id = assessment.assessment_id and answer.part_id = part.part_id
left join not_asked
    on not_asked.assessment_id = assessment.assessment_id and not_asked.key = part.key and part.kind = 'capability'
union all
select
    assessment.assessment_id, part.part_id, part.requirement_id, part.part, part.kind, part.key,
    figure_verdict(bounded.low, bounded.high, part.op, part.value, part.partial_op, part.partial_value),
    if(bounded.low is null, 'no_evidence', 'figure'), bounded.observed_on, false
from assessment
join part on part.for_requirement and part.kind = 'metric'
left join bounded on bounded.assessment_id = assessment.assessment_id and bounded.metric = part.key
union all
select
    assessment.assessment_id, part.part_id, part.requirement_id, part.part, part.kind, part.key,
    case when listed.source is not null then 'met' when read_whole.source is not null then 'not_met' else 'unknown' end,
    if(coalesce(listed.source, read_whole.source) is null, 'no_evidence', 'listing'), listed.observed_on, false
from assessment
join part on part.for_requirement and part.kind = 'listing'
left join listed on listed.product_id = assessment.product_id and listed.source = part.key
left join read_whole on read_whole.source = part.key;

-- Two functions that cannot be in use together: the one that is wanted less is only partly there.
create or replace temp table switched_off as
with wanted as (
    select key, max(if(requirement.level = 'must', 2, 1)) as level
    from part join requirement using (requirement_id)
    where part.kind = 'capability'
    group by key
),
present as (
    select distinct assessment_id, key from cell where kind = 'capability' and verdict = 'met'
)
select
    assessment.assessment_id, if(coming.level > going.level, exclusion.off, exclusion.switch) as key,
    min(if(coming.level > going.level, exclusion.switch, exclusion.off)) as other
from exclusion
join assessment using (product_id)
join present as switching on switching.assessment_id = assessment.assessment_id and switching.key = exclusion.switch
join present as missing on missing.assessment_id = assessment.assessment_id and missing.key = exclusion.off
join wanted as coming on coming.key = exclusion.switch
join wanted as going on going.key = exclusion.off
where exclusion.edition is null or exclusion.edition = assessment.edition
group by all;

update cell set verdict = 'partial', rule = 'switched_off'
from switched_off
where switched_off.assessment_id = cell.assessment_id and switched_off.key = cell.key and cell.kind = 'capability' and cell.verdict = 'met';
