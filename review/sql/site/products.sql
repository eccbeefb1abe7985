-- Every product of the newest snapshot with what a page of its own says first.
-- grain: one product
select
    product.product_id, product.name, product.role, product.status as product_status, product.summary, product.homepage,
    product.licence, product.licence_class, product.vendor, product.kinds, lead.url as repository, lead.latest_release,
    lead.latest_release_at::date as latest_release_on, coalesce(counted.changes, 0) as changes
from product
left join repository as lead on lead.repository_id = product.release_source
left join (select product_id, count(*) as changes from change group by product_id) as counted on counted.product_id = product.product_id
order by product.role desc, lower(product.name), product.product_id
