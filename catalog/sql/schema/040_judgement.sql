-- What is claimed, decided and priced. The builder creates these tables; claims fill them.
-- creates: edition, claim, exclusion, decision, price_fact, public_reference

create table edition (
    product_id varchar, edition varchar, name varchar, licence varchar, licence_class varchar, osi_approved boolean,
    source varchar, source_url varchar, evidence_id varchar, observed_at timestamp, entered_in varchar, licence_printed varchar,
    fsf_libre boolean, opencode_allowed boolean, locator varchar, quote varchar, evidence_date date, entered_by_role varchar
);
comment on table edition is 'One row is one licensed form of one product.';
comment on column edition.product_id is 'Product.';
comment on column edition.edition is 'Key of the edition within the product.';
comment on column edition.name is 'Name of the edition.';
comment on column edition.licence is 'SPDX expression; null if unknown.';
comment on column edition.licence_class is 'As `product.licence_class`.';
comment on column edition.osi_approved is 'As `product.osi_approved`.';
comment on column edition.source is 'Who says so.';
comment on column edition.source_url is 'Where it says so.';
comment on column edition.evidence_id is 'Response that says so.';
comment on column edition.observed_at is 'When it was seen (UTC).';
comment on column edition.licence_printed is 'Licence as entered; null if nobody entered one.';
comment on column edition.fsf_libre is 'As `product.fsf_libre`.';
comment on column edition.opencode_allowed is 'As `product.opencode_allowed`.';
comment on column edition.locator is 'Place in the source.';
comment on column edition.quote is 'The words of the source, at most 200 characters.';
comment on column edition.evidence_date is 'Day the source speaks for.';
comment on column edition.entered_by_role is 'Role of the person who entered it; no names.';
comment on column edition.entered_in is 'File and line of the market in which a person named it first; null if a response says it.';

create table claim (
    product_id varchar, edition varchar, capability varchar, value varchar, kind varchar, method varchar, source varchar,
    source_url varchar, locator varchar, quote varchar, evidence_id varchar, evidence_date date, retrieved_at timestamp,
    exclusive boolean, limit_users bigint, valid_until date, claim_id varchar, condition varchar, entered_by_role varchar,
    supersedes varchar, strength varchar, places integer, entered_in varchar
);
comment on table claim is 'One row is one statement about one capability of a product or edition, with its source and date.';
comment on column claim.product_id is 'Product.';
comment on column claim.edition is 'Edition; null if the source does not say which.';
comment on column claim.capability is 'Key of the vocabulary.';
comment on column claim.value is '`yes`, `addon`, `partial`, `no` or `not_applicable`.';
comment on column claim.kind is '`test`, `curated`, `vendor`, `crawled` or `derived`, strongest first.';
comment on column claim.method is 'How a derived claim was made: `term_match` or `rule`.';
comment on column claim.source is 'Who says so.';
comment on column claim.source_url is 'Where it says so.';
comment on column claim.locator is 'Place in the source: line of a text, name of a field, page.';
comment on column claim.quote is 'The words of the source.';
comment on column claim.evidence_id is 'Stored response, if there is one.';
comment on column claim.evidence_date is 'Date the source speaks for.';
comment on column claim.retrieved_at is 'When it was seen (UTC).';
comment on column claim.exclusive is 'True if the source says that only this edition has it.';
comment on column claim.limit_users is 'Largest number of users it holds for.';
comment on column claim.valid_until is 'Last day on which it may be used.';
comment on column claim.claim_id is 'Key of the claim.';
comment on column claim.condition is 'Restriction in words.';
comment on column claim.entered_by_role is 'Role of the person who entered it; no names.';
comment on column claim.supersedes is 'Older claim that this one replaces.';
comment on column claim.entered_in is 'File and line of the market in which a person entered it, such as `claims/element.yml:12`; null for what oscan found itself.';
comment on column claim.strength is 'Of a crawled claim: `weak` if the field names the kind of product and not the function itself, else `strong`.';
comment on column claim.places is 'Of a match of words: how many different sentences, items or rows of the texts of its repository say the same; 1 if others there say something else. One place is right less often than several.';

