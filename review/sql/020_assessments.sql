-- What is judged, and what is known of it: the answers to all tests that claims can answer.
-- reads:   temp part, setting
-- creates: temp assessment (grain: one product and edition), answer (grain: one test of one assessed edition that somebody spoke about)

create or replace temp table assessment as from assessed_editions();

create or replace temp table answer as
with claimable as (
    select list({
        part_id: part_id, key: key, accept_addon: accept_addon, max_age_days: max_age_days,
        text_matches: list_contains(setting.term_levels, part.level)
    }) as tests
    from part cross join setting
    where part.kind in ('capability', 'manual')
)
select * exclude (product_id, edition, key)
from answers_to(
    (select tests from claimable), needed_users := (select needed_users from setting),
    least_places := (select least_places from setting)
);
