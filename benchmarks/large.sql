-- A catalogue of 10,000 products, 25,000 repositories and 40 snapshots, made up, the same each time.
-- About a fifth of the values is unknown; names, licences, words and dates are spread by hash.
create temp macro drawn(seed, number, most) as (hash(seed, number) % most)::bigint;
create temp macro known(seed, number, value) as (case when drawn(seed || '?', number, 5) > 0 then value end);
create temp macro day_before(seed, number, most) as (timestamp '2026-10-01 06:00:00' - to_days(drawn(seed, number, most)::integer));

insert into meta by name
select 'b1' as build_id, timestamp '2026-10-01 07:00:00' as built_at, 'ucc' as market, timestamp '2026-10-01 06:00:00' as as_of,
    '0.1.0' as software_version;

insert into source_run by name
select source, source || run as run_id, day_before('run', run, 1) - to_days(run::integer * 7) as started_at,
    day_before('run', run, 1) - to_days(run::integer * 7) as finished_at, 'complete' as status, 100 as requests,
    5000 as subjects, 0 as errors, timestamp '2026-10-01 06:00:00' - to_days(run::integer * 7) as as_of,
    timestamp '2026-10-01 06:00:00' - to_days(run::integer * 7) as last_good_at
from unnest(['github', 'opencode', 'osba']) as sources (source), range(50) as runs (run);

insert into evidence by name
select 'e' || n as evidence_id, ['github', 'opencode', 'osba'][1 + drawn('source', n, 3)] as source, 'github0' as run_id,
    'https://forge.example/' || n as url, 'GET' as method, 200 as status, day_before('fetched', n, 365) as fetched_at,
    md5(n::varchar) as sha256, 'evidence/github/1.warc.gz' as warc_file, n as warc_offset
from range(60000) as numbers (n);

insert into product by name
select 'product-' || n as product_id, 'Product ' || n as name, if(n < 5, 'baseline', 'candidate') as role,
    known('kinds', n, [['chat', 'video', 'telephony', 'office', 'forum'][1 + drawn('kind', n, 5)]]) as kinds,
    'A program for talking, number ' || n as summary, known('home', n, 'https://product-' || n || '.example') as homepage,
    known('licence', n, ['AGPL-3.0-or-later', 'MIT', 'Apache-2.0', 'GPL-2.0-only', 'EUPL-1.2'][1 + drawn('spdx', n, 5)]) as licence,
    known('licence', n, ['network_copyleft', 'permissive', 'permissive', 'copyleft', 'copyleft'][1 + drawn('spdx', n, 5)]) as licence_class,
    known('licence', n, true) as osi_approved, known('core', n, drawn('core', n, 9) = 0) as open_core,
    known('status', n, ['active', 'slow', 'archived'][1 + drawn('state', n, 3)]) as status, day_before('first', n, 900) as first_seen,
    day_before('last', n, 30) as last_seen, n < 200 as watched, 'Maker ' || drawn('maker', n, 800) as vendor,
    ['P' || n] as aliases, 'repository-' || n as release_source, 'AGPLv3' as licence_printed, 'github' as licence_from
from range(10000) as numbers (n);

insert into repository by name
select 'repository-' || n as repository_id, 'product-' || n % 10000 as product_id,
    if(n < 10000, 'server', ['client', 'chart', 'docs', 'component', 'fork'][1 + drawn('role', n, 5)]) as role,
    ['github', 'opencode'][1 + drawn('forge', n, 2)] as source, n::varchar as source_key, 'github' as forge, 'forge.example' as host,
    n::varchar as forge_id, 'owner-' || n % 800 || '/project-' || n as path, 'https://forge.example/owner/project-' || n as url,
    drawn('mirror', n, 20) = 0 as is_mirror, drawn('fork', n, 10) = 0 as is_fork, drawn('archived', n, 12) = 0 as archived,
    known('printed', n, 'GNU AGPL v3') as licence_printed, known('licence', n, 'AGPL-3.0-or-later') as licence,
    day_before('created', n, 4000) as created_at, known('commit', n, day_before('commit', n, 1500)) as last_commit_at,
    known('commits', n, drawn('commits', n, 900)) as commits_183d, known('authors', n, 1 + drawn('authors', n, 40)) as authors_183d,
    known('absence', n, 1 + drawn('absence', n, 6)) as absence_factor_183d, known('release', n, 'v' || drawn('v', n, 20)) as latest_release,
    known('release', n, day_before('release', n, 1500)) as latest_release_at, known('release', n, drawn('releases', n, 30)) as releases_365d,
    known('gap', n, drawn('gap', n, 200)::double) as median_release_gap_days, drawn('stars', n, 40000) as stars,
    drawn('forks', n, 4000) as forks, known('issues', n, drawn('issues', n, 900)) as open_issues, known('policy', n, n % 2 = 0) as security_policy,
    day_before('observed', n, 30) as observed_at, 'e' || n as evidence_id, 'project-' || n as name, n < 10000 as release_source,
    ['Python', 'Go', 'Java', 'PHP', 'Rust'][1 + drawn('language', n, 5)] as main_language, ['chat', 'matrix'] as topics,
    'observed' as status, day_before('first', n, 900) as first_seen, day_before('last', n, 30) as last_seen,
    'Organization' as owner_kind, 'Maker ' || n % 800 as owner_name, known('days', n, drawn('days', n, 1500)) as days_since_last_release,
    drawn('closed', n, 5000) as closed_issues, known('all', n, drawn('commits', n, 900) + 5) as commits_all_183d
