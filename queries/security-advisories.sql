-- Which products have open security advisories, and which say how to report a weakness.
-- de:      Welche Produkte haben offene Sicherheitsmeldungen, und welche sagen, wie man Schwachstellen meldet?
-- topic:   care
-- grain:   one row per candidate with a main repository
-- columns: product_id, product_name, edition, open_advisories, advisories, newest_advisory_at, security_lag_days,
--          security_policy, security_policy_url, repository_id, path, last_commit_at, days_since_last_release, source_url,
--          evidence_id, evidence_date
-- shown:   product_name, open_advisories, newest_advisory_at, security_lag_days, security_policy, path
-- tables:  advisory, document, meta, product, repository
-- portable
-- param:   kind text = null  -- only products of this kind
-- param:   policy boolean = null  -- true: only those with a policy; false: only those of which none is known
-- note:    Advisories are those that the watched repositories of a product publish themselves on GitHub; open are those that do
--          not name a version without the weakness for every affected part. Empty: no repository was asked. None is no proof of
--          safety. How long a fix took (security_lag_days) is asked of no source so far and always empty.
-- note:    A policy that is empty: nobody looked. Products without a release for long come first among equals: fixes reach nobody.
-- note:    Archived repositories and mirrors are left out.
-- note_de: Sicherheitshinweise sind die, die beobachtete Repositorys eines Produkts selbst auf GitHub veröffentlichen; offen sind
--          jene, die nicht für jeden betroffenen Teil eine Version ohne die Schwachstelle nennen. Leer: Kein Repository wurde
--          gefragt. Keine sind kein Beweis für Sicherheit. Wie lange eine Behebung dauerte (security_lag_days), wird bisher von
--          keiner Quelle erfragt und ist immer leer.
-- note_de: Eine leere Angabe zur Sicherheitsrichtlinie: Niemand hat nachgesehen. Produkte, die lange kein Release hatten, stehen
--          unter Gleichen vorn: Behebungen erreichen dort niemanden.
-- note_de: Archivierte Repositorys und Spiegel sind ausgelassen.
with asked as (
    select distinct product_id from document where name = 'advisories' and product_id is not null
),
published as (
    select
        asked.product_id,
        count(advisory.advisory_id) filter (where advisory.patched is not true and advisory.withdrawn_at is null) as open_advisories,
        count(advisory.advisory_id) filter (where advisory.withdrawn_at is null) as advisories,
        max(advisory.published_at) filter (where advisory.withdrawn_at is null) as newest_advisory_at
    from asked left join advisory on advisory.product_id = asked.product_id
    group by asked.product_id
)
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    published.open_advisories,
    published.advisories,
    published.newest_advisory_at,
    null::integer as security_lag_days,
    main.security_policy,
    main.security_policy_url,
    main.repository_id,
    main.path,
    main.last_commit_at,
    days_between(main.latest_release_at::date, (select as_of::date from meta)) as days_since_last_release,
    main.url as source_url,
    main.evidence_id,
    main.observed_at::date as evidence_date
from product
join repository as main on main.repository_id = product.release_source
left join published on published.product_id = product.product_id
where product.role = 'candidate'
    and main.is_mirror is not true
    and main.archived is not true
    and ($kind::text is null or array_contains(product.kinds, $kind::text))
    and ($policy::boolean is null or coalesce(main.security_policy, false) = $policy::boolean)
order by published.open_advisories desc nulls last, main.security_policy is null, main.security_policy nulls last, days_since_last_release desc nulls last, product.product_id
