-- ask: with_unknown=true
-- A named report; one without its date; words in a text prove nothing, though they name the standard; nobody says anything.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values
    ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate'), ('gamma', 'Gamma', 'candidate'), ('delta', 'Delta', 'candidate'),
    ('epsilon', 'Epsilon', 'candidate');
insert into claim (product_id, capability, value, kind, method, condition, quote, source, source_url, evidence_id, evidence_date, locator, claim_id) values
    ('alpha', 'a11y.statement', 'yes', 'curated', null, null, 'Report by EN 301 549 v3.2.1 and WCAG 2.1, wcag again', 'report', 'https://report.example/a', null, '2026-05-01', 'page 2', 'c1'),
    ('beta', 'a11y.statement', 'partial', 'curated', null, 'date of the report is missing', null, 'docs', 'https://docs.example/b', null, '2026-05-01', null, 'c2'),
    ('gamma', 'a11y.statement', 'yes', 'derived', 'term_match', null, 'BITV report', 'github', 'https://forge.example/c', 'e1', '2026-06-01', 'line 4', 'c3'),
    ('delta', 'a11y.statement', 'no', 'vendor', null, null, null, 'answer', null, null, '2026-06-01', null, 'c4'),
    ('delta', 'a11y.captions', 'yes', 'vendor', null, null, null, 'answer', null, null, '2026-06-01', null, 'c5');
