-- The figures a `metric` test can ask for, with the bounds between which they lie.
-- creates: temp figure
-- grain:   one figure of one assessed edition; what nobody measured has no row

create or replace temp table figure as
with lead as (
    select * from repository where release_source and not coalesce(is_mirror, false)
),
of_product as (
    select 1 as place, product_id, metric, value, value_min as low, value_max as high, evidence_id, observed_at::date as observed_on
    from metric where repository_id is null
    union all by name
    select 2 as place, product_id, 'archived' as metric, archived::integer::double as value, evidence_id, observed_at::date as observed_on
    from lead
    union all by name
    select
        2 as place, product_id, 'security_policy' as metric, security_policy::integer::double as value, evidence_id,
        observed_at::date as observed_on
    from lead
    union all by name
    -- those we know of: there may be more
    select
        2 as place, product_id, 'support_organisations' as metric, count(distinct organisation_id)::double as low,
        'infinity'::double as high, min(evidence_id) as evidence_id
    from product_organisation
    where role = 'supporter'
    group by product_id
),
licence as (
    select
        product_id, null as edition, first(evidence_id order by trust, evidence_id) as evidence_id,
        first(source_url order by trust, evidence_id) as source_url, first(speaks_for order by trust, evidence_id) as observed_on
    from licence_finding
    where holds and edition is null and osi_approved is not null
    group by product_id
    union all by name
    select product_id, edition, evidence_id, source_url, coalesce(evidence_date, observed_at::date) as observed_on
    from edition where edition is not null
)
select assessment_id, of_product.* exclude (product_id, place)
from of_product join assessment using (product_id)
where coalesce(value, low, high) is not null
qualify row_number() over (partition by assessment_id, metric order by place, evidence_id) = 1
union all by name
select
    assessment_id, 'osi_approved' as metric, assessment.osi_approved::integer::double as value, licence.evidence_id,
    licence.source_url, licence.observed_on
from assessment
left join licence
    on licence.product_id = assessment.product_id and licence.edition is not distinct from assessment.edition
where assessment.osi_approved is not null;
