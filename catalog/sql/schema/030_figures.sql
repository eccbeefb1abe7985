-- What we compute: figures and licences.
-- creates: metric, licence_reading, licence_list, licence_list_version, licence_finding, licence_period

create table metric (
    product_id varchar, repository_id varchar, metric varchar, window_end timestamp, window_days integer, value double,
    value_min double, value_max double, sample_size bigint, computed_from varchar, source varchar, observed_at timestamp,
    evidence_id varchar
);
comment on table metric is 'One row is one figure of one repository, or of one product (then `repository_id` is null). A figure that cannot be known has the value null, never zero; bounds stand beside it where they are known. Mirrors are not measured.';
comment on column metric.product_id is 'Product.';
comment on column metric.repository_id is 'Repository; null for the figure of the product as a whole.';
comment on column metric.metric is '`commits_183d`, `authors_183d`, `absence_factor_183d`, `releases_365d`, `median_release_gap_days`, `max_release_gap_days`, `days_since_last_release`, `releases_183d` (release days of half a year), `releases_183d_year_before` (of the same half year one year earlier), `days_since_last_commit`, `prereleases_365d`, `nightly_releases_365d`, `chart_releases_365d` (days with such a tag), `bot_share` (0 to 1), `security_policy` (0 or 1; in the repository or in the one called .github of its owner), `badge_maintained` (openCode''s levels 0 to 3, recomputed), `vendor_parent_hq_in_eu` (0 or 1) or `public_references` (public bodies that use it; the value stays null and only the lower bound is known).';
comment on column metric.window_end is 'Reference time of the run the figure speaks about (UTC).';
comment on column metric.window_days is 'Length of the window in days; null if there is none.';
comment on column metric.value is 'The figure; null if unknown.';
comment on column metric.value_min is 'It is at least this, as far as known.';
comment on column metric.value_max is 'It is at most this, as far as known.';
comment on column metric.sample_size is 'Commits looked at, release days counted, or 1 for a single fact.';
comment on column metric.computed_from is 'What it was computed from, in words.';
comment on column metric.source is 'Source of the input; null if several.';
comment on column metric.observed_at is 'When the input was said (UTC).';
comment on column metric.evidence_id is 'Response that said it; null if several.';

create table licence_reading (
    printed varchar, licence varchar, licence_class varchar, osi_approved boolean, read_by varchar, fsf_libre boolean,
    opencode_allowed boolean
);
comment on table licence_reading is 'One row is one text that was printed as a licence, and how it was read.';
comment on column licence_reading.printed is 'The text.';
comment on column licence_reading.licence is 'SPDX expression; null if it cannot be read without guessing.';
comment on column licence_reading.licence_class is 'Class of the expression, as `product.licence_class`.';
comment on column licence_reading.osi_approved is 'Approved by the Open Source Initiative; of an expression the least of all parts joined by AND, the most of those joined by OR, where unknown lies between false and true.';
comment on column licence_reading.read_by is '`spdx` if it is an expression, `alias` if our table of aliases knows it, `restriction` if it names terms that take a part of the licence back, `none` otherwise.';
comment on column licence_reading.fsf_libre is 'Free according to the Free Software Foundation, computed alike.';
comment on column licence_reading.opencode_allowed is 'On openCode''s list of allowed licences, computed alike.';

create table licence_list (spdx_id varchar, osi boolean, fsf boolean, licence_class varchar, opencode boolean);
comment on table licence_list is 'One row is one licence and what the lists say about it; which versions of the lists stands in `licence_list_version`.';
comment on column licence_list.spdx_id is 'SPDX identifier; `LicenseRef-…` for terms that have none.';
comment on column licence_list.osi is 'Approved by the Open Source Initiative, as SPDX''s list has it; false for terms of our own that are not open source; null if unknown.';
comment on column licence_list.fsf is 'Free according to the Free Software Foundation, as SPDX''s list has it; null where that list does not say.';
comment on column licence_list.licence_class is 'Class, as `product.licence_class`: our own judgement.';
comment on column licence_list.opencode is 'On openCode''s list of allowed licences; null as long as that list is not known.';

create table licence_list_version (
    list_name varchar, version varchar, released_on date, retrieved_on date, url varchar, licences bigint, shipped boolean
);
comment on table licence_list_version is 'One row is one list of licences that this catalogue was built with.';
comment on column licence_list_version.list_name is '`spdx` (with the flags of OSI and FSF) or `opencode`.';
comment on column licence_list_version.version is 'Version as the list prints it; null if no version of the list is known to us: all its flags are then unknown.';
comment on column licence_list_version.released_on is 'Day it was published.';
comment on column licence_list_version.retrieved_on is 'Day it was read.';
comment on column licence_list_version.url is 'Where it stands.';
comment on column licence_list_version.licences is 'Number of licences on it.';
comment on column licence_list_version.shipped is 'True if it came with oscan, false if it lies in the data folder (`oscan doctor --refresh-licences`).';

