-- ask: min_organisations=2 category=chat
-- p1 may pass: two people wrote half of it, for whom is not known; p2 fails on licence and release, its company abroad proves
-- nothing; p3 is open: no dates, no company; p4 is not listed, a user is no maker, and it rests on one person; p5 is of the
-- country, but no member; p6 is of another kind.
insert into meta (build_id, as_of) values ('b1', '2026-10-01 06:00:00');
insert into source_run (source, run_id, started_at, status, last_good_at) values
    ('opencode', 'r1', '2026-09-30 00:00:00', 'complete', '2026-09-30 01:00:00');
insert into product (product_id, name, role, kinds, licence, osi_approved, release_source) values
    ('p1', 'Passes', 'candidate', ['chat'], 'AGPL-3.0-or-later', true, 'r1'),
    ('p2', 'Fails', 'candidate', ['chat'], 'BUSL-1.1', false, 'r2'), ('p3', 'Open', 'candidate', ['chat'], null, null, null),
    ('p4', 'Not listed', 'candidate', ['chat'], 'MIT', true, 'r3'), ('p5', 'No member', 'candidate', ['chat'], 'MIT', true, null),
    ('p6', 'Other kind', 'candidate', ['video'], 'MIT', true, null), ('p7', 'In use today', 'baseline', ['chat'], null, null, null);
insert into metric (product_id, repository_id, metric, value, value_max) values
    ('p1', 'r1', 'absence_factor_183d', 2, 2), ('p4', 'r3', 'absence_factor_183d', 1, 1), ('p2', 'r2', 'absence_factor_183d', 1, null);
insert into repository (repository_id, product_id, url, is_fork, is_mirror, latest_release_at) values
    ('r1', 'p1', 'https://forge.example/a/a', false, false, '2026-07-03 23:00:00'),
    ('r2', 'p2', 'https://forge.example/b/b', false, false, '2026-07-02 01:00:00'),
    ('r3', 'p4', 'https://forge.example/d/d', false, false, '2026-09-03 00:00:00');
insert into listing (source, source_key, product_id) values
    ('opencode', '1', 'p1'), ('opencode', '2', 'p2'), ('opencode', '3', 'p3');
insert into organisation (organisation_id, name, country, osba_member) values
    ('o1', 'Maker GmbH', 'DE', true), ('o2', 'Maker Inc.', 'US', true), ('o3', 'Stadt Beispiel', 'DE', true), ('o4', 'Loner AG', 'DE', false);
insert into product_organisation (product_id, organisation_id, role) values
    ('p1', 'o1', 'maker'), ('p1', 'o2', 'supporter'), ('p2', 'o2', 'maker'), ('p4', 'o3', 'user'), ('p5', 'o4', 'maker');
insert into claim (product_id, capability, value) values
    ('p1', 'deploy.selfhost', 'yes'), ('p2', 'deploy.selfhost', 'yes'), ('p4', 'deploy.selfhost', 'no');
