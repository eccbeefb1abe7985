-- How we know: stored responses, runs, which response said which fact, and what was looked at.
-- creates: evidence, source_run, fact, seen, search_space, match_review, match_decision, meta

create table evidence (
    evidence_id varchar, source varchar, run_id varchar, url varchar, method varchar, status integer, fetched_at timestamp,
    sha256 varchar, warc_file varchar, warc_offset bigint, bytes bigint, content_type varchar, reduced boolean
);
comment on table evidence is 'One row is one stored response. The response itself lies in the WARC file it names and is never changed.';
comment on column evidence.evidence_id is 'Key of the response.';
comment on column evidence.source is 'Source that was asked.';
comment on column evidence.run_id is 'Run in which it was asked.';
comment on column evidence.url is 'Address that was asked, without secrets.';
comment on column evidence.method is 'HTTP method.';
comment on column evidence.status is 'HTTP status of the response.';
comment on column evidence.fetched_at is 'When it came (UTC).';
comment on column evidence.sha256 is 'SHA-256 of the body as received.';
comment on column evidence.warc_file is 'File below the data folder that holds it.';
comment on column evidence.warc_offset is 'Where in that file its record begins, in bytes.';
comment on column evidence.bytes is 'Length of the body.';
comment on column evidence.content_type is 'Media type as printed.';
comment on column evidence.reduced is 'True if names of people were replaced before it was stored; the SHA-256 is then that of the original body.';

create table source_run (
    source varchar, run_id varchar, started_at timestamp, finished_at timestamp, status varchar, requests bigint,
    not_modified bigint, bytes bigint, observations bigint, last_good_at timestamp, as_of timestamp, market varchar,
    subjects bigint, errors bigint, replayed boolean, oscan_version varchar
);
comment on table source_run is 'One row is one run of one source. Only complete runs allow conclusions from absence; failed runs leave no observations.';
comment on column source_run.source is 'Source.';
comment on column source_run.run_id is 'Run; several sources may share one.';
comment on column source_run.started_at is 'When it began (UTC).';
comment on column source_run.finished_at is 'When it ended (UTC).';
comment on column source_run.status is '`complete`, `partial` or `failed`.';
comment on column source_run.requests is 'Requests made.';
comment on column source_run.not_modified is 'Responses that said nothing had changed.';
comment on column source_run.bytes is 'Bytes received.';
comment on column source_run.observations is 'Observations written.';
comment on column source_run.last_good_at is 'End of the newest complete run of this source up to this one (UTC); null if there was none.';
comment on column source_run.as_of is 'Reference time of the run (UTC): windows end here.';
comment on column source_run.market is 'Market it was made for.';
comment on column source_run.subjects is 'Different subjects seen.';
comment on column source_run.errors is 'Number of addresses that could not be read.';
comment on column source_run.replayed is 'True if stored responses were read instead of the network.';
comment on column source_run.oscan_version is 'Version of oscan that made it.';

create table fact (
    product_id varchar, subject varchar, subject_id varchar, field varchar, value varchar, source varchar, source_key varchar,
    observed_at timestamp, confirmed_at timestamp, evidence_id varchar, locator varchar
);
comment on table fact is 'One row is one believed fact of one repository, entry or organisation, as printed, with the response that said it, or one fact that a person entered for a product, with the line of the market''s file. A fact kept from an earlier run carries the time of that run.';
comment on column fact.product_id is 'Product of the subject; null for organisations and for subjects without product.';
comment on column fact.subject is '`repository`, `listing` or `organisation`; `product` for what a person entered.';
comment on column fact.subject_id is 'Key of the subject in its table; for entries the key in their source.';
comment on column fact.field is 'Name of the fact, as in the observation.';
comment on column fact.value is 'The fact as text, cut after 2,000 characters; lists as JSON.';
comment on column fact.source is 'Source that said it; `watchlist` for the market''s own files.';
comment on column fact.source_key is 'Key of the subject in that source.';
comment on column fact.observed_at is 'When it was said (UTC); null if the market''s file gives no date.';
comment on column fact.confirmed_at is 'When a later response confirmed it without repeating it (UTC).';
comment on column fact.evidence_id is 'Response that said it; null for the market''s own files.';
comment on column fact.locator is 'Where in the response, or file and line of the market, such as `watchlist.yml:12`.';

