-- The licence of each product: as found, as understood, its class and what three lists say of it.
-- grain: one row per product and edition that was judged
select
    product.product_id,
    product.name as product_name,
    product_result.edition,
    coalesce(edition.licence_printed, product.licence_printed) as licence_printed,
    coalesce(edition.licence, product.licence) as licence,
    coalesce(edition.licence_class, product.licence_class, 'unknown') as licence_class,
    if(edition.edition is null, product.osi_approved, edition.osi_approved) as osi_approved,
    if(edition.edition is null, product.fsf_libre, edition.fsf_libre) as fsf_libre,
    if(edition.edition is null, product.opencode_allowed, edition.opencode_allowed) as opencode_allowed,
    product.open_core,
    coalesce(product.licence_rule, 'none') as licence_rule
from product_result
join product using (product_id)
left join edition on edition.product_id = product_result.product_id and edition.edition = product_result.edition
order by product.role, lower(product.name), product.product_id, product_result.edition nulls first
