-- What was counted: each price and each assumption with unit, date and source, and what is missing.
-- grain: one line of cost of a scenario
select
    title_de as scenario_de, title_en as scenario_en, component, coalesce(product_name, text_de) as cost_position_de,
    coalesce(product_name, text_en) as cost_position_en, period, unit as cost_unit, unit_low, unit_high, quantity_low, quantity_high,
    currency, if(net, 'net', 'gross') as net_gross, missing as missing_because, sources as said_by, source_urls[1] as source_url,
    source_urls, dated as evidence_date, reason, entered_in
from cost_line join scenario using (scenario) cross join plan
order by place, line
