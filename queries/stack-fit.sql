-- Which products fit a given stack: packages for it, sign-on, directory, by what is claimed about them.
-- de:      Welche Produkte zu einer vorhandenen Umgebung passen: Pakete, Anmeldung, Verzeichnis, laut Aussagen dazu.
-- topic:   functions
-- grain:   one row per candidate and edition
-- columns: product_id, product_name, edition, fits, met, partial, conflicting, not_met, unknown, term_match_only, has_chart,
--          main_language, source_urls, evidence_ids, evidence_date
-- shown:   product_name, edition, fits, met, partial, conflicting, not_met, unknown, has_chart, main_language
-- tables:  product, repository, assessed_editions(), capability_answers()
-- portable
-- param:   capabilities text[] = deploy.packages, identity.sso, identity.ldap  -- functions the stack asks for
-- param:   kind text = null  -- only products of this kind
-- param:   with_unknown boolean = false  -- also products about which none of these is said
-- param:   text_matches boolean = true  -- false counts what rests on words in a text alone as unknown
-- note:    fits is `no` if one is denied, `yes` if all are met, else `unknown`. Verdicts are those of the open edition, without
--          a profile; what a match of words in a text alone supports stands in term_match_only: read the source.
-- note:    has_chart: a repository of the product is a Helm chart for Kubernetes; empty if none is known. Which identity
--          service (Keycloak) or database (PostgreSQL) works has no key in the vocabulary: ask with a trial.
-- note_de: fits ist `no`, wenn eines verneint ist, `yes`, wenn alle erfüllt sind, sonst `unknown`. Urteile sind die der offenen
--          Edition, ohne Profil; was nur ein Worttreffer in einem Text stützt, steht in term_match_only: Quelle lesen.
-- note_de: has_chart: Ein Repository des Produkts ist ein Helm-Chart für Kubernetes; leer, wenn keines bekannt ist. Welcher
--          Anmeldedienst (Keycloak) oder welche Datenbank (PostgreSQL) funktioniert, hat im Vokabular keinen Schlüssel: durch
--          Erprobung klären.
with answer as (
    select
        product_id,
        edition,
        sorted_distinct(array_agg(capability) filter (where verdict = 'met')) as met,
        sorted_distinct(array_agg(capability) filter (where verdict = 'partial')) as partial,
        sorted_distinct(array_agg(capability) filter (where verdict = 'conflict')) as conflicting,
        sorted_distinct(array_agg(capability) filter (where verdict = 'not_met')) as not_met,
        array_agg(capability) filter (where verdict in ('met', 'not_applicable')) as no_obstacle,
        array_agg(capability) filter (where verdict <> 'unknown') as told,
        sorted_distinct(array_agg(capability) filter (where array_join(rests_on, ',') = 'term_match' and verdict <> 'unknown')) as term_match_only,
        sorted_distinct(flatten(array_agg(source_urls))) as source_urls,
        sorted_distinct(flatten(array_agg(evidence_ids))) as evidence_ids,
        min(evidence_date) as evidence_date
    from capability_answers($capabilities::text[], $text_matches::boolean)
    group by product_id, edition
),
chart as (
    select distinct product_id, true as has_chart from repository where role = 'chart'
)
select
    product.product_id,
    product.name as product_name,
    assessed.edition,
    case
        when array_size(answer.not_met) > 0 then 'no'
        when list_has_all(or_empty(answer.no_obstacle), $capabilities::text[]) then 'yes'
        else 'unknown'
    end as fits,
    answer.met,
    answer.partial,
    answer.conflicting,
    answer.not_met,
    or_empty(sorted_distinct(array_except($capabilities::text[], or_empty(answer.told)))) as unknown,
    answer.term_match_only,
    chart.has_chart,
    main.main_language,
    answer.source_urls,
    answer.evidence_ids,
    answer.evidence_date
from assessed_editions() as assessed
join product on product.product_id = assessed.product_id
left join answer on answer.product_id = assessed.product_id and answer.edition is not distinct from assessed.edition
left join chart on chart.product_id = product.product_id
left join repository as main on main.repository_id = product.release_source
where product.role = 'candidate'
    and ($kind::text is null or array_contains(product.kinds, $kind::text))
    and (answer.product_id is not null or $with_unknown::boolean)
order by
    find_in_set(fits, 'yes,unknown,no'), array_size(unknown), coalesce(array_size(answer.met), 0) desc, product.name,
    product.product_id, assessed.edition nulls first
