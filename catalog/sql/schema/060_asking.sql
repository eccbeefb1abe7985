-- What questions share: functions of the catalogue that every analyst's SQL can use too.
-- creates: product_named

create macro product_named(printed) as table
select *
from product
where lower(printed::text) = product_id
    or lower(printed::text) = lower(name)
    or list_contains([lower(alias) for alias in aliases], lower(printed::text))
    or product_id in (select product_id from repository where lower(path) = lower(printed::text));
comment on macro table product_named is 'Products with this id, name, other name or repository path, in any case: `select * from product_named(''jitsi/jitsi-meet'')`. More than one row where a name is not unique.';
