-- A policy, none in force, nobody looked; advisories open, withdrawn, none published, nobody asked; archived, mirrored and used ones are left out, as is a repository that is not main.
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
insert into document (source, source_key, product_id, repository_id, name) values
    ('github', '1:advisories', 'alpha', 'r1', 'advisories'), ('github', '2:advisories', 'beta', 'r2', 'advisories'),
    ('github', '3:README.md', 'gamma', 'r3', 'README.md');
insert into advisory (advisory_id, product_id, repository_id, published_at, withdrawn_at, patched) values
    ('GHSA-1', 'alpha', 'r1', '2026-08-01', null, true), ('GHSA-2', 'alpha', 'r1', '2026-07-01', null, false),
    ('GHSA-3', 'alpha', 'r1', '2026-06-01', null, null), ('GHSA-4', 'alpha', 'r1', '2026-09-01', '2026-09-02', false);
