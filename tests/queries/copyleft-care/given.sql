-- alpha by its own licence; beta by a part; gamma only weakly (not asked for); delta permissive, but a part is unknown;
-- epsilon has no known licence; zeta is permissive all through; the copyleft fork of zeta is not its own.
insert into product (product_id, name, role, licence, licence_class) values
    ('alpha', 'Alpha', 'candidate', 'AGPL-3.0-only', 'network_copyleft'), ('beta', 'Beta', 'candidate', 'MIT', 'permissive'),
    ('gamma', 'Gamma', 'candidate', 'MPL-2.0', 'weak_copyleft'), ('delta', 'Delta', 'candidate', 'MIT', 'permissive'),
    ('epsilon', 'Epsilon', 'candidate', null, 'unknown'), ('zeta', 'Zeta', 'candidate', 'MIT', 'permissive'),
    ('used', 'Used', 'baseline', 'GPL-3.0-only', 'strong_copyleft');
insert into repository (repository_id, product_id, path, url, is_fork, is_mirror, observed_at) values
    ('r1', 'alpha', 'a/a', 'https://forge.example/a', false, false, '2026-09-30'),
    ('r2', 'beta', 'b/server', 'https://forge.example/b1', null, null, '2026-09-30'),
    ('r3', 'beta', 'b/client', 'https://forge.example/b2', false, false, '2026-09-29'),
    ('r4', 'gamma', 'c/c', 'https://forge.example/c', false, false, '2026-09-30'),
    ('r5', 'delta', 'd/d', 'https://forge.example/d', false, false, '2026-09-30'),
    ('r6', 'delta', 'd/part', 'https://forge.example/d2', false, false, '2026-09-30'),
    ('r7', 'zeta', 'z/z', 'https://forge.example/z', false, false, '2026-09-30'),
    ('r8', 'zeta', 'x/z', 'https://forge.example/x', true, false, '2026-09-30');
insert into licence_finding (product_id, repository_id, origin, licence, licence_class, evidence_id) values
    ('alpha', 'r1', 'forge', 'AGPL-3.0-only', 'network_copyleft', 'e1'), ('alpha', 'r1', 'publiccode', 'AGPL-3.0-or-later', 'network_copyleft', 'e2'),
    ('beta', 'r2', 'forge', 'MIT', 'permissive', 'e3'), ('beta', 'r3', 'forge', 'GPL-3.0-only', 'strong_copyleft', 'e4'),
    ('gamma', 'r4', 'forge', 'MPL-2.0', 'weak_copyleft', 'e5'), ('delta', 'r5', 'forge', 'MIT', 'permissive', 'e6'),
    ('delta', 'r6', 'forge', null, 'unknown', 'e7'), ('zeta', 'r7', 'forge', 'MIT', 'permissive', 'e8'),
    ('zeta', 'r8', 'forge', 'AGPL-3.0-only', 'network_copyleft', 'e9');
