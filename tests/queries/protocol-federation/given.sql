-- ask: protocol=matrix
-- alpha speaks it and federates; beta names it as a topic only; gamma's bridge to it does not federate; delta names Matrixpad,
-- another word; epsilon federates by its sold edition only; zeta speaks another protocol.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role, summary) values
    ('alpha', 'Alpha', 'candidate', 'A Matrix server'), ('beta', 'Beta', 'candidate', null), ('gamma', 'Gamma', 'candidate', null),
    ('delta', 'Delta', 'candidate', 'Matrixpad'), ('epsilon', 'Epsilon', 'candidate', null), ('zeta', 'Zeta', 'candidate', 'XMPP'),
    ('used', 'Used', 'baseline', 'Matrix');
insert into repository (repository_id, product_id, topics) values ('r1', 'beta', ['chat', 'matrix']), ('r2', 'zeta', ['xmpp']);
insert into claim (product_id, edition, capability, value, kind, method, exclusive, condition, quote, source, source_url, evidence_id, evidence_date, claim_id) values
    ('alpha', null, 'integration.open_protocol', 'yes', 'curated', null, null, null, 'speaks Matrix', 'docs', 'https://docs.example/a', null, '2026-05-01', 'c1'),
    ('alpha', null, 'integration.federation', 'yes', 'derived', 'term_match', null, null, 'federation', 'github', 'https://forge.example/a', 'e1', '2026-06-01', 'c2'),
    ('gamma', null, 'integration.open_protocol', 'addon', 'curated', null, null, 'bridge to Matrix', null, 'docs', 'https://docs.example/c', null, '2026-05-01', 'c3'),
    ('gamma', null, 'integration.federation', 'no', 'curated', null, null, null, null, 'docs', 'https://docs.example/c', null, '2026-05-02', 'c4'),
    ('epsilon', 'plus', 'integration.federation', 'yes', 'curated', null, true, null, 'Matrix federation', 'docs', 'https://docs.example/e', null, '2026-05-02', 'c5'),
    ('zeta', null, 'integration.federation', 'yes', 'curated', null, null, null, 'XMPP', 'docs', 'https://docs.example/z', null, '2026-05-02', 'c6');
