-- ask: product=ALPHA-ALIAS capability=chat history=true
-- Found by its other name; the curated claim before the derived one; other groups and other products are left out. The old denial
-- is superseded; only a text says that files are for the closed edition, so the open one stays unknown; threads: a person
-- decided; presence: another edition has it, too, which says nothing here; topics: its time is over.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role, aliases) values
    ('alpha', 'Alpha', 'candidate', ['Alpha-Alias']), ('beta', 'Beta', 'candidate', null);
insert into evidence (evidence_id, source, url, fetched_at, sha256, warc_file, warc_offset) values
    ('e1', 'github', 'https://forge.example/a', '2026-09-30 05:00:00', 'aa11', 'evidence/github/1.warc.gz', 100);
insert into claim (product_id, edition, capability, value, kind, method, source, source_url, locator, quote, evidence_id, evidence_date, retrieved_at, condition, claim_id, supersedes, entered_by_role, exclusive, strength) values
    ('alpha', null, 'chat.polls', 'partial', 'derived', 'term_match', 'github', 'https://forge.example/a/README', 'line 7', 'Polls (beta)', 'e1', '2026-09-30', '2026-09-30 05:00:00', 'beta', 'chat.polls-1', null, null, null, null),
    ('alpha', null, 'chat.polls', 'yes', 'curated', null, 'vendor-docs', 'https://docs.example/a', 'Polls', null, null, '2026-09-01', '2026-09-02 00:00:00', null, 'chat.polls-2', 'chat.polls-0', 'analyst', null, null),
    ('alpha', null, 'chat.polls', 'no', 'curated', null, 'vendor-docs', 'https://docs.example/a', 'Polls', null, null, '2025-09-01', '2025-09-02 00:00:00', null, 'chat.polls-0', null, 'analyst', null, null),
    ('alpha', 'enterprise', 'chat.files', 'yes', 'derived', 'term_match', 'github', 'https://forge.example/a/README', 'line 9', 'File sharing is enterprise only', 'e1', '2026-09-30', '2026-09-30 05:00:00', null, 'chat.files-1', null, null, true, null),
    ('alpha', null, 'chatter.other', 'yes', 'derived', 'term_match', 'github', null, 'line 1', 'x', 'e1', '2026-09-30', '2026-09-30 05:00:00', null, 'x-1', null, null, null, null),
    ('beta', null, 'chat.polls', 'yes', 'crawled', null, 'opencode', null, 'categories', 'polls', 'e1', '2026-09-30', '2026-09-30 05:00:00', null, 'chat.polls-3', null, null, null, 'weak'),
    ('alpha', null, 'chat.threads', 'yes', 'curated', null, 'docs', null, null, null, null, '2026-09-01', '2026-09-02 00:00:00', null, 'chat.threads-1', null, 'analyst', null, null),
    ('alpha', 'enterprise', 'chat.presence', 'yes', 'curated', null, 'docs', null, null, null, null, null, '2025-01-02 00:00:00', null, 'chat.presence-1', null, 'analyst', null, null),
    ('alpha', null, 'chat.topics', 'yes', 'vendor', null, 'answer', null, null, null, null, '2026-01-01', '2026-01-01 00:00:00', null, 'chat.topics-1', null, 'analyst', null, null);
update claim set valid_until = '2026-09-30' where claim_id = 'chat.topics-1';
update claim set places = 2 where claim_id = 'chat.polls-1';
insert into decision (product_id, capability, value, decided_on) values ('alpha', 'chat.threads', 'no', '2026-09-15');
