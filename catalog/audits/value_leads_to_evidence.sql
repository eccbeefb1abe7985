-- Every row that a source said names a response whose record is stored, or a line of the market's files.
with said as (
    select 'repository' as said_in, repository_id as one, null as two, null as three, evidence_id from repository
    union all
    select 'listing', source, source_key, null, evidence_id from listing
    union all
    select 'document', source, source_key, null, evidence_id from document
    union all
    select 'mention', product_id, source, null, evidence_id from mention
    union all
    select 'seen', kind, source, source_key, evidence_id from seen
    union all
    select 'fact', min(subject_id), null, null, evidence_id from fact where source <> 'watchlist' or locator is null group by evidence_id
    union all
    select 'licence_finding', product_id, origin, null, evidence_id from licence_finding where entered_in is null
    union all
    select 'licence_period', product_id, licence_printed, null, evidence_id from licence_period where entered_in is null
    union all
    select 'price_fact', product_id, component, null, evidence_id from price_fact where entered_in is null
    union all
    select 'exclusion', product_id, switch, null, evidence_id from exclusion
    union all
    select 'edition', product_id, edition, null, evidence_id from edition where entered_in is null
    union all
    select 'claim', product_id, capability, null, evidence_id from claim where entered_in is null and method is distinct from 'rule'
    union all
    select 'metric', coalesce(repository_id, product_id), metric, null, evidence_id
    from metric
    where value is not null and metric <> 'vendor_parent_hq_in_eu' and (repository_id is not null or evidence_id is not null)
    union all
    -- a figure of a product rests on the figures of its repositories
    select 'metric', product_id, metric, null, null
    from (
        from metric
        where value is not null and metric <> 'vendor_parent_hq_in_eu' and repository_id is null and evidence_id is null
    )
    anti join (from metric where repository_id is not null) as part using (product_id, metric)
    union all
    select 'organisation', organisation_id, null, null, evidence_id
    from organisation
    where evidence_id is not null or entered_in is null and organisation_id not in (select organisation_id from product_organisation)
    union all
    -- what the market's files say of a product stands in its facts, with the line
    select 'product_organisation', product_id, organisation_id, null, evidence_id
    from product_organisation
    where entered_in is null and (source <> 'watchlist' or product_id not in (
        select product_id from fact where subject = 'product' and field = 'vendor'
    ))
    union all
    select 'relation', product_id, other_product_id, null, evidence_id
    from relation
    where source <> 'watchlist' or product_id not in (
        select product_id from fact
        where subject = 'product' and field in ('based_on', 'distribution_of', 'part_of', 'client_of', 'successor_of')
    )
)
select said_in, concat_ws(' ', one, two, three) as key, evidence_id
from said anti join evidence using (evidence_id)
order by all
