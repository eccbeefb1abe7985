-- p1 everywhere, p2 on two sources, p3 and p4 on one; a baseline system and a stray repository count nowhere.
insert into product (product_id, name, role) values
    ('p1', 'A', 'candidate'), ('p2', 'B', 'candidate'), ('p3', 'C', 'candidate'), ('p4', 'D', 'candidate'),
    ('p5', 'Webex', 'baseline');
insert into repository (repository_id, product_id, source) values
    ('r1', 'p1', 'github'), ('r2', 'p1', 'github'), ('r3', 'p1', 'opencode'), ('r4', 'p2', 'github'),
    ('r5', 'p3', 'github'), ('r6', null, 'github');
insert into listing (source, source_key, product_id) values
    ('opencode', '1', 'p1'), ('osba', 'n1', 'p1'), ('opencode', '2', 'p2'), ('opencode', '4', 'p4'),
    ('osba', 'n5', 'p5');
insert into mention (product_id, source, source_key, kind) values ('p3', 'osba', 'post-1', 'listing');
