-- What changed from snapshot to snapshot, newest first; products that are gone are among them.
-- grain: one change
select
    change.to_label, change.from_label, change.product_id, coalesce(product.name, change.product_id) as product_name,
    change.kind as change_kind, change.field, change.before, change.after, later.as_of
from change
left join product using (product_id)
left join snapshot as later on later.label = change.to_label
order by later.as_of desc nulls last, change.to_label desc, lower(product_name), change.product_id, change.kind, change.field,
    change.before, change.after
