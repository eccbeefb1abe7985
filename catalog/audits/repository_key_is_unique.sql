-- Every repository has one row, so no two products share one.
select repository_id, count(*) as rows, list(product_id order by product_id) as products
from repository
group by repository_id
having count(*) > 1 or repository_id is null
order by repository_id
