-- alpha has both, meetings off by default and then without dial-in; beta chat, meetings denied; gamma chat by words in a text,
-- so nobody knows the default; delta only meetings, as chat makes no sense; epsilon: two sources disagree.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values
    ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate'), ('gamma', 'Gamma', 'candidate'), ('delta', 'Delta', 'candidate'),
    ('epsilon', 'Epsilon', 'candidate'), ('used', 'Used', 'baseline');
insert into claim (product_id, capability, value, kind, method, condition, source, source_url, evidence_id, evidence_date, claim_id) values
    ('alpha', 'crypto.e2ee_chat', 'yes', 'curated', null, null, 'docs', 'https://docs.example/a', null, '2026-05-01', 'c1'),
    ('alpha', 'crypto.e2ee_video', 'partial', 'curated', null, 'Off by default', 'docs', 'https://docs.example/a', null, '2026-04-01', 'c2'),
    ('beta', 'crypto.e2ee_chat', 'yes', 'vendor', null, null, 'answer', null, null, '2026-05-01', 'c3'),
    ('beta', 'crypto.e2ee_video', 'no', 'vendor', null, null, 'answer', null, null, '2026-05-01', 'c4'),
    ('gamma', 'crypto.e2ee_chat', 'yes', 'derived', 'term_match', null, 'github', 'https://forge.example/c', 'e1', '2026-05-01', 'c5'),
    ('delta', 'crypto.e2ee_chat', 'not_applicable', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c6'),
    ('delta', 'crypto.e2ee_video', 'yes', 'test', null, null, 'pilot', null, 'e2', '2026-05-01', 'c7'),
    ('epsilon', 'crypto.e2ee_chat', 'yes', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c8'),
    ('epsilon', 'crypto.e2ee_chat', 'no', 'curated', null, null, 'page', null, null, '2026-05-01', 'c9'),
    ('used', 'crypto.e2ee_chat', 'yes', 'curated', null, null, 'docs', null, null, '2026-05-01', 'c10');
insert into exclusion (product_id, switch, off, source, quote) values
    ('alpha', 'crypto.e2ee_video', 'telephony.dial_in', 'docs', 'No dial-in while encrypted'),
    ('alpha', 'video.recording', 'client.web', 'docs', 'other');
