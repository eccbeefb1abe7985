-- alpha: the licences differ in class, the copy is asleep; beta: only in words; gamma: documents are not compared with
-- code; delta: nothing is said; epsilon stands in one source only. Forks of alpha do not speak while a server is there.
insert into product (product_id, name, role, release_source) values
    ('alpha', 'Alpha', 'candidate', 'g1'), ('beta', 'Beta', 'candidate', 'o2'), ('gamma', 'Gamma', 'candidate', 'g3'),
    ('delta', 'Delta', 'candidate', 'g4'), ('epsilon', 'Epsilon', 'candidate', 'g5');
insert into repository (repository_id, product_id, source, role, name, path, url, release_source, last_commit_at, observed_at, evidence_id) values
    ('g1', 'alpha', 'github', 'server', 'alpha', 'a/alpha', 'https://github.example/a', true, '2026-09-20', '2026-09-30', 'e1'),
    ('g1f', 'alpha', 'github', 'fork', 'alpha', 'x/alpha', 'https://github.example/x', false, '2026-09-29', '2026-09-30', 'e2'),
    ('o1', 'alpha', 'opencode', 'mirror', 'alpha-copy', 'm/alpha', 'https://opencode.example/m', false, '2026-06-19', '2026-09-29', 'e3'),
    ('g2', 'beta', 'github', 'mirror', 'Beta', 'b/beta', 'https://github.example/b', false, '2026-09-20', '2026-09-30', 'e4'),
    ('o2', 'beta', 'opencode', 'server', 'beta', 'b/beta', 'https://opencode.example/b', true, '2026-06-20', '2026-09-30', 'e5'),
    ('g3', 'gamma', 'github', 'server', 'gamma', 'c/c', 'https://github.example/c', true, '2026-09-20', '2026-09-30', 'e6'),
    ('o3', 'gamma', 'opencode', 'docs', 'gamma', 'c/docs', 'https://opencode.example/c', false, '2020-09-20', '2026-09-30', 'e7'),
    ('g4', 'delta', 'github', 'server', null, 'd/delta', 'https://github.example/d', true, null, '2026-09-30', 'e8'),
    ('o4', 'delta', 'opencode', 'mirror', null, 'd/delta', 'https://opencode.example/d', false, '2026-09-20', '2026-09-30', 'e9'),
    ('g5', 'epsilon', 'github', 'server', 'e', 'e/e', 'https://github.example/e', true, null, '2026-09-30', 'e10');
insert into listing (source, source_key, product_id, repository_id, name) values ('opencode', '2', 'beta', 'o2', 'BETA!');
insert into licence_finding (product_id, repository_id, origin, printed, licence, licence_class, osi_approved, source) values
    ('alpha', 'g1', 'forge', 'AGPL-3.0', 'AGPL-3.0-only', 'network_copyleft', true, 'github'),
    ('alpha', 'g1f', 'forge', 'MIT', 'MIT', 'permissive', true, 'github'),
    ('alpha', 'o1', 'publiccode', 'MIT', 'MIT', 'permissive', true, 'opencode'),
    ('beta', 'g2', 'forge', 'AGPL-3.0', 'AGPL-3.0-only', 'network_copyleft', true, 'github'),
    ('beta', 'o2', 'publiccode', 'AGPL-3.0-or-later', 'AGPL-3.0-or-later', 'network_copyleft', true, 'opencode'),
    ('gamma', 'g3', 'forge', 'MIT', 'MIT', 'permissive', true, 'github'),
    ('gamma', 'o3', 'forge', 'CC-BY-4.0', 'CC-BY-4.0', 'permissive', false, 'opencode'),
    ('delta', 'g4', 'forge', 'NOASSERTION', null, 'unknown', null, 'github'),
    ('delta', 'o4', 'forge', 'MIT', 'MIT', 'permissive', true, 'opencode');
