-- Fills claim with what people entered for the market, and edition with every edition that they name.
-- reads:   variable claim_files; temp watch
-- grain:   one claim; one edition of one product

create temp table hand_entered as
select watch.product_id, said.* exclude (role, product)
from read_json(
    getvariable('claim_files'), format = 'newline_delimited',
    columns = {
        role: 'varchar', product: 'varchar', claim_id: 'varchar', edition: 'varchar', capability: 'varchar', value: 'varchar',
        condition: 'varchar', kind: 'varchar', source: 'varchar', source_url: 'varchar', locator: 'varchar', quote: 'varchar',
        evidence_date: 'date', retrieved_at: 'timestamp', limit_users: 'bigint', exclusive: 'boolean', valid_until: 'date',
        entered_by_role: 'varchar', supersedes: 'varchar', entered_in: 'varchar'
    }
) as said
join watch on watch.role = said.role and said.product = if(watch.role = 'baseline', watch.product_id, watch.name);

insert into claim by name from hand_entered;

-- What licence an edition stands under is not said by claims about its functions: that stays unknown.
insert into edition by name
with named as (
    select
        product_id, edition, edition as name, arg_min(source, (retrieved_at, claim_id)) as source,
        arg_min(source_url, (retrieved_at, claim_id)) as source_url, min(retrieved_at) as observed_at,
        arg_min(entered_in, (retrieved_at, claim_id)) as entered_in
    from hand_entered
    where edition is not null
    group by product_id, edition
)
from named anti join edition using (product_id, edition);
