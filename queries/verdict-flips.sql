-- Which verdicts flipped since an earlier snapshot, and what made them flip.
-- de:      Welche Urteile seit einem früheren Stand gekippt sind und woran das liegt.
-- topic:   changes
-- grain:   one row per requirement, product and edition whose verdict differs
-- columns: product_id, product_name, edition, requirement_id, requirement_text, level, verdict_before, verdict_after, cause,
--          reason_before, reason_after, deciding_evidence_id, source_url, evidence_date, result_before, result_after, from_label,
--          profile_before, profile_after, profile_before_from
-- shown:   product_name, edition, requirement_id, verdict_before, verdict_after, cause, reason_after, evidence_date
-- tables:  claim, compared_result, compared_test_verdict, compared_verdict, judging, product, product_result, requirement,
--          test_verdict, verdict
-- portable
-- param:   previous text = null  -- label of the earlier snapshot; null: the last one with a review of the profile, else the last one
-- param:   watch_only boolean = false  -- only products of the market's watch list
-- note:    The earlier snapshot is judged by the copy of the profile that it keeps (profile_before_from `snapshot`); one made before
--          copies were kept is judged by today's profile (`market`), and then no row is caused by a changed profile.
-- note:    cause: profile_changed (by the profile of then nothing would have flipped), decision (a person decided), metric (a
--          measured figure or a listing), new_claim, expired (what was claimed is now too old), claim_withdrawn (nobody says it any
--          more), follows (from another verdict: presupposed, or switched off), else rules. Products that are new or gone are told
--          by changes-since-review, requirements that only one of the profiles asks by profile-effect.
-- note_de: Der frühere Stand wird nach der Kopie des Profils beurteilt, die er enthält (profile_before_from `snapshot`); einer ohne
--          Kopie nach dem heutigen Profil (`market`), und dann hat keine Zeile ein geändertes Profil als Ursache.
-- note_de: cause: profile_changed (nach dem damaligen Profil hätte sich nichts gewendet), decision (ein Mensch hat entschieden),
--          metric (eine gemessene Kennzahl oder ein Verzeichnis), new_claim (neue Aussage), expired (das Behauptete ist nun zu alt),
--          claim_withdrawn (niemand sagt es mehr), follows (aus einem anderen Urteil: vorausgesetzt oder abgeschaltet), sonst rules.
--          Neue und verschwundene Produkte nennt changes-since-review, Anforderungen, die nur eines der Profile stellt,
--          profile-effect.
with earlier as (
    select * from judging where judging = 'before' and ($previous::text is null or label = $previous::text)
),
-- this state by the profile of then, unless that is today's
by_then as (
    select product_id, coalesce(edition, '') as edition_key, requirement_id, verdict from compared_verdict where judging = 'then'
),
old_result as (
    select compared_result.*, coalesce(edition, '') as edition_key from compared_result where judging = 'before'
),
new_result as (
    select product_result.*, coalesce(edition, '') as edition_key from product_result
),
-- first of which products any verdict differs, then which: words and lists are read of those alone
differing as (
    select product_id, edition_key
    from new_result
    join old_result using (product_id, edition_key)
    where new_result.verdict_digest is distinct from old_result.verdict_digest
),
before as (
    select compared_verdict.*, differing.edition_key
    from compared_verdict
    join differing
        on differing.product_id = compared_verdict.product_id and differing.edition_key = coalesce(compared_verdict.edition, '')
    where compared_verdict.judging = 'before'
),
after as (
    select verdict.*, differing.edition_key
    from verdict
    join differing
        on differing.product_id = verdict.product_id and differing.edition_key = coalesce(verdict.edition, '')
),
flip as (
    select
        new_result.product_id, new_result.edition, edition_key, requirement_id, before.verdict as verdict_before,
        after.verdict as verdict_after, before.reason as reason_before, after.reason as reason_after,
        coalesce(first_of(after.evidence_ids), first_of(before.evidence_ids)) as deciding_evidence_id,
        coalesce(first_of(after.source_urls), first_of(before.source_urls)) as source_url,
        coalesce(after.evidence_date, before.evidence_date) as evidence_date,
        old_result.result as result_before, new_result.result as result_after
    from before
    join after using (product_id, edition_key, requirement_id)
    join old_result using (product_id, edition_key)
    join new_result using (product_id, edition_key)
    where before.verdict <> after.verdict
),
-- what the tests of a flipped requirement say now, and what they said
part as (
    select
        flip.product_id, flip.edition_key, flip.requirement_id, told.kind, told.rule, told.verdict, told.claim_ids,
        earlier_told.rule as rule_before, earlier_told.verdict as verdict_before, earlier_told.claim_ids as claim_ids_before
    from flip
    join test_verdict as told
        on told.product_id = flip.product_id and coalesce(told.edition, '') = flip.edition_key
        and told.requirement_id = flip.requirement_id
    left join compared_test_verdict as earlier_told
        on earlier_told.judging = 'before' and earlier_told.product_id = flip.product_id
        and coalesce(earlier_told.edition, '') = flip.edition_key and earlier_told.requirement_id = flip.requirement_id
        and earlier_told.kind = told.kind and earlier_told.key = told.key
    where earlier_told.verdict is distinct from told.verdict
),
caused as (
    select
        product_id, edition_key, requirement_id,
        bool_or(rule = 'decision') as decided,
        bool_or(kind in ('metric', 'listing')) as measured,
        bool_or(array_size(array_except(claim_ids, or_empty(claim_ids_before))) > 0) as newly_said,
        bool_or(verdict = 'unknown' and array_size(claim_ids_before) > 0) as silent,
        bool_or(rule in ('presupposed', 'switched_off') or rule_before in ('presupposed', 'switched_off')) as follows,
        flatten(array_agg(or_empty(claim_ids_before))) as claimed_before
    from part
    group by product_id, edition_key, requirement_id
),
-- claims of then that are still there, so that it is their time that is over
kept as (
    select distinct caused.product_id, caused.edition_key, caused.requirement_id
    from caused
    join claim on claim.product_id = caused.product_id and array_contains(caused.claimed_before, claim.claim_id)
)
select
    flip.product_id,
    product.name as product_name,
    flip.edition,
    flip.requirement_id,
    requirement.text_en as requirement_text,
    requirement.level,
    flip.verdict_before,
    flip.verdict_after,
    case
        when by_then.verdict = flip.verdict_before then 'profile_changed'
        when caused.decided then 'decision'
        when caused.measured then 'metric'
        when caused.newly_said then 'new_claim'
        when caused.silent then if(kept.product_id is not null, 'expired', 'claim_withdrawn')
        when caused.follows then 'follows'
        else 'rules'
    end as cause,
    flip.reason_before,
    flip.reason_after,
    flip.deciding_evidence_id,
    flip.source_url,
    flip.evidence_date,
    flip.result_before,
    flip.result_after,
    earlier.label as from_label,
    earlier.profile as profile_before,
    this.profile as profile_after,
    earlier.profile_from as profile_before_from
from flip
cross join earlier
join judging as this on this.judging = 'now'
join product on product.product_id = flip.product_id
join requirement on requirement.requirement_id = flip.requirement_id
left join by_then
    on by_then.product_id = flip.product_id and by_then.edition_key = flip.edition_key
    and by_then.requirement_id = flip.requirement_id
left join caused
    on caused.product_id = flip.product_id and caused.edition_key = flip.edition_key and caused.requirement_id = flip.requirement_id
left join kept
    on kept.product_id = flip.product_id and kept.edition_key = flip.edition_key and kept.requirement_id = flip.requirement_id
where not $watch_only::boolean or product.watched
order by
    flip.result_before is not distinct from flip.result_after, requirement.level, requirement.place, product.name,
    flip.product_id, flip.edition nulls first
