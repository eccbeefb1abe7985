-- The market of tests/judged a quarter before.
update meta set as_of = timestamp '2026-08-20 06:00:00';
-- `ash` said yes to video in another line; `elm` was still free; nobody knew of `birch` on own servers
update claim set claim_id = 'c2-old', value = 'yes' where claim_id = 'c2';
update product set osi_approved = true, licence_class = null where product_id = 'elm';
delete from claim where claim_id in ('c7', 'c8');
-- of the two that contradict each other on `cedar`, none was decided on; its group chats were said by a line that is gone
update claim set claim_id = 'c9-old' where claim_id = 'c9';
-- `fir` was not there yet; `yew` is gone since
insert into product by name select 'yew' as product_id, 'Yew' as name, 'candidate' as role, true as osi_approved;
-- `old` was claimed by a line that is too old today
update claim set valid_until = date '2026-10-01' where claim_id = 'c20';
