-- Which functions products are said to have, by how many, and whether a person has looked or only words were found.
-- de:      Welche Funktionen Produkten nachgesagt werden, wie vielen, und ob ein Mensch nachsah oder nur Wörter gefunden wurden.
-- topic:   market
-- grain:   one row per capability about which anything is claimed
-- columns: capability, candidates, yes, addon, partial, no, by_people, only_fields, only_words, unknown
-- tables:  claim, product
-- portable
-- param:   capability text = null  -- only this function, or all whose key begins so (`chat`)
-- note:    A product counts in each value that an unreplaced claim about it gives, so a contradiction counts twice; no value is
--          made of silence: who says nothing stands under `unknown`. Editions are counted together.
-- note:    `by_people`: products with a claim that a person entered or tested. `only_fields`: with fields of directories at
--          best. `only_words`: nothing but a match of words in texts, which proposes and does not prove.
-- note_de: Ein Produkt zählt bei jedem Wert, den eine nicht ersetzte Aussage nennt, ein Widerspruch also doppelt; aus Schweigen wird
--          kein Wert: Wer nichts sagt, steht unter `unknown`. Editionen zählen zusammen.
-- note_de: `by_people`: Produkte mit einer Aussage, die ein Mensch eingetragen oder geprüft hat. `only_fields`: höchstens mit Feldern
--          aus Verzeichnissen. `only_words`: nur mit Worttreffern in Texten, die etwas nahelegen, aber nicht beweisen.
with standing as (
    select product_id, capability, value, kind
    from claim
    join product using (product_id)
    where product.role = 'candidate'
        and claim_id not in (select supersedes from claim where supersedes is not null)
        and ($capability::text is null or capability = $capability::text or starts_with(capability, $capability::text || '.'))
),
of_product as (
    select
        capability,
        product_id,
        bool_or(value = 'yes') as yes,
        bool_or(value = 'addon') as addon,
        bool_or(value = 'partial') as partial,
        bool_or(value = 'no') as no,
        max(case kind when 'derived' then 1 when 'crawled' then 2 else 3 end) as proof
    from standing
    group by all
),
total as (
    select count(*) as candidates from product where role = 'candidate'
)
select
    capability,
    candidates,
    count(*) filter (where yes) as yes,
    count(*) filter (where addon) as addon,
    count(*) filter (where partial) as partial,
    count(*) filter (where no) as no,
    count(*) filter (where proof = 3) as by_people,
    count(*) filter (where proof = 2) as only_fields,
    count(*) filter (where proof = 1) as only_words,
    candidates - count(*) as unknown
from of_product
cross join total
group by capability, candidates
order by count(*) desc, capability
