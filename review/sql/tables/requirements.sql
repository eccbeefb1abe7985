-- What is asked: each requirement of the profile with level, weight, test and where it comes from.
-- grain: one row per requirement
select
    requirement_id,
    text_de as requirement_text_de,
    text_en as requirement_text_en,
    group_de as group_label_de,
    group_en as group_label_en,
    level,
    level_basis,
    weight,
    report_only,
    proposed,
    asked_requirement.test_de,
    asked_requirement.test_en,
    asked_requirement.threshold_basis_de,
    asked_requirement.threshold_basis_en,
    asked_requirement.origin,
    bundle
from requirement
join asked_requirement using (requirement_id)
order by place
