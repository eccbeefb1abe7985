-- Which products say how to report a weakness; open and slow advisories themselves are not read yet.
-- de:      Welche Produkte sagen, wie man Schwachstellen meldet; Sicherheitsmeldungen selbst werden noch nicht gelesen.
-- topic:   care
-- grain:   one row per candidate with a main repository
-- columns: product_id, product_name, edition, open_advisories, security_lag_days, security_policy, security_policy_url,
--          repository_id, path, last_commit_at, days_since_last_release, source_url, evidence_id, evidence_date
-- tables:  meta, product, repository
-- param:   kind text = null  -- only products of this kind
-- param:   policy boolean = null  -- true: only those with a policy; false: only those of which none is known
-- note:    Advisories, and how long a fix took, are asked of no source so far: open_advisories and security_lag_days are always
--          empty, which says nothing about weaknesses. What is known is whether a policy is in force, and where it stands;
--          empty means that nobody looked. Products without a release for long come first among equals: fixes reach nobody.
-- note:    Archived repositories and mirrors are left out.
select
    product.product_id,
    product.name as product_name,
    null::text as edition,
    null::integer as open_advisories,
    null::integer as security_lag_days,
    main.security_policy,
    main.security_policy_url,
    main.repository_id,
    main.path,
    main.last_commit_at,
    (select as_of::date from meta) - main.latest_release_at::date as days_since_last_release,
    main.url as source_url,
    main.evidence_id,
    main.observed_at::date as evidence_date
from product
join repository as main on main.repository_id = product.release_source
where product.role = 'candidate'
    and main.is_mirror is not true
    and main.archived is not true
    and ($kind::text is null or list_contains(product.kinds, $kind::text))
    and ($policy::boolean is null or coalesce(main.security_policy, false) = $policy::boolean)
order by main.security_policy is null, main.security_policy, days_since_last_release desc nulls last, product.product_id
