-- What is known of prices: amount, unit, net or gross, date and source.
-- grain: one row per known price
-- asks: known-prices missing=false currency=null most=0
select
    product_id, product_name, edition, role, component, unit, amount_low, amount_high, currency, net_gross, period, minimum_quantity,
    valid_from, kind as claim_kind, reason, source, source_url, evidence_date, evidence_id
from known_prices
order by role desc, lower(product_name), product_id, edition nulls first, component, source
