-- ask: product=ALPHA-ALIAS fields=licence,stars
-- Found by its other name; the main repository before the entry; another product's facts and other fields are left out.
insert into product (product_id, name, role, aliases, release_source) values
    ('alpha', 'Alpha', 'candidate', ['Alpha-Alias'], 'r2'), ('beta', 'Beta', 'candidate', null, 'r9');
insert into evidence (evidence_id, source, url, fetched_at, sha256, warc_file, warc_offset) values
    ('e1', 'github', 'https://forge.example/a', '2026-09-30 05:00:00', 'aa11', 'evidence/github/1.warc.gz', 100),
    ('e2', 'opencode', 'https://list.example/a', '2026-09-30 06:00:00', 'bb22', 'evidence/opencode/1.warc.gz', 200);
insert into fact (product_id, subject, subject_id, field, value, source, observed_at, confirmed_at, evidence_id, locator) values
    ('alpha', 'listing', '7', 'licence', 'AGPL-3.0-or-later', 'opencode', '2026-09-30 06:00:00', null, 'e2', 'legal.license'),
    ('alpha', 'repository', 'r2', 'licence', 'GNU AGPL v3', 'github', '2026-09-30 05:00:00', '2026-10-02 05:00:00', 'e1', null),
    ('alpha', 'repository', 'r2', 'stars', '12', 'github', '2026-09-30 05:00:00', null, 'e1', null),
    ('alpha', 'repository', 'r2', 'forks', '3', 'github', '2026-09-30 05:00:00', null, 'e1', null),
    ('alpha', 'repository', 'r3', 'stars', '2', 'github', '2026-09-01 05:00:00', null, 'e-lost', null),
    ('beta', 'repository', 'r9', 'licence', 'MIT', 'github', '2026-09-30 05:00:00', null, 'e1', null);
