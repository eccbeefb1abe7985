-- Which stored response said what about a product, fact by fact.
-- de:      Welche gespeicherte Antwort was über ein Produkt gesagt hat, Angabe für Angabe.
-- topic:   sources
-- grain:   one row per fact of one repository or entry of the product
-- columns: product_id, product_name, edition, field, quote, subject, subject_id, is_main, source, source_url, locator,
--          fetched_at, confirmed_at, evidence_id, evidence_date, sha256, warc_file, warc_offset
-- shown:   field, quote, subject, source, confirmed_at, source_url
-- tables:  evidence, fact, product_named()
-- portable
-- param:   product text  -- id, name, other name or path of the product, in any case
-- param:   fields text[] = null  -- only facts of these names, as in the observation
-- note:    Quotes are as printed, at most 200 characters. What a person entered by hand (watch list, systems in use today)
--          has no response: `subject` is then `product` and `locator` the file and line of the market.
-- note_de: Zitate wie gedruckt, höchstens 200 Zeichen. Was ein Mensch eingetragen hat (Beobachtungsliste, Systeme im Einsatz), hat
--          keine Antwort einer Quelle: `subject` ist dann `product` und `locator` Datei und Zeile des Marktes.
select
    chosen.product_id,
    chosen.name as product_name,
    null::string as edition,
    fact.field,
    left(fact.value, 200) as quote,
    fact.subject,
    fact.subject_id,
    fact.subject = 'repository' and fact.subject_id = chosen.release_source as is_main,
    fact.source,
    evidence.url as source_url,
    fact.locator,
    coalesce(evidence.fetched_at, fact.observed_at) as fetched_at,
    fact.confirmed_at,
    fact.evidence_id,
    coalesce(evidence.fetched_at, fact.observed_at)::date as evidence_date,
    evidence.sha256,
    evidence.warc_file,
    evidence.warc_offset
from product_named($product) as chosen
join fact on fact.product_id = chosen.product_id
left join evidence on evidence.evidence_id = fact.evidence_id
where $fields::text[] is null or array_contains($fields::text[], fact.field)
order by
    chosen.product_id,
    fact.field,
    is_main is not true,
    fetched_at desc,
    fact.subject,
    fact.subject_id,
    fact.source
