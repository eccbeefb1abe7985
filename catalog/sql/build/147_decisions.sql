-- Fills decision and match_decision: what people decided, and which products it is about today.
-- grain:   one line of decisions.yml

insert into decision by name
select watch.product_id, edition, capability, value, decided_on, reason, decided_by_role
from decision_line
join watch on watch.role = decision_line.role and decision_line.product = if(watch.role = 'baseline', watch.product_id, watch.name);

insert into match_decision by name
with today as (
    select decided_key.line, decided_key.side, known_product.product_id
    from decided_key
    left join joined_key using (product_key)
    left join known_product on known_product.product_key = coalesce(joined_key.joined, decided_key.product_key)
)
select
    decision_line.left_key, decision_line.right_key, decision_line.verdict as decision, decided_on, decided_by_role, reason, decision_line.line,
    one.product_id as left_product_id, other.product_id as right_product_id
from decision_line
join today as one on one.line = decision_line.line and one.side = 'left'
join today as other on other.line = decision_line.line and other.side = 'right';
