-- Fills fact with what the market's own files say of products: each value leads to a line of a file.
-- reads: temp watch
-- grain: one value of one product

insert into fact by name
select
    product_id, 'product' as subject, product_id as subject_id, said.field, left(said.value, 2000) as value, 'watchlist' as source,
    product_id as source_key, source_date::timestamp as observed_at, said.locator
from (select product_id, source_date, unnest(said) as said from watch);
