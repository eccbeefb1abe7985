-- What questions share: functions of the catalogue that every analyst's SQL can use too. Call one first in a FROM, or in a
-- CTE of its own: further right, with a parameter as argument, DuckDB runs it once for each row to its left.
-- creates: sorted_distinct, products_named, product_named, claims_in_force, capability_answers

create macro sorted_distinct(items) as nullif(list_sort(list_distinct(items)), []);
comment on macro sorted_distinct is 'The items of a list once each, sorted, without null; null if none is left. Over many groups `sorted_distinct(list(x))` is much faster than `list(distinct x order by x)`.';

create macro products_named(names) as table
with wanted as (
    select distinct regexp_replace(lower(trim(unnest(names::text[]))), '^https?://(www\.)?|(\.git)?/*$', '', 'g') as name
),
known as (
    select product_id, unnest(list_concat([product_id, lower(name)], [lower(alias) for alias in coalesce(aliases, [])])) as name, 0 as rank from product
    union all
    select product_id, unnest([lower(path), host || '/' || lower(path)]), 0 from repository
    union all
    select product_id, unnest([address, address[length(string_split(address, '/')[1]) + 2:]]), 0 from former_address
    union all
    select product_id, lower(string_split(path, '/')[-1]), 1 from repository where role not in ('fork', 'mirror', 'docs')
),
found as (
    select product_id from known join wanted using (name) qualify rank = min(rank) over (partition by name)
)
select *
from product
where names is null or product_id in (from found);
comment on macro table products_named is 'Products that one of these words means, as `product_named`; all products if the list is null: `select * from products_named([''Element'', ''jitsi/jitsi-meet''])`.';

create macro product_named(printed) as table
select * from products_named([printed::text]);
comment on macro table product_named is 'Products with this id, name, other name, or path or address of a repository, today''s or a former one, in any case; if there is none, those with a repository of this name: `select * from product_named(''jitsi/jitsi-meet'')`. More than one row where a name is not unique.';

create macro claims_in_force(keys, ids := null) as table
select
    claim.*,
    case claim.value
        when 'yes' then if(claim.limit_users is null, 'met', 'partial')
        when 'addon' then 'partial'
        when 'no' then 'not_met'
        else claim.value
    end as verdict,
    list_position(['derived', 'crawled', 'vendor', 'curated', 'test'], claim.kind) as rank,
    case
        when claim.kind = 'derived' then coalesce(claim.method, 'derived')
        when claim.strength = 'weak' then 'crawled_weak'
        else claim.kind
    end as rests_on,
    coalesce(claim.evidence_date, claim.retrieved_at::date) as dated,
    if(dated > (select as_of::date from meta), 0, date_diff('day', dated, (select as_of::date from meta))) as age_days
from claim
where (keys is null or list_contains(keys::text[], claim.capability))
    and (ids is null or claim.product_id in (select unnest(ids::text[])))
    and not coalesce(claim.valid_until < (select as_of::date from meta), false)
    and not exists (
        from claim as newer
        where newer.supersedes = claim.claim_id and newer.product_id = claim.product_id
    )
qualify rank() over (
    partition by claim.product_id, claim.edition, claim.capability, claim.source, claim.kind
    order by dated desc nulls last, claim.retrieved_at desc nulls last
) = 1;
comment on macro table claims_in_force is 'Claims about these capabilities, about all if the list is null (of the products `ids` only, if given), that nothing newer of the same source replaces and whose time is not over, each with its verdict, the rank of its kind (5 test to 1 derived), what it rests on (`term_match`: words in a text; `crawled_weak`: a field that names the kind of product only), its date and its age in days: `select * from claims_in_force([''chat.polls''])`.';

create macro capability_answers(keys, text_matches, ids := null) as table
with told as (
    select
        in_force.product_id, in_force.capability, in_force.rank, in_force.rests_on, in_force.dated, in_force.condition,
        in_force.source_url, in_force.evidence_id,
        -- what only a closed edition has, the open one lacks
        if(in_force.edition is null or edition.osi_approved, in_force.verdict, 'not_met') as verdict
    from claims_in_force(keys, ids := ids) as in_force
    left join edition on edition.product_id = in_force.product_id and edition.edition = in_force.edition
    left join (
        select product_id, count(*) > 1 and bool_or(osi_approved) as several from edition group by product_id
    ) as named on named.product_id = in_force.product_id
    where (text_matches or in_force.rests_on <> 'term_match')
        and case
            -- the open edition has a name of its own and another stands beside it: a claim must say which it means
            when in_force.edition is null then in_force.value = 'no' or named.several is not true
            else edition.osi_approved or (in_force.exclusive and in_force.value <> 'no')
        end
),
gathered as (
    select product_id, capability, list(told) as said, max(rank) as strongest
    from told
    group by product_id, capability
),
heard as (
    select
        *,
        [item for item in said if item.rank = strongest] as speaking,
        list_max([item.dated for item in speaking]) as newest,
        list_distinct([item.verdict for item in speaking]) as verdicts
    from gathered
),
ruled as (
    select
        product_id, capability, max(decided_on) as decided_on,
        case arg_max(value, (decided_on, value))
            when 'yes' then 'met' when 'addon' then 'partial' when 'no' then 'not_met'
            else arg_max(value, (decided_on, value))
        end as ruling
    from decision
    where edition is null
        and (keys is null or list_contains(keys::text[], capability))
        and (ids is null or product_id in (select unnest(ids::text[])))
    group by product_id, capability
),
judged as (
    select
        * exclude (product_id, capability),
        coalesce(heard.product_id, ruled.product_id) as product_id,
        coalesce(heard.capability, ruled.capability) as capability,
        case
            when ruling is not null and not coalesce(list_bool_or([
                item.rank >= 2 and item.verdict <> ruling and item.dated > decided_on for item in said
            ]), false) then 'R1'
            when len(verdicts) > 1 then 'R3'
            when list_bool_or([item.rank >= 2 and item.verdict <> verdicts[1] and item.dated > newest for item in said]) then 'R4'
            when list_bool_and([item.rests_on = 'term_match' for item in speaking]) then 'R5'
            else 'R6'
        end as rule
    from heard
    full join ruled on ruled.product_id = heard.product_id and ruled.capability = heard.capability
)
select
    product_id,
    capability,
    case rule
        when 'R1' then ruling
        when 'R3' then if(strongest >= 2, 'conflict', 'unknown')
        when 'R4' then 'conflict'
        when 'R5' then if(verdicts[1] = 'not_met', 'unknown', verdicts[1])
        else verdicts[1]
    end as verdict,
    rule,
    sorted_distinct([item.rests_on for item in speaking]) as rests_on,
    decided_on,
    len(list_distinct([item.verdict for item in said])) > 1 as contradicted,
    sorted_distinct([item.condition for item in speaking]) as conditions,
    sorted_distinct([item.source_url for item in said]) as source_urls,
    sorted_distinct([item.evidence_id for item in said]) as evidence_ids,
    newest as evidence_date
from judged;
comment on macro table capability_answers is 'What is known of these capabilities, of all if the list is null (of the products `ids` only, if given), for the open edition of each product: the verdict (`met`, `partial`, `not_met`, `conflict`, `not_applicable`, `unknown`) that the rules for claims give without a profile, the rule (R1 decision, R3 and R4 contradiction, R5 words in a text, R6 agreement), and what it rests on. A match of words in a text counts only if `text_matches` is true, and never if it denies; a function that only a closed edition has is `not_met`. A product without a row: unknown. `select * from capability_answers([''chat.polls''], true)`';
