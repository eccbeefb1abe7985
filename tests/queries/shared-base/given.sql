-- ask: alone=true kind=messenger
-- fork and bundle rest on base, client on the server below it: one family of three messengers (base is a server of another
-- kind and is not counted). A suite is made of them and is no family. other stands alone, as far as anybody says.
insert into product (product_id, name, role, kinds) values
    ('base', 'Base', 'candidate', ['server']), ('fork', 'Fork', 'candidate', ['messenger']),
    ('bundle', 'Bundle', 'candidate', ['messenger', 'server']), ('client', 'Client', 'candidate', ['messenger']),
    ('other', 'Other', 'candidate', ['messenger']), ('suite', 'Suite', 'candidate', ['messenger']),
    ('unknown', 'Unknown', 'candidate', null), ('used', 'Used', 'baseline', ['messenger']);
insert into evidence (evidence_id, url, fetched_at) values ('e1', 'https://opencode.example/1', '2026-09-30 05:00:00');
insert into relation (product_id, relation, other_product_id, source, evidence_id) values
    ('fork', 'based_on', 'base', 'watchlist', null), ('fork', 'based_on', 'base', 'opencode', 'e1'),
    ('bundle', 'distribution_of', 'fork', 'watchlist', null), ('client', 'client_of', 'base', 'watchlist', null),
    ('base', 'component_of', 'suite', 'watchlist', null);
