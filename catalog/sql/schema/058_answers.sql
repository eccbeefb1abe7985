-- How claims become an answer: the one place of these rules, for questions and for verdicts alike (method 2.2 to 3.4).
-- creates: deduced, claim_force, claim_verdict, claims_told, claims_in_force, assessed_editions, answer_of, answers_to

create macro deduced() as table select 'crypto.customer_keys' as conclusion, 'deploy.selfhost' as premise;
comment on macro table deduced is 'Functions that follow from another: whoever runs all server parts on own servers holds the keys that are kept on servers.';

create macro claim_force(kind, strength) as
case when strength = 'weak' then 1 else list_position(['derived', 'crawled', 'vendor', 'curated', 'test'], kind) end;
comment on macro claim_force is 'Rank of a claim: 5 test, 4 curated, 3 vendor, 2 crawled, 1 derived. A field that only names the kind of product says no more than a word in a text.';

create macro claim_verdict(value, accept_addon, limit_users, needed_users) as
case
    when value = 'yes' and limit_users is not null
        then case when needed_users is null then 'partial' when limit_users < needed_users then 'not_met' else 'met' end
    when value = 'yes' then 'met'
    when value = 'addon' then case when accept_addon then 'met' else 'partial' end
    when value = 'no' then 'not_met'
    else value
end;
comment on macro claim_verdict is 'Verdict of one claim: yes is met (partial where it holds for so many users and nobody says how many are needed), an addon partial unless it is accepted, no not met.';

create macro claims_told(keys, ids := null) as table
select
    claim.*,
    claim_force(claim.kind, claim.strength) as rank,
    case
        when claim.kind = 'derived' then coalesce(claim.method, 'derived')
        when claim.strength = 'weak' then 'crawled_weak'
        else claim.kind
    end as rests_on,
    coalesce(claim.evidence_date, claim.retrieved_at::date) as dated,
    coalesce(claim.valid_until < (select as_of::date from meta), false) as over,
    rank() over (
        partition by claim.product_id, claim.edition, claim.capability, claim.source, claim.kind,
            coalesce(claim.valid_until < (select as_of::date from meta), false)
        order by coalesce(claim.evidence_date, claim.retrieved_at::date) desc nulls last, claim.retrieved_at desc nulls last
    ) = 1 as newest
from claim
where (keys is null or claim.capability in (select unnest(keys::text[])))
    and (ids is null or claim.product_id in (select unnest(ids::text[])))
    and not exists (
        from claim as newer
        where newer.supersedes = claim.claim_id and newer.product_id = claim.product_id
    );
comment on macro table claims_told is 'As `claims_in_force`, but also claims whose time is `over`, and those that are not the `newest` of their source.';

create macro claims_in_force(keys, ids := null) as table
select
    * exclude (over, newest),
    claim_verdict(value, false, limit_users, null) as verdict,
    case when dated > (select as_of::date from meta) then 0 else date_diff('day', dated, (select as_of::date from meta)) end as age_days
from claims_told(keys, ids := ids)
where newest and not over;
comment on macro table claims_in_force is 'Claims about these capabilities, about all if the list is null (of the products `ids` only, if given), that nothing newer of the same source replaces and whose time is not over, each with its verdict, its rank (`claim_force`), what it rests on (`term_match`: words in a text; `crawled_weak`: a field that names the kind of product only), its date and its age in days: `select * from claims_in_force([''chat.polls''])`.';

