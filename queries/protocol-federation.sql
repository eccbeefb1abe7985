-- Which products speak an open protocol, which one, and whether they can federate with other servers.
-- de:      Welche Produkte ein offenes Protokoll sprechen, welches, und ob sie mit anderen Servern föderieren können.
-- topic:   functions
-- grain:   one row per product and edition of which one of the two functions is claimed, or which names the protocol
-- columns: product_id, product_name, edition, open_protocol, protocol_rests_on, federation, federation_rests_on, named_in,
--          conditions, source_urls, evidence_ids, evidence_date
-- shown:   product_name, edition, open_protocol, federation, named_in, conditions, evidence_date
-- tables:  claim, product, repository, assessed_editions(), capability_answers()
-- portable
-- param:   protocol text = null  -- only products that name this protocol, such as Matrix, XMPP or SIP
-- param:   protocol_capability text = integration.open_protocol  -- key that means an open protocol
-- param:   federation_capability text = integration.federation  -- key that means federation
-- param:   text_matches boolean = true  -- false counts what rests on words in a text alone as unknown
-- note:    Verdicts are those of the open edition, without a profile. Which protocol it is has no key of its own: named_in says
--          where its name was met as a whole word (topic, quote, condition, summary). That is a match of words: a bridge to
--          it names it too. `unknown`: nobody says anything; a product that is not listed is unknown as well.
-- note_de: Urteile sind die der offenen Edition, ohne Profil. Welches Protokoll es ist, hat keinen eigenen Schlüssel: named_in sagt,
--          wo sein Name als ganzes Wort vorkam (Schlagwort, Zitat, Einschränkung, Kurzbeschreibung). Das ist ein Worttreffer: Auch
--          eine Brücke dorthin nennt ihn. `unknown`: Niemand sagt etwas; ein Produkt ohne Zeile ist ebenfalls unbekannt.
with answer as (
    select * from capability_answers(split(concat_ws(',', $protocol_capability::text, $federation_capability::text), ','), $text_matches::boolean)
),
text as (
    select product_id, 'condition' as place, condition as words from claim
    where capability in ($protocol_capability::text, $federation_capability::text)
    union all
    select product_id, 'quote', quote from claim
    where capability in ($protocol_capability::text, $federation_capability::text)
    union all
    select product_id, 'summary', summary from product
    union all
    select product_id, 'topic', array_join(topics, ' ') from repository
),
named as (
    select product_id, sorted_distinct(array_agg(place)) as named_in
    from text
    where regexp_matches(words, '(?i)(^|[^\p{L}\p{N}])' || regexp_escape($protocol::text) || '($|[^\p{L}\p{N}])')
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    assessed.edition,
    coalesce(spoken.verdict, 'unknown') as open_protocol,
    spoken.rests_on as protocol_rests_on,
    coalesce(joined.verdict, 'unknown') as federation,
    joined.rests_on as federation_rests_on,
    named.named_in,
    sorted_distinct(or_empty(spoken.conditions) || or_empty(joined.conditions)) as conditions,
    sorted_distinct(or_empty(spoken.source_urls) || or_empty(joined.source_urls)) as source_urls,
    sorted_distinct(or_empty(spoken.evidence_ids) || or_empty(joined.evidence_ids)) as evidence_ids,
    least(spoken.evidence_date, joined.evidence_date) as evidence_date
from assessed_editions() as assessed
join product on product.product_id = assessed.product_id
left join answer as spoken
    on spoken.product_id = product.product_id and spoken.capability = $protocol_capability::text
    and spoken.edition is not distinct from assessed.edition
left join answer as joined
    on joined.product_id = product.product_id and joined.capability = $federation_capability::text
    and joined.edition is not distinct from assessed.edition
left join named on named.product_id = product.product_id
where product.role = 'candidate'
    and if($protocol::text is null, spoken.verdict is not null or joined.verdict is not null, named.named_in is not null)
order by
    find_in_set(federation, 'met,partial,conflict,unknown,not_met,not_applicable'),
    find_in_set(open_protocol, 'met,partial,conflict,unknown,not_met,not_applicable'),
    product.name, product.product_id, assessed.edition nulls first
