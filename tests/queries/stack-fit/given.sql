-- ask: capabilities=identity.sso,identity.ldap
-- alpha fits, one half by words in a text; beta lacks LDAP, which only its sold edition has; gamma needs an extra part; of delta
-- only one half is known; epsilon's sources disagree; of zeta nothing of it is said.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role, release_source) values
    ('alpha', 'Alpha', 'candidate', 'r1'), ('beta', 'Beta', 'candidate', null), ('gamma', 'Gamma', 'candidate', null),
    ('delta', 'Delta', 'candidate', null), ('epsilon', 'Epsilon', 'candidate', null), ('zeta', 'Zeta', 'candidate', null),
    ('used', 'Used', 'baseline', null);
insert into repository (repository_id, product_id, role, main_language) values
    ('r1', 'alpha', 'server', 'Go'), ('r2', 'alpha', 'chart', null), ('r3', 'beta', 'server', 'PHP');
insert into claim (product_id, edition, capability, value, kind, method, exclusive, source, source_url, evidence_id, evidence_date, claim_id) values
    ('alpha', null, 'identity.sso', 'yes', 'curated', null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c1'),
    ('alpha', null, 'identity.ldap', 'yes', 'derived', 'term_match', null, 'github', 'https://forge.example/a', 'e1', '2026-06-01', 'c2'),
    ('beta', null, 'identity.sso', 'yes', 'curated', null, null, 'docs', 'https://docs.example/b', null, '2026-05-01', 'c3'),
    ('beta', 'plus', 'identity.ldap', 'yes', 'curated', null, true, 'docs', 'https://docs.example/b', null, '2026-05-01', 'c4'),
    ('gamma', null, 'identity.sso', 'yes', 'curated', null, null, 'docs', 'https://docs.example/c', null, '2026-05-01', 'c5'),
    ('gamma', null, 'identity.ldap', 'addon', 'curated', null, null, 'docs', 'https://docs.example/c', null, '2026-05-01', 'c6'),
    ('delta', null, 'identity.sso', 'yes', 'vendor', null, null, 'answer', null, null, '2026-05-01', 'c7'),
    ('epsilon', null, 'identity.ldap', 'yes', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c8'),
    ('epsilon', null, 'identity.ldap', 'no', 'curated', null, null, 'page', null, null, '2026-05-01', 'c9'),
    ('zeta', null, 'chat.polls', 'yes', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c10'),
    ('used', null, 'identity.ldap', 'yes', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c11');
