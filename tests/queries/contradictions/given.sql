-- Calendar: yes against no, undecided; threads: a person decided; polls: in degree only, by words in a text; files: the older
-- claim is superseded, so nothing contradicts; export: an expired denial; presence: two kinds agree (addon, partial).
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate');
insert into claim (product_id, edition, capability, value, kind, method, source, source_url, evidence_id, evidence_date, valid_until, claim_id, supersedes) values
    ('alpha', null, 'calendar', 'yes', 'curated', null, 'docs', 'https://docs.example/a', 'e1', '2026-05-01', null, 'c1', null),
    ('alpha', null, 'calendar', 'no', 'curated', null, 'letter', 'https://city.example/a', null, '2024-09-11', null, 'c2', null),
    ('alpha', null, 'threads', 'yes', 'vendor', null, 'answer', null, null, '2026-05-01', null, 'c3', null),
    ('alpha', null, 'threads', 'no', 'crawled', null, 'opencode', null, 'e2', '2026-04-01', null, 'c4', null),
    ('alpha', null, 'polls', 'partial', 'curated', null, 'docs', null, null, '2026-05-01', null, 'c5', null),
    ('alpha', null, 'polls', 'yes', 'derived', 'term_match', 'github', null, 'e3', '2026-05-01', null, 'c6', null),
    ('alpha', null, 'files', 'no', 'curated', null, 'docs', null, null, '2025-05-01', null, 'c7', null),
    ('alpha', null, 'files', 'yes', 'test', null, 'pilot', null, null, '2026-05-01', null, 'c8', 'c7'),
    ('alpha', null, 'export', 'no', 'vendor', null, 'answer', null, null, '2025-05-01', '2026-09-30', 'c9', null),
    ('alpha', null, 'export', 'yes', 'curated', null, 'docs', null, null, '2025-05-01', null, 'c10', null),
    ('alpha', null, 'presence', 'addon', 'curated', null, 'docs', null, null, null, null, 'c11', null),
    ('alpha', null, 'presence', 'partial', 'vendor', null, 'answer', null, null, null, null, 'c12', null),
    ('beta', 'plus', 'calendar', 'yes', 'curated', null, 'docs', null, null, null, null, 'c13', null),
    ('beta', 'plus', 'calendar', 'no', 'vendor', null, 'answer', null, null, '2026-05-01', null, 'c14', null),
    ('beta', null, 'calendar', 'no', 'vendor', null, 'answer', null, null, '2026-05-01', null, 'c15', null);
insert into decision (product_id, edition, capability, value, decided_on, reason, decided_by_role) values
    ('alpha', null, 'threads', 'no', '2026-06-01', 'tried', 'analyst');
