-- Whether the order survives other weights: each group counted half and double.
-- grain: one row per group with a weight, and factor
-- asks: weight-sensitivity factors={factors} most=0
select
    group_name,
    any_value(group_de) as group_label_de,
    any_value(group_en) as group_label_en,
    factor,
    count(*) filter (where rank_changed) as ranks_changed,
    count(*) filter (where group_changed) as groups_changed,
    len(any_value(lost_statements)) as statements_lost,
    len(any_value(gained_statements)) as statements_gained,
    any_value(lost_statements) as lost_statements,
    any_value(gained_statements) as gained_statements
from weight_sensitivity
join (select distinct group_name, group_de, group_en from requirement) as named using (group_name)
group by group_name, factor
order by group_name, factor
