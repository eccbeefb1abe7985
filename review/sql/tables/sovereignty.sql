-- The score of digital sovereignty, best and worst, with its questions.
-- grain: one row per product and edition of the short list, and system in use
-- asks: sovereignty-score
select
    product_id, product_name, edition, role, sds_best, sds_worst, q0_alternative, q1_parent_in_eu, q2_open_source, q3_security_updates,
    q4_standard_interfaces, q5_standard_formats, unknown_questions, evidence_date
from sovereignty_score
order by role, lower(product_name), product_id, edition nulls first
