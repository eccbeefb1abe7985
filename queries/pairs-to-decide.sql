-- Which pairs look like one product and wait for a person's decision, most alike first.
-- de:      Welche Paare wie ein Produkt aussehen und auf die Entscheidung eines Menschen warten, ähnlichste zuerst.
-- topic:   care
-- grain:   one row per pair
-- columns: left_key, left_name, left_url, right_key, right_name, right_url, score, reason
-- shown:   left_name, right_name, score, reason, left_key, right_key
-- tables:  match_review, product, repository
-- portable
-- note:    The answer is a line in decisions.yml of the market, with same or different and both keys; then the pair is not shown
--          again. A key is a product, or a repository where an address is contested. No row: no pair waits.
-- note_de: Die Antwort ist eine Zeile in decisions.yml des Marktes, mit same oder different und beiden Schlüsseln; dann erscheint das
--          Paar nicht mehr. Ein Schlüssel ist ein Produkt oder, wo eine Adresse umstritten ist, ein Repository. Keine Zeile: Kein
--          Paar wartet.
with known as (
    select product.product_id as key, product.name, coalesce(repository.url, product.homepage) as url
    from product
    left join repository on repository.product_id = product.product_id and repository.release_source
    union all
    select repository_id, name, url
    from repository
    where repository_id not in (select product_id from product)
)
select
    match_review.left_key, one.name as left_name, one.url as left_url, match_review.right_key, other.name as right_name,
    other.url as right_url, match_review.score, match_review.reason
from match_review
left join known as one on one.key = match_review.left_key
left join known as other on other.key = match_review.right_key
order by match_review.score desc, match_review.left_key, match_review.right_key
