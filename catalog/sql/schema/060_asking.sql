-- What questions share: functions of the catalogue that every analyst's SQL can use too. Call one first in a FROM, or in a
-- CTE of its own: further right, with a parameter as argument, DuckDB runs it once for each row to its left.
-- creates: sorted_distinct, products_named, product_named, answers_each_way, capability_answers

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

create macro answers_each_way(keys, ways, ids := null) as table
with part as (
    select row_number() over (order by capability, with_matches) as part_id, capability, with_matches
    from (
        select unnest(keys::text[]) as capability
        union
        select distinct capability from claim where keys is null
        union
        select distinct capability from decision where keys is null
        union
        select conclusion from deduced() where keys is null
    )
    cross join (select unnest(ways::boolean[]) as with_matches)
),
asked as (
    select list({
        part_id: part_id, key: capability, accept_addon: false, max_age_days: null::integer, text_matches: with_matches
    }) as tests
    from part
)
select
    part.with_matches,
    product_id,
    edition,
    key as capability,
    verdict,
    ['R1', 'R2', 'R3', 'R4', 'R5', 'R6'][
        list_position(['decision', 'no_evidence', 'disagreement', 'newer_weaker', 'term_match', 'strongest'], rule)
    ] as rule,
    sorted_distinct([item.rests_on for item in speaking]) as rests_on,
    decided_on,
    len(list_distinct([item.verdict for item in said])) > 1 as contradicted,
    sorted_distinct([item.condition for item in speaking]) as conditions,
    sorted_distinct([item.source_url for item in said]) as source_urls,
    sorted_distinct([item.evidence_id for item in said]) as evidence_ids,
    newest as evidence_date
from answers_to((select tests from asked), ids := ids) join part using (part_id)
-- that is: the rule is not `no_evidence`. Asked for by its name, DuckDB would reckon the rules within the condition of a join, row by row
where len(said) > 0 or ruling is not null;
comment on macro table answers_each_way is 'As `capability_answers`, for each of `ways`: true where matches of words count, false where not (`with_matches`).';

create macro capability_answers(keys, text_matches, ids := null) as table
select * exclude (with_matches)
from answers_each_way(keys, [text_matches::boolean], ids := ids);
comment on macro table capability_answers is 'What is known of these capabilities, of all if the list is null (of the products `ids` only, if given), for each edition that is assessed: the verdict (`met`, `partial`, `not_met`, `conflict`, `not_applicable`, `unknown`) that the rules for claims give without a profile, the rule (R1 decision, R3 and R4 contradiction, R5 words in a text, R6 agreement), and what it rests on. A match of words in a text, or a field that only names the kind of product, counts only if `text_matches` is true, and never if it denies; a function that only a closed edition has is `not_met`. An edition without a row: unknown. A built catalogue holds the answers in the schema `worked_out`, and reads them there. `select * from capability_answers([''chat.polls''], true)`';
