-- What differs in editions and claims of the products that both snapshots know.
-- reads: temp tables before_* and after_* (product, edition, claim), temp absent; adds to temp difference
-- grain: one edition, or one capability of one edition as one source tells it; what a new product brings is not told again

alter table difference add column edition varchar;
alter table difference add column source varchar;
alter table difference add column before_evidence_id varchar;
alter table difference add column after_evidence_id varchar;
alter table difference add column before_entered_in varchar;
alter table difference add column after_entered_in varchar;

create or replace temp table both_know as
select product_id from before_product semi join after_product using (product_id);

insert into difference by name
with edition as (
    select
        coalesce(earlier.product_id, later.product_id) as product_id, coalesce(earlier.edition, later.edition) as edition,
        earlier.product_id is null as added, later.product_id is null as gone, earlier.name as name_before, later.name as name_after,
        earlier.licence as licence_before, later.licence as licence_after,
        earlier.evidence_id as before_evidence_id, later.evidence_id as after_evidence_id,
        earlier.entered_in as before_entered_in, later.entered_in as after_entered_in,
        coalesce(later.source, earlier.source) as source
    from before_edition as earlier
    full join after_edition as later on later.product_id = earlier.product_id and later.edition = earlier.edition
)
select * exclude (added, gone, name_before, name_after, licence_before, licence_after),
    case
        when added then 'edition_added' when gone then 'edition_gone'
        when licence_before is null or licence_after is null then 'value_changed' else 'relicensed'
    end as kind,
    if(added or gone, 'edition', 'licence') as field,
    if(added or gone, name_before, licence_before) as before, if(added or gone, name_after, licence_after) as after
from edition semi join both_know using (product_id)
where (added or gone or licence_before is distinct from licence_after)
    and not exists (from absent where absent.table_name = 'edition' and absent.field in ('product_id', 'licence'));

-- What a source says of a capability: of several lines of a person the newest; all values that a text was found to say.
create or replace temp macro said_in(claims) as table
with claim as (
    select *, max(evidence_date) over (partition by product_id, capability, edition, kind, source) as newest
    from query_table(claims) as own
    where not exists (
        from query_table(claims) as other where other.product_id = own.product_id and other.supersedes = own.claim_id
    )
)
select
    product_id, capability, edition, kind, source,
    string_agg(distinct concat_ws(
        ', ', value, 'up to ' || limit_users || ' users', if(exclusive, 'in this edition only', null)
    ), '; ') as said,
    arg_max(evidence_id, (evidence_date, claim_id)) as evidence_id, arg_max(entered_in, (evidence_date, claim_id)) as entered_in
from claim
where kind in ('crawled', 'derived') or evidence_date is not distinct from newest
group by all;

insert into difference by name
with claim as (
    select
        coalesce(earlier.product_id, later.product_id) as product_id, coalesce(earlier.capability, later.capability) as field,
        coalesce(earlier.edition, later.edition) as edition, coalesce(earlier.source, later.source) as source,
        earlier.said as before, later.said as after,
        earlier.evidence_id as before_evidence_id, later.evidence_id as after_evidence_id,
        earlier.entered_in as before_entered_in, later.entered_in as after_entered_in
    from said_in('before_claim') as earlier
    full join said_in('after_claim') as later
        on later.product_id = earlier.product_id and later.capability = earlier.capability and later.kind = earlier.kind
        and later.source = earlier.source and coalesce(later.edition, '') = coalesce(earlier.edition, '')
    where earlier.said is distinct from later.said
)
select
    *,
    case
        when before is null then 'claim_added' when after is null then 'claim_withdrawn' else 'claim_changed'
    end as kind
from claim semi join both_know using (product_id)
where not exists (from absent where absent.table_name = 'claim' and absent.field = 'capability');
