-- ask: kind=chat
-- p1 counts by its main repository; p3 is of another kind; p4's language is not known; p5 has no repository at all.
insert into product (product_id, name, role, kinds, release_source) values
    ('p1', 'Alpha', 'candidate', ['chat'], 'r1'), ('p2', 'Beta', 'candidate', ['video', 'chat'], 'r3'),
    ('p3', 'Gamma', 'candidate', ['video'], 'r4'), ('p4', 'Delta', 'candidate', ['chat'], 'r5'),
    ('p5', 'Closed', 'candidate', ['chat'], null), ('p6', 'In use today', 'baseline', ['chat'], null);
insert into repository (repository_id, product_id, is_fork, is_mirror, main_language) values
    ('r1', 'p1', false, false, 'Go'), ('r2', 'p1', false, false, 'TypeScript'), ('r3', 'p2', false, false, 'Go'),
    ('r4', 'p3', false, false, 'Java'), ('r5', 'p4', null, null, null), ('r6', 'p4', true, false, 'Rust');
