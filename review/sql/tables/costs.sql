-- What each way to go on costs over all years, added up, and per user and month.
-- grain: one scenario and measure (nominal, or discounted to today)
select
    title_de as scenario_de, title_en as scenario_en, products as scenario_products, measure, if(known > 0, cost_low, null) as cost_low,
    cost_high, currency, if(net, 'net', 'gross') as net_gross, if(known > 0, per_user_month_low, null) as per_user_month_low,
    per_user_month_high, lines as cost_lines, missing as cost_missing
from scenario_cost cross join plan
order by measure desc, place
