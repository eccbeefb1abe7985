-- Which musts no product covers, and whether that is shown or merely not known.
-- de:      Welche Muss-Anforderungen kein Produkt abdeckt, und ob das belegt ist oder nur niemand es weiß.
-- topic:   requirements
-- grain:   one row per must
-- columns: requirement_id, requirement_text, finding, met_by, partly_by, denied_for, unknown_for, conflict_for, candidates,
--          sources_complete, products_met, products_partial, newest_evidence
-- shown:   requirement_id, requirement_text, finding, met_by, partly_by, denied_for, unknown_for, products_partial
-- tables:  product, requirement, source_run, verdict
-- portable
-- param:   all boolean = false  -- true shows the covered ones too
-- note:    `not_covered` speaks of the market that was found, and may be written as a negative finding with the number of
--          candidates, the sources and the date. `not_shown` speaks of what we know: somebody is unknown, sources disagree, or a
--          source was not read completely.
-- note_de: `not_covered` spricht vom Markt, wie er gefunden wurde, und darf als Fehlanzeige mit der Zahl der Kandidaten, den Quellen
--          und dem Datum geschrieben werden. `not_shown` spricht von dem, was wir wissen: Jemand ist unbekannt, Quellen widersprechen
--          sich, oder eine Quelle wurde nicht vollständig gelesen.
with source_state as (
    select max_by(status, (coalesce(started_at, as_of), run_id)) = 'complete' as complete from source_run group by source
),
counted as (
    select
        requirement.place,
        requirement.requirement_id,
        requirement.text_en as requirement_text,
        count(*) filter (where verdict.verdict = 'met') as met_by,
        count(*) filter (where verdict.verdict = 'partial') as partly_by,
        count(*) filter (where verdict.verdict = 'not_met') as denied_for,
        count(*) filter (where verdict.verdict = 'unknown') as unknown_for,
        count(*) filter (where verdict.verdict = 'conflict') as conflict_for,
        count(verdict.verdict) as candidates,
        (select coalesce(bool_and(complete), false) from source_state) as sources_complete,
        or_empty(sorted_distinct(array_agg(verdict.product_name) filter (where verdict.verdict = 'met'))) as products_met,
        or_empty(sorted_distinct(array_agg(verdict.product_name) filter (where verdict.verdict = 'partial'))) as products_partial,
        max(verdict.evidence_date) as newest_evidence
    from requirement
    left join (
        select verdict.*, product.name as product_name from verdict join product using (product_id) where product.role = 'candidate'
    ) as verdict using (profile, requirement_id)
    where requirement.level = 'must'
    group by requirement.place, requirement.requirement_id, requirement.text_en
),
judged as (
    select
        *,
        case
            when met_by > 0 then 'covered'
            when unknown_for + conflict_for > 0 or not sources_complete then 'not_shown'
            when partly_by > 0 then 'partly_covered'
            else 'not_covered'
        end as finding
    from counted
)
select
    requirement_id, requirement_text, finding, met_by, partly_by, denied_for, unknown_for, conflict_for, candidates,
    sources_complete, products_met, products_partial, newest_evidence
from judged
where $all::boolean or finding <> 'covered'
order by find_in_set(finding, 'not_covered,partly_covered,not_shown,covered'), place
