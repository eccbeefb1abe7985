-- ask: with_unknown=true
-- Young enough to the day; one day too old; words in a text prove nothing; denied; in part; beta: nobody says anything; a
-- system in use is left out; an undated report cannot be young enough.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values
    ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate'), ('gamma', 'Gamma', 'candidate'), ('delta', 'Delta', 'candidate'),
    ('epsilon', 'Epsilon', 'candidate'), ('zeta', 'Zeta', 'candidate'), ('eta', 'Eta', 'candidate'), ('used', 'Used', 'baseline');
insert into claim (product_id, edition, capability, value, kind, method, condition, quote, source, source_url, evidence_id, evidence_date, locator, claim_id) values
    ('alpha', null, 'support.security_audit', 'yes', 'curated', null, null, 'Certified to ISO/IEC 27001 and BSI C5', 'report', 'https://audit.example/a', null, '2023-10-02', 'page 1', 'c1'),
    ('gamma', null, 'support.security_audit', 'yes', 'curated', null, null, null, 'report', 'https://audit.example/c', null, '2023-10-01', 'page 1', 'c2'),
    ('delta', null, 'support.security_audit', 'yes', 'derived', 'term_match', null, 'An independent security audit', 'github', 'https://forge.example/d', 'e1', '2026-09-01', 'line 3', 'c3'),
    ('epsilon', null, 'support.security_audit', 'no', 'vendor', null, null, null, 'answer', null, null, '2026-09-01', null, 'c4'),
    ('zeta', 'plus', 'support.security_audit', 'partial', 'curated', null, 'hosting only', null, 'report', null, null, '2026-09-01', null, 'c5'),
    ('eta', null, 'support.security_audit', 'yes', 'curated', null, null, null, 'report', null, null, null, null, 'c6'),
    ('used', null, 'support.security_audit', 'yes', 'curated', null, null, null, 'report', null, null, '2026-09-01', null, 'c7'),
    ('beta', null, 'admin.audit_log', 'yes', 'curated', null, null, null, 'docs', null, null, '2026-09-01', null, 'c8');
