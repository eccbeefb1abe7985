-- ask: with_unknown=true
-- p1 rests on one; p2 does not; p3 is not known; p4 only by its client; p5 is archived; p6 is a mirror; p7 in use today.
insert into product (product_id, name, role, release_source) values
    ('p1', 'One', 'candidate', 'r1'), ('p2', 'Many', 'candidate', 'r2'), ('p3', 'Not known', 'candidate', 'r3'),
    ('p4', 'Client of one', 'candidate', 'r5'), ('p5', 'Archived', 'candidate', 'r6'), ('p6', 'Mirror', 'candidate', 'r7'),
    ('p7', 'In use today', 'baseline', 'r8');
insert into repository (
    repository_id, product_id, role, path, url, is_fork, is_mirror, archived, absence_factor_183d, authors_183d,
    commits_183d, last_commit_at, evidence_id, observed_at
) values
    ('r1', 'p1', 'server', 'a/a', 'https://forge.example/a/a', false, false, false, 1, 3, 90, '2026-09-20', 'e1', '2026-09-30'),
    ('r2', 'p2', 'server', 'b/b', 'https://forge.example/b/b', null, null, null, 2, 9, 80, '2026-09-20', 'e2', '2026-09-30'),
    ('r3', 'p3', 'server', 'c/c', 'https://forge.example/c/c', null, null, null, null, null, null, null, 'e3', '2026-09-30'),
    ('r4', 'p4', 'client', 'd/d', 'https://forge.example/d/d', false, false, false, 1, 1, 99, '2026-09-20', 'e4', '2026-09-30'),
    ('r5', 'p4', 'server', 'd/e', 'https://forge.example/d/e', false, false, false, 3, 8, 20, '2026-09-20', 'e5', '2026-09-30'),
    ('r6', 'p5', 'server', 'e/e', 'https://forge.example/e/e', false, false, true, 1, 1, 1, '2026-04-20', 'e6', '2026-09-30'),
    ('r7', 'p6', 'mirror', 'f/f', 'https://forge.example/f/f', false, true, false, 1, 1, 1, '2026-04-20', 'e7', '2026-09-30'),
    ('r8', 'p7', 'server', 'g/g', 'https://forge.example/g/g', false, false, false, 1, 1, 1, '2026-04-20', 'e8', '2026-09-30');
