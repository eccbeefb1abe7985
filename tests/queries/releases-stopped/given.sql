-- p1 stopped; p2 released in time; p3 does nothing at all; p4 never released; p5 only its fork lives; p6 is archived.
insert into meta (build_id, as_of) values ('b1', '2026-10-01 06:00:00');
insert into product (product_id, name, role, release_source) values
    ('p1', 'Stopped', 'candidate', 'r1'), ('p2', 'Releases', 'candidate', 'r3'), ('p3', 'Silent', 'candidate', 'r4'),
    ('p4', 'Never released', 'candidate', 'r5'), ('p5', 'Fork', 'candidate', 'r6'), ('p6', 'Archived', 'candidate', 'r8');
insert into repository (
    repository_id, product_id, path, url, is_fork, is_mirror, archived, latest_release, latest_release_at, commits_183d,
    last_commit_at, evidence_id, observed_at
) values
    ('r1', 'p1', 'a/server', 'https://forge.example/a/server', false, false, false, 'v1', '2026-03-01 00:00:00', 12,
        '2026-08-01 00:00:00', 'e1', '2026-09-30 05:00:00'),
    ('r2', 'p1', 'a/client', 'https://forge.example/a/client', null, null, null, null, null, 30,
        '2026-09-20 00:00:00', 'e2', '2026-09-30 05:00:00'),
    ('r3', 'p2', 'b/b', 'https://forge.example/b/b', false, false, false, 'v2', '2026-04-01 00:00:00', 5,
        '2026-09-20 00:00:00', 'e3', '2026-09-30 05:00:00'),
    ('r4', 'p3', 'c/c', 'https://forge.example/c/c', false, false, false, 'v3', '2025-01-01 00:00:00', 0,
        '2025-01-01 00:00:00', 'e4', '2026-09-30 05:00:00'),
    ('r5', 'p4', 'd/d', 'https://forge.example/d/d', false, false, false, null, null, 9,
        '2026-09-20 00:00:00', 'e5', '2026-09-30 05:00:00'),
    ('r6', 'p5', 'e/e', 'https://forge.example/e/e', false, false, false, 'v5', '2025-01-01 00:00:00', 0,
        '2025-01-01 00:00:00', 'e6', '2026-09-30 05:00:00'),
    ('r7', 'p5', 'x/e', 'https://forge.example/x/e', true, false, false, null, null, 9,
        '2026-09-20 00:00:00', 'e7', '2026-09-30 05:00:00'),
    ('r8', 'p6', 'f/f', 'https://forge.example/f/f', false, false, true, 'v1', '2025-01-01 00:00:00', 1,
        '2026-09-20 00:00:00', 'e8', '2026-09-30 05:00:00');
