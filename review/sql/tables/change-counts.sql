-- How many changes of which kind there were since the snapshot before.
-- grain: one row per kind of change
select kind as change_kind, count(*) as changes, count(distinct product_id) as products
from change
where to_label = {label} and from_label = {previous}
group by kind
order by kind = 'value_changed', kind
