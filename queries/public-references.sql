-- Which organisations are said to use a product, by whom and since when that has been said.
-- de:      Welche Organisationen ein Produkt laut Quellen nutzen, wer das sagt und seit wann es dort steht.
-- topic:   companies
-- grain:   one row per product, organisation and source that says so
-- columns: product_id, product_name, edition, organisation_id, organisation_name, printed, in_use_since, listed_since, country,
--          public_body, users_of_product, source, source_url, evidence_id, evidence_date
-- shown:   product_name, organisation_name, country, public_body, in_use_since, users_of_product, source_url
-- tables:  evidence, listing, organisation, product_organisation, public_reference, products_named()
-- portable
-- param:   products text[] = null  -- only these, by id, name, other name or path
-- note:    What an entry says of its own users (`usedBy` of publiccode.yml) is a claim of its author, not proof of use.
-- note:    in_use_since and public_body are known where a person entered the reference (`references/` of the market); else
--          empty. listed_since is the day on which an entry of the product with this user was first seen by us; the user
--          may have been added to it later.
-- note_de: Was ein Eintrag über eigene Nutzer sagt (`usedBy` in publiccode.yml), ist eine Angabe seines Verfassers, kein Nachweis der
--          Nutzung.
-- note_de: in_use_since und public_body sind bekannt, wo ein Mensch die Referenz eingetragen hat (`references/` des Marktes); sonst
--          leer. listed_since ist der Tag, an dem wir einen Eintrag des Produkts mit diesem Nutzer zum ersten Mal sahen; der Nutzer
--          kann später dazugekommen sein.
with entry as (
    select product_id, source, min(first_seen)::date as listed_since
    from listing
    where array_size(used_by) > 0
    group by product_id, source
),
users as (
    select product_id, count(distinct organisation_id) as users_of_product
    from product_organisation
    join organisation using (organisation_id)
    where role = 'user'
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    organisation.organisation_id,
    organisation.name as organisation_name,
    involved.printed,
    entered.since as in_use_since,
    entry.listed_since,
    coalesce(organisation.country, entered.country) as country,
    if(entered.product_id is null, null, true) as public_body,
    users.users_of_product,
    involved.source,
    coalesce(evidence.url, entered.source_url) as source_url,
    involved.evidence_id,
    coalesce(evidence.fetched_at::date, entered.evidence_date) as evidence_date
from products_named($products::text[]) as product
join product_organisation as involved on involved.product_id = product.product_id and involved.role = 'user'
join organisation on organisation.organisation_id = involved.organisation_id
join users on users.product_id = product.product_id
left join entry on entry.product_id = involved.product_id and entry.source = involved.source
left join evidence on evidence.evidence_id = involved.evidence_id
left join public_reference as entered
    on entered.product_id = involved.product_id and entered.entered_in = involved.entered_in
where product.role = 'candidate'
order by
    users_of_product desc, product.product_id, organisation.name, organisation.organisation_id, involved.source,
    involved.evidence_id
