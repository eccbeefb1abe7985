-- The lists of licences that were used, with version and day.
-- grain: one row per list
select list_name, version, released_on, retrieved_on, licences, url as source_url
from licence_list_version
order by list_name
