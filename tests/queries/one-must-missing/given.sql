-- Added to the market of tests/judged: `cedar` is sure of all musts but one, which is beta.
delete from claim where claim_id = 'c11';
insert into claim by name
select 'cedar' as product_id, 'integration.calendar' as capability, 'partial' as value, 'beta' as condition, 'curated' as kind,
    'manual' as source, 'https://manual.example/cedar' as source_url, 'c30' as claim_id, 'e-c30' as evidence_id,
    date '2026-05-01' as evidence_date, false as exclusive;
