-- Turns the scenarios that were handed over into rows: what they share, what each wants to pay for, what the file says itself.
-- reads:   temp given_scenarios (content: one JSON document, as review/economics.py writes it), meta
-- creates: temp plan (one row), scenario (grain: one way to go on), quantity (grain: one unit), factor (grain: one year),
--          wanted (grain: one price that the catalogue must know), stated (grain: one amount of the file)

create or replace temp table plan as
select
    content ->> 'currency' as currency, (content ->> 'net')::boolean as net, (content ->> 'years')::integer as years,
    (content ->> 'discounted')::boolean as discounted, (content ->> 'users_low')::decimal(14, 2) as users_low,
    (content ->> 'users_high')::decimal(14, 2) as users_high, (content ->> 'day_low')::decimal(18, 4) as day_low,
    (content ->> 'day_high')::decimal(18, 4) as day_high, (select as_of::date from meta) as today
from given_scenarios;

create or replace temp table scenario as
select unnest(from_json(content -> 'scenarios', '[{
    "place": "integer", "scenario": "varchar", "kind": "varchar", "title_de": "varchar", "title_en": "varchar", "products": ["varchar"]
}]'), max_depth := 2)
from given_scenarios;

create or replace temp table quantity as
select unnest(from_json(content -> 'quantities', '[{"unit": "varchar", "low": "decimal(14,2)", "high": "decimal(14,2)"}]'), max_depth := 2)
from given_scenarios;

create or replace temp table factor as
select unnest(from_json(content -> 'factors', '[{
    "measure": "varchar", "year": "integer", "low": "decimal(14,12)", "high": "decimal(14,12)"
}]'), max_depth := 2)
from given_scenarios;

create or replace temp table wanted as
select unnest(from_json(content -> 'wanted', '[{
    "scenario": "varchar", "line": "integer", "product": "varchar", "component": "varchar", "edition": "varchar",
    "unit": "varchar", "period": "varchar"
}]'), max_depth := 2)
from given_scenarios;

create or replace temp table stated as
select unnest(from_json(content -> 'stated', '[{
    "scenario": "varchar", "line": "integer", "component": "varchar", "text_de": "varchar", "text_en": "varchar",
    "period": "varchar", "per": "varchar", "low": "decimal(18,4)", "high": "decimal(18,4)", "source": "varchar",
    "source_url": "varchar", "date": "date", "reason": "varchar"
}]'), max_depth := 2)
from given_scenarios;