create table seen (
    source varchar, kind varchar, source_key varchar, name varchar, url varchar, relevant boolean, product_id varchar,
    reasons varchar[], status varchar, first_seen timestamp, last_seen timestamp, evidence_id varchar
);
comment on table seen is 'One row is one subject that a source showed, of this market or not: the search space, with the reasons for and against.';
comment on column seen.source is 'Source.';
comment on column seen.kind is '`repository`, `listing`, `organisation` or `document`.';
comment on column seen.source_key is 'Key of the subject in that source.';
comment on column seen.name is 'Name or path as printed.';
comment on column seen.url is 'Address for people.';
comment on column seen.relevant is 'False if it was judged not to be of this market.';
comment on column seen.product_id is 'Product it belongs to, if any.';
comment on column seen.reasons is 'Why it was looked at.';
comment on column seen.status is 'As `product.status`, for this subject alone.';
comment on column seen.first_seen is 'When it was first seen (UTC).';
comment on column seen.last_seen is 'When it was last seen (UTC); null if it never could be read.';
comment on column seen.evidence_id is 'Newest response about it.';

create table search_space (
    source varchar, kind varchar, found bigint, relevant bigint, rejected bigint, products bigint, last_status varchar,
    last_good_at timestamp
);
comment on table search_space is 'One row is one kind of subject of one source: how many were found, how many are of this market.';
comment on column search_space.source is 'Source.';
comment on column search_space.kind is 'Kind of subject.';
comment on column search_space.found is 'Subjects ever seen.';
comment on column search_space.relevant is 'Those judged to be of this market.';
comment on column search_space.rejected is 'Those judged not to be.';
comment on column search_space.products is 'Different products they belong to.';
comment on column search_space.last_status is 'Status of the newest run of the source.';
comment on column search_space.last_good_at is 'End of its newest complete run (UTC).';

create table match_review (left_key varchar, right_key varchar, score double, reason varchar);
comment on table match_review is 'One row is a pair that looks alike, that no key decides and that nobody has decided: for a person, whose answer is a line in `decisions.yml`.';
comment on column match_review.left_key is 'A product, or a repository where an address is contested.';
comment on column match_review.right_key is 'The other product or repository.';
comment on column match_review.score is 'How alike the names are: 1 is the same.';
comment on column match_review.reason is 'Why the pair is shown.';

create table match_decision (
    left_key varchar, right_key varchar, decision varchar, decided_on date, decided_by_role varchar, reason varchar, line bigint,
    left_product_id varchar, right_product_id varchar
);
comment on table match_decision is 'One row is a person''s decision, in the market''s `decisions.yml`, on a pair that keys or names could not tell apart or bring together. It holds in every build; `match_review` does not show the pair again.';
comment on column match_decision.left_key is 'Address, id of a repository or id of a product.';
comment on column match_decision.right_key is 'The other one.';
comment on column match_decision.decision is '`same` or `different`.';
comment on column match_decision.decided_on is 'Day of the decision.';
comment on column match_decision.decided_by_role is 'Role of the person; no names.';
comment on column match_decision.reason is 'Reason in words.';
comment on column match_decision.line is 'Line of `decisions.yml`.';
comment on column match_decision.left_product_id is 'Product that the left key means today; null if nothing of it was seen.';
comment on column match_decision.right_product_id is 'Product that the right key means today; null if nothing of it was seen.';

create table meta (
    build_id varchar, built_at timestamp, market varchar, market_sha256 varchar, as_of timestamp, software_version varchar,
    profiles varchar, entered_until date
);
comment on table meta is 'The one row says what this catalogue was built from. The same inputs give the same build id.';
comment on column meta.build_id is 'Hash of the input files, the market and the software version.';
comment on column meta.built_at is 'When it was built (UTC); null in a snapshot, whose manifest says when it was taken.';
comment on column meta.market is 'Name of the market.';
comment on column meta.market_sha256 is 'Hash of the market''s files.';
comment on column meta.as_of is 'Reference time: that of the newest run which left observations (UTC); null if there is none.';
comment on column meta.software_version is 'Version of oscan that built it.';
comment on column meta.profiles is 'SHA-256 of each requirements profile of the market by its name, as JSON.';
comment on column meta.entered_until is 'Newest day on which a person read what they entered. It may lie after `as_of`: a line that is entered after the last crawl holds at once, and its age is 0.';
