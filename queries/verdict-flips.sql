-- Which verdicts flipped since an earlier snapshot, and what made them flip.
-- de:      Welche Urteile seit einem früheren Stand gekippt sind und woran das liegt.
-- topic:   changes
-- grain:   one row per requirement, product and edition whose verdict differs
-- columns: product_id, product_name, edition, requirement_id, requirement_text, level, verdict_before, verdict_after, cause,
--          reason_before, reason_after, deciding_evidence_id, source_url, evidence_date, result_before, result_after, from_label,
--          profile_before, profile_after, profile_before_from
-- shown:   product_name, edition, requirement_id, verdict_before, verdict_after, cause, reason_after, evidence_date
-- tables:  compared_verdict, judging, product, requirement, verdict_flip
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
    if(by_then.verdict = flip.verdict_before, 'profile_changed', flip.cause) as cause,
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
from verdict_flip as flip
cross join earlier
join judging as this on this.judging = 'now'
join product on product.product_id = flip.product_id
join requirement on requirement.requirement_id = flip.requirement_id
left join by_then
    on by_then.product_id = flip.product_id and by_then.edition_key = coalesce(flip.edition, '')
    and by_then.requirement_id = flip.requirement_id
where not $watch_only::boolean or product.watched
order by
    flip.result_before is not distinct from flip.result_after, requirement.level, requirement.place, product.name,
    flip.product_id, flip.edition nulls first
