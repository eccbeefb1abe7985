-- Which products run without a cloud of their vendor, as far as somebody says so.
-- de:      Welche Produkte ohne eine Cloud ihres Herstellers laufen, soweit das jemand sagt.
-- topic:   functions
-- grain:   one row per candidate and edition about which one of the two functions is said
-- columns: product_id, product_name, edition, vendor_cloud_free, own_servers, own_servers_rest_on, without_internet,
--          without_internet_rests_on, not_said, conditions, source_urls, evidence_ids, evidence_date
-- shown:   product_name, edition, vendor_cloud_free, own_servers, without_internet, not_said
-- tables:  product, capability_answers()
-- portable
-- param:   own_servers text = deploy.selfhost  -- key that means operation on own servers
-- param:   without_internet text = deploy.air_gapped  -- key that means operation without the Internet
-- param:   text_matches boolean = true  -- false counts what rests on words in a text alone as unknown
-- note:    vendor_cloud_free is `yes` where operation without the Internet is described: then no push service, licence server,
--          relay or telemetry of a vendor is needed; `no` where operation on own servers is denied; else `unknown`. That a
--          product needs the Internet for something does not show that it needs its vendor's cloud.
-- note:    Push, licence server, relay and telemetry have no keys of their own in the vocabulary: not_said names them where
--          the answer is open. A `rests_on` of term_match is words in a text and makes the answer a proposal.
-- note_de: vendor_cloud_free ist `yes`, wo ein Betrieb ohne Internet beschrieben ist: Dann braucht es keinen Push-Dienst, keinen
--          Lizenzserver, kein Relay und keine Telemetrie eines Herstellers; `no`, wo der Betrieb auf eigenen Servern verneint ist;
--          sonst `unknown`. Dass ein Produkt für etwas das Internet braucht, zeigt nicht, dass es die Cloud seines Herstellers
--          braucht.
-- note_de: Push, Lizenzserver, Relay und Telemetrie haben im Vokabular keine eigenen Schlüssel: not_said nennt sie, wo die Antwort
--          offen ist. Ein `rests_on` mit term_match sind Wörter in einem Text und macht die Antwort zu einem Vorschlag.
with answer as (
    select * from capability_answers(split(concat_ws(',', $own_servers::text, $without_internet::text), ','), $text_matches::boolean)
),
paired as (
    select
        coalesce(own.product_id, apart.product_id) as product_id,
        coalesce(own.edition, apart.edition) as edition,
        coalesce(own.verdict, 'unknown') as own_servers,
        own.rests_on as own_servers_rest_on,
        coalesce(apart.verdict, 'unknown') as without_internet,
        apart.rests_on as without_internet_rests_on,
        case when without_internet = 'met' then 'yes' when own_servers = 'not_met' then 'no' else 'unknown' end as free,
        sorted_distinct(or_empty(own.conditions) || or_empty(apart.conditions)) as conditions,
        sorted_distinct(or_empty(own.source_urls) || or_empty(apart.source_urls)) as source_urls,
        sorted_distinct(or_empty(own.evidence_ids) || or_empty(apart.evidence_ids)) as evidence_ids,
        least(own.evidence_date, apart.evidence_date) as evidence_date
    from (select * from answer where capability = $own_servers::text) as own
    full join (select * from answer where capability = $without_internet::text) as apart
        on apart.product_id = own.product_id and coalesce(apart.edition, '') = coalesce(own.edition, '')
)
select
    product.product_id,
    product.name as product_name,
    paired.edition,
    paired.free as vendor_cloud_free,
    paired.own_servers,
    paired.own_servers_rest_on,
    paired.without_internet,
    paired.without_internet_rests_on,
    if(paired.free = 'unknown', split('push,licence_server,relay,telemetry', ','), null) as not_said,
    paired.conditions,
    paired.source_urls,
    paired.evidence_ids,
    paired.evidence_date
from paired
join product on product.product_id = paired.product_id
where product.role = 'candidate'
order by
    find_in_set(paired.free, 'yes,unknown,no'),
    find_in_set(paired.own_servers, 'met,partial,conflict,unknown,not_met,not_applicable'),
    product.name, product.product_id, paired.edition nulls first
