-- Every repository belongs to a product that exists, or is a copy of something unknown.
select repository_id, product_id
from repository
left join product using (product_id)
where (product_id is not null and product.name is null)
    or (product_id is null and not coalesce(is_fork, false) and not coalesce(deletion_scheduled, false))
order by repository_id
