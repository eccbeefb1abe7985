-- Fills test_verdict: every test of every assessed edition, whatever kind of test it is.
-- reads:   temp assessment, part, answer, premise, unusable, figure; listing, source_run, exclusion
-- grain:   one part of one requirement (or one question of an indicator) for one product and edition

create or replace temp macro holds(figure, op, bound) as
case op
    when '>=' then figure >= bound
    when '<=' then figure <= bound
    when '>' then figure > bound
    when '<' then figure < bound
    else figure = bound
end;

create or replace temp macro level_of(figure, op, bound, partial_op, partial_bound) as
case
    when holds(figure, op, bound) then 'met'
    when partial_op is not null and holds(figure, partial_op, partial_bound) then 'partial'
    else 'not_met'
end;

-- Both ends of what the figure may be must say the same.
create or replace temp macro figure_verdict(low, high, op, bound, partial_op, partial_bound) as
case
    when low is null then 'unknown'
    when op = '=' and low < bound and high > bound then 'unknown'
    when level_of(low, op, bound, partial_op, partial_bound) = level_of(high, op, bound, partial_op, partial_bound)
        then level_of(low, op, bound, partial_op, partial_bound)
    else 'unknown'
end;

create or replace temp table cell as
with not_asked as (
    select premise.assessment_id, presupposed.key
    from premise
    join part on part.part_id = premise.part_id and part.serves = 'presupposed'
    join presupposed on presupposed.other = part.key
    where premise.verdict = 'not_met'
    group by premise.assessment_id, presupposed.key
    having count(*) = (select count(*) from presupposed as all_of_them where all_of_them.key = presupposed.key)
),
bounded as (
    select
        * exclude (low, high),
        if(low is null and high is null, value, coalesce(low, '-infinity'::double)) as low,
        if(low is null and high is null, value, coalesce(high, 'infinity'::double)) as high
    from figure
),
listed as (
    select product_id, source, min(evidence_id) as evidence_id, max(observed_at)::date as observed_on
    from listing where status = 'active' group by product_id, source
),
read_whole as (
    select source from source_run
    group by source having arg_max(status, (coalesce(started_at, as_of), run_id)) = 'complete'
)
select
    assessment.assessment_id, assessment.product_id, assessment.edition, part.requirement_id, part.part, part.kind, part.key,
    case
        when not_asked.key is not null then 'not_applicable'
        when part.kind = 'metric'
            then figure_verdict(bounded.low, bounded.high, part.op, part.value, part.partial_op, part.partial_value)
        when part.kind = 'listing'
            then case when listed.source is not null then 'met' when read_whole.source is not null then 'not_met' else 'unknown' end
        else coalesce(answer.verdict, 'unknown')
    end as verdict,
    case
        when not_asked.key is not null then 'presupposed'
        when part.kind = 'metric' then if(bounded.low is null, 'no_evidence', 'figure')
        when part.kind = 'listing' then if(coalesce(listed.source, read_whole.source) is null, 'no_evidence', 'listing')
        else coalesce(answer.rule, 'no_evidence')
    end as rule,
    answer.kind as claimed_as, answer.decided_on, answer.against, unusable.edition_not_stated,
    part.key || ' = ' || case
        when part.op = '=' and part.value in (0, 1) then if(bounded.low = 1, 'yes', 'no')
        when bounded.low = bounded.high then format('{:g}', bounded.low)
        else format('{:g} to {:g}', bounded.low, bounded.high)
    end as measured,
    coalesce(answer.claim_ids, []) as claim_ids,
    coalesce(
        answer.evidence_ids, list_filter([coalesce(bounded.evidence_id, listed.evidence_id)], lambda id: id is not null)
    ) as evidence_ids,
    coalesce(answer.source_urls, list_filter(
        [coalesce(bounded.source_url, evidence.url)], lambda url: url is not null
    )) as source_urls,
    coalesce(answer.evidence_date, bounded.observed_on, listed.observed_on, unusable.expired_on) as evidence_date,
    coalesce(answer.force = 1 and answer.rule = 'strongest', false) as term_match
from assessment
join part on part.part_id > 0
left join answer on answer.assessment_id = assessment.assessment_id and answer.part_id = part.part_id
left join unusable on unusable.assessment_id = assessment.assessment_id and unusable.part_id = part.part_id
left join not_asked
    on not_asked.assessment_id = assessment.assessment_id and not_asked.key = part.key and part.kind = 'capability'
left join bounded
    on bounded.assessment_id = assessment.assessment_id and bounded.metric = part.key and part.kind = 'metric'
left join listed on listed.product_id = assessment.product_id and listed.source = part.key and part.kind = 'listing'
left join read_whole on read_whole.source = part.key and part.kind = 'listing'
left join evidence on evidence.evidence_id = coalesce(bounded.evidence_id, listed.evidence_id);

-- Two functions that cannot be in use together: the one that is wanted less is only partly there.
create or replace temp table switched_off as
with wanted as (
    select key, max(if(requirement.level = 'must', 2, 1)) as level
    from part join requirement using (requirement_id)
    where part.kind = 'capability'
    group by key
),
present as (
    select distinct assessment_id, key from cell where kind = 'capability' and verdict = 'met'
)
select
    assessment.assessment_id, if(coming.level > going.level, exclusion.off, exclusion.switch) as key,
    min(if(coming.level > going.level, exclusion.switch, exclusion.off)) as other
from exclusion
join assessment using (product_id)
join present as switching on switching.assessment_id = assessment.assessment_id and switching.key = exclusion.switch
join present as missing on missing.assessment_id = assessment.assessment_id and missing.key = exclusion.off
join wanted as coming on coming.key = exclusion.switch
join wanted as going on going.key = exclusion.off
where exclusion.edition is null or exclusion.edition = assessment.edition
group by all;

create or replace temp table test_verdict as from test_verdict limit 0;
insert into test_verdict by name
with final as (
    select
        cell.* replace (
            if(cell.verdict = 'met' and switched_off.key is not null, 'partial', cell.verdict) as verdict,
            if(cell.verdict = 'met' and switched_off.key is not null, 'switched_off', cell.rule) as rule
        ),
        switched_off.other, date_diff('day', cell.evidence_date, setting.today) as age_days, setting.profile, setting.stale_after_days
    from cell
    left join switched_off
        on switched_off.assessment_id = cell.assessment_id and switched_off.key = cell.key and cell.kind = 'capability'
    cross join setting
)
select
    profile, product_id, edition, requirement_id, part, kind, key, verdict, rule, claim_ids, evidence_ids, source_urls, evidence_date,
    age_days, coalesce(age_days > stale_after_days, false) as stale, term_match, coalesce(against, []) as against,
    case rule
        when 'decision' then 'decided on ' || decided_on
        when 'disagreement' then 'sources of equal weight disagree'
        when 'newer_weaker' then 'a newer source of less weight disagrees'
        when 'term_match' then 'only words found in a text, not checked by a person'
        when 'strongest' then coalesce(claimed_as, 'claim') || ' of ' || evidence_date
        when 'presupposed' then 'what it presupposes is not there'
        when 'switched_off' then 'not together with ' || other
        when 'listing' then if(verdict = 'met', 'listed', 'not listed, and the source was read completely')
        when 'figure' then measured
        else case
            when kind = 'listing' then 'the source was not read completely'
            when kind = 'metric' then 'not measured'
            when edition_not_stated then 'only claims that do not say which edition they mean'
            when evidence_date is not null then 'only evidence that is too old'
            else 'nobody says'
        end
    end as reason
from final;
