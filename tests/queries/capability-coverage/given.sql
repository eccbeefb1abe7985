-- A contradiction, a claim that was replaced, a system in use today that must not count, and a product nobody speaks of.
insert into product (product_id, name, role) values
    ('p1', 'Looked at', 'candidate'),
    ('p2', 'Words only', 'candidate'),
    ('p3', 'Silent', 'candidate'),
    ('p4', 'In use today', 'baseline');
insert into claim (claim_id, product_id, edition, capability, value, kind, supersedes) values
    ('c1', 'p1', null, 'chat.group', 'no', 'curated', null),
    ('c2', 'p1', null, 'chat.group', 'yes', 'curated', 'c1'),
    ('c3', 'p1', 'commercial', 'chat.group', 'partial', 'derived', null),
    ('c4', 'p2', null, 'chat.group', 'yes', 'derived', null),
    ('c5', 'p2', null, 'chat.group', 'no', 'derived', null),
    ('c6', 'p2', null, 'video.conference', 'addon', 'crawled', null),
    ('c7', 'p4', null, 'chat.polls', 'yes', 'test', null),
    ('c8', 'p4', null, 'chat.group', 'yes', 'test', null);
