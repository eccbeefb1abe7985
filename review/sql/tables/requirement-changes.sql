-- Which requirements the profile of the earlier snapshot asked otherwise, did not ask, or asked beside.
-- grain: one row per requirement that differs
with today as (
    from compared_requirement where judging = 'now'
),
earlier as (
    from compared_requirement where judging = 'before'
)
select
    requirement_id,
    coalesce(today.text_de, earlier.text_de) as requirement_text_de,
    coalesce(today.text_en, earlier.text_en) as requirement_text_en,
    earlier.level as level_before,
    today.level,
    earlier.weight as weight_before,
    today.weight,
    today.test is distinct from earlier.test as test_changed
from today
full join earlier using (requirement_id)
where (today.level, today.weight, today.test) is distinct from (earlier.level, earlier.weight, earlier.test)
order by coalesce(today.place, earlier.place), requirement_id