from range(25000) as numbers (n);

insert into listing by name
select ['opencode', 'osba'][1 + drawn('list', n, 2)] as source, n::varchar as source_key, 'product-' || n as product_id,
    'Product ' || n as name, 'https://list.example/' || n as url, known('printed', n, 'AGPLv3') as licence_printed,
    ['collaboration'] as categories, day_before('observed', n, 30) as observed_at, 'e' || n as evidence_id, 'listed' as outcome,
    ['City ' || n % 90] as used_by, 'Maker ' || n % 800 as maintainer, 'internal' as maintenance, 'active' as status,
    day_before('first', n, 900) as first_seen, day_before('last', n, 30) as last_seen
from range(4000) as numbers (n);

insert into organisation by name
select 'organisation-' || n as organisation_id, 'Maker ' || n as name, known('city', n, 'City ' || n % 90) as city,
    known('country', n, ['DE', 'AT', 'US', 'FR'][1 + drawn('country', n, 4)]) as country, known('member', n, n % 3 = 0) as osba_member,
    day_before('first', n, 900) as first_seen, day_before('last', n, 30) as last_seen, 'e' || n as evidence_id
from range(1500) as numbers (n);

insert into product_organisation by name
select 'product-' || n % 10000 as product_id, 'organisation-' || drawn('who', n, 1500) as organisation_id,
    ['maker', 'supporter', 'operator', 'user'][1 + n // 10000] as role, 'osba' as source, 'e' || n as evidence_id, 'Maker' as printed
from range(30000) as numbers (n);

insert into relation by name
select 'product-' || n as product_id, ['based_on', 'component_of', 'client_of'][1 + drawn('how', n, 3)] as relation,
    'product-' || drawn('whom', n, 300) as other_product_id, 'opencode' as source, 'e' || n as evidence_id
from range(300, 5000) as numbers (n);

insert into fact by name
select 'product-' || n % 10000 as product_id, 'repository' as subject, 'repository-' || n % 25000 as subject_id,
    ['licence', 'stars', 'latest_release', 'last_commit_at', 'archived', 'name', 'topics', 'forks'][1 + n // 25000] as field,
    n::varchar as value, 'github' as source, n::varchar as source_key, day_before('observed', n, 30) as observed_at,
    'e' || n % 60000 as evidence_id
from range(200000) as numbers (n);

insert into claim by name
select 'product-' || drawn('product', n, 10000) as product_id, case when drawn('edition', n, 9) = 0 then 'enterprise' end as edition,
    (select list(capability order by capability) from capability_names)[1 + drawn('capability', n, (select count(*) from capability_names))]
        as capability,
    ['yes', 'addon', 'partial', 'no'][1 + drawn('value', n, 4)] as value, ['curated', 'vendor', 'derived', 'crawled'][1 + drawn('said', n, 4)] as kind,
    if(drawn('said', n, 4) = 2, 'term_match', null) as method, 'github' as source, 'https://forge.example/' || n as source_url, 'README.md:' || n % 300 as locator,
    'End-to-end encryption' as quote, 'e' || n % 60000 as evidence_id, day_before('evidence', n, 700)::date as evidence_date,
    day_before('retrieved', n, 30) as retrieved_at, false as exclusive, 'c' || n as claim_id
from range(120000) as numbers (n);

insert into edition by name
select 'product-' || n as product_id, 'enterprise' as edition, 'Enterprise' as name, 'LicenseRef-commercial' as licence,
    'proprietary' as licence_class, false as osi_approved, 'vendor' as source, day_before('observed', n, 30) as observed_at
from range(0, 10000, 8) as numbers (n);

insert into price_fact by name
select 'product-' || n as product_id, 'enterprise' as edition, 'licence' as component, 'user' as unit, 3 + n % 9 as amount_low,
    5 + n % 9 as amount_high, 'EUR' as currency, true as net, 'month' as period, 'vendor' as source, 'public' as kind,
    day_before('observed', n, 300) as observed_at
from range(0, 10000, 20) as numbers (n);

insert into snapshot by name
select (2017 + n // 4) || 'Q' || (1 + n % 4) as label, timestamp '2017-01-01' + to_months((n * 3)::integer) as taken_at,
    timestamp '2017-01-01' + to_months((n * 3)::integer) as as_of, '{}' as sources, 10000 as products, md5(n::varchar) as checksum,
    'b' || n as build_id
from range(40) as numbers (n);

insert into change by name
select (2017 + n // 4) || 'Q' || (1 + n % 4) as from_label, (2017 + (n + 1) // 4) || 'Q' || (1 + (n + 1) % 4) as to_label,
    'product-' || drawn('changed' || n, c, 10000) as product_id,
    ['added', 'gone', 'renamed', 'relicensed', 'archived', 'release_stopped', 'value_changed'][1 + drawn('change', c, 7)] as kind,
    'licence' as field, 'MIT' as before, 'AGPL-3.0-or-later' as after
from range(39) as numbers (n), range(1500) as changes (c);
