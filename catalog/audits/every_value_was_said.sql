-- Every value of a product, repository or entry stands on a fact with a response, or on a line of the market's files.
with bit_of_column as (
    select *, 1::bigint << row_number() over (partition by table_name order by column_name) as bit from said_as()
),
bits_of_word as (
    select table_name, field, bit_or(bit) as bits
    from (select table_name, bit, unnest(fields) as field from bit_of_column)
    group by table_name, field
),
-- which columns the facts of a subject speak for
given as (
    select subject as table_name, subject_id as key, source, bit_or(bits) as bits
    from fact join bits_of_word on bits_of_word.table_name = fact.subject and bits_of_word.field = fact.field
    where subject <> 'product'
    group by all
    union all
    select 'product', product_id, null, bit_or(bits)
    from fact join bits_of_word on bits_of_word.table_name = 'product' and bits_of_word.field = fact.field
    where product_id is not null
    group by product_id
),
value as (
    from (unpivot (
        select 'repository' as table_name, repository_id as key, bits, columns(repository.* exclude (repository_id, source))::varchar
        from repository
        left join given on given.table_name = 'repository' and key = repository_id and given.source = repository.source
    ) on columns(* exclude (table_name, key, bits)) into name column_name value value)
    union all
    from (unpivot (
        select 'listing' as table_name, source_key as key, bits, columns(listing.* exclude (source_key, source))::varchar
        from listing left join given on given.table_name = 'listing' and key = source_key and given.source = listing.source
    ) on columns(* exclude (table_name, key, bits)) into name column_name value value)
    union all
    from (unpivot (
        select 'product' as table_name, product_id as key, bits, columns(product.* exclude (product_id))::varchar
        from product left join given on given.table_name = 'product' and key = product_id
    ) on columns(* exclude (table_name, key, bits)) into name column_name value value)
)
select value.table_name, key, column_name, value
from value join bit_of_column using (table_name, column_name)
where coalesce(bits, 0) & bit = 0
    and value <> 'unknown' and value <> key  -- what nobody named is called by its key; neither is a value
    and column_name not in ('is_fork', 'is_mirror', 'status')  -- are judged by rules over several facts and runs
order by all
