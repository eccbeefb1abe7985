-- Says which of two scenarios is cheaper, and in which year a change has paid off; only where both are wholly known.
-- reads:   temp cost_by_year, scenario_cost
-- creates: temp cost_comparison (grain: two scenarios and a measure), break_even (grain: one scenario of change and a measure)

create or replace temp table cost_comparison as
select
    left_one.measure, left_one.place as left_place, left_one.scenario as left_scenario,
    right_one.place as right_place, right_one.scenario as right_scenario,
    case
        when left_one.cost_high is null or right_one.cost_high is null then 'no_statement'
        when left_one.cost_high < right_one.cost_low then 'cheaper'
        when right_one.cost_high < left_one.cost_low then 'dearer'
        else 'no_statement'
    end as statement,
    case
        when left_one.cost_high is null or right_one.cost_high is null then 'incomplete'
        when left_one.cost_high >= right_one.cost_low and right_one.cost_high >= left_one.cost_low then 'overlap'
    end as reason
from scenario_cost as left_one
join scenario_cost as right_one on left_one.measure = right_one.measure and left_one.place < right_one.place;

-- The year from whose end on the cumulated cost stays below that of keeping what there is, until the last year looked at:
-- earliest if everything goes well, latest if it goes badly; null if it does not within these years.
create or replace temp table break_even as
with both_ways as (
    select
        change.scenario, change.measure, change.year, change.cost_high is not null and keep.cost_high is not null as known,
        bool_and(change.cost_low < keep.cost_high) over from_then as may, bool_and(change.cost_high < keep.cost_low) over from_then as must
    from cost_by_year as change
    join scenario_cost as headed on headed.scenario = change.scenario and headed.measure = change.measure and headed.kind <> 'keep'
    join scenario_cost as kept on kept.kind = 'keep' and kept.measure = change.measure
    join cost_by_year as keep on keep.scenario = kept.scenario and keep.measure = change.measure and keep.year = change.year
    window from_then as (partition by change.scenario, change.measure order by change.year rows between current row and unbounded following)
)
select
    scenario, measure, bool_and(known) as complete, if(complete, min(year) filter (where may), null) as earliest_year,
    if(complete, min(year) filter (where must), null) as latest_year
from both_ways
group by scenario, measure;
