-- Which products need care with copyleft if we embed their code or change it and offer it to others.
-- de:      Bei welchen Produkten Copyleft zu beachten ist, wenn wir Code einbetten oder geändert anbieten.
-- topic:   licences
-- grain:   one row per product whose licence, or that of one of its own repositories, is copyleft or unknown
-- columns: product_id, product_name, edition, care, because, licence, licence_class, other_licences, not_known, source_urls,
--          evidence_ids, evidence_date
-- shown:   product_name, edition, care, because, licence, not_known
-- tables:  licence_finding, product, repository
-- portable
-- param:   kind text = null  -- only products of this kind
-- param:   weak boolean = false  -- also weak copyleft (per file or library)
-- param:   with_unknown boolean = true  -- also products of which only an unknown licence keeps us from saying no
-- note:    care: `network` (changed versions offered over a network must offer their source), `strong` (what embeds the code
--          comes under its licence), `weak`, or `unknown`. The strictest of all own repositories counts; `because` says whether
--          it is the product's own licence or that of a part. A part may be optional: a person has to look.
-- note:    Forks and mirrors are left out. Dependencies are not looked at. No legal advice.
-- note_de: care: `network` (wer eine geänderte Fassung über ein Netz anbietet, muss ihren Quelltext anbieten), `strong` (was den Code
--          einbettet, kommt unter seine Lizenz), `weak` oder `unknown`. Das strengste aller eigenen Repositorys zählt; `because`
--          sagt, ob es die Lizenz des Produkts selbst ist oder die eines Teils. Ein Teil kann verzichtbar sein: Das muss ein Mensch
--          ansehen.
-- note_de: Forks und Spiegel sind ausgelassen. Abhängigkeiten werden nicht betrachtet. Keine Rechtsberatung.
with own as (
    select repository.product_id, repository.repository_id, repository.path, finding.licence, finding.evidence_id,
        coalesce(finding.licence_class, 'unknown') as licence_class, repository.url, repository.observed_at
    from repository
    left join licence_finding as finding on finding.repository_id = repository.repository_id
    where repository.is_fork is not true and repository.is_mirror is not true
),
parts as (
    select
        product_id,
        max(find_in_set(licence_class, 'weak_copyleft,strong_copyleft,network_copyleft')) as strictest,
        sorted_distinct(array_agg(if(licence_class like '%copyleft', licence || ': ' || path, null))) as copyleft,
        sorted_distinct(array_agg(path) filter (where licence_class = 'unknown')) as not_known,
        sorted_distinct(array_agg(url)) as source_urls,
        sorted_distinct(array_agg(evidence_id)) as evidence_ids,
        max(observed_at)::date as evidence_date
    from own
    group by product_id
),
judged as (
    select
        product.product_id, product.name, product.licence, product.licence_class, parts.* except (product_id),
        find_in_set(product.licence_class, 'weak_copyleft,strong_copyleft,network_copyleft') as own_degree,
        greatest(coalesce(own_degree, 0), coalesce(parts.strictest, 0)) as degree
    from product
    left join parts on parts.product_id = product.product_id
    where product.role = 'candidate' and ($kind::text is null or array_contains(product.kinds, $kind::text))
)
select
    product_id,
    name as product_name,
    null::string as edition,
    case degree when 3 then 'network' when 2 then 'strong' when 1 then 'weak' else 'unknown' end as care,
    case
        when degree = 0 then 'not known'
        else if(own_degree = degree, 'own licence', 'a part')
    end as because,
    licence,
    licence_class,
    copyleft as other_licences,
    not_known,
    source_urls,
    evidence_ids,
    evidence_date
from judged
where degree >= 2
    or (degree = 1 and $weak::boolean)
    or (degree = 0 and $with_unknown::boolean and (coalesce(licence_class, 'unknown') = 'unknown' or array_size(not_known) > 0))
order by degree desc, because = 'a part', name, product_id
