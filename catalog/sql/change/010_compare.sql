-- What differs between two snapshots, as typed columns: the same number in another storage type is no difference.
-- reads:   temp tables before_* and after_* (product, repository, listing, metric, source_run), temp absent (columns that
--          one of the two snapshots does not know), variables from_label, to_label
-- creates: temp difference (grain: one difference); the next files add to it and find its evidence

create or replace temp table difference as
with source_of_product as (
    select product_id, source from before_repository where product_id is not null
    union
    select product_id, source from before_listing where product_id is not null
),
newest_run as (
    select source, arg_max(status, (coalesce(started_at, as_of), run_id)) as status from after_source_run group by source
),
-- a product that is not there any more is gone only if each of its sources was read completely
unsure as (
    select distinct product_id
    from source_of_product left join newest_run using (source)
    where newest_run.status is distinct from 'complete'
),
product_before as (
    unpivot (
        select
            product_id, name, licence, licence_printed, osi_approved::varchar as osi_approved, status, homepage,
            kinds::json::varchar as kinds, vendor, version
        from before_product
    ) on columns(* exclude (product_id)) into name field value value
),
product_after as (
    unpivot (
        select
            product_id, name, licence, licence_printed, osi_approved::varchar as osi_approved, status, homepage,
            kinds::json::varchar as kinds, vendor, version
        from after_product
    ) on columns(* exclude (product_id)) into name field value value
),
product_value as (
    select
        coalesce(product_before.product_id, product_after.product_id) as product_id,
        coalesce(product_before.field, product_after.field) as field, product_before.value as before, product_after.value as after
    from product_before
    full join product_after on product_after.product_id = product_before.product_id and product_after.field = product_before.field
    where product_before.value is distinct from product_after.value
),
product_change as (
    select
        product_id,
        case
            when before is null or after is null then 'value_changed'
            when field = 'name' then 'renamed'
            when field = 'licence' then 'relicensed'
            when field = 'status' and after in ('gone', 'not_listed') and before not in ('gone', 'not_listed') then 'gone'
            when field = 'status' and before in ('gone', 'not_listed') and after not in ('gone', 'not_listed') then 'added'
            when field = 'status' and after = 'archived' then 'archived'
            when field = 'status' and before = 'archived' and after = 'active' then 'unarchived'
            else 'value_changed'
        end as kind,
        field, before, after
    from product_value
    join before_product using (product_id)
    join after_product using (product_id)
    where not exists (from absent where absent.table_name = 'product' and absent.field = product_value.field)
        -- the flag follows the licence: it is told only where it moves alone
        and not (field = 'osi_approved' and before_product.licence is distinct from after_product.licence)
        -- the printed text is told where it is known on both sides and the expression does not tell the same
        and not (field = 'licence_printed' and (
            before is null or after is null or coalesce(before_product.licence <> after_product.licence, false)))
),
repository_before as (
    unpivot (
        select
            repository_id, path, url, licence, licence_printed, archived::varchar as archived, status, latest_release, role,
            product_id, security_policy::varchar as security_policy, is_mirror::varchar as is_mirror, is_fork::varchar as is_fork
        from before_repository
    ) on columns(* exclude (repository_id)) into name field value value
),
repository_after as (
    unpivot (
        select
            repository_id, path, url, licence, licence_printed, archived::varchar as archived, status, latest_release, role,
            product_id, security_policy::varchar as security_policy, is_mirror::varchar as is_mirror, is_fork::varchar as is_fork
        from after_repository
    ) on columns(* exclude (repository_id)) into name field value value
),
repository_value as (
    select
        coalesce(repository_before.repository_id, repository_after.repository_id) as repository_id,
        coalesce(repository_before.field, repository_after.field) as field, repository_before.value as before,
        repository_after.value as after
    from repository_before
    full join repository_after
        on repository_after.repository_id = repository_before.repository_id and repository_after.field = repository_before.field
    where repository_before.value is distinct from repository_after.value
),
repository_change as (
    select
        after_repository.product_id, repository_id,
        case
            when repository_value.before is null or repository_value.after is null then 'value_changed'
            when field in ('path', 'url') then 'moved'
            when field = 'licence' then 'relicensed'
            when field = 'archived' then if(repository_value.after = 'true', 'archived', 'unarchived')
            else 'value_changed'
        end as kind,
        field, repository_value.before, repository_value.after
    from repository_value
    join before_repository using (repository_id)
    join after_repository using (repository_id)
    where not exists (from absent where absent.table_name = 'repository' and absent.field = repository_value.field)
        and after_repository.product_id is not null
        and not (field = 'licence_printed' and (
            repository_value.before is null or repository_value.after is null
            or coalesce(before_repository.licence <> after_repository.licence, false)))
        -- one move is told once
        and not (field = 'url' and before_repository.path is distinct from after_repository.path)
        -- what the product already says of its main repository is not said again
        and not (after_repository.release_source and exists (
            from product_change
            where product_change.product_id = after_repository.product_id
                and (product_change.field = repository_value.field or product_change.field = 'status' and repository_value.field = 'archived')
        ))
        -- the state of a repository follows from `archived`, and of a product from its main repository
        and not (field = 'status' and (
            repository_value.before in ('active', 'archived') and repository_value.after in ('active', 'archived')))
),
stopped as (
    select
        after_age.product_id, before_age.value as before, after_age.value as after
    from before_metric as before_age
    join after_metric as after_age on after_age.product_id = before_age.product_id
    join after_metric as commits on commits.product_id = after_age.product_id
    where before_age.metric = 'days_since_last_release' and before_age.repository_id is null and before_age.value <= 183
        and after_age.metric = 'days_since_last_release' and after_age.repository_id is null and after_age.value > 183
        and commits.metric = 'commits_183d' and commits.repository_id is null and commits.value > 0
)
select product_id, 'added' as kind, 'product' as field, null as before, name as after, null as repository_id
from after_product anti join before_product using (product_id)
union all
select product_id, 'gone', 'product', name, null, null
from before_product anti join after_product using (product_id)
where product_id not in (select product_id from unsure)
union all
select product_id, kind, field, before, after, null from product_change
union all
select product_id, kind, field, before, after, repository_id from repository_change
union all
select product_id, 'release_stopped', 'days_since_last_release', before::bigint::varchar, after::bigint::varchar, null from stopped;
