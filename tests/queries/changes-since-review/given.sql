-- The newest pair of snapshots is compared; an older pair is not shown. A gone product has no name any more. Beta is shown by a
-- source that was read in part, Alpha's repository by one that was read completely.
insert into snapshot (label, taken_at, as_of, sources) values
    ('2026Q1', '2026-04-01', '2026-03-31', null), ('2026Q2', '2026-07-01', '2026-06-30', '{"github": {"status": "partial"}}'),
    ('2026Q3', '2026-10-01', '2026-09-30', '{"github": {"status": "complete"}, "opencode": {"status": "partial"}}');
insert into product (product_id, name, role, release_source) values
    ('p1', 'Alpha', 'candidate', 'r1'), ('p2', 'Beta', 'candidate', 'r2');
insert into repository (repository_id, product_id, source, url, evidence_id, observed_at) values
    ('r1', 'p1', 'github', 'https://forge.example/a', 'e1', '2026-09-30'), ('r2', 'p2', 'github', 'https://forge.example/b', 'e2', '2026-09-29');
insert into listing (source, source_key, product_id) values ('opencode', '2', 'p2');
insert into evidence (evidence_id, url, fetched_at) values ('e2', 'https://forge.example/api/b', '2026-09-30 05:00:00');
insert into change (from_label, to_label, product_id, kind, field, before, after, repository_id) values
    ('2026Q1', '2026Q2', 'p1', 'added', null, null, null, null),
    ('2026Q2', '2026Q3', 'p2', 'relicensed', 'licence', 'MIT', 'BUSL-1.1', null),
    ('2026Q2', '2026Q3', 'p1', 'relicensed', 'licence', 'Apache-2.0', 'AGPL-3.0-or-later', 'r1'),
    ('2026Q2', '2026Q3', 'p1', 'value_changed', 'security_policy', null, 'true', 'r1'),
    ('2026Q2', '2026Q3', 'p9', 'gone', null, null, null, null);
insert into change by name
select
    '2026Q2' as from_label, '2026Q3' as to_label, 'p2' as product_id, 'claim_changed' as kind, 'chat.direct' as field, 'no' as before,
    'yes' as after, 'free' as edition, 'e2' as after_evidence_id, 'claims/beta.yml:7' as before_entered_in;