create table licence_finding (
    product_id varchar, repository_id varchar, origin varchar, printed varchar, licence varchar, licence_class varchar,
    osi_approved boolean, source varchar, evidence_id varchar, edition varchar, fsf_libre boolean, opencode_allowed boolean,
    trust integer, speaks_for date, differs varchar, rule varchar, holds boolean, source_url varchar, entered_in varchar
);
comment on table licence_finding is 'One row is what one origin says about the licence of one repository or edition; several may contradict each other, and all are kept. Compared are those about one repository; what a person entered about the product or its judged edition is compared with the main repository.';
comment on column licence_finding.product_id is 'Product.';
comment on column licence_finding.repository_id is 'Repository; null for an edition and for an entry that stands in none.';
comment on column licence_finding.origin is '`curated`, `publiccode`, `forge` or `listing`.';
comment on column licence_finding.printed is 'Licence as printed.';
comment on column licence_finding.licence is 'SPDX expression of it.';
comment on column licence_finding.licence_class is 'Its class.';
comment on column licence_finding.osi_approved is 'As `product.osi_approved`.';
comment on column licence_finding.source is 'Source that said it.';
comment on column licence_finding.evidence_id is 'Response that said it; null for what a person entered.';
comment on column licence_finding.edition is 'Edition it speaks about; null if none is named.';
comment on column licence_finding.fsf_libre is 'As `product.fsf_libre`.';
comment on column licence_finding.opencode_allowed is 'As `product.opencode_allowed`.';
comment on column licence_finding.trust is 'Rank of the origin, 1 strongest: curated 1, publiccode 2, forge 4, listing 5 (3, file headers, is not collected).';
comment on column licence_finding.speaks_for is 'Day it speaks for: of the last response that said or confirmed it, or the evidence date a person entered.';
comment on column licence_finding.differs is 'From the finding that holds: `material` if flag or class differ, `formal` if only the text does; null if it does not, or says nothing readable.';
comment on column licence_finding.rule is 'How the findings about this repository were resolved: `only` (one speaks), `agree`, `trust` (the strongest origin holds), `conflict` (a finding of the same rank, or a weaker one that speaks later, differs materially: what they contradict is unknown until a person decides) or `none` (nothing readable).';
comment on column licence_finding.holds is 'True for the finding that holds.';
comment on column licence_finding.source_url is 'Where a person read it.';
comment on column licence_finding.entered_in is 'File and line of the market in which it was entered; null if a response says it.';

create table licence_period (
    product_id varchar, repository_id varchar, licence_printed varchar, licence varchar, licence_class varchar, osi_approved boolean,
    since date, until date, version varchar, first_said timestamp, last_said timestamp, changed_after timestamp, kind varchar,
    source varchar, source_url varchar, evidence_id varchar, entered_in varchar
);
comment on table licence_period is 'One row is one span of time in which a repository stood under one licence. A person may enter the day of a change; observations only show between which two responses it lies.';
comment on column licence_period.product_id is 'Product.';
comment on column licence_period.repository_id is 'Repository; null if the product as a whole is meant or the repository is not in this catalogue.';
comment on column licence_period.licence_printed is 'Licence as printed.';
comment on column licence_period.licence is 'SPDX expression; null if it cannot be read.';
comment on column licence_period.licence_class is 'As `product.licence_class`.';
comment on column licence_period.osi_approved is 'As `product.osi_approved`.';
comment on column licence_period.since is 'First day, as a person entered it; null if nobody knows it.';
comment on column licence_period.until is 'Day on which the next one began; null if it is the last.';
comment on column licence_period.version is 'First release under it, if that was entered.';
comment on column licence_period.first_said is 'First response that said it (UTC).';
comment on column licence_period.last_said is 'Last response that said it anew (UTC); later ones may have confirmed it.';
comment on column licence_period.changed_after is 'Last response that said the licence before: the change lies between it and `first_said`; null if no other is known.';
comment on column licence_period.kind is '`curated` or `crawled`.';
comment on column licence_period.source is 'Who says so.';
comment on column licence_period.source_url is 'Where a person read it.';
comment on column licence_period.entered_in is 'File and line of the market in which it was entered; null if responses say it.';
comment on column licence_period.evidence_id is 'Response that first said it; null for what a person entered.';
