-- Turns the profile that was handed over into rows: its settings, its requirements, and the parts of their tests.
-- reads:   temp given (content: one JSON document, as review/judge.py writes it), meta
-- creates: temp setting (one row), requirement (grain: one requirement), part (grain: one test to be made), presupposed

create or replace temp table setting as
select
    content ->> 'profile' as profile,
    (content ->> 'needed_users')::bigint as needed_users,
    (content ->> 'stale_after_days')::integer as stale_after_days,
    (content ->> 'least_places')::integer as least_places,
    from_json(content -> 'term_matches_count', '["varchar"]') as term_levels,
    (select as_of::date from meta) as today
from given;

create or replace temp table requirement as from requirement limit 0;
insert into requirement by name
select setting.profile, asked.*
from (
    select unnest(from_json(content -> 'requirements', '[{
        "place": "integer", "requirement_id": "varchar", "level": "varchar", "weight": "decimal(12,4)", "group_name": "varchar",
        "text_de": "varchar", "text_en": "varchar", "group_de": "varchar", "group_en": "varchar", "factor": "varchar",
        "level_basis": "varchar", "proposed": ["varchar"], "threshold_basis": "varchar", "bundle": "varchar",
        "combination": "varchar", "met_from": "integer", "partial_from": "integer", "report_only": "boolean",
        "question_de": "varchar", "question_en": "varchar", "evidence_wanted": "varchar"
    }]'), max_depth := 2)
    from given
) as asked
cross join setting;

create or replace temp table presupposed as
select unnest(from_json(content -> 'presupposed', '[{"key": "varchar", "other": "varchar"}]'), max_depth := 2)
from given;

create or replace temp table part as
with asked as (
    select unnest(from_json(content -> 'parts', '[{
        "requirement_id": "varchar", "part": "integer", "level": "varchar", "kind": "varchar", "key": "varchar",
        "accept_addon": "boolean", "max_age_days": "integer", "op": "varchar", "value": "double", "partial_op": "varchar",
        "partial_value": "double"
    }]'), max_depth := 2)
    from given
),
-- what must be known before: what the keys presuppose
premise as (
    select distinct presupposed.other as key
    from asked join presupposed on presupposed.key = asked.key and asked.kind = 'capability'
)
select row_number() over () as part_id, true as for_requirement, * from asked
union all by name
select
    (select count(*) from asked) + row_number() over () as part_id, false as for_requirement, 'must' as level, 'capability' as kind, key,
    false as accept_addon
from premise;
