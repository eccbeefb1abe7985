-- Which products encrypt end to end: chat only or meetings too, by default or not, and what that switches off.
-- de:      Welche Produkte Ende-zu-Ende verschlüsseln: nur Chat oder auch Besprechungen, voreingestellt oder nicht.
-- topic:   functions
-- grain:   one row per candidate and edition about which one of the two functions is said
-- columns: product_id, product_name, edition, covers, chat, chat_by_default, chat_rests_on, video, video_by_default,
--          video_rests_on, conditions, switches_off, source_urls, evidence_ids, evidence_date
-- shown:   product_name, edition, covers, chat, chat_by_default, video, video_by_default, switches_off
-- tables:  exclusion, product, capability_answers()
-- param:   chat_capability text = crypto.e2ee_chat  -- key that means chat
-- param:   video_capability text = crypto.e2ee_video  -- key that means meetings
-- param:   text_matches boolean = true  -- false counts what rests on words in a text alone as unknown
-- note:    Covers is `chat_only` or `video_only` only if the other is denied or makes no sense; a side nobody speaks of makes it
--          `chat_at_least` or `video_at_least`. By default is `no` where words of a restriction say so, `yes` only where
--          a curated, tested or vendor's claim is met (the keys ask for it), else unknown: words in a text do not tell.
-- note:    switches_off lists functions that a source says are not there while meetings are encrypted, and its quote.
-- note_de: covers ist `chat_only` oder `video_only` nur, wenn das andere verneint wird oder keinen Sinn ergibt; spricht niemand von
--          einer Seite, ist es `chat_at_least` oder `video_at_least`. by_default ist `no`, wo Worte einer Einschränkung es sagen,
--          `yes` nur, wo eine von Hand eingetragene, geprüfte oder vom Hersteller stammende Aussage erfüllt ist (die Schlüssel fragen
--          danach), sonst unbekannt: Wörter in einem Text verraten es nicht.
-- note_de: switches_off nennt Funktionen, die nach einer Quelle fehlen, solange Besprechungen verschlüsselt sind, mit deren Zitat.
with answer as (
    select
        *,
        case
            when regexp_matches(
                array_to_string(conditions, ' '), '(?i)(off|disabled) by default|opt[- ]in|feature flag|standardmäßig (aus|deaktiviert)'
            ) then 'no'
            when verdict = 'met' and list_has_any(rests_on, ['test', 'curated', 'vendor']) then 'yes'
            when verdict in ('met', 'partial', 'conflict') then 'unknown'
        end as by_default
    from capability_answers([$chat_capability::text, $video_capability::text], $text_matches::boolean)
),
paired as (
    select
        coalesce(chat.product_id, video.product_id) as product_id, coalesce(chat.edition, video.edition) as edition,
        coalesce(chat.verdict, 'unknown') as chat, chat.by_default as chat_by_default, chat.rests_on as chat_rests_on,
        coalesce(video.verdict, 'unknown') as video, video.by_default as video_by_default, video.rests_on as video_rests_on,
        sorted_distinct(list_concat(
            ['chat: ' || words for words in chat.conditions], ['video: ' || words for words in video.conditions]
        )) as conditions,
        sorted_distinct(list_concat(chat.source_urls, video.source_urls)) as source_urls,
        sorted_distinct(list_concat(chat.evidence_ids, video.evidence_ids)) as evidence_ids,
        least(chat.evidence_date, video.evidence_date) as evidence_date
    from (from answer where capability = $chat_capability::text) as chat
    full join (from answer where capability = $video_capability::text) as video
        on video.product_id = chat.product_id and coalesce(video.edition, '') = coalesce(chat.edition, '')
),
excluded as (
    select product_id, sorted_distinct(list(concat_ws(': ', off, quote))) as switches_off
    from exclusion
    where switch = $video_capability::text
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    paired.edition,
    case
        when chat in ('met', 'partial') and video in ('met', 'partial') then 'chat_and_video'
        when chat in ('met', 'partial') and video in ('not_met', 'not_applicable') then 'chat_only'
        when chat in ('met', 'partial') then 'chat_at_least'
        when video in ('met', 'partial') and chat in ('not_met', 'not_applicable') then 'video_only'
        when video in ('met', 'partial') then 'video_at_least'
        when chat in ('not_met', 'not_applicable') and video in ('not_met', 'not_applicable') then 'none'
        else 'unknown'
    end as covers,
    chat, chat_by_default, chat_rests_on, video, video_by_default, video_rests_on,
    paired.conditions,
    excluded.switches_off,
    paired.source_urls,
    paired.evidence_ids,
    paired.evidence_date
from paired
join product on product.product_id = paired.product_id
left join excluded on excluded.product_id = paired.product_id
where product.role = 'candidate'
order by
    list_position(
        ['chat_and_video', 'video_at_least', 'video_only', 'chat_at_least', 'chat_only', 'unknown', 'none'], covers
    ),
    product.name, product.product_id, paired.edition nulls first
