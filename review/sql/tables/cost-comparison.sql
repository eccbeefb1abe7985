-- Which of two ways is cheaper, if the intervals say so.
-- grain: two scenarios and a measure
select
    first_one.title_de as scenario_de, first_one.title_en as scenario_en, cost_comparison.statement as cost_statement,
    second_one.title_de as compared_with_de, second_one.title_en as compared_with_en, measure,
    cost_comparison.reason as no_statement_because
from cost_comparison
join scenario as first_one on first_one.scenario = left_scenario
join scenario as second_one on second_one.scenario = right_scenario
order by measure desc, left_place, right_place
