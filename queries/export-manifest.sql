-- What an export for the procurement file consists of, from which state and profile, and whether anything is missing.
-- de:      Woraus ein Export für die Vergabeakte besteht, aus welchem Stand und Profil, und ob etwas fehlt.
-- topic:   sources
-- grain:   one row per part of the review and table it is made of
-- columns: part, table_name, query_files, parameters, rows, content_sha256, snapshot_label, snapshot_checksum, profile_id,
--          profile_version, profile_sha256, vocabulary_version, oscan_version, data_as_of, sources_complete, ready, missing
-- shown:   part, table_name, query_files, rows, snapshot_label, ready, missing
-- tables:  content_sum, judging, meta, source_run, content_sums()
-- param:   parts text[] = null  -- only these parts, R02 to R19
-- param:   as_of date = null  -- day of the export; null: not compared with the age of the data
-- param:   max_age_days count = 92  -- older data makes an export not ready
-- note:    content_sha256 is that of the rows behind a part, in whatever order they lie: the same state and profile give the same. It
--          is made of the JSON of each row. What an export writes from them has checksums of its own.
-- note:    query_files are stored questions that answer the part; `-p` and the profile are those of `parameters`. A state without a label
--          is not frozen and cannot be asked for again, so nothing made of it is ready.
-- note_de: content_sha256 ist die Prüfsumme der Zeilen hinter einem Teil, gleich in welcher Ordnung sie liegen: Derselbe Stand und
--          dasselbe Profil ergeben dieselbe. Sie wird aus dem JSON jeder Zeile gebildet. Was ein Export daraus schreibt, hat eigene
--          Prüfsummen.
-- note_de: query_files sind gespeicherte Fragen, die den Teil beantworten; `-p` und das Profil stehen in `parameters`. Daten ohne
--          Stand-Bezeichnung sind nicht festgehalten und lassen sich nicht noch einmal befragen; nichts daraus ist darum fertig
--          (ready).
with part as (
    from (values
        ('R02', 'source_run', ['crawl-health']),
        ('R03', 'requirement', []),
        ('R04', 'search_space', ['source-overlap', 'market-overview']),
        ('R05', 'product', ['must-coverage']),
        ('R05', 'product_result', ['must-coverage']),
        ('R06', 'verdict', ['baseline-comparison']),
        ('R07', 'verdict', ['uncovered-musts']),
        ('R08', 'product_result', ['points-interval']),
        ('R09', 'verdict', ['weight-sensitivity']),
        ('R10', 'price_fact', ['known-prices']),
        ('R11', 'test_verdict', ['sovereignty-score']),
        ('R12', 'edition', ['unclear-licences', 'copyleft-care', 'closed-edition-only']),
        ('R12', 'licence_finding', ['source-agreement']),
        ('R13', 'metric', ['releases-stopped', 'momentum-loss', 'single-company-dependence']),
        ('R13', 'repository', ['one-person-projects']),
        ('R14', 'verdict', ['decisive-unknowns']),
        ('R15', 'change', ['changes-since-review', 'verdict-flips', 'profile-effect']),
        ('R16', 'claim', ['contradictions']),
        ('R16', 'decision', ['contradictions']),
        ('R17', 'evidence', ['stale-evidence', 'fact-trail', 'evidence-trail']),
        ('R19', 'claim', ['stale-evidence'])
    ) as parts(part, table_name, query_files)
    where $parts::text[] is null or list_contains($parts::text[], part)
),
-- what the build has not summed up is read now
digest as (
    from content_sum
    union all
    from content_sums((select coalesce(list(distinct table_name), []) from part where table_name not in (select table_name from content_sum)))
),
source_state as (
    select source, arg_max(status, (coalesce(started_at, as_of), run_id)) as status from source_run group by source
),
whole as (
    select
        coalesce(bool_and(status = 'complete'), false) as complete,
        list('source not read completely: ' || source order by source) filter (where status <> 'complete') as incomplete
    from source_state
),
state as (
    select
        meta.as_of, meta.software_version, whole.complete, judging.* exclude (as_of, build_id),
        list_filter(list_concat(
            [
                if(judging.label is null, 'a label: take a snapshot and ask with --at', null),
                if(meta.as_of is null, 'any observation', null),
                if(meta.as_of is not null and not exists (from source_state), 'any run of a source', null),
                if(
                    date_diff('day', meta.as_of::date, $as_of::date) > $max_age_days::integer,
                    'newer data: that of ' || meta.as_of::date || ' is too old', null
                )
            ],
            whole.incomplete
        ), lambda fact: fact is not null) as missing
    from meta
    cross join whole
    left join judging on judging.judging = 'now'
)
select
    part.part,
    part.table_name,
    part.query_files,
    to_json({'profile': state.profile_name, 'at': state.label}) as parameters,
    digest.rows,
    sha256(digest.rows || ' ' || digest.total) as content_sha256,
    state.label as snapshot_label,
    state.checksum as snapshot_checksum,
    state.profile_name as profile_id,
    state.profile_version,
    state.profile_sha256,
    state.vocabulary_version,
    state.software_version as oscan_version,
    state.as_of as data_as_of,
    state.complete as sources_complete,
    len(missing) = 0 as ready,
    list_concat(state.missing, [if(
        digest.rows = 0 and part.table_name in ('requirement', 'verdict', 'product_result', 'test_verdict', 'product', 'evidence'),
        'rows of ' || part.table_name, null
    )]).list_filter(lambda fact: fact is not null) as missing
from part
join digest using (table_name)
cross join state
order by part.part, part.table_name
