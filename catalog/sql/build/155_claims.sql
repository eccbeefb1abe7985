-- Fills claim with what texts say (`derived`) and with what structured fields say (`crawled`), and exclusion.
-- reads: variables said_files, excluded_files, signal_files; temp claim_text, speaking_listing, lead
-- grain: one claim of one source about one capability, edition and value

insert into claim by name
select
    claim_text.product_id, said.edition, said.capability, said.value, 'derived' as kind, 'term_match' as method,
    claim_text.source, claim_text.source_url, said.locator, said.quote, claim_text.evidence_id,
    claim_text.observed_at::date as evidence_date, claim_text.retrieved_at, said.exclusive, said.condition, said.places,
    said.capability || '-' || left(md5(concat_ws(
        chr(10), 'derived', claim_text.product_id, claim_text.source, said.capability, said.edition, said.value
    )), 8) as claim_id
from read_json(
    getvariable('said_files'), format = 'newline_delimited',
    columns = {
        place: 'bigint', capability: 'varchar', value: 'varchar', edition: 'varchar', condition: 'varchar',
        exclusive: 'boolean', locator: 'varchar', quote: 'varchar', places: 'integer'
    }
) as said
join claim_text using (place);

insert into exclusion by name
select
    claim_text.product_id, excluded.switch, excluded.off, claim_text.source, claim_text.source_url, claim_text.evidence_id,
    excluded.locator, excluded.quote, claim_text.observed_at::date as evidence_date
from read_json(
    getvariable('excluded_files'), format = 'newline_delimited',
    columns = {place: 'bigint', switch: 'varchar', off: 'varchar', locator: 'varchar', quote: 'varchar'}
) as excluded
join claim_text using (place)
qualify row_number() over (partition by product_id, excluded.switch, excluded.off order by place) = 1;

insert into claim by name
with signal as (
    select *
    from read_json(
        getvariable('signal_files'), format = 'newline_delimited',
        columns = {capability: 'varchar', field: 'varchar', word: 'varchar', strength: 'varchar'}
    )
),
word as (
    select product_id, source, source_key, 'categories' as field, unnest(categories) as word from speaking_listing
    union all
    select product_id, source, source_key, 'platforms', unnest(platforms) from speaking_listing
)
select
    word.product_id, signal.capability, 'yes' as value, 'crawled' as kind, signal.strength, word.source,
    coalesce(repository.url, evidence.url) as source_url, word.field as locator, word.word as quote, fact.evidence_id,
    fact.observed_at::date as evidence_date, coalesce(fact.confirmed_at, fact.observed_at) as retrieved_at,
    signal.capability || '-' || left(md5(concat_ws(chr(10), 'crawled', word.product_id, word.source, signal.capability)), 8) as claim_id
from word
join signal on signal.field = word.field and signal.word = lower(trim(word.word))
join fact
    on fact.subject = 'listing' and fact.source = word.source and fact.source_key = word.source_key and fact.field = word.field
left join speaking_listing as listing on listing.source = word.source and listing.source_key = word.source_key
left join repository on repository.repository_id = listing.repository_id
left join lead on lead.product_id = word.product_id and lead.repository_id = listing.repository_id
left join evidence on evidence.evidence_id = fact.evidence_id
qualify row_number() over (
    partition by word.product_id, word.source, signal.capability
    order by signal.strength, lead.repository_id is null, fact.observed_at desc, word.source_key, word.word
) = 1;
