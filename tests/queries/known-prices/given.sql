-- ask: products=alpha,Incumbent,gamma most=2 components=licence,subscription as_of=2026-07-01
-- Alpha: the newer price of one source, not the one that begins later; no licence price. The system in use has one in
-- dollars only: in euro none is known, and the row says where to look. Beta is not asked for. Gamma, of which
-- no price is known, comes third, and two are shown.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values
    ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate'), ('gamma', 'Gamma', 'candidate'), ('incumbent', 'Incumbent', 'baseline');
insert into price_fact (product_id, edition, component, unit, amount_low, amount_high, currency, net, period, minimum_quantity, valid_from, source, source_url, evidence_id, observed_at, kind, reason) values
    ('alpha', 'plus', 'subscription', 'user', 3, 4.5, 'EUR', true, 'month', 50, '2026-01-01', 'maker', 'https://shop.example/a', 'e1', '2026-06-01', 'curated', null),
    ('alpha', 'plus', 'subscription', 'user', 2, 4, 'EUR', true, 'month', 50, '2025-01-01', 'maker', 'https://shop.example/a', 'e1', '2025-06-01', 'curated', null),
    ('alpha', 'plus', 'subscription', 'user', 9, 9, 'EUR', true, 'month', 50, '2026-07-02', 'maker', 'https://shop.example/a', 'e1', '2026-06-01', 'curated', null),
    ('alpha', 'plus', 'subscription', 'server', 100, null, 'EUR', null, 'year', null, null, 'reseller', 'https://other.example/a', null, '2026-06-01', 'curated', 'middle of two offers'),
    ('alpha', null, 'support', 'year', 5000, null, 'EUR', false, 'year', null, '2026-01-01', 'maker', 'https://shop.example/a', null, '2026-06-01', 'vendor', null),
    ('incumbent', null, 'licence', 'user', 20, 20, 'USD', true, 'month', null, '2026-01-01', 'maker', 'https://shop.example/i', null, '2026-06-01', 'curated', null),
    ('beta', null, 'licence', 'user', 0, 0, 'EUR', true, 'once', null, '2026-01-01', 'maker', 'https://shop.example/b', null, '2026-06-01', 'curated', null);
