-- Every product with repositories has exactly one main repository.
select product_id, count(*) filter (where release_source) as main_repositories
from repository
where product_id is not null
group by product_id
having count(*) filter (where release_source) <> 1
order by product_id
