-- ask: kind=chat
-- A listing of another source, one of no product and one of another kind are left out; unknown badges stay unknown.
insert into product (product_id, name, role, kinds) values
    ('p1', 'Alpha', 'candidate', ['chat']), ('p2', 'Beta', 'candidate', ['chat', 'video']),
    ('p3', 'Gamma', 'candidate', ['office']);
insert into listing (
    source, source_key, product_id, name, url, licence_printed, categories, version, release_date, repository_id, evidence_id,
    observed_at
) values
    ('opencode', '11', 'p1', 'alpha', 'https://list.example/alpha', 'AGPL-3.0', ['instant-messaging'], '1.2',
        '2026-09-01', 'opencode-11', 'e1', '2026-09-30 05:00:00'),
    ('opencode', '12', 'p2', 'beta', 'https://list.example/beta', null, [], null, null, null, 'e2', '2026-09-29 05:00:00'),
    ('opencode', '13', 'p3', 'gamma', 'https://list.example/gamma', null, [], null, null, null, 'e3', '2026-09-29 05:00:00'),
    ('opencode', '14', null, 'stray', 'https://list.example/stray', null, [], null, null, null, 'e4', '2026-09-29 05:00:00'),
    ('osba', 'n1', 'p1', 'news', 'https://list.example/news', null, [], null, null, null, 'e5', '2026-09-29 05:00:00');
insert into fact (source, subject, subject_id, field, value) values
    ('opencode', 'repository', 'opencode-11', 'badges', '[{"badge":"security","level":1},{"badge":"maintained","level":2}]'),
    ('opencode', 'repository', 'opencode-12', 'badges', 'cut off [');
update listing set outcome = 'own', release_date = '2026-09-01' where source_key = '11';
