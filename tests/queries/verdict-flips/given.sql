-- Added to the market of tests/judged, whose state a quarter before is that of earlier.sql.
insert into product by name select 'fir' as product_id, 'Fir' as name, 'candidate' as role, true as osi_approved;
insert into decision by name
select 'cedar' as product_id, 'video.conference' as capability, 'yes' as value, date '2026-09-01' as decided_on;
update claim set valid_until = date '2026-10-01' where claim_id = 'c20';
delete from claim where claim_id = 'c9';
