-- What was judged: which state of the data by which profile.
-- grain: one row per judging
select judging, label as snapshot_label, as_of, profile as judged_by, profile_sha256, profile_from, checksum
from judging
order by list_position(['now', 'before', 'then', 'other'], judging)
