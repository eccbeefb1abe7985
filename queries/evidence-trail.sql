-- What is claimed about a product and its functions, by whom, since when, in which words.
-- de:      Was über ein Produkt und seine Funktionen behauptet wird, von wem, seit wann und in welchen Worten.
-- topic:   sources
-- grain:   one row per claim
-- columns: product_id, product_name, edition, capability, value, condition, kind, strength, method, exclusive, limit_users,
--          quote, source, source_url, locator, evidence_date, age_days, retrieved_at, valid_until, entered_by_role, claim_id,
--          supersedes, superseded, evidence_id, sha256, warc_file, warc_offset
-- param:   product text  -- id, name, other name or path of the product, in any case
-- param:   capability text = null  -- only this function, or all whose key begins so (`chat`)
-- note:    Strongest kind first: test, curated, vendor, crawled, derived. A `derived` claim is a match of words in a text: it
--          proposes and does not prove. A function without a row is unknown, not missing. Age is counted to the day the data
--          speaks of; a line entered after it has age 0.
select
    chosen.product_id,
    chosen.name as product_name,
    claim.edition,
    claim.capability,
    claim.value,
    claim.condition,
    claim.kind,
    claim.strength,
    claim.method,
    claim.exclusive,
    claim.limit_users,
    claim.quote,
    claim.source,
    claim.source_url,
    claim.locator,
    claim.evidence_date,
    greatest(date_diff('day', claim.evidence_date, (select as_of::date from meta)), 0) as age_days,
    claim.retrieved_at,
    claim.valid_until,
    claim.entered_by_role,
    claim.claim_id,
    claim.supersedes,
    claim.claim_id in (
        select other.supersedes from claim as other where other.product_id = claim.product_id and other.supersedes is not null
    ) as superseded,
    claim.evidence_id,
    evidence.sha256,
    evidence.warc_file,
    evidence.warc_offset
from product_named($product) as chosen
join claim using (product_id)
left join evidence using (evidence_id)
where $capability::text is null or claim.capability = $capability::text
    or starts_with(claim.capability, $capability::text || '.')
order by
    chosen.product_id,
    claim.capability,
    list_position(['test', 'curated', 'vendor', 'crawled', 'derived'], claim.kind),
    claim.edition nulls first,
    claim.evidence_date desc,
    claim.source,
    claim.claim_id
