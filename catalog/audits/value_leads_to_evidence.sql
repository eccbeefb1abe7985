-- Every row that a source said names a response whose record is stored.
with said as (
    select 'repository' as said_in, repository_id as key, evidence_id from repository
    union all
    select 'listing', source || ' ' || source_key, evidence_id from listing
    union all
    select 'document', source || ' ' || source_key, evidence_id from document
    union all
    select 'fact', min(subject_id), evidence_id from fact group by evidence_id
    union all
    select 'product_organisation', product_id || ' ' || organisation_id, evidence_id from product_organisation where source <> 'watchlist' and source_url is null
    union all
    select 'relation', product_id, evidence_id from relation where source <> 'watchlist'
    union all
    select 'licence_finding', product_id, coalesce(evidence_id, printed) from licence_finding where source_url is null
    union all
    select 'licence_period', product_id, coalesce(evidence_id, licence_printed) from licence_period where source_url is null
)
select said_in, key, evidence_id
from said anti join evidence using (evidence_id)
order by all
