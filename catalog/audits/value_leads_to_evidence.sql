-- Every row that a source said names a response whose record is stored, or a line of the market's files.
with said as (
    select 'repository' as said_in, repository_id as key, evidence_id from repository
    union all
    select 'listing', source || ' ' || source_key, evidence_id from listing
    union all
    select 'document', source || ' ' || source_key, evidence_id from document
    union all
    select 'mention', product_id || ' ' || source, evidence_id from mention
    union all
    select 'seen', kind || ' ' || source || ' ' || source_key, evidence_id from seen
    union all
    select 'fact', min(subject_id), evidence_id from fact where source <> 'watchlist' or locator is null group by evidence_id
    union all
    select 'licence_finding', product_id || ' ' || origin, evidence_id from licence_finding where origin <> 'curated'
    union all
    select 'licence_period', product_id || ' ' || since, evidence_id from licence_period where entered_in is null
    union all
    select 'exclusion', product_id || ' ' || switch, evidence_id from exclusion
    union all
    select 'edition', product_id || ' ' || edition, evidence_id from edition where entered_in is null
    union all
    select 'claim', product_id || ' ' || capability, evidence_id from claim where entered_in is null and method is distinct from 'rule'
    union all
    -- a figure of a product rests on the figures of its repositories
    select 'metric', coalesce(repository_id, product_id) || ' ' || metric, evidence_id
    from metric
    where value is not null and (repository_id is not null or evidence_id is not null or not exists (
        from metric as part
        where part.product_id = metric.product_id and part.metric = metric.metric and part.repository_id is not null
    ))
    union all
    select 'organisation', organisation_id, evidence_id
    from organisation
    where evidence_id is not null or organisation_id not in (select organisation_id from product_organisation)
    union all
    -- what the market's files say of a product stands in its facts, with the line
    select 'product_organisation', product_id || ' ' || organisation_id, evidence_id
    from product_organisation
    where source <> 'watchlist' or product_id not in (
        select product_id from fact where subject = 'product' and field = 'vendor'
    )
    union all
    select 'relation', product_id || ' ' || other_product_id, evidence_id
    from relation
    where source <> 'watchlist' or product_id not in (
        select product_id from fact
        where subject = 'product' and field in ('based_on', 'distribution_of', 'part_of', 'client_of', 'successor_of')
    )
)
select said_in, key, evidence_id
from said anti join evidence using (evidence_id)
order by all
