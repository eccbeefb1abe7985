-- The figures a `metric` test can ask for, with the bounds between which they lie.
-- creates: temp figure
-- grain:   one figure of one assessed edition; what nobody measured has no row

create or replace temp table figure as
with lead as (
    select * from repository where release_source and not coalesce(is_mirror, false)
),
of_product as (
    select product_id, metric, value, value_min as low, value_max as high, evidence_id, observed_at::date as observed_on
    from metric where repository_id is null
    union all by name
    select product_id, 'archived' as metric, archived::integer::double as value, evidence_id, observed_at::date as observed_on
    from lead
    union all by name
    select product_id, 'security_policy', security_policy::integer::double as value, evidence_id, observed_at::date as observed_on
    from lead
    union all by name
    -- those we know of: there may be more
    select
        product_id, 'support_organisations' as metric, count(distinct organisation_id)::double as low, 'infinity'::double as high,
        min(evidence_id) as evidence_id, null::date as observed_on
    from product_organisation
    where role = 'supporter'
    group by product_id
)
select assessment_id, of_product.* exclude (product_id)
from of_product join assessment using (product_id)
where coalesce(value, low, high) is not null
union all by name
select assessment_id, 'osi_approved' as metric, assessment.osi_approved::integer::double as value, said.evidence_id,
    evidence.fetched_at::date as observed_on
from assessment
left join (
    select product_id, first(evidence_id order by origin desc, evidence_id) as evidence_id
    from licence_finding where osi_approved is not null group by product_id
) as said using (product_id)
left join evidence using (evidence_id)
where assessment.osi_approved is not null;
