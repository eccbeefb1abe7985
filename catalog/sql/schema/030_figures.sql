-- What we compute: figures and licences.
-- creates: metric, licence_reading, licence_list, licence_finding

create table metric (
    product_id varchar, repository_id varchar, metric varchar, window_end timestamp, window_days integer, value double,
    value_min double, value_max double, sample_size bigint, computed_from varchar, source varchar, observed_at timestamp,
    evidence_id varchar
);
comment on table metric is 'One row is one figure of one repository, or of one product (then `repository_id` is null). A figure that cannot be known has the value null, never zero; bounds stand beside it where they are known. Mirrors are not measured.';
comment on column metric.product_id is 'Product.';
comment on column metric.repository_id is 'Repository; null for the figure of the product as a whole.';
comment on column metric.metric is '`commits_183d`, `authors_183d`, `absence_factor_183d`, `releases_365d`, `median_release_gap_days`, `max_release_gap_days`, `days_since_last_release`, `releases_183d` (release days of half a year) or `releases_183d_year_before` (of the same half year one year earlier).';
comment on column metric.window_end is 'Reference time of the run the figure speaks about (UTC).';
comment on column metric.window_days is 'Length of the window in days; null if there is none.';
comment on column metric.value is 'The figure; null if unknown.';
comment on column metric.value_min is 'It is at least this, as far as known.';
comment on column metric.value_max is 'It is at most this, as far as known.';
comment on column metric.sample_size is 'Commits looked at, or release days counted.';
comment on column metric.computed_from is 'What it was computed from, in words.';
comment on column metric.source is 'Source of the input; null if several.';
comment on column metric.observed_at is 'When the input was said (UTC).';
comment on column metric.evidence_id is 'Response that said it; null if several.';

create table licence_reading (
    printed varchar, licence varchar, licence_class varchar, osi_approved boolean, read_by varchar
);
comment on table licence_reading is 'One row is one text that was printed as a licence, and how it was read.';
comment on column licence_reading.printed is 'The text.';
comment on column licence_reading.licence is 'SPDX expression; null if it cannot be read without guessing.';
comment on column licence_reading.licence_class is 'Class of the expression, as `product.licence_class`.';
comment on column licence_reading.osi_approved is 'As `product.osi_approved`.';
comment on column licence_reading.read_by is '`spdx` if it is an expression, `alias` if our table of aliases knows it, `none` if neither.';

create table licence_list (spdx_id varchar, osi boolean, fsf boolean, licence_class varchar);
comment on table licence_list is 'One row is one licence we know the class of. The flags are kept by hand from general knowledge of the published lists; check them against the lists before a review is published.';
comment on column licence_list.spdx_id is 'SPDX identifier.';
comment on column licence_list.osi is 'Approved by the Open Source Initiative; null if we do not know.';
comment on column licence_list.fsf is 'Free according to the Free Software Foundation; null if we do not know.';
comment on column licence_list.licence_class is 'Class, as `product.licence_class`.';

create table licence_finding (
    product_id varchar, repository_id varchar, origin varchar, printed varchar, licence varchar, licence_class varchar,
    osi_approved boolean, source varchar, evidence_id varchar
);
comment on table licence_finding is 'One row is what one origin says about the licence of one repository; several may contradict each other.';
comment on column licence_finding.product_id is 'Product.';
comment on column licence_finding.repository_id is 'Repository; null for an entry that stands in none.';
comment on column licence_finding.origin is '`publiccode` or `forge`.';
comment on column licence_finding.printed is 'Licence as printed.';
comment on column licence_finding.licence is 'SPDX expression of it.';
comment on column licence_finding.licence_class is 'Its class.';
comment on column licence_finding.osi_approved is 'As `product.osi_approved`.';
comment on column licence_finding.source is 'Source that said it.';
comment on column licence_finding.evidence_id is 'Response that said it.';