create table exclusion (
    product_id varchar, edition varchar, switch varchar, off varchar, source varchar, source_url varchar, evidence_id varchar,
    locator varchar, quote varchar, evidence_date date
);
comment on table exclusion is 'One row says that while one function is in use another is not available.';
comment on column exclusion.product_id is 'Product.';
comment on column exclusion.edition is 'Edition.';
comment on column exclusion.switch is 'Capability that switches the other off.';
comment on column exclusion.off is 'Capability that is then not available.';
comment on column exclusion.source is 'Who says so.';
comment on column exclusion.source_url is 'Where it says so.';
comment on column exclusion.evidence_id is 'Stored response, if there is one.';
comment on column exclusion.locator is 'Place in the source: line of a text, name of a field, page.';
comment on column exclusion.quote is 'The words of the source, at most 200 characters.';
comment on column exclusion.evidence_date is 'Date the source speaks for.';

create table decision (
    product_id varchar, edition varchar, capability varchar, value varchar, decided_on date, reason varchar, decided_by_role varchar
);
comment on table decision is 'One row is a person''s dated resolution of a contradiction.';
comment on column decision.product_id is 'Product.';
comment on column decision.edition is 'Edition.';
comment on column decision.capability is 'Capability decided on.';
comment on column decision.value is 'The value that holds.';
comment on column decision.decided_on is 'Date of the decision.';
comment on column decision.reason is 'Reason in words.';
comment on column decision.decided_by_role is 'Role of the person; no names.';

create table price_fact (
    product_id varchar, edition varchar, component varchar, unit varchar, amount_low decimal(18, 4), amount_high decimal(18, 4),
    currency varchar, net boolean, period varchar, minimum_quantity bigint, valid_from date, source varchar, source_url varchar,
    evidence_id varchar, observed_at timestamp, kind varchar, reason varchar, entered_in varchar
);
comment on table price_fact is 'One row is one sourced and dated price of one component of cost.';
comment on column price_fact.product_id is 'Product.';
comment on column price_fact.edition is 'Edition.';
comment on column price_fact.component is '`licence`, `subscription`, `operation`, `support`, `migration`, `training`, `integration` or `exit`.';
comment on column price_fact.unit is 'What is counted.';
comment on column price_fact.amount_low is 'Lowest amount for one unit.';
comment on column price_fact.amount_high is 'Highest amount for one unit; null if not known.';
comment on column price_fact.currency is 'Currency, ISO 4217.';
comment on column price_fact.net is 'True if without value added tax.';
comment on column price_fact.period is '`once`, `month` or `year`.';
comment on column price_fact.minimum_quantity is 'Smallest number of units sold.';
comment on column price_fact.valid_from is 'First day of validity.';
comment on column price_fact.source is 'Who says so.';
comment on column price_fact.source_url is 'Where it says so.';
comment on column price_fact.evidence_id is 'Stored response, if there is one.';
comment on column price_fact.observed_at is 'When it was seen (UTC).';
comment on column price_fact.kind is 'Kind of claim.';
comment on column price_fact.reason is 'Reason of an estimate.';
comment on column price_fact.entered_in is 'File and line of the market in which a person entered it; null if a response says it.';

create table public_reference (
    product_id varchar, organisation_id varchar, name varchar, country varchar, state varchar, since varchar, users bigint,
    source varchar, source_url varchar, locator varchar, quote varchar, evidence_date date, retrieved_at timestamp,
    entered_by_role varchar, entered_in varchar
);
comment on table public_reference is 'One row is one public body of which one source says that it uses a product, tries it, wants it or has left it.';
comment on column public_reference.product_id is 'Product.';
comment on column public_reference.organisation_id is 'The public body, as in `organisation`.';
comment on column public_reference.name is 'Its name as entered.';
comment on column public_reference.country is 'Its country, ISO 3166-1 alpha-2; null if nobody entered it.';
comment on column public_reference.state is '`in_use`, `pilot`, `announced` or `ended`; only `in_use` counts in the figure `public_references`.';
comment on column public_reference.since is 'Year, month or day since when; null if the source does not say.';
comment on column public_reference.users is 'How many people use it, as the source says.';
comment on column public_reference.source is 'Who says so.';
comment on column public_reference.source_url is 'Where it says so.';
comment on column public_reference.locator is 'Place in the source.';
comment on column public_reference.quote is 'The words of the source, at most 200 characters.';
comment on column public_reference.evidence_date is 'Day the source speaks for.';
comment on column public_reference.retrieved_at is 'Day on which a person read it.';
comment on column public_reference.entered_by_role is 'Role of the person who entered it; no names.';
comment on column public_reference.entered_in is 'File and line of the market.';
