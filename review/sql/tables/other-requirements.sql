-- Which requirements another profile asks otherwise, does not ask, or asks beside.
-- grain: one row per requirement that differs
with here as (
    from compared_requirement where judging = 'now'
),
there as (
    from compared_requirement where judging = 'other'
)
select
    requirement_id,
    coalesce(here.text_de, there.text_de) as requirement_text_de,
    coalesce(here.text_en, there.text_en) as requirement_text_en,
    here.level,
    there.level as level_other,
    here.weight,
    there.weight as weight_other,
    asked_requirement.test_de,
    asked_requirement.test_en,
    other_requirement.test_de as test_other_de,
    other_requirement.test_en as test_other_en
from here
full join there using (requirement_id)
left join asked_requirement using (requirement_id)
left join other_requirement using (requirement_id)
where (here.level, here.weight, here.test) is distinct from (there.level, there.weight, there.test)
order by coalesce(here.place, there.place), requirement_id
