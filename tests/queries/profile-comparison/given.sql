-- ask: other=other-town all=true
-- Added to the market of tests/judged: the other town asks for calls too, weighs recording alone, and does not ask for polls.
-- `fir` is sure to be the best of those that remain here, and there it is surely last.
insert into product by name
from (values ('fir', 'Fir', 'candidate', true), ('gorse', 'Gorse', 'candidate', true)) as given(product_id, name, role, osi_approved);
insert into claim by name
select *, 'curated' as kind, 'manual' as source, date '2026-05-01' as evidence_date, false as exclusive
from (values
    ('fir', 'chat.polls', 'yes', 'c30'), ('fir', 'video.recording', 'no', 'c31'), ('fir', 'chat.threads', 'no', 'c32'),
    ('gorse', 'chat.polls', 'no', 'c33'), ('gorse', 'video.recording', 'no', 'c34'), ('gorse', 'chat.threads', 'yes', 'c35'),
    ('cedar', 'video.direct_call', 'no', 'c36'), ('dark', 'chat.polls', 'no', 'c37'), ('dark', 'chat.threads', 'yes', 'c38')
) as given(product_id, capability, value, claim_id);
