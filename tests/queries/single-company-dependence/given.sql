-- alpha rests on one person: one company whoever pays; beta on two; gamma only a sample was read, so nothing follows;
-- delta is measured on a mirror only; epsilon is in use today. A contract that ended is no support.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role, release_source) values
    ('alpha', 'Alpha', 'candidate', 'r1'), ('beta', 'Beta', 'candidate', 'r2'), ('gamma', 'Gamma', 'candidate', 'r3'),
    ('delta', 'Delta', 'candidate', 'r4'), ('epsilon', 'Epsilon', 'baseline', 'r5');
insert into repository (repository_id, product_id, url, is_mirror) values
    ('r1', 'alpha', 'https://forge.example/a/a', false), ('r2', 'beta', 'https://forge.example/b/b', null),
    ('r3', 'gamma', 'https://forge.example/c/c', false), ('r4', 'delta', 'https://forge.example/d/d', true),
    ('r5', 'epsilon', 'https://forge.example/e/e', false);
insert into metric (product_id, repository_id, metric, window_end, value, value_min, value_max, computed_from, evidence_id) values
    ('alpha', 'r1', 'absence_factor_183d', '2026-09-30', 1, 1, 1, 'all commits', 'e1'),
    ('alpha', 'r1', 'commits_183d', '2026-09-30', 90, 90, 90, 'all commits', 'e1'),
    ('beta', 'r2', 'absence_factor_183d', '2026-09-30', 2, 2, 2, 'all commits', 'e2'),
    ('gamma', 'r3', 'absence_factor_183d', '2026-09-30', 1, null, null, 'a sample of the commits', 'e3'),
    ('delta', 'r4', 'absence_factor_183d', '2026-09-30', 1, 1, 1, 'all commits', 'e4');
insert into organisation (organisation_id, name) values ('maker', 'Maker GmbH'), ('helper', 'Helper AG'), ('town', 'Stadt');
insert into product_organisation (product_id, organisation_id, role, source, until) values
    ('alpha', 'maker', 'maker', 'watchlist', null), ('alpha', 'helper', 'supporter', 'opencode', '2026-09-30'),
    ('alpha', 'town', 'user', 'opencode', null), ('beta', 'helper', 'supporter', 'opencode', '2026-10-01'),
    ('beta', 'helper', 'supporter', 'other', null);
