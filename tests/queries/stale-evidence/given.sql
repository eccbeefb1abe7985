-- ask: most=2
-- 366 days is stale, 365 is not; an undated claim counts from the day it was read; beta has younger evidence for calendar;
-- a superseded claim is not told; a price ages too; what is undated and unread has no age. Of the three products that have stale evidence, the two with the oldest are shown.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate'), ('gamma', 'Gamma', 'candidate');
insert into claim (product_id, edition, capability, value, kind, method, strength, source, source_url, evidence_id, evidence_date, retrieved_at, valid_until, claim_id, supersedes) values
    ('alpha', null, 'calendar', 'yes', 'curated', null, null, 'docs', 'https://docs.example/a', null, '2025-09-30', '2026-09-30', '2026-09-30', 'c1', null),
    ('alpha', null, 'polls', 'yes', 'curated', null, null, 'docs', 'https://docs.example/a', null, '2025-10-01', '2026-09-30', null, 'c2', null),
    ('alpha', 'plus', 'files', 'yes', 'derived', 'term_match', null, 'github', null, 'e1', null, '2025-01-01', null, 'c3', null),
    ('alpha', null, 'threads', 'yes', 'crawled', null, 'weak', 'opencode', null, 'e2', null, null, null, 'c4', null),
    ('beta', null, 'calendar', 'no', 'test', null, null, 'pilot', null, null, '2024-09-11', '2026-09-30', null, 'c5', null),
    ('beta', null, 'calendar', 'yes', 'curated', null, null, 'docs', null, null, '2026-09-11', '2026-09-30', null, 'c6', null),
    ('beta', null, 'polls', 'no', 'curated', null, null, 'docs', null, null, '2024-09-11', '2026-09-30', null, 'c7', null),
    ('beta', null, 'polls', 'yes', 'curated', null, null, 'docs', null, null, '2026-09-11', '2026-09-30', null, 'c8', 'c7'),
    ('gamma', null, 'polls', 'yes', 'curated', null, null, 'docs', null, null, '2025-09-29', '2026-09-30', null, 'c9', null);
insert into price_fact (product_id, component, unit, amount_low, currency, period, valid_from, source, source_url, observed_at, kind) values
    ('beta', 'support', 'server', 900, 'EUR', 'year', '2024-01-01', 'maker', 'https://shop.example/b', '2026-09-01', 'vendor');
