-- Fills public_reference with what people read about public bodies that use a product.
-- reads: variable reference_files; temp watch
-- grain: one public body that one source names for one product

insert into public_reference by name
select
    watch.product_id, organisation_key(said.organisation) as organisation_id, said.organisation as name, said.country, said.state,
    said.since, said.users, said.source, said.source_url, said.locator, said.quote, said.evidence_date, said.retrieved_at,
    said.entered_by_role, said.entered_in
from read_json(
    getvariable('reference_files'), format = 'newline_delimited',
    columns = {
        role: 'varchar', product: 'varchar', organisation: 'varchar', country: 'varchar', state: 'varchar', since: 'varchar',
        users: 'bigint', source: 'varchar', source_url: 'varchar', locator: 'varchar', quote: 'varchar', evidence_date: 'date',
        retrieved_at: 'timestamp', entered_by_role: 'varchar', entered_in: 'varchar'
    }
) as said
join watch on watch.role = said.role and said.product = if(watch.role = 'baseline', watch.product_id, watch.name);

-- Those we know of: there may be more, so the figure has a lower bound only.
insert into metric by name
select
    product_id, 'public_references' as metric, (select max(as_of) from run where status <> 'failed') as window_end,
    count(distinct organisation_id)::double as value_min, count(*) as sample_size,
    'public bodies that use it, as people entered them with source and day' as computed_from
from public_reference
where state = 'in_use'
group by product_id;
