-- Which releases to look at for a bill of materials (SBOM); what lies beside a release is not read yet.
-- de:      Bei welchen Releases eine Stückliste (SBOM) zu suchen ist; die Dateien eines Release werden noch nicht gelesen.
-- topic:   care
-- grain:   one row per candidate with a main repository
-- columns: product_id, product_name, edition, publishes_sbom, hint, latest_release, latest_release_at, repository_id, path,
--          source_url, evidence_id, evidence_date
-- shown:   product_name, publishes_sbom, hint, latest_release, latest_release_at, path
-- tables:  product, repository
-- portable
-- param:   kind text = null  -- only products of this kind
-- param:   words text[] = sbom, cyclonedx, spdx  -- words in topics that hint at one
-- note:    The files of a release are asked of no source so far, so publishes_sbom is `unknown` for every product and never
--          `no`. A hint is a topic of its repository that names such a list: words, no proof. The rows are a list to work
--          through, hinted and newest releases first.
-- note_de: Die Dateien eines Release werden bisher von keiner Quelle erfragt; publishes_sbom ist darum für jedes Produkt `unknown`
--          und nie `no`. Ein Hinweis ist ein Schlagwort seines Repositorys, das eine solche Liste nennt: Wörter, kein Beweis. Die
--          Zeilen sind eine Liste zum Abarbeiten, Produkte mit Hinweis und mit neuesten Releases zuerst.
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    'unknown' as publishes_sbom,
    sorted_distinct(array_intersect(split(lower(array_join(main.topics, ',')), ','), $words::text[])) as hint,
    main.latest_release,
    main.latest_release_at,
    main.repository_id,
    main.path,
    main.url as source_url,
    main.evidence_id,
    main.observed_at::date as evidence_date
from product
join repository as main on main.repository_id = product.release_source
where product.role = 'candidate' and ($kind::text is null or array_contains(product.kinds, $kind::text))
order by coalesce(array_size(hint), 0) desc, main.latest_release_at desc nulls last, product.product_id
