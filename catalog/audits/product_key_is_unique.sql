-- Every product has one row and a key.
select product_id, count(*) as rows
from product
group by product_id
having count(*) > 1 or product_id is null
order by product_id
