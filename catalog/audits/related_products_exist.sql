-- Every product that a relation, entry, organisation or figure names exists.
with named as (
    select 'relation' as named_in, product_id from relation
    union all select 'relation', other_product_id from relation
    union all select 'listing', product_id from listing
    union all select 'mention', product_id from mention
    union all select 'product_organisation', product_id from product_organisation
    union all select 'metric', product_id from metric
    union all select 'former_address', product_id from former_address
    union all select 'match_decision', left_product_id from match_decision
    union all select 'match_decision', right_product_id from match_decision
    union all select 'match_review', left_key from match_review where reason not like 'two repositories%'
)
select distinct named_in, product_id
from named left join product using (product_id)
where product_id is not null and product.name is null
order by all
