-- What was counted: each price and each assumption with unit, date and source, and what is missing.
-- grain: one line of cost of a scenario
select
    title_{language} as scenario, component, coalesce(product_name, text_{language}) as position, period, unit, unit_low, unit_high,
    quantity_low, quantity_high, currency, if(net, 'net', 'gross') as net_gross, missing as missing_because, sources, source_urls,
    dated, reason, entered_in
from cost_line join scenario using (scenario) cross join plan
order by place, line;
