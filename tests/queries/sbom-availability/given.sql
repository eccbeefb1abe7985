-- A topic hints at a bill of materials, which proves nothing; nothing is known of the others either, so none is a "no".
insert into product (product_id, name, role, release_source) values
    ('alpha', 'Alpha', 'candidate', 'r1'), ('beta', 'Beta', 'candidate', 'r2'), ('gamma', 'Gamma', 'candidate', 'r3'),
    ('used', 'Used', 'baseline', 'r4');
insert into repository (repository_id, product_id, path, url, topics, latest_release, latest_release_at, observed_at, evidence_id) values
    ('r1', 'alpha', 'a/a', 'https://forge.example/a', ['chat', 'SBOM', 'cyclonedx'], 'v1.0', '2025-09-01', '2026-09-30', 'e1'),
    ('r2', 'beta', 'b/b', 'https://forge.example/b', ['chat'], 'v2.0', '2026-09-01', '2026-09-30', 'e2'),
    ('r3', 'gamma', 'c/c', 'https://forge.example/c', null, null, null, '2026-09-30', 'e3'),
    ('r4', 'used', 'u/u', 'https://forge.example/u', ['sbom'], 'v2.0', '2026-09-01', '2026-09-30', 'e4');