create macro assessed_editions() as table
with judged as (
    select
        product_id, role,
        coalesce(osi_approved, case when licence_class in ('proprietary', 'source_available') then false else null end) as osi_approved
    from product
    where role = 'baseline' or status is null or status not in ('gone', 'not_listed')
),
stated as (
    select
        judged.product_id, judged.role, edition.edition, judged.osi_approved as published_open,
        coalesce(edition.osi_approved, case when edition.licence_class in ('proprietary', 'source_available') then false else null end) as osi_approved
    from judged join edition using (product_id)
    where edition.edition is not null
),
-- the product as it is published is an edition of its own, unless a named one is the open one
named as (
    select
        product_id, any_value(role) as role, min(edition) as edition, count(*) as named,
        any_value(published_open is distinct from false) and bool_or(osi_approved) is distinct from true as as_published,
        bool_and(osi_approved is not distinct from false) as all_closed
    from stated
    group by product_id
),
assessed as (
    select stated.product_id, stated.edition, stated.role, stated.osi_approved, named.named + named.as_published::integer as editions
    from stated join named using (product_id)
    where stated.osi_approved is distinct from false
    union all
    select product_id, edition, role, false, named
    from named
    where all_closed and not as_published
    union all
    select judged.product_id, null, judged.role, judged.osi_approved, coalesce(named.named, 0) + 1
    from judged left join named using (product_id)
    where named.product_id is null or named.as_published
)
select
    row_number() over (order by product_id, edition nulls first) as assessment_id, product_id, edition, role, osi_approved, editions
from assessed;
comment on macro table assessed_editions is 'What is judged: each edition of each product whose licence is open or not known; a product whose editions are all closed once. `select * from assessed_editions()`';

create macro answer_of(said, ruling, decided_on, text_matches, least_places) as
list_transform(list_transform(
    [list_filter(said, lambda item: item.rank = list_max(list_transform(said, lambda other: other.rank)))],
    lambda speaking: {
        speaking: speaking,
        newest: list_max(list_transform(speaking, lambda item: item.dated)),
        rule: case
            when ruling is not null and len(list_filter(
                said, lambda item: item.rank >= 2 and item.verdict <> ruling and item.dated > decided_on
            )) = 0 then 'decision'
            when len(said) = 0 then 'no_evidence'
            when len(list_distinct(list_transform(speaking, lambda item: item.verdict))) > 1 then 'disagreement'
            when len(list_filter(
                said, lambda item: item.rank >= 2 and item.verdict <> speaking[1].verdict
                    and item.dated > list_max(list_transform(speaking, lambda other: other.dated))
            )) > 0 then 'newer_weaker'
            when speaking[1].rank = 1 and (
                speaking[1].verdict = 'not_met' or not text_matches
                or list_max(list_transform(speaking, lambda item: item.places)) < least_places
            ) then 'term_match'
            else 'strongest'
        end
    }
), lambda heard: {
    speaking: heard.speaking,
    rule: heard.rule,
    rank: case when heard.rule = 'decision' then 4 else heard.speaking[1].rank end,
    newest: case when heard.rule = 'decision' then decided_on else heard.newest end,
    verdict: case heard.rule
        when 'decision' then ruling
        when 'no_evidence' then 'unknown'
        when 'disagreement' then case when heard.speaking[1].rank >= 2 then 'conflict' else 'unknown' end
        when 'newer_weaker' then 'conflict'
        when 'term_match' then 'unknown'
        else heard.speaking[1].verdict
    end
})[1];
comment on macro answer_of is 'What usable claims say together, and by which rule: `decision` of a person, unless a newer claim that is no match of words says otherwise; else the strongest kind, if it agrees with itself (`disagreement`), no newer claim of less weight disagrees (`newer_weaker`), and it is more than words found in a text where those do not count, or in fewer than `least_places` (`term_match`): `strongest`. `no_evidence` if there is neither.';

