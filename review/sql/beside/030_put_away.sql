-- Puts the verdicts that were just made away as those of a judging beside, before the next judging takes their tables.
-- reads:   temp put_away_as (judging); requirement, test_verdict, verdict, product_result as temporary tables
-- creates: rows of compared_test_verdict, compared_verdict and compared_result

insert into compared_test_verdict by name
select
    put_away_as.judging, product_id, edition, requirement_id, part, kind, key, verdict, rule, claim_ids
from test_verdict cross join put_away_as;

insert into compared_verdict by name
select
    put_away_as.judging, product_id, edition, requirement_id, verdict, reason, points_lower, points_upper,
    evidence_ids, source_urls, evidence_date
from verdict cross join put_away_as;

insert into compared_result by name
select put_away_as.judging, product_result.* exclude (profile, applicable_weight, open_weight, oldest_evidence, term_match_only)
from product_result cross join put_away_as;
