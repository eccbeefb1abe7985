-- Who makes, owns or supports a product, and where that organisation has its seat.
-- grain: one row per product, organisation and role
select
    product.product_id,
    product.name as product_name,
    product_organisation.role as organisation_role,
    organisation.name as organisation_name,
    organisation.city,
    organisation.country,
    organisation.parent,
    organisation.osba_member,
    product_organisation.source,
    coalesce(product_organisation.source_url, evidence.url) as source_url,
    product_organisation.evidence_id
from product_organisation
join organisation using (organisation_id)
join product using (product_id)
left join evidence on evidence.evidence_id = product_organisation.evidence_id
where product_organisation.role <> 'user' and product_organisation.until is null
    and product_id in (select product_id from product_result)
order by product.role, lower(product.name), product.product_id, organisation_role, lower(organisation.name), product_organisation.source
