-- A policy, none in force, nobody looked; archived, mirrored and used ones are left out, as is a repository that is not main.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role, release_source) values
    ('alpha', 'Alpha', 'candidate', 'r1'), ('beta', 'Beta', 'candidate', 'r2'), ('gamma', 'Gamma', 'candidate', 'r3'),
    ('delta', 'Delta', 'candidate', 'r4'), ('epsilon', 'Epsilon', 'candidate', 'r5'), ('used', 'Used', 'baseline', 'r6');
insert into repository (repository_id, product_id, path, url, archived, is_mirror, security_policy, security_policy_url, last_commit_at, latest_release_at, observed_at, evidence_id) values
    ('r1', 'alpha', 'a/a', 'https://forge.example/a', false, false, true, 'https://forge.example/a/policy', '2026-09-20', '2026-09-01', '2026-09-30', 'e1'),
    ('r1b', 'alpha', 'a/b', 'https://forge.example/b', false, false, false, null, null, null, '2026-09-30', 'e1'),
    ('r2', 'beta', 'b/b', 'https://forge.example/b', null, null, false, null, '2026-09-20', '2025-09-01', '2026-09-30', 'e2'),
    ('r3', 'gamma', 'c/c', 'https://forge.example/c', false, false, null, null, null, null, '2026-09-30', 'e3'),
    ('r4', 'delta', 'd/d', 'https://forge.example/d', true, false, true, null, null, null, '2026-09-30', 'e4'),
    ('r5', 'epsilon', 'e/e', 'https://forge.example/e', false, true, true, null, null, null, '2026-09-30', 'e5'),
    ('r6', 'used', 'u/u', 'https://forge.example/u', false, false, true, null, null, null, '2026-09-30', 'e6');
