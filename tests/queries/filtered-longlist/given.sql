-- ask: min_organisations=1
-- p1 passes all; p2 fails on licence and release, its company abroad proves nothing; p3 is
-- open: no dates, no company; p4 is not listed, and a user is no maker.
insert into meta (build_id, as_of) values ('b1', '2026-10-01 06:00:00');
insert into source_run (source, run_id, started_at, status, last_good_at) values
    ('opencode', 'r1', '2026-09-30 00:00:00', 'complete', '2026-09-30 01:00:00');
insert into product (product_id, name, role, licence, osi_approved, release_source) values
    ('p1', 'Passes', 'candidate', 'AGPL-3.0-or-later', true, 'r1'), ('p2', 'Fails', 'candidate', 'BUSL-1.1', false, 'r2'),
    ('p3', 'Open', 'candidate', null, null, null), ('p4', 'Not listed', 'candidate', 'MIT', true, 'r3'),
    ('p5', 'In use today', 'baseline', null, null, null);
insert into repository (repository_id, product_id, url, is_fork, is_mirror, latest_release_at) values
    ('r1', 'p1', 'https://forge.example/a/a', false, false, '2026-07-03 23:00:00'),
    ('r2', 'p2', 'https://forge.example/b/b', false, false, '2026-07-02 01:00:00'),
    ('r3', 'p4', 'https://forge.example/d/d', false, false, '2026-09-03 00:00:00');
insert into listing (source, source_key, product_id) values
    ('opencode', '1', 'p1'), ('opencode', '2', 'p2'), ('opencode', '3', 'p3');
insert into organisation (organisation_id, name, country) values
    ('o1', 'Maker GmbH', 'DE'), ('o2', 'Maker Inc.', 'US'), ('o3', 'Stadt Beispiel', 'DE');
insert into product_organisation (product_id, organisation_id, role) values
    ('p1', 'o1', 'maker'), ('p1', 'o2', 'supporter'), ('p2', 'o2', 'maker'), ('p4', 'o3', 'user');
insert into claim (product_id, capability, value) values
    ('p1', 'deploy.selfhost', 'yes'), ('p2', 'deploy.selfhost', 'yes'), ('p4', 'deploy.selfhost', 'no');
