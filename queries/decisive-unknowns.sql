-- Which open questions, if answered, would change the short list most: the questionnaire, in the order of their weight.
-- de:      Welche offenen Fragen die Auswahl am stärksten ändern würden: der Fragenkatalog in der Reihenfolge seines Gewichts.
-- topic:   requirements
-- grain:   one row per requirement with open cells, or per product and requirement
-- columns: product_id, product_name, edition, position, requirement_id, requirement_text, level, decisive, blocked, stake_pp, needs,
--          product_count, products, open_musts_of_product, question_de, question_en, evidence_wanted
-- shown:   position, product_name, requirement_id, level, decisive, stake_pp, product_count, question_de, question_en
-- tables:  product, product_result, requirement, verdict
-- portable
-- param:   limit count = 20  -- most questions
-- param:   per_product boolean = false  -- true lists each product with its open cells
-- param:   most count = 200  -- most names in `products`, in their order; 0 names all of the `product_count`
-- note:    `decisive`: products for which this is the only must that is not met. `blocked`: products for which this must is open.
--          `stake_pp`: percentage points that are open because of it, over all products of the short list. A partial verdict needs a
--          decision, the others need evidence. A person may be asked for what nobody wrote down.
-- note:    With per_product `products` is the product of the row alone.
-- note_de: `decisive`: Produkte, bei denen dies die einzige nicht erfüllte Muss-Anforderung ist. `blocked`: Produkte, bei denen diese
--          Muss-Anforderung offen ist. `stake_pp`: Prozentpunkte, die ihretwegen offen sind, über alle Produkte der Auswahl. Ein
--          Urteil `partial` braucht eine Entscheidung, die anderen brauchen Belege. Nach dem, was niemand aufgeschrieben hat, kann
--          man einen Menschen fragen.
-- note_de: Mit per_product enthält `products` nur das Produkt der Zeile.
with entry as (
    select
        product_result.product_id, product_result.edition, product.name as product_name,
        dense_rank() over by_name as number,
        coalesce(lag(product.name) over by_name = product.name, false) or coalesce(lead(product.name) over by_name = product.name, false) as several,
        product_result.musts - product_result.met - product_result.not_applicable as open_musts,
        product_result.applicable_weight::double as applicable_weight
    from product_result join product using (product_id)
    where product_result.role = 'candidate' and product_result.result <> 'excluded'
    window by_name as (order by product.name)
),
cell as (
    select
        entry.number, entry.several, verdict.product_id, verdict.edition, requirement.place, requirement.level, verdict.verdict, entry.open_musts,
        if(requirement.level = 'must', 0, 10 * coalesce(requirement.weight, 0)::double
            * coalesce(points_upper - points_lower, 0) / entry.applicable_weight) as stake
    from verdict
    join requirement on requirement.requirement_id = verdict.requirement_id
    join entry on entry.product_id = verdict.product_id and entry.edition is not distinct from verdict.edition
    where verdict.verdict in ('unknown', 'conflict', 'partial')
),
question as (
    select
        place,
        count(*) filter (where level = 'must' and open_musts = 1) as decisive,
        count(*) filter (where level = 'must') as blocked,
        sum(coalesce(stake, 0)) as stake,
        if(bool_and(verdict = 'partial'), 'decision', 'evidence') as needs
    from cell
    group by place
),
placed as (
    select *
    from (
        select
            question.*, requirement.requirement_id,
            row_number() over (order by decisive desc, blocked desc, round(stake, 9) desc, requirement_id) as position
        from question join requirement using (place)
    )
    where position <= $limit::integer
),
-- once each and as numbers before they become lists: a list of ten thousand names is slow to sort. A row for each product names
-- that one: the whole list beside each of its products would be ten thousand times ten thousand names
meant as (
    select cell.place, cell.number from cell join placed using (place) where not $per_product::boolean and not cell.several
    union all
    select distinct cell.place, cell.number from cell join placed using (place) where not $per_product::boolean and cell.several
),
numbered as (
    select place, array_sort(array_agg(number)) as numbers
    from (
        select place, number, row_number() over (partition by place order by number) as nth from meant
    )
    where nth <= if($most::integer = 0, 999999, $most::integer)
    group by place
),
every as (
    select array_sort(array_agg(distinct product_name)) as names from entry
),
counted as (
    select place, count(*) as product_count from meant group by place
),
named as (
    select place, counted.product_count, items_at(every.names, numbered.numbers) as products
    from numbered join counted using (place) cross join every
)
select
    cell.product_id,
    product.name as product_name,
    cell.edition,
    placed.position,
    requirement.requirement_id,
    requirement.text_en as requirement_text,
    requirement.level,
    placed.decisive,
    placed.blocked,
    if(cell.product_id is null, placed.stake, cell.stake)::decimal(18, 9) as stake_pp,
    if(cell.product_id is null, placed.needs, if(cell.verdict = 'partial', 'decision', 'evidence')) as needs,
    coalesce(named.product_count, 1) as product_count,
    coalesce(named.products, as_list(product.name)) as products,
    cell.open_musts as open_musts_of_product,
    coalesce(requirement.question_de, requirement.text_de || '?') as question_de,
    coalesce(requirement.question_en, requirement.text_en || '?') as question_en,
    requirement.evidence_wanted
from placed
join requirement using (place)
left join named using (place)
left join cell on $per_product::boolean and cell.place = placed.place
left join product on product.product_id = cell.product_id
order by placed.position, cell.product_id nulls last, cell.edition nulls first
