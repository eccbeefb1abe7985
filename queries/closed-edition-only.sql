-- Which functions a product has only in an edition that is sold, and what is known of them in the open one.
-- de:      Welche Funktionen ein Produkt nur in einer verkauften Ausgabe hat und was zur offenen bekannt ist.
-- topic:   functions
-- grain:   one row per product, function, open edition and other edition
-- columns: product_id, product_name, edition, requirement_id, capability, open_edition_verdict, other_edition,
--          other_edition_licence, other_edition_value, exclusive, condition, rests_on, price_known, quote, source_url,
--          evidence_id, evidence_date
-- shown:   product_name, edition, requirement_id, capability, open_edition_verdict, other_edition, other_edition_value,
--          price_known
-- tables:  edition, price_fact, product_result, requirement, test_verdict, assessed_editions(), capability_answers(), claims_in_force(),
--          products_named()
-- portable
-- param:   level must|should|both|all = both  -- functions that such requirements of the profile ask for, or all functions
-- param:   capabilities text[] = null  -- only these functions
-- param:   products text[] = null  -- only these, by id, name, other name or path
-- param:   text_matches boolean = true  -- false leaves out rows that rest on words in a text alone
-- note:    The open edition is the one without a name, or one whose licence OSI approved or nobody knows. Where it has
--          the function too, there is no row. `not_met` needs a source that says "only there"; if only words in a text
--          say so, the open edition stays `unknown`.
-- note:    One row for each requirement that asks for the function; the verdict is then that of its test, with the age it allows, and
--          words in a text count as the profile says. A function nobody asks for (level all) has the verdict without a profile.
-- note_de: Die offene Edition ist die ohne Namen oder eine, deren Lizenz die OSI anerkannt hat oder niemand kennt. Hat sie die
--          Funktion auch, gibt es keine Zeile. `not_met` braucht eine Quelle, die „nur dort“ sagt; sagen es nur Wörter in einem Text,
--          bleibt die offene Edition `unknown`.
-- note_de: Eine Zeile je Anforderung, die die Funktion verlangt; das Urteil ist dann das ihres Tests, mit dem Alter, das er zulässt,
--          und Wörter in einem Text zählen, wie das Profil es sagt. Eine Funktion, die niemand verlangt (level all), hat das Urteil
--          ohne Profil.
with
-- all that is judged is put to the same tests, so one product tells them
asked as (
    select distinct requirement.requirement_id, requirement.level, requirement.place, test_verdict.key
    from test_verdict join requirement using (profile, requirement_id)
    where test_verdict.kind = 'capability' and test_verdict.product_id = (select min(product_id) from product_result)
),
chosen as (
    select * from products_named($products::text[])
),
sold as (
    select in_force.*, edition.licence as edition_licence
    from claims_in_force($capabilities::text[]) as in_force
    left join edition on edition.product_id = in_force.product_id and edition.edition = in_force.edition
    where in_force.edition is not null
        and edition.osi_approved is not true
        and in_force.value in ('yes', 'addon', 'partial')
        and (in_force.rests_on <> 'term_match' or $text_matches::boolean)
    qualify row_number() over (
        partition by in_force.product_id, in_force.capability, in_force.edition
        order by in_force.rank desc, in_force.dated desc, in_force.claim_id
    ) = 1
),
-- only of functions that no requirement asks for: of all others a test says it
answer as (
    select *
    from capability_answers(
        $capabilities::text[], $text_matches::boolean,
        ids => (select or_empty(array_agg(distinct product_id)) from sold where $level::text = 'all')
    )
)
select
    product.product_id,
    product.name as product_name,
    assessed.edition,
    asked.requirement_id,
    sold.capability,
    coalesce(said.verdict, answer.verdict, 'unknown') as open_edition_verdict,
    sold.edition as other_edition,
    sold.edition_licence as other_edition_licence,
    sold.value as other_edition_value,
    sold.exclusive,
    sold.condition,
    sold.rests_on,
    exists (
        select * from price_fact where price_fact.product_id = sold.product_id and price_fact.edition = sold.edition
    ) as price_known,
    sold.quote,
    sold.source_url,
    sold.evidence_id,
    sold.dated as evidence_date
from sold
join chosen as product on product.product_id = sold.product_id
join assessed_editions() as assessed
    on assessed.product_id = sold.product_id and assessed.edition is distinct from sold.edition
    and assessed.osi_approved is not false
left join answer
    on answer.product_id = sold.product_id and answer.capability = sold.capability
    and answer.edition is not distinct from assessed.edition
left join asked on asked.key = sold.capability and $level::text in ('both', 'all', asked.level)
left join test_verdict as said
    on said.product_id = assessed.product_id and said.edition is not distinct from assessed.edition
    and said.requirement_id = asked.requirement_id and said.key = sold.capability
where product.role = 'candidate'
    and product.osi_approved is not false
    and (asked.requirement_id is not null or $level::text = 'all')
    and coalesce(said.verdict, answer.verdict, 'unknown') <> 'met'
order by product.name, product.product_id, asked.place nulls last, sold.capability, sold.edition, assessed.edition nulls first
