-- Fills licence_finding - everything that is said about a licence, and which of it holds by which rule - and the licence of
-- each product and edition. Order of trust: curated, publiccode.yml, forge, other listings.
-- reads:   temp entered_licence, lead, watch; fact, listing, repository, licence_reading
-- creates: temp held_licence (grain: one product)

create temp table assessed_edition as
select product_id, edition
from entered_licence
where edition is not null
    and (osi_approved is distinct from false or product_id not in (select product_id from entered_licence where edition is null))
-- the open edition is judged; one that is certainly not open only where there is no other, nor a licence of the product as published
qualify row_number() over (
    partition by product_id order by case osi_approved when true then 0 when false then 2 else 1 end, position
) = 1;

create temp table said_licence as
with said as (
    select
        fact.product_id, coalesce(repository.repository_id, listing.repository_id) as repository_id, null as edition,
        case when fact.subject = 'repository' then 'forge' when fact.source in ('github', 'opencode') then 'publiccode'
             else 'listing' end as origin,
        fact.value as printed, coalesce(fact.confirmed_at, fact.observed_at)::date as speaks_for, fact.source, null as source_url,
        fact.evidence_id, null as entered_in, fact.subject = 'repository' or listing.status = 'active' as usable,
        coalesce(listing.outcome = 'copy', false) as copied
    from fact
    left join repository on fact.subject = 'repository' and repository.repository_id = fact.subject_id
    left join listing
        on fact.subject = 'listing' and listing.source = fact.source and listing.source_key = fact.source_key
    where fact.field = 'licence' and fact.product_id is not null and fact.subject in ('repository', 'listing')
    union all
    select
        product_id, repository_id, edition, 'curated', licence, evidence_date, source, source_url, null, entered_in, true, false
    from entered_licence
    where edition is not null or (repository is null or repository_id is not null)
        and (since is null or since <= coalesce((select max(as_of) from run where status <> 'failed'), current_timestamp)::date)
    -- of the periods of one repository the newest speaks
    qualify edition is not null or row_number() over (partition by product_id, edition, repository order by since desc nulls last) = 1
)
select
    said.*, licence_reading.* exclude (printed, read_by),
    case origin when 'curated' then 1 when 'publiccode' then 2 when 'forge' then 4 else 5 end as trust,
    -- what is compared with each other: all that speaks about the main repository and the edition judged, and each other part alone
    case when edition is not null and assessed_edition.edition is null then 'edition ' || edition
         else coalesce(said.repository_id, lead.repository_id, '') end as part,
    said.repository_id is null or said.repository_id is not distinct from lead.repository_id as main
from said
left join lead using (product_id)
left join assessed_edition using (product_id, edition)
left join licence_reading using (printed);

create temp table judged_licence as
with best as (
    select * from said_licence
    where usable and licence is not null
    qualify row_number() over (
        partition by product_id, part order by trust, speaks_for desc, source, repository_id, evidence_id, printed
    ) = 1
),
compared as (
    select
        said.*, said.usable and said.licence is not null as speaks,
        coalesce(said.trust = best.trust and said.printed = best.printed and said.source = best.source, false) as holds,
        said.osi_approved <> best.osi_approved as other_osi, said.fsf_libre <> best.fsf_libre as other_fsf,
        said.opencode_allowed <> best.opencode_allowed as other_opencode,
        said.licence_class <> best.licence_class and 'unknown' not in (said.licence_class, best.licence_class) as other_class,
        said.licence <> best.licence as other_text,
        -- a weaker source that speaks later may know of a change; runs of one day may end on the next
        said.trust = best.trust or said.speaks_for > best.speaks_for + 1 as may_know_better
    from said_licence as said left join best using (product_id, part)
)
select
    *, case when not speaks then null when other_osi or other_class then 'material' when other_text then 'formal' end as differs,
    case
        when not coalesce(bool_or(speaks) over same_part, false) then 'none'
        when bool_or(speaks and may_know_better and (other_osi or other_class)) over same_part then 'conflict'
        when bool_or(speaks and other_text) over same_part then 'trust'
        when count(*) filter (where speaks) over same_part = 1 then 'only'
        else 'agree'
    end as rule,
    -- what is contradicted is unknown, and only that
    bool_or(speaks and may_know_better and other_osi) over same_part as osi_open,
    bool_or(speaks and may_know_better and other_fsf) over same_part as fsf_open,
    bool_or(speaks and may_know_better and other_opencode) over same_part as opencode_open,
    bool_or(speaks and may_know_better and other_class) over same_part as class_open
from compared
window same_part as (partition by product_id, part);

insert into licence_finding by name
select
    product_id, repository_id, edition, origin, trust, printed, licence, licence_class, osi_approved, fsf_libre, opencode_allowed,
    speaks_for, differs, rule, holds, source, source_url, evidence_id, entered_in
from judged_licence;

create temp table held_licence as
select
    product_id, edition, printed, origin, licence, rule, if(coalesce(class_open, false), 'unknown', licence_class) as licence_class,
    if(coalesce(osi_open, false), null, osi_approved) as osi_approved,
    if(coalesce(fsf_open, false), null, fsf_libre) as fsf_libre,
    if(coalesce(opencode_open, false), null, opencode_allowed) as opencode_allowed
from judged_licence
where usable and (edition is null or edition in (
    select edition from assessed_edition where assessed_edition.product_id = judged_licence.product_id
))
qualify row_number() over (
    partition by product_id
    order by main desc, holds desc, licence is null, copied, trust, speaks_for desc, source, repository_id, evidence_id, printed
) = 1;
