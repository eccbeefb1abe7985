-- Works out once what the rules for claims make of this catalogue, and lets the public functions read that.
-- reads: claim, decision, edition, meta, product
-- writes: schema worked_out; assessed_editions, claims_in_force, capability_answers
-- grain: one edition that is assessed; one claim in force; one capability of such an edition, with and without matches of words

create schema worked_out;

create table worked_out.assessed_edition as
from assessed_editions();

create table worked_out.claim_in_force as
from claims_in_force(null)
order by capability, product_id, claim_id;

create table worked_out.capability_answer as
from answers_each_way(null, [true, false])
order by with_matches, capability, product_id, edition;

create or replace macro assessed_editions() as table
from worked_out.assessed_edition;

create or replace macro claims_in_force(keys, ids := null) as table
from worked_out.claim_in_force
where (keys is null or capability in (select unnest(keys::text[])))
    and (ids is null or product_id in (select unnest(ids::text[])));

create or replace macro capability_answers(keys, text_matches, ids := null) as table
select * exclude (with_matches)
from worked_out.capability_answer
where with_matches = text_matches::boolean
    and (keys is null or capability in (select unnest(keys::text[])))
    and (ids is null or product_id in (select unnest(ids::text[])));
