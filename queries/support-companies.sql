-- Which organisations support, make or keep a product, where they sit and whether they are members of the OSBA.
-- de:      Welche Organisationen ein Produkt betreuen, herstellen oder pflegen, wo sie sitzen, ob sie der OSBA angehören.
-- topic:   companies
-- grain:   one row per product, organisation, role and source that says so
-- columns: product_id, product_name, edition, organisation_id, organisation_name, role, offers_support, until, city, country,
--          in_germany, in_eu, osba_member, certified_partner, website, source, source_url, evidence_id, evidence_date
-- shown:   product_name, organisation_name, role, offers_support, city, country, osba_member, website
-- tables:  evidence, meta, organisation, product_organisation, products_named()
-- portable
-- param:   products text[] = null  -- only these, by id, name, other name or path
-- param:   roles text[] = supporter, maker, maintainer, owner  -- in these roles; supporter: under contract
-- param:   eu text[] = AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI, SK
--          -- country codes of the member states of the European Union
-- note:    offers_support is `yes` for a contract that runs, `ended` for one whose last day is over, and `unknown` for all other
--          roles: a maker may sell support, but nobody said so here. A contract without an end counts as running.
-- note:    Seats are known only where a source prints a country; in_germany and in_eu are empty elsewhere, and for a country
--          that is not printed as a code. Lists of certified partners are read by no source: always empty.
-- note_de: offers_support ist `yes` für einen laufenden Vertrag, `ended` für einen, dessen letzter Tag vorbei ist, und `unknown` für
--          alle anderen Rollen: Ein Hersteller verkauft vielleicht Unterstützung, aber niemand hat es hier gesagt. Ein Vertrag ohne
--          Ende gilt als laufend.
-- note_de: Sitze sind nur bekannt, wo eine Quelle ein Land druckt; in_germany und in_eu sind sonst leer, auch bei einem Land, das
--          nicht als Kürzel gedruckt ist. Listen zertifizierter Partner liest keine Quelle: immer leer.
with day as (
    select as_of::date as today from meta
)
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    organisation.organisation_id,
    organisation.name as organisation_name,
    involved.role,
    case
        when involved.role <> 'supporter' then 'unknown'
        else if(coalesce(involved.until < day.today, false), 'ended', 'yes')
    end as offers_support,
    involved.until,
    organisation.city,
    organisation.country,
    if(length(organisation.country) = 2, upper(organisation.country) = 'DE', null) as in_germany,
    if(length(organisation.country) = 2, array_contains($eu::text[], upper(organisation.country)), null) as in_eu,
    organisation.osba_member,
    null::boolean as certified_partner,
    coalesce(involved.website, organisation.website) as website,
    involved.source,
    evidence.url as source_url,
    involved.evidence_id,
    evidence.fetched_at::date as evidence_date
from products_named($products::text[]) as product
join product_organisation as involved on involved.product_id = product.product_id
join organisation on organisation.organisation_id = involved.organisation_id
left join day on true
left join evidence on evidence.evidence_id = involved.evidence_id
where product.role = 'candidate' and array_contains($roles::text[], involved.role)
order by
    product.name, product.product_id, find_in_set(offers_support, 'yes,unknown,ended'),
    array_position($roles::text[], involved.role), organisation.name, organisation.organisation_id, involved.source,
    involved.evidence_id
