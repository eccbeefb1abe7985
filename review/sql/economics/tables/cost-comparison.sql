-- Which of two ways is cheaper, if the intervals say so.
-- grain: two scenarios and a measure
select
    first_one.title_{language} as scenario, cost_comparison.statement, second_one.title_{language} as compared_with, measure,
    cost_comparison.reason as no_statement_because
from cost_comparison
join scenario as first_one on first_one.scenario = left_scenario
join scenario as second_one on second_one.scenario = right_scenario
order by measure desc, left_place, right_place;
