-- Three states. alpha was relicensed after Q1 and archived after Q2; beta came after Q1; gamma left with its row after Q2, so
-- its kind is not known; delta is gone by status since Q3. A change of the repository says nothing about the product.
insert into snapshot (label, as_of) values ('Q1', '2026-03-31'), ('Q2', '2026-06-30'), ('Q3', '2026-09-30');
insert into licence_reading (printed, licence, licence_class) values
    ('MIT', 'MIT', 'permissive'), ('AGPL', 'AGPL-3.0-only', 'network_copyleft');
insert into product (product_id, name, role, kinds, licence, status) values
    ('alpha', 'Alpha', 'candidate', ['chat'], 'AGPL-3.0-only', 'archived'),
    ('beta', 'Beta', 'candidate', ['chat', 'video'], null, 'active'),
    ('delta', 'Delta', 'candidate', ['chat'], 'MIT', 'gone'),
    ('used', 'Used', 'baseline', ['chat'], null, 'in_use');
insert into change (from_label, to_label, product_id, kind, field, before, after, repository_id) values
    ('Q1', 'Q2', 'alpha', 'relicensed', 'licence', 'MIT', 'AGPL-3.0-only', null),
    ('Q2', 'Q3', 'alpha', 'archived', 'status', 'active', 'archived', null),
    ('Q1', 'Q2', 'alpha', 'relicensed', 'licence', 'AGPL-3.0-only', 'MIT', 'r2'),
    ('Q1', 'Q2', 'beta', 'added', 'product', null, 'Beta', null),
    ('Q2', 'Q3', 'beta', 'value_changed', 'kinds', '["chat"]', '["chat","video"]', null),
    ('Q2', 'Q3', 'gamma', 'gone', 'product', 'Gamma', null, null),
    ('Q2', 'Q3', 'delta', 'gone', 'status', 'active', 'gone', null),
    ('Q1', 'Q3', 'delta', 'gone', 'status', 'forbidden', 'gone', null);
