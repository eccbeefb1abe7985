-- For how many products no price is known, by component of cost.
-- grain: one row per component of cost and role
-- asks: known-prices currency=null most=0
select
    component,
    role,
    count(distinct product_id) filter (where price_known) as products_priced,
    count(distinct product_id) filter (where not price_known) as products_unpriced
from known_prices
group by component, role
order by list_position(['licence', 'subscription', 'operation', 'support', 'migration', 'training', 'integration', 'exit'], component), role desc
