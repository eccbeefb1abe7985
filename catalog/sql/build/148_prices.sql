-- Fills price_fact with the prices that people entered for the market.
-- reads: variable price_files; temp watch
-- grain: one price of one component of cost

insert into price_fact by name
select
    watch.product_id, said.edition, said.component, said.unit, said.amount_low, said.amount_high, said.currency, said.net,
    said.period, said.minimum_quantity, said.valid_from, said.source, said.source_url, said.retrieved_at as observed_at,
    said.kind, said.reason, said.entered_in
from read_json(
    getvariable('price_files'), format = 'newline_delimited',
    columns = {
        role: 'varchar', product: 'varchar', edition: 'varchar', component: 'varchar', unit: 'varchar',
        amount_low: 'decimal(18, 4)', amount_high: 'decimal(18, 4)', currency: 'varchar', net: 'boolean', period: 'varchar',
        minimum_quantity: 'bigint', valid_from: 'date', source: 'varchar', source_url: 'varchar', retrieved_at: 'timestamp',
        kind: 'varchar', reason: 'varchar', entered_in: 'varchar'
    }
) as said
join watch on watch.role = said.role and said.product = if(watch.role = 'baseline', watch.product_id, watch.name);
