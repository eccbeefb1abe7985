-- ask: level=all
-- Audit log: only in the edition that is sold. LDAP: only words in a text say so, the open one stays unknown. SSO: both have
-- it, no row. Export: the sold edition lacks it. Polls: its edition is free as well. Beta is not open at all.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role, osi_approved) values
    ('alpha', 'Alpha', 'candidate', true), ('beta', 'Beta', 'candidate', false), ('gamma', 'Gamma', 'candidate', null);
insert into edition (product_id, edition, licence, osi_approved) values
    ('alpha', 'enterprise', 'LicenseRef-Own', false), ('alpha', 'community', 'MIT', true);
insert into price_fact (product_id, edition, component) values ('alpha', 'enterprise', 'subscription');
insert into claim (product_id, edition, capability, value, kind, method, exclusive, condition, quote, source, source_url, evidence_id, evidence_date, claim_id) values
    ('alpha', 'enterprise', 'admin.audit_log', 'yes', 'curated', null, true, null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c1'),
    ('alpha', 'enterprise', 'identity.ldap', 'yes', 'derived', 'term_match', true, null, 'LDAP (Enterprise)', 'github', 'https://forge.example/a', 'e1', '2026-06-01', 'c2'),
    ('alpha', 'enterprise', 'identity.sso', 'yes', 'curated', null, false, null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c3'),
    ('alpha', 'community', 'identity.sso', 'yes', 'curated', null, null, null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c4'),
    ('alpha', 'enterprise', 'data.export', 'no', 'curated', null, null, null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c5'),
    ('alpha', 'community', 'chat.polls', 'yes', 'curated', null, true, null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c6'),
    ('beta', 'enterprise', 'admin.audit_log', 'yes', 'curated', null, true, null, null, 'docs', 'https://docs.example/b', null, '2026-05-01', 'c7'),
    ('gamma', 'plus', 'admin.audit_log', 'partial', 'vendor', null, null, 'beta', null, 'answer', null, null, null, 'c8');
-- Nobody asks for guests, but with level=all they are shown too.
insert into claim (product_id, edition, capability, value, kind, exclusive, source, evidence_date, claim_id) values
    ('alpha', 'enterprise', 'identity.guests', 'yes', 'curated', true, 'docs', '2026-05-01', 'c9');
