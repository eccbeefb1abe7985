-- Added to the market of tests/judged.
insert into claim by name
select 'ash' as product_id, 'integration.calendar' as capability, 'yes' as value, 'curated' as kind, 'manual' as source, 'c21' as claim_id,
    date '2026-05-01' as evidence_date, false as exclusive;
insert into price_fact by name
from (values ('ash', 2, 3), ('birch', 4, 5)) as given(product_id, amount_low, amount_high)
cross join (select 'user' as unit, 'EUR' as currency, true as net, 'month' as period, 'subscription' as component);
insert into relation by name
select unnest(['ash', 'birch']) as product_id, 'based_on' as relation, 'dark' as other_product_id;
