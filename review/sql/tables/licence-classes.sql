-- How many candidates stand under which class of licence.
-- grain: one row per class
with classed as (
    select coalesce(licence_class, 'unknown') as licence_class
    from product
    where role = 'candidate' and product_id in (select product_id from product_result)
)
select licence_class, count(*) as products
from classed
group by licence_class
order by list_position(
    ['permissive', 'weak_copyleft', 'strong_copyleft', 'network_copyleft', 'source_available', 'proprietary', 'unknown'], licence_class
)
