-- In which year a change has paid off: at the earliest if everything goes well, at the latest if it goes badly.
-- grain: one scenario of change and a measure
select
    title_de as scenario_de, title_en as scenario_en, measure,
    case
        when not complete then 'incomplete'
        when earliest_year is null then 'not_within'
        when latest_year is null then 'not_surely_within'
        else 'within'
    end as break_even,
    earliest_year, latest_year
from break_even join scenario using (scenario)
order by measure desc, place
