-- ask: products=Ash,birch,old
-- Added to the market of tests/judged.
insert into claim by name
from (values ('ash', 'SDS-Q0', 'yes', 'c22'), ('ash', 'SDS-Q3', 'yes', 'c23'), ('birch', 'SDS-Q0', 'no', 'c24'))
    as given(product_id, capability, value, claim_id)
cross join (select 'curated' as kind, 'manual' as source, date '2026-05-01' as evidence_date, false as exclusive);
insert into metric by name select 'ash' as product_id, 'vendor_parent_hq_in_eu' as metric, 1 as value;
