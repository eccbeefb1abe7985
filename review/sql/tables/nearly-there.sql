-- Products of the short list to which exactly one must is missing, shown or not.
-- grain: one row per product and edition
select
    verdict.product_id,
    product.name as product_name,
    verdict.edition,
    verdict.requirement_id,
    requirement.text_de as requirement_text_de,
    requirement.text_en as requirement_text_en,
    verdict.verdict
from product_result
join verdict on verdict.product_id = product_result.product_id and verdict.edition is not distinct from product_result.edition
join requirement using (requirement_id)
join product on product.product_id = verdict.product_id
where product_result.role = 'candidate' and requirement.level = 'must'
    and verdict.verdict not in ('met', 'not_applicable')
    and product_result.met + product_result.not_applicable = product_result.musts - 1
order by list_position(['not_met', 'partial', 'conflict', 'unknown'], verdict.verdict), lower(product.name), verdict.product_id
