-- What we believe of each entry and organisation: for every fact the newest that was said.
-- reads:   temp sayings
-- creates: temp listing_belief, organisation_belief (grain: one subject)

create temp table listing_belief as
select
    source, source_key,
    arg_max(name, place) as name, arg_max(url, place) as url, arg_max(about, place) as about,
    kept('licence', licence, place, withdrawn) as licence_printed, kept('summary', summary, place, withdrawn) as summary,
    kept('homepage', homepage, place, withdrawn) as homepage, kept('categories', categories, place, withdrawn) as categories, kept('version', version, place, withdrawn) as version,
    kept('release_date', release_date, place, withdrawn) as release_date, kept('development_status', development_status, place, withdrawn) as development_status,
    kept('software_type', software_type, place, withdrawn) as software_type, kept('platforms', platforms, place, withdrawn) as platforms, kept('used_by', used_by, place, withdrawn) as used_by,
    kept('maintenance', maintenance, place, withdrawn) as maintenance, kept('contractors', contractors, place, withdrawn) as contractors,
    kept('maintainer', maintainer, place, withdrawn) as maintainer, kept('based_on', based_on, place, withdrawn) as based_on,
    kept('repository_url', repository_url, place, withdrawn) as repository_url, kept('features', features, place, withdrawn) as features,
    arg_max_null(findings, place) as findings, arg_max(names, place) as names, arg_max(relation, place) as relation,
    coalesce(max(observed_at) filter (where status is null), max(observed_at)) as observed_at,
    coalesce(arg_max(evidence_id, place) filter (where status is null), arg_max(evidence_id, place)) as evidence_id
from sayings
where kind = 'listing'
group by source, source_key;

create temp table organisation_belief as
select
    source, source_key,
    arg_max(name, place) as name, arg_max(website, place) as website, arg_max(city, place) as city,
    arg_max(country, place) as country, arg_max(relation, place) as relation,
    coalesce(max(observed_at) filter (where status is null), max(observed_at)) as observed_at,
    coalesce(arg_max(evidence_id, place) filter (where status is null), arg_max(evidence_id, place)) as evidence_id
from sayings
where kind = 'organisation'
group by source, source_key;
