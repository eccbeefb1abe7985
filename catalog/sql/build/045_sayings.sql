-- What each subject said, without what only confirmed it.
-- reads:   temp observed, subject, withdrawal
-- creates: temp sayings (a view; grain: one observation that says something)

create temp view sayings as
select observed.*, withdrawal.withdrawn, subject.number, subject.sayings
from observed
join subject using (source, kind, source_key)
left join withdrawal using (source, kind, source_key, place)
where not observed.unchanged;
