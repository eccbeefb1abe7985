-- ask: most=4
-- Three sources before one; watched before not; newer life before older; unknown life last. A fork is no main repository.
insert into product (product_id, name, role, licence, homepage, watched, release_source) values
    ('p1', 'Old life', 'candidate', 'MIT', null, false, 'r1'), ('p2', 'Three sources', 'candidate', 'Apache-2.0', null, false, 'r2'),
    ('p3', 'Watched', 'candidate', null, 'https://watched.example', true, null),
    ('p4', 'New life', 'candidate', 'MIT', null, false, 'r4'),
    ('p5', 'No life', 'candidate', 'MIT', null, null, 'r6'), ('p6', 'In use today', 'baseline', null, null, false, null);
insert into repository (
    repository_id, product_id, role, source, url, is_fork, is_mirror, last_commit_at, commits_183d, authors_183d,
    absence_factor_183d, latest_release, latest_release_at, median_release_gap_days, evidence_id, observed_at
) values
    ('r1', 'p1', 'server', 'github', 'https://forge.example/1', false, false, '2026-01-01', 5, 2, 1, 'v1', '2025-12-01', 30,
        'e1', '2026-09-30'),
    ('r2', 'p2', 'server', 'github', 'https://forge.example/2', false, false, '2025-01-01', 0, null, null, null, null, null,
        'e2', '2026-09-30'),
    ('r4', 'p4', 'server', 'github', 'https://forge.example/4', false, false, '2026-09-01', 9, 4, 2, 'v4', '2026-09-02', 19.5,
        'e4', '2026-09-30'),
    ('r5', 'p4', 'fork', 'github', 'https://forge.example/5', true, false, '2026-09-29', 99, 9, 9, 'v9', '2026-09-29', 1,
        'e5', '2026-09-30'),
    ('r6', 'p5', 'server', 'github', 'https://forge.example/6', false, false, null, null, null, null, null, null, null,
        'e6', '2026-09-30');
insert into listing (source, source_key, product_id) values
    ('opencode', '2', 'p2'), ('opencode', '3', 'p3');
insert into mention (source, source_key, product_id) values ('osba', 'n2', 'p2'), ('osba', 'n6', 'p6');
