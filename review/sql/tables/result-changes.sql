-- Which results differ from the earlier snapshot: because of what is known now, or only because of another profile.
-- grain: one row per product and edition whose result differs; products that are new are told among the changes
-- asks: profile-effect previous={previous_label}
select product_id, product_name, edition, result_before, result_by_old_profile, result_after as result, because
from profile_effect
where because <> 'new'
order by list_position(['profile', 'both', 'data'], because), lower(product_name), product_id, edition nulls first
