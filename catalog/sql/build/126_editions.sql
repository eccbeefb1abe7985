-- Fills edition, licence_period and, with what people entered, fact: under which licences a product is offered, and from when to when each held.
-- reads:   variable edition_files; temp watch, repo, observed, address_owner
-- creates: temp entered_licence (grain: one statement a person entered about an edition or a period)

create temp table entered_licence as
select
    watch.product_id, address_owner.repository_id, said.* exclude (role, product),
    licence_reading.* exclude (printed, licence, read_by), licence_reading.licence as expression
from read_json(
    getvariable('edition_files'), format = 'newline_delimited',
    columns = {
        position: 'bigint', role: 'varchar', product: 'varchar', edition: 'varchar', name: 'varchar', repository: 'varchar',
        licence: 'varchar', since: 'date', version: 'varchar', source: 'varchar', source_url: 'varchar', locator: 'varchar',
        quote: 'varchar', evidence_date: 'date', retrieved_at: 'timestamp', entered_by_role: 'varchar', entered_in: 'varchar'
    }
) as said
join watch on watch.role = said.role and said.product = if(watch.role = 'baseline', watch.product_id, watch.name)
left join address_owner on address_owner.address = canonical_address(said.repository)
left join licence_reading on licence_reading.printed = said.licence;

-- what a person entered is a fact of the market's files, with its line
insert into fact by name
select
    product_id, 'product' as subject, product_id as subject_id, 'licence' as field, licence as value, 'watchlist' as source,
    product_id as source_key, retrieved_at as observed_at, entered_in as locator
from entered_licence
-- of the periods of one repository the last; earlier ones stand in licence_period
qualify edition is not null or row_number() over (partition by product_id, edition, repository order by since desc nulls last) = 1;

insert into edition by name
select
    product_id, edition, name, licence as licence_printed, expression as licence, licence_class, osi_approved, fsf_libre,
    opencode_allowed, source, source_url, locator, quote, evidence_date, entered_by_role, retrieved_at as observed_at,
    entered_in
from entered_licence
where edition is not null
order by position;

insert into licence_period by name
select
    product_id, repository_id, licence as licence_printed, expression as licence, licence_class, osi_approved, since,
    lead(since) over (partition by product_id, repository order by since nulls first) as until, version, 'curated' as kind, source, source_url,
    entered_in
from entered_licence
where edition is null;

-- What was observed says only between which two sights a licence changed.
insert into licence_period by name
with said as (
    select repo.repository_id, observed.source, observed.licence, observed.observed_at, observed.place, observed.evidence_id
    from observed join repo using (source, source_key)
    where observed.kind = 'repository' and observed.licence is not null and not observed.unchanged
),
changed as (
    select repository_id from said group by repository_id having min(licence) <> max(licence)
),
turned as (
    select
        said.*, licence is distinct from lag(licence) over (partition by repository_id order by place) as turns
    from said join changed using (repository_id)
),
spelt as (
    select
        *, sum(turns::integer) over (partition by repository_id order by place rows unbounded preceding) as nth
    from turned
    union all by name
    select said.*, 1 as nth from said anti join changed using (repository_id)
),
period as (
    select
        repository_id, nth, any_value(licence) as licence, min(observed_at) as first_said, max(observed_at) as last_said,
        arg_min(source, place) as source, arg_min(evidence_id, place) as evidence_id
    from spelt group by repository_id, nth
)
select
    repository.product_id, period.repository_id, period.licence as licence_printed, licence_reading.licence,
    licence_reading.licence_class, licence_reading.osi_approved, period.first_said, period.last_said,
    lag(period.last_said) over (partition by period.repository_id order by nth) as changed_after, 'crawled' as kind, period.source,
    period.evidence_id
from period
join repository using (repository_id)
left join licence_reading on licence_reading.printed = period.licence
where repository.product_id is not null;
