-- alpha runs without the Internet; beta cannot run on own servers; gamma runs there, the rest is not said; delta needs the
-- Internet for something, which is not yet its vendor's cloud; epsilon is denied by words in a text, which proves nothing.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values
    ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate'), ('gamma', 'Gamma', 'candidate'), ('delta', 'Delta', 'candidate'),
    ('epsilon', 'Epsilon', 'candidate'), ('zeta', 'Zeta', 'candidate'), ('used', 'Used', 'baseline');
insert into claim (product_id, capability, value, kind, method, condition, source, source_url, evidence_id, evidence_date, claim_id) values
    ('alpha', 'deploy.selfhost', 'yes', 'curated', null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c1'),
    ('alpha', 'deploy.air_gapped', 'yes', 'vendor', null, null, 'answer', null, null, '2026-06-01', 'c2'),
    ('beta', 'deploy.selfhost', 'no', 'curated', null, null, 'docs', 'https://docs.example/b', null, '2026-05-01', 'c3'),
    ('gamma', 'deploy.selfhost', 'yes', 'derived', 'term_match', null, 'github', 'https://forge.example/c', 'e1', '2026-05-01', 'c4'),
    ('delta', 'deploy.selfhost', 'yes', 'curated', null, null, 'docs', 'https://docs.example/d', null, '2026-05-01', 'c5'),
    ('delta', 'deploy.air_gapped', 'no', 'curated', null, 'updates are fetched', 'docs', 'https://docs.example/d', null, '2026-05-01', 'c6'),
    ('epsilon', 'deploy.selfhost', 'no', 'derived', 'term_match', null, 'github', 'https://forge.example/e', 'e2', '2026-05-01', 'c7'),
    ('zeta', 'chat.polls', 'yes', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c8'),
    ('used', 'deploy.selfhost', 'no', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c9');
