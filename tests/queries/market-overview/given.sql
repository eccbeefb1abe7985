-- Two kinds; a product of both; a fork that must not count as life; a baseline system that must not count at all.
insert into meta (build_id, as_of) values ('b1', '2026-10-01 06:00:00');
insert into product (product_id, name, role, kinds, licence_class) values
    ('p1', 'Alive', 'candidate', ['chat', 'video'], 'network_copyleft'),
    ('p2', 'Dormant', 'candidate', ['chat'], 'permissive'),
    ('p3', 'Archived', 'candidate', ['video'], 'source_available'),
    ('p4', 'No dates', 'candidate', [], null),
    ('p5', 'Only a fork moves', 'candidate', ['chat'], 'unknown'),
    ('p6', 'In use today', 'baseline', ['chat'], 'proprietary');
insert into repository (repository_id, product_id, role, is_fork, is_mirror, archived, last_commit_at, latest_release_at) values
    ('r1', 'p1', 'server', false, false, false, '2026-09-30 10:00:00', null),
    ('r2', 'p2', 'server', null, null, null, '2024-01-01 10:00:00', '2024-02-01 10:00:00'),
    ('r3', 'p3', 'server', false, false, true, '2026-09-01 10:00:00', null),
    ('r5', 'p5', 'fork', true, false, false, '2026-09-30 10:00:00', null);
update product set status = 'archived' where product_id = 'p3';
