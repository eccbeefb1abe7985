-- ask: all=true
-- Added to the market of tests/judged, whose state a quarter before is that of earlier.sql and whose profile of then that of other.yml:
-- one must more, recording asked as another function, no polls.
insert into product by name select 'fir' as product_id, 'Fir' as name, 'candidate' as role, true as osi_approved;
insert into claim by name
select 'cedar' as product_id, 'video.direct_call' as capability, 'no' as value, 'curated' as kind, 'manual' as source, 'c30' as claim_id,
    date '2026-05-01' as evidence_date, false as exclusive;
