-- What is claimed about a product and its functions, by whom, since when, in which words, and what follows from it.
-- de:      Was über ein Produkt und seine Funktionen behauptet wird, von wem, seit wann, wörtlich, und was daraus folgt.
-- topic:   sources
-- grain:   one row per claim
-- columns: product_id, product_name, edition, capability, value, condition, kind, method, strength, usable, unusable_reason,
--          verdict, rule, decision_id, exclusive, limit_users, quote, source, source_url, locator, evidence_date, observed_at,
--          age_days, stale, valid_until, entered_by_role, claim_id, supersedes, entered_in, evidence_id, sha256, warc_file,
--          warc_offset
-- tables:  claim, edition, evidence, meta, capability_answers(), claims_in_force(), product_named()
-- param:   product text  -- id, name, other name or path of the product, in any case
-- param:   capability text = null  -- only this function, or all whose key begins so (`chat`)
-- param:   history boolean = false  -- also claims that a newer one supersedes or replaces
-- param:   stale_after_days integer = 365  -- evidence older than so many days is stale
-- note:    Strongest kind first: test, curated, vendor, crawled, derived. A `derived` claim is a match of words in a text: it
--          proposes and does not prove. A function without a row is unknown, not missing. Age is counted to the day the data
--          speaks of; a line entered after it has age 0.
-- note:    unusable_reason: superseded, expired (its time is over), replaced (newer of the same source), other_edition (of a
--          closed edition, and not said to be there only), edition_not_stated. Verdict and rule are those of the open edition
--          without a profile, matches of words counted; R2: nothing usable is left.
with day as (
    select as_of::date as today from meta
),
chosen as (
    select * from product_named($product)
),
in_force as (
    select product_id, claim_id from claims_in_force(null, ids := (select coalesce(list(product_id), []) from chosen))
),
answer as (
    select * from capability_answers(null, true, ids := (select coalesce(list(product_id), []) from chosen))
),
named as (
    select product_id, count(*) > 1 and bool_or(osi_approved) as several from edition group by product_id
),
judged as (
    select
        claim.*,
        chosen.name as product_name,
        coalesce(claim.evidence_date, claim.retrieved_at::date) as dated,
        day.today,
        case
            when exists (
                from claim as newer where newer.supersedes = claim.claim_id and newer.product_id = claim.product_id
            ) then 'superseded'
            when claim.valid_until < day.today then 'expired'
            when in_force.claim_id is null then 'replaced'
            when claim.edition is not null and edition.osi_approved is not true
                and not (claim.exclusive is true and claim.value <> 'no') then 'other_edition'
            when claim.edition is null and claim.value <> 'no' and named.several then 'edition_not_stated'
        end as unusable_reason
    from claim
    join chosen on chosen.product_id = claim.product_id
    left join day on true
    left join in_force on in_force.product_id = claim.product_id and in_force.claim_id = claim.claim_id
    left join edition on edition.product_id = claim.product_id and edition.edition = claim.edition
    left join named on named.product_id = claim.product_id
    where $capability::text is null or claim.capability = $capability::text
        or starts_with(claim.capability, $capability::text || '.')
)
select
    judged.product_id,
    judged.product_name,
    judged.edition,
    judged.capability,
    judged.value,
    judged.condition,
    judged.kind,
    judged.method,
    judged.strength,
    judged.unusable_reason is null as usable,
    judged.unusable_reason,
    coalesce(answer.verdict, 'unknown') as verdict,
    coalesce(answer.rule, 'R2') as rule,
    judged.capability || '@' || answer.decided_on as decision_id,
    judged.exclusive,
    judged.limit_users,
    judged.quote,
    judged.source,
    judged.source_url,
    judged.locator,
    judged.evidence_date,
    judged.retrieved_at as observed_at,
    if(judged.dated > judged.today, 0, judged.today - judged.dated) as age_days,
    judged.today - judged.dated > $stale_after_days::integer as stale,
    judged.valid_until,
    judged.entered_by_role,
    judged.claim_id,
    judged.supersedes,
    judged.entered_in,
    judged.evidence_id,
    evidence.sha256,
    evidence.warc_file,
    evidence.warc_offset
from judged
left join answer on answer.product_id = judged.product_id and answer.capability = judged.capability
left join evidence on evidence.evidence_id = judged.evidence_id
where $history::boolean or coalesce(judged.unusable_reason, '') not in ('superseded', 'replaced')
order by
    judged.product_id,
    judged.capability,
    list_position(['test', 'curated', 'vendor', 'crawled', 'derived'], judged.kind),
    judged.edition nulls first,
    judged.evidence_date desc,
    judged.source,
    judged.claim_id
