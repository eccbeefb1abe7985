-- What is claimed about a product and its functions, by whom, since when, in which words, and what follows from it.
-- de:      Was über ein Produkt und seine Funktionen behauptet wird, von wem, seit wann, wörtlich, und was daraus folgt.
-- topic:   sources
-- grain:   one row per claim and assessed edition; with a requirement, per claim, edition and test of it
-- columns: product_id, product_name, edition, assessed_edition, requirement_id, capability, value, condition, kind, method, strength,
--          places, usable, unusable_reason,
--          verdict, rule, decision_id, exclusive, limit_users, quote, source, source_url, locator, evidence_date, observed_at,
--          age_days, stale, valid_until, entered_by_role, claim_id, supersedes, entered_in, evidence_id, sha256, warc_file,
--          warc_offset
-- shown:   assessed_edition, capability, value, kind, usable, verdict, quote, source_url, evidence_date
-- tables:  claim, compared_requirement, evidence, meta, test_verdict, assessed_editions(), capability_answers(),
--          claims_in_force(), deduced(), product_named()
-- param:   product text  -- id, name, other name or path of the product, in any case
-- param:   requirement text = null  -- only what the tests of this requirement of the profile ask for
-- param:   capability text = null  -- only this function, or all whose key begins so (`chat`)
-- param:   history boolean = false  -- also claims that a newer one supersedes or replaces
-- param:   stale_after_days count = 365  -- evidence older than so many days is stale
-- note:    Strongest kind first: test, curated, vendor, crawled, derived. A `derived` claim is a match of words in a text: it
--          proposes and does not prove. A function without a row is unknown, not missing. Age is counted to the day the data
--          speaks of; a line entered after it has age 0.
-- note:    unusable_reason: superseded, expired (its time is over), too_old (for the test of the requirement), replaced (newer of the
--          same source), other_edition (of another than the assessed one, and not said to be there only), edition_not_stated. With a
--          requirement, verdict and rule are those of its test by the profile; else those without a profile, matches of words
--          counted. R1 decision, R2 nothing usable, R3 and R4 contradiction, R5 words in a text, R6 agreement, other words where
--          something beside the claims decided. What a requirement measures (figures, listings) rests on no claim; what
--          follows from another function (deduced) shows the claims about that one.
-- note_de: Die stärkste Art zuerst: test, curated, vendor, crawled, derived. Eine Aussage `derived` ist ein Worttreffer in einem
--          Text: Sie legt nahe und beweist nicht. Eine Funktion ohne Zeile ist unbekannt, nicht abwesend. Das Alter zählt bis zu dem
--          Tag, von dem die Daten sprechen; eine später eingetragene Zeile hat das Alter 0.
-- note_de: unusable_reason: superseded (ersetzt), expired (ihre Zeit ist um), too_old (für den Test der Anforderung), replaced
--          (Neueres derselben Quelle), other_edition (von einer anderen als der beurteilten, ohne dass gesagt ist, nur dort),
--          edition_not_stated. Mit einer Anforderung sind verdict und rule die ihres Tests nach dem Profil; sonst die ohne Profil,
--          Worttreffer mitgezählt. R1 Entscheidung, R2 nichts Verwendbares, R3 und R4 Widerspruch, R5 Wörter in einem Text, R6
--          Übereinstimmung; andere Wörter, wo etwas außerhalb der Aussagen entschied. Was eine Anforderung misst (Kennzahlen,
--          Verzeichnisse), ruht auf keiner Aussage; was aus einer anderen Funktion folgt (deduced), zeigt deren Aussagen.
with day as (
    select as_of::date as today from meta
),
chosen as (
    select * from product_named($product)
),
in_force as (
    select product_id, claim_id from claims_in_force(null, ids := (select coalesce(list(product_id), []) from chosen))
),
answer as (
    select * from capability_answers(null, true, ids := (select coalesce(list(product_id), []) from chosen))
),
assessed as (
    select judged.product_id, judged.edition, judged.editions
    from assessed_editions() as judged join chosen using (product_id)
),
-- the tests of the requirement, the age of evidence they allow, and what their answer may follow from
test as (
    select requirement_id, coalesce(item ->> 'key', requirement_id) as key, (item ->> 'max_age_days')::integer as max_age_days
    from (
        select
            requirement_id,
            unnest(coalesce(from_json(test::json -> 'tests', '["json"]'), [test::json])) as item
        from compared_requirement
        where judging = 'now' and requirement_id = $requirement::text
    )
    where item ->> 'kind' in ('capability', 'manual')
),
spoken as (
    select requirement_id, key as asked_key, key, max_age_days from test
    union all
    select requirement_id, key, deduced.premise, null from test join deduced() as deduced on deduced.conclusion = test.key
),
wanted as (
    select claim.*, test.requirement_id, test.asked_key, test.max_age_days
    from claim
    join chosen using (product_id)
    left join spoken as test on test.key = claim.capability
    where ($requirement::text is null or test.requirement_id is not null)
        and ($capability::text is null or claim.capability = $capability::text
            or starts_with(claim.capability, $capability::text || '.'))
),
judged as (
    select
        wanted.*,
        chosen.name as product_name,
        assessed.edition as assessed_edition,
        coalesce(wanted.evidence_date, wanted.retrieved_at::date) as dated,
        day.today,
        case
            when exists (
                from claim as newer where newer.supersedes = wanted.claim_id and newer.product_id = wanted.product_id
            ) then 'superseded'
            when wanted.valid_until < day.today then 'expired'
            when date_diff('day', coalesce(wanted.evidence_date, wanted.retrieved_at::date), day.today) > wanted.max_age_days then 'too_old'
            when in_force.claim_id is null then 'replaced'
            when wanted.edition is not null and wanted.edition is distinct from assessed.edition
                and not (wanted.exclusive is true and wanted.value <> 'no') then 'other_edition'
            when wanted.edition is null and wanted.value <> 'no' and assessed.edition is not null and assessed.editions > 1
                then 'edition_not_stated'
        end as unusable_reason
    from wanted
    join chosen on chosen.product_id = wanted.product_id
    left join day on true
    left join in_force on in_force.product_id = wanted.product_id and in_force.claim_id = wanted.claim_id
    left join assessed on assessed.product_id = wanted.product_id
)
select
    judged.product_id,
    judged.product_name,
    judged.edition,
    judged.assessed_edition,
    judged.requirement_id,
    judged.capability,
    judged.value,
    judged.condition,
    judged.kind,
    judged.method,
    judged.strength,
    judged.places,
    judged.unusable_reason is null as usable,
    judged.unusable_reason,
    coalesce(tested.verdict, answer.verdict, 'unknown') as verdict,
    if(tested.rule is null, coalesce(answer.rule, 'R2'), coalesce(
        ['R1', 'R2', 'R3', 'R4', 'R5', 'R6'][
            list_position(['decision', 'no_evidence', 'disagreement', 'newer_weaker', 'term_match', 'strongest'], tested.rule)
        ], tested.rule
    )) as rule,
    judged.capability || '@' || answer.decided_on as decision_id,
    judged.exclusive,
    judged.limit_users,
    judged.quote,
    judged.source,
    judged.source_url,
    judged.locator,
    judged.evidence_date,
    judged.retrieved_at as observed_at,
    if(judged.dated > judged.today, 0, judged.today - judged.dated) as age_days,
    judged.today - judged.dated > $stale_after_days::integer as stale,
    judged.valid_until,
    judged.entered_by_role,
    judged.claim_id,
    judged.supersedes,
    judged.entered_in,
    judged.evidence_id,
    evidence.sha256,
    evidence.warc_file,
    evidence.warc_offset
from judged
left join answer
    on answer.product_id = judged.product_id and answer.capability = judged.capability
    and answer.edition is not distinct from judged.assessed_edition
left join test_verdict as tested
    on tested.product_id = judged.product_id and tested.edition is not distinct from judged.assessed_edition
    and tested.requirement_id = judged.requirement_id and tested.key = judged.asked_key
left join evidence on evidence.evidence_id = judged.evidence_id
where $history::boolean or coalesce(judged.unusable_reason, '') not in ('superseded', 'replaced')
order by
    judged.product_id,
    judged.capability,
    list_position(['test', 'curated', 'vendor', 'crawled', 'derived'], judged.kind),
    judged.edition nulls first,
    judged.evidence_date desc,
    judged.source,
    judged.claim_id,
    judged.assessed_edition nulls first
