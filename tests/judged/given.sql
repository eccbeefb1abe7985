-- A small market of five candidates and one system in use; `dark` is known for nothing.
insert into meta by name select timestamp '2026-11-20 06:00:00' as as_of;
insert into source_run by name
select 'github' as source, '1' as run_id, 'complete' as status, timestamp '2026-11-20 05:00:00' as as_of;
insert into product by name
from (values
    ('ash', 'Ash', 'candidate', true, null), ('birch', 'Birch', 'candidate', true, null), ('cedar', 'Cedar', 'candidate', true, null),
    ('dark', 'Dark', 'candidate', null, null), ('elm', 'Elm', 'candidate', false, 'source_available'),
    ('old', 'Old system', 'baseline', null, 'proprietary')
) as given(product_id, name, role, osi_approved, licence_class);
insert into claim by name
from (values
    ('ash', 'chat.group', 'yes', 'curated', 'manual', 'c1'), ('ash', 'video.conference', 'no', 'curated', 'manual', 'c2'),
    ('ash', 'deploy.selfhost', 'yes', 'curated', 'manual', 'c3'), ('ash', 'chat.polls', 'yes', 'curated', 'manual', 'c4'),
    ('birch', 'chat.group', 'no', 'curated', 'manual', 'c5'), ('birch', 'video.conference', 'yes', 'test', 'pilot', 'c6'),
    ('birch', 'deploy.selfhost', 'yes', 'curated', 'manual', 'c7'), ('birch', 'chat.polls', 'no', 'curated', 'manual', 'c8'),
    ('cedar', 'chat.group', 'yes', 'curated', 'manual', 'c9'), ('cedar', 'video.conference', 'yes', 'curated', 'manual', 'c10'),
    ('cedar', 'video.conference', 'no', 'curated', 'forum', 'c11'), ('cedar', 'deploy.selfhost', 'yes', 'curated', 'manual', 'c12'),
    ('cedar', 'chat.polls', 'partial', 'curated', 'manual', 'c13'), ('cedar', 'video.recording', 'yes', 'derived', 'readme', 'c14'),
    ('elm', 'chat.group', 'yes', 'curated', 'manual', 'c15'), ('elm', 'video.conference', 'yes', 'curated', 'manual', 'c16'),
    ('elm', 'deploy.selfhost', 'yes', 'curated', 'manual', 'c17'), ('elm', 'chat.polls', 'yes', 'curated', 'manual', 'c18'),
    ('old', 'chat.group', 'yes', 'vendor', 'maker', 'c19'), ('old', 'video.conference', 'yes', 'vendor', 'maker', 'c20')
) as given(product_id, capability, value, kind, source, claim_id);
update claim set
    evidence_date = date '2026-05-01', retrieved_at = timestamp '2026-05-02 00:00:00', exclusive = false,
    source_url = 'https://' || source || '.example/' || product_id, evidence_id = 'e-' || claim_id;
