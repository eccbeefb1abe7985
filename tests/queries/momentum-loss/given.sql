-- ask: all_products=true
-- alpha halved; beta fell by less; gamma had too few to compare; of delta the list does not reach back; epsilon was never
-- measured; zeta is archived; the figure of a single repository is not that of the product.
insert into product (product_id, name, role, release_source) values
    ('alpha', 'Alpha', 'candidate', 'r1'), ('beta', 'Beta', 'candidate', 'r2'), ('gamma', 'Gamma', 'candidate', 'r3'),
    ('delta', 'Delta', 'candidate', 'r4'), ('epsilon', 'Epsilon', 'candidate', 'r5'), ('zeta', 'Zeta', 'candidate', 'r6'),
    ('used', 'Used', 'baseline', 'r7');
insert into repository (repository_id, product_id, path, url, archived, commits_183d, authors_183d, last_commit_at, observed_at, evidence_id) values
    ('r1', 'alpha', 'a/a', 'https://forge.example/a', false, 12, 3, '2026-09-20', '2026-09-30', 'e1'),
    ('r2', 'beta', 'b/b', 'https://forge.example/b', null, null, null, '2026-09-20', '2026-09-30', 'e2'),
    ('r3', 'gamma', 'c/c', 'https://forge.example/c', false, 1, 1, '2026-09-20', '2026-09-30', 'e3'),
    ('r4', 'delta', 'd/d', 'https://forge.example/d', false, 1, 1, '2026-09-20', '2026-09-30', 'e4'),
    ('r5', 'epsilon', 'e/e', 'https://forge.example/e', false, null, null, null, '2026-09-30', 'e5'),
    ('r6', 'zeta', 'z/z', 'https://forge.example/z', true, 1, 1, '2026-09-20', '2026-09-30', 'e6'),
    ('r7', 'used', 'u/u', 'https://forge.example/u', false, 1, 1, '2026-09-20', '2026-09-30', 'e7');
insert into metric (product_id, repository_id, metric, value, computed_from) values
    ('alpha', null, 'releases_183d', 3, 'final releases'), ('alpha', null, 'releases_183d_year_before', 6, 'final releases'),
    ('alpha', 'r1b', 'releases_183d', 9, 'final releases'),
    ('beta', null, 'releases_183d', 4, 'tags'), ('beta', null, 'releases_183d_year_before', 7, 'tags'),
    ('gamma', null, 'releases_183d', 0, 'tags'), ('gamma', null, 'releases_183d_year_before', 1, 'tags'),
    ('delta', null, 'releases_183d', 5, 'tags'), ('delta', null, 'releases_183d_year_before', null, 'tags'),
    ('zeta', null, 'releases_183d', 0, 'tags'), ('zeta', null, 'releases_183d_year_before', 5, 'tags');
