-- Every candidate once: on the short list, or excluded and by what.
-- grain: one row per candidate
with failed as (
    select product_id, list_sort(list_distinct(list(requirement_id))) as failed_musts
    from verdict
    join requirement using (profile, requirement_id)
    where level = 'must' and verdict = 'not_met'
    group by product_id
),
main as (
    select product_id, bool_and(archived) as archived, min(url) as repository_url
    from repository
    where release_source
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    count(*) as editions,
    case
        when bool_or(result = 'meets_all') then 'meets_all'
        when bool_or(result = 'open') then 'open'
        else 'excluded'
    end as result,
    if(bool_or(result <> 'excluded'), null, any_value(failed_musts)) as failed_musts,
    min(partial + unknown + conflict) filter (where result <> 'excluded') as open_musts,
    any_value(main.archived) as archived,
    any_value(product.status) as product_status,
    coalesce(any_value(main.repository_url), any_value(product.homepage)) as product_url
from product_result
join product using (product_id)
left join failed using (product_id)
left join main using (product_id)
where product_result.role = 'candidate'
group by product.product_id, product.name
order by bool_and(result = 'excluded'), bool_or(result = 'meets_all') desc, lower(product.name), product.product_id
