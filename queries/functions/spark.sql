-- What Apache Spark lacks to answer the stored questions marked `portable`: temporary functions of one session, over the
-- tables of one snapshot. `queries.spark.register` makes them; each means what the catalogue's function of that name does.
-- Answers that rest on the rules for claims are not worked out again: `oscan export --format hive` wrote them down.

create or replace temporary function sorted_distinct(items array<string>) returns array<string>
return nullif(sort_array(array_distinct(array_compact(items))), array());

create or replace temporary function or_empty(items array<string>) returns array<string>
return coalesce(items, array());

create or replace temporary function as_list(item string) returns array<string>
return if(item is null, null, array(item));

create or replace temporary function both_ends(one decimal(18, 12), other decimal(18, 12)) returns array<decimal(18, 12)>
return sort_array(array(one, other));

create or replace temporary function first_of(items array<string>) returns string
return get(items, 0);

create or replace temporary function items_at(items array<string>, places array<int>) returns array<string>
return transform(places, place -> get(items, place - 1));

create or replace temporary function in_order(pairs array<struct<place bigint, item string>>) returns array<string>
return nullif(sort_array(pairs).item, array());

create or replace temporary function days_between(earlier date, later date) returns bigint
return datediff(later, earlier);

create or replace temporary function starts_with(text string, beginning string) returns boolean
return startswith(text, beginning);

create or replace temporary function list_has_any(items array<string>, others array<string>) returns boolean
return arrays_overlap(items, others);

create or replace temporary function list_has_all(items array<string>, others array<string>) returns boolean
return size(array_except(others, items)) = 0;

create or replace temporary function regexp_matches(text string, pattern string) returns boolean
return text rlike pattern;

create or replace temporary function json_extract_string(document string, path string) returns string
return get_json_object(document, path);

create or replace temporary function regexp_escape(text string) returns string
return '\Q' || text || '\E';

create or replace temporary function each_item(items array<string>) returns table (item string)
return select explode(items);

create or replace temporary function assessed_editions() returns table
return select * from assessed_edition;

create or replace temporary function claims_in_force(keys array<string>) returns table
return select * from claim_in_force where keys is null or array_contains(keys, capability);

create or replace temporary function capability_answers(
    keys array<string>, text_matches boolean, ids array<string> default null
) returns table
return select * except (text_matches) from capability_answer as answer
where answer.text_matches = capability_answers.text_matches and (keys is null or array_contains(keys, answer.capability))
    and (ids is null or array_contains(ids, answer.product_id));

create or replace temporary function products_named(names array<string>) returns table
return
with wanted as (
    select distinct regexp_replace(lower(trim(word)), '^https?://(www\.)?|(\.git)?/*$', '') as name
    from (select explode(names) as word)
),
known as (
    select product_id, explode(concat(array(product_id, lower(name)), transform(coalesce(aliases, array()), word -> lower(word)))) as name, 0 as rank
    from product
    union all
    select product_id, explode(array(lower(path), host || '/' || lower(path))), 0 from repository
    union all
    select product_id, explode(array(address, substring(address, length(split(address, '/')[0]) + 2))), 0 from former_address
    union all
    select product_id, lower(element_at(split(path, '/'), -1)), 1 from repository where role not in ('fork', 'mirror', 'docs')
),
found as (
    select product_id from known join wanted using (name) qualify rank = min(rank) over (partition by name)
)
select * from product where names is null or product_id in (select product_id from found);

create or replace temporary function product_named(printed string) returns table
return select * from products_named(array(printed));
