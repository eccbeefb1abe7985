-- Puts temporary tables over the empty public ones that tell what was judged, and what was judged beside.
-- creates: temp judging, content_sum, compared_requirement, compared_test_verdict, compared_verdict, compared_result

create or replace temp table judging as from judging limit 0;
create or replace temp table content_sum as from content_sum limit 0;
create or replace temp table compared_requirement as from compared_requirement limit 0;
create or replace temp table compared_test_verdict as from compared_test_verdict limit 0;
create or replace temp table compared_verdict as from compared_verdict limit 0;
create or replace temp table compared_result as from compared_result limit 0;
