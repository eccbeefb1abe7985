-- From everything found to the candidates that are compared.
-- grain: one row per step, in order
with entry as (
    select product_id, coalesce(product_id, source || ' ' || source_key) as subject
    from seen
    where kind in ('repository', 'listing')
    union all
    select product_id, product_id from product where watched and role = 'candidate'
),
counted as (
    select
        count(*) as found,
        count(distinct subject) as after_duplicates,
        count(distinct entry.product_id) filter (where product.role = 'candidate') as after_category,
        (select count(distinct product_id) from verdict join product using (product_id) where role = 'candidate') as candidates
    from entry
    left join product using (product_id)
)
select step, amount as entries
from counted, lateral (
    values (1, 'found', found), (2, 'after_duplicates', after_duplicates), (3, 'after_category', after_category),
        (4, 'candidates', candidates)
) as steps (place, step, amount)
order by place
