-- Which claims about the same function of a product contradict each other.
-- de:      Welche Aussagen über dieselbe Funktion eines Produkts einander widersprechen.
-- topic:   functions
-- grain:   one row per product, edition and function about which claims differ
-- columns: product_id, product_name, edition, capability, material, verdict, decision, said, sources, rests_on,
--          text_match_involved, source_urls, evidence_ids, evidence_date
-- shown:   product_name, edition, capability, material, verdict, said, decision, evidence_date
-- tables:  decision, capability_answers(), claims_in_force(), products_named()
-- param:   text_matches boolean = true  -- false leaves out claims that rest on words in a text alone
-- param:   products text[] = null  -- only these, by id, name, other name or path
-- note:    Only claims in force: not superseded, not expired, the newest of each source and kind. Material: one says it is
--          there (also in part), another denies it; else they differ in degree. Verdict is what the rules make of it without a
--          profile; `conflict` waits for a person. An edition that is not assessed, since its licence is not open, has none.
-- note_de: Nur geltende Aussagen: nicht ersetzt, nicht abgelaufen, die neueste je Quelle und Art. Wesentlich (material): Eine sagt,
--          es ist da (auch teilweise), eine andere verneint es; sonst unterscheiden sie sich im Grad. verdict ist, was die Regeln
--          ohne Profil daraus machen; `conflict` wartet auf einen Menschen. Eine Edition, die nicht beurteilt wird, weil ihre Lizenz
--          nicht offen ist, hat keines.
with chosen as (
    select * from products_named($products::text[])
),
contested as (
    select product_id, edition, capability
    from claims_in_force(null)
    where rests_on <> 'term_match' or $text_matches::boolean
    group by product_id, edition, capability
    having min(verdict) <> max(verdict)
),
in_force as (
    select told.*
    from claims_in_force(null) as told
    join contested
        on contested.product_id = told.product_id and contested.capability = told.capability
        and contested.edition is not distinct from told.edition
    where told.rests_on <> 'term_match' or $text_matches::boolean
),
differing as (
    select
        product_id,
        edition,
        capability,
        bool_or(verdict in ('met', 'partial')) and bool_or(verdict = 'not_met') as material,
        list(
            concat_ws(', ', value || ': ' || kind, source, coalesce(dated::text, 'undated'))
            order by rank desc, dated desc nulls last, value, source, claim_id
        ) as said,
        sorted_distinct(list(source)) as sources,
        sorted_distinct(list(rests_on)) as rests_on,
        bool_or(rests_on = 'term_match') as text_match_involved,
        sorted_distinct(list(source_url)) as source_urls,
        sorted_distinct(list(evidence_id)) as evidence_ids,
        max(dated) as evidence_date
    from in_force
    group by product_id, edition, capability
),
answer as (
    select *
    from capability_answers(
        (select coalesce(list(distinct capability), []) from differing), $text_matches::boolean,
        ids := (select coalesce(list(distinct product_id), []) from differing)
    )
),
decided as (
    select
        product_id, edition, capability,
        arg_max(value || ' (' || decided_on || coalesce(', ' || decided_by_role, '') || ')', (decided_on, value)) as decision
    from decision
    group by product_id, edition, capability
)
select
    product.product_id,
    product.name as product_name,
    differing.edition,
    differing.capability,
    differing.material,
    answer.verdict,
    decided.decision,
    differing.said,
    differing.sources,
    differing.rests_on,
    differing.text_match_involved,
    differing.source_urls,
    differing.evidence_ids,
    differing.evidence_date
from differing
join chosen as product on product.product_id = differing.product_id
left join answer
    on answer.product_id = differing.product_id and answer.capability = differing.capability
    and answer.edition is not distinct from differing.edition
left join decided
    on decided.product_id = differing.product_id
    and decided.capability = differing.capability
    and decided.edition is not distinct from differing.edition
order by
    differing.material desc, differing.text_match_involved, product.name, product.product_id, differing.edition nulls first,
    differing.capability
