-- The watched products: their result, what changed since the snapshot before, and the newest release.
-- grain: one row per watched product that was judged
with changed as (
    select product_id, count(*) as changes
    from change where to_label = {label} and from_label = {previous}
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    case
        when bool_or(result = 'meets_all') then 'meets_all'
        when bool_or(result = 'open') then 'open'
        else 'excluded'
    end as result,
    max(met) as musts_met,
    max(musts) as musts_total,
    any_value(repository.latest_release) as latest_release,
    any_value(repository.latest_release_at)::date as latest_release_on,
    coalesce(any_value(changed.changes), 0) as changes
from product
join product_result using (product_id)
left join changed using (product_id)
left join repository on repository.repository_id = product.release_source
where product.watched and product.role = 'candidate'
group by product.product_id, product.name
order by changes desc, lower(product.name), product.product_id
