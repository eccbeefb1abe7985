-- Which products two sources show, and whether they agree on licence, name and activity.
-- de:      Welche Produkte in zwei Quellen stehen und ob Lizenz, Name und Aktivität dort übereinstimmen.
-- topic:   sources
-- grain:   one row per product that both sources show with a repository
-- columns: product_id, product_name, edition, licence_agrees, licence_difference, licences, name_agrees, names,
--          activity_agrees, days_apart, last_commits, spoken_by, source_urls, evidence_ids, evidence_date
-- shown:   product_name, licence_agrees, licences, name_agrees, activity_agrees, days_apart, spoken_by
-- tables:  licence_finding, listing, product, repository
-- param:   here text = opencode  -- one source
-- param:   there text = github  -- the other
-- param:   days count = 92  -- newest commits not further apart agree
-- note:    Each source speaks by one repository, named in spoken_by: the main one if it lies there, else server before
--          client before others; that choice is a rule of ours. Code is not compared with documents, charts or components:
--          then licence and activity stay unknown. Licences are all that forge and publiccode.yml say of the repository; a
--          difference is material if approval or class differ, else formal.
-- note:    Names are compared by letters and digits only. A source that says nothing makes the answer unknown.
-- note_de: Jede Quelle spricht durch ein Repository, genannt in spoken_by: das wichtigste, wenn es dort liegt, sonst Server vor
--          Client vor anderen; diese Wahl ist eine Regel von uns. Code wird nicht mit Dokumenten, Charts oder Komponenten verglichen:
--          Dann bleiben Lizenz und Aktivität unbekannt. Lizenzen sind alle, die Plattform und publiccode.yml vom Repository nennen;
--          ein Unterschied ist wesentlich, wenn Anerkennung oder Klasse sich unterscheiden, sonst formal.
-- note_de: Namen werden nur nach Buchstaben und Ziffern verglichen. Sagt eine Quelle nichts, ist die Antwort unbekannt.
with speaking as (
    select repository_id, product_id, source, role, name, path, url, last_commit_at, observed_at, evidence_id
    from repository
    semi join (
        select repository_id
        from repository
        where product_id is not null and source in ($here::text, $there::text)
        qualify row_number() over (
            partition by product_id, source
            order by
                release_source desc nulls last,
                list_position(['server', 'client', 'component', 'mirror', 'fork', 'chart', 'docs'], role) nulls last,
                last_commit_at desc nulls last,
                repository_id
        ) = 1
    ) using (repository_id)
),
licensed as (
    select
        repository_id,
        sorted_distinct(list(licence)) as licences,
        list_sort(list(distinct concat_ws(' ', licence_class, osi_approved))) as weights
    from licence_finding
    where licence is not null
    group by repository_id
),
named as (
    select repository_id, min(name) as name from listing where name is not null group by repository_id
),
said as (
    select
        speaking.*,
        licensed.* exclude (repository_id),
        coalesce(named.name, speaking.name, string_split(speaking.path, '/')[-1]) as printed,
        regexp_replace(lower(printed), '[^\p{L}\p{N}]', '', 'g') as letters
    from speaking
    left join licensed on licensed.repository_id = speaking.repository_id
    left join named on named.repository_id = speaking.repository_id
)
select
    product.product_id,
    product.name as product_name,
    null::text as edition,
    case
        when not apart.comparable or ours.licences is null or theirs.licences is null then 'unknown'
        else if(ours.licences = theirs.licences, 'yes', 'no')
    end as licence_agrees,
    if(licence_agrees = 'no', if(ours.weights = theirs.weights, 'formal', 'material'), null) as licence_difference,
    list_concat(
        [ours.source || ': ' || text for text in ours.licences], [theirs.source || ': ' || text for text in theirs.licences]
    ) as licences,
    case
        when ours.letters is null or theirs.letters is null then 'unknown'
        else if(ours.letters = theirs.letters, 'yes', 'no')
    end as name_agrees,
    list_filter([ours.source || ': ' || ours.printed, theirs.source || ': ' || theirs.printed], lambda item: item is not null) as names,
    case
        when not apart.comparable or apart.days is null then 'unknown'
        else if(apart.days <= $days::integer, 'yes', 'no')
    end as activity_agrees,
    apart.days as days_apart,
    list_filter(
        [ours.source || ': ' || ours.last_commit_at::date, theirs.source || ': ' || theirs.last_commit_at::date],
        lambda item: item is not null
    ) as last_commits,
    [
        ours.repository_id || ' (' || coalesce(ours.role, '?') || ')', theirs.repository_id || ' (' || coalesce(theirs.role, '?') || ')'
    ] as spoken_by,
    list_filter([ours.url, theirs.url], lambda item: item is not null) as source_urls,
    list_filter([ours.evidence_id, theirs.evidence_id], lambda item: item is not null) as evidence_ids,
    least(ours.observed_at, theirs.observed_at)::date as evidence_date
from said as ours
join said as theirs on theirs.product_id = ours.product_id
join product on product.product_id = ours.product_id
cross join lateral (
    select
        abs(ours.last_commit_at::date - theirs.last_commit_at::date) as days,
        ours.role is not distinct from theirs.role
            or list_has_all(['server', 'client', 'mirror', 'fork'], [ours.role, theirs.role]) as comparable
) as apart
where ours.source = $here::text and theirs.source = $there::text
order by
    list_position(['no', 'unknown', 'yes'], licence_agrees), licence_difference = 'formal', product.product_id
