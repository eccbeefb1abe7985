-- Which products openCode lists, in which categories and with which badges.
-- de:      Welche Produkte openCode führt, in welchen Kategorien und mit welchen Badges.
-- topic:   sources
-- grain:   one row per entry of openCode that describes a product
-- columns: product_id, product_name, edition, source_key, listed_as, outcome, categories, version, release_date,
--          licence_printed, badges, source_url, evidence_id, evidence_date
-- shown:   product_name, listed_as, outcome, categories, version, release_date, licence_printed
-- tables:  fact, listing, product
-- param:   kind text = null  -- only products of this kind
-- param:   category text = null  -- only entries with this category, as printed
-- note:    Version, date and licence are as printed in the entry; the forge may say otherwise. Outcome says whether the entry
--          stands in a repository of the maker (own) or only in a copy.
-- note_de: Version, Datum und Lizenz wie im Eintrag gedruckt; die Plattform kann anderes sagen. outcome sagt, ob der Eintrag in einem
--          Repository des Herstellers steht (own) oder nur in einer Kopie.
with badge as (
    select
        subject_id as repository_id,
        from_json(try_cast(value as json), '[{"badge": "VARCHAR", "level": "VARCHAR"}]') as granted
    from fact
    where source = 'opencode' and subject = 'repository' and field = 'badges'
)
select
    product.product_id,
    product.name as product_name,
    null::text as edition,
    listing.source_key,
    listing.name as listed_as,
    listing.outcome,
    listing.categories,
    listing.version,
    listing.release_date,
    listing.licence_printed,
    list_sort([item.badge || coalesce(' ' || item.level, '') for item in badge.granted]) as badges,
    listing.url as source_url,
    listing.evidence_id,
    listing.observed_at::date as evidence_date
from listing
join product on product.product_id = listing.product_id
left join badge on badge.repository_id = listing.repository_id
where listing.source = 'opencode'
    and ($kind::text is null or list_contains(product.kinds, $kind::text))
    and ($category::text is null or list_contains(listing.categories, $category::text))
order by product.name, product.product_id, listing.source_key
