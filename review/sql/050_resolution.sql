-- Makes one verdict of all usable claims for a test: a decision, else the strongest kind, unless newer ones disagree.
-- creates: temp macro resolved, temp premise (verdicts that others rest on), temp answer (verdicts of the tests)
-- grain:   one test of one assessed edition about which something is known

create or replace temp macro resolved(for_premises) as table
with voice as (
    select statement.*, max(force) over (partition by assessment_id, part_id) as top
    from statement
    where (part_id < 0) = for_premises
),
strongest as (
    select
        assessment_id, part_id, any_value(top) as force, count(distinct verdict) as voices, min(verdict) as verdict,
        max(speaks_for) as newest, list_sort(list_distinct(flatten(list(claim_ids)))) as claim_ids,
        list_sort(list_distinct(flatten(list(evidence_ids)))) as evidence_ids,
        list_sort(list_distinct(flatten(list(source_urls)))) as source_urls, min(kind) as kind
    from voice
    where force = top
    group by assessment_id, part_id
),
disagreeing as (
    select
        voice.assessment_id, voice.part_id, coalesce(bool_or(voice.force >= 2 and voice.speaks_for > strongest.newest), false) as newer,
        list_sort(list_distinct(flatten(list(voice.claim_ids)))) as claim_ids
    from voice
    join strongest using (assessment_id, part_id)
    where voice.force < voice.top and voice.verdict <> strongest.verdict
    group by voice.assessment_id, voice.part_id
),
decided as (
    select
        assessment.assessment_id, part.part_id, max(decision.decided_on) as decided_on,
        verdict_of(arg_max(decision.value, (decision.decided_on, decision.value)), any_value(part.accept_addon)) as verdict
    from decision
    join assessment using (product_id)
    join part on part.key = decision.capability and part.kind in ('capability', 'manual') and (part.part_id < 0) = for_premises
    where decision.edition is null or decision.edition = assessment.edition
    group by assessment.assessment_id, part.part_id
),
standing as (
    select *
    from decided
    where not exists (
        from voice
        where voice.assessment_id = decided.assessment_id and voice.part_id = decided.part_id and voice.force >= 2
            and voice.verdict <> decided.verdict and voice.speaks_for > decided.decided_on
    )
),
ruled as (
    select
        assessment_id, part_id, strongest.* exclude (assessment_id, part_id), standing.verdict as decided_verdict,
        standing.decided_on, disagreeing.claim_ids as against,
        case
            when standing.verdict is not null then 'decision'
            when strongest.voices > 1 then 'disagreement'
            when disagreeing.newer then 'newer_weaker'
            when strongest.force = 1 and (strongest.verdict = 'not_met' or not list_contains(setting.term_levels, part.level))
                then 'term_match'
            else 'strongest'
        end as rule
    from strongest
    full join standing using (assessment_id, part_id)
    left join disagreeing using (assessment_id, part_id)
    join part using (part_id)
    cross join setting
)
select
    assessment_id, part_id, rule, kind, claim_ids, evidence_ids, source_urls, against, decided_on,
    if(rule = 'decision', 4, force) as force,
    if(rule = 'decision', decided_on, newest) as evidence_date,
    case rule
        when 'decision' then decided_verdict
        when 'disagreement' then if(force >= 2, 'conflict', 'unknown')
        when 'newer_weaker' then 'conflict'
        when 'term_match' then 'unknown'
        else verdict
    end as verdict
from ruled;

create or replace temp table premise as from resolved(true);

insert into statement by name
select
    premise.assessment_id, part.part_id, premise.force, premise.evidence_date as speaks_for, premise.claim_ids,
    premise.evidence_ids, premise.source_urls, 'derived' as kind, 'rule' as source, 'met' as verdict
from premise
join part as before on before.part_id = premise.part_id and before.serves = 'rule'
join rule on rule.premise = before.key
join part on part.key = rule.conclusion and part.kind = 'capability' and part.level = before.level and part.part_id > 0
where premise.verdict = 'met';

create or replace temp table answer as from resolved(false);
