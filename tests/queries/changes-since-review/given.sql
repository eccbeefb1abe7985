-- The newest pair of snapshots is compared; an older pair is not shown. A gone product has no name any more.
insert into snapshot (label, taken_at, as_of) values
    ('2026Q1', '2026-04-01', '2026-03-31'), ('2026Q2', '2026-07-01', '2026-06-30'), ('2026Q3', '2026-10-01', '2026-09-30');
insert into product (product_id, name, role) values ('p1', 'Alpha', 'candidate'), ('p2', 'Beta', 'candidate');
insert into repository (repository_id, product_id, url) values ('r1', 'p1', 'https://forge.example/a');
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