create macro answers_to(tests, needed_users := null, ids := null, least_places := 1) as table
with told_of as (
    select unnest(tests, max_depth := 2)
),
-- a function that follows from another asks for that one too, under the same number below zero
asked as (
    select part_id, key, accept_addon, max_age_days, text_matches, least_places::integer as places_needed from told_of
    union all
    select -told_of.part_id, deduced.premise, false, null, told_of.text_matches, least_places::integer
    from told_of join deduced() as deduced on deduced.conclusion = told_of.key
),
day as (
    select as_of::date as today from meta
),
assessed as (
    from assessed_editions() where ids is null or product_id in (select unnest(ids::text[]))
),
read as (
    select
        assessed.assessment_id, told.* exclude (value),
        case
            when told.edition = assessed.edition then told.value
            -- who means an edition that is sold names it; but of two that have names, a claim must say which it means
            when told.edition is null
                then case when assessed.edition is null or assessed.editions = 1 or told.value = 'no' then told.value else null end
            when told.exclusive and told.value <> 'no' then 'no'
        end as value
    from assessed
    join claims_told((select list(distinct key) from asked), ids := ids) as told using (product_id)
    where told.newest or told.over
),
weighed as (
    select
        read.assessment_id, asked.part_id,
        value is not null and not over and coalesce(date_diff('day', dated, today) <= max_age_days, true) as usable,
        value is null and read.edition is null as no_edition, value is not null as of_edition, dated,
        {
            rank: rank, verdict: claim_verdict(value, accept_addon, limit_users, needed_users::bigint), dated: dated,
            rests_on: rests_on, places: coalesce(places, 1), kind: kind, condition: condition, claim_id: claim_id, evidence_id: evidence_id, source_url: source_url
        } as item
    from read
    join asked on asked.key = read.capability
    cross join day
    where value is not null or read.edition is null
),
gathered as (
    select
        assessment_id, part_id, coalesce(list(item) filter (where usable), []) as said,
        bool_or(no_edition) as edition_not_stated, max(dated) filter (where of_edition) as expired_on
    from weighed
    group by assessment_id, part_id
),
ruled as (
    select
        assessed.assessment_id, asked.part_id, max(decision.decided_on) as decided_on,
        claim_verdict(arg_max(decision.value, (decision.decided_on, decision.value)), any_value(asked.accept_addon), null, null) as ruling
    from decision
    join assessed using (product_id)
    join asked on asked.key = decision.capability
    where decision.edition is null or decision.edition = assessed.edition
    group by assessed.assessment_id, asked.part_id
),
-- the premises are answered first, and what is met there speaks in the answers that follow from it
known as (
    select assessment_id, part_id, coalesce(said, []) as said, edition_not_stated, expired_on, decided_on, ruling
    from gathered full join ruled using (assessment_id, part_id)
),
premise as (
    select assessment_id, -part_id as part_id, answer_of(said, ruling, decided_on, text_matches, places_needed) as answer
    from known join asked using (part_id)
    where part_id < 0
),
-- each claim of the premise speaks once more, with the rank and the day of the answer it gave
followed as (
    select assessment_id, part_id, [{
        rank: answer.rank, verdict: 'met', dated: answer.newest, rests_on: 'rule', places: item.places, kind: 'derived', condition: null::varchar,
        claim_id: item.claim_id, evidence_id: item.evidence_id, source_url: item.source_url
    } for item in answer.speaking] as items
    from premise
    where answer.verdict = 'met'
),
heard as (
    select
        assessment_id, part_id,
        case when followed.items is null then known.said else list_concat(coalesce(known.said, []), followed.items) end as said,
        known.edition_not_stated, known.expired_on, known.decided_on, known.ruling
    from (from known where part_id > 0) as known
    full join followed using (assessment_id, part_id)
),
answered as (
    select heard.*, asked.key, answer_of(said, ruling, decided_on, asked.text_matches, asked.places_needed) as answer
    from heard join asked using (part_id)
)
select
    answered.assessment_id, assessed.product_id, assessed.edition, answered.part_id, answered.key, answer.verdict, answer.rule,
    answer.rank, answer.newest, answered.decided_on, answered.ruling, answered.said, answer.speaking, answered.edition_not_stated, answered.expired_on
from answered join assessed using (assessment_id);
comment on macro table answers_to is 'The answers of all assessed editions (of the products `ids` only, if given) to tests, each a struct `part_id` (above zero), `key` (of a capability), `accept_addon`, `max_age_days` and `text_matches` (whether words found in a text count), with what was said about them, what of it speaks, and the rule that decided. A test and edition about which nothing was said has no row. `needed_users`: how many users a claim must hold for. `least_places`: in how many places of a text words must be found to count.';
