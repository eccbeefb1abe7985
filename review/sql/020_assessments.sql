-- What is judged: each edition of each product whose licence is open or not known.
-- creates: temp assessment
-- grain:   one product and edition; a product whose editions are all closed stands there once

create or replace temp table assessment as
with judged as (
    select
        product_id, role,
        coalesce(osi_approved, if(licence_class in ('proprietary', 'source_available'), false, null)) as osi_approved
    from product
    where role = 'baseline' or status is null or status not in ('gone', 'not_listed')
),
stated as (
    select
        judged.product_id, judged.role, edition.edition,
        coalesce(edition.osi_approved, if(edition.licence_class in ('proprietary', 'source_available'), false, null)) as osi_approved
    from judged join edition using (product_id)
    where edition.edition is not null
),
-- the product as it is published is an edition of its own, unless a named one is the open one
listed as (
    from stated
    union all by name
    select product_id, role, null as edition, osi_approved
    from judged
    where product_id not in (select product_id from stated)
        or osi_approved is distinct from false and product_id not in (select product_id from stated where osi_approved)
),
counted as (
    select
        *, count(*) over whole as editions, bool_and(osi_approved is not distinct from false) over whole as all_closed,
        row_number() over (partition by product_id order by edition nulls first) as place
    from listed
    window whole as (partition by product_id)
)
select
    row_number() over (order by product_id, edition nulls first) as assessment_id, product_id, edition, role, osi_approved, editions
from counted
where osi_approved is distinct from false or all_closed and place = 1;
