-- ask: factors=0.1,2 groups=functional
-- Added to the market of tests/judged.
-- `fir` is ahead of `cedar` until what it is good at counts a tenth.
delete from product where product_id = 'dark';
insert into product by name select 'fir' as product_id, 'Fir' as name, 'candidate' as role, true as osi_approved;
insert into claim by name
select 'fir' as product_id, 'chat.polls' as capability, 'yes' as value, 'curated' as kind, 'manual' as source, 'c30' as claim_id,
    date '2026-05-01' as evidence_date, false as exclusive;
