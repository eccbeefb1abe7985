-- What was frozen, and what changed between two frozen states.
-- creates: snapshot, change

create table snapshot (
    label varchar, taken_at timestamp, as_of timestamp, sources varchar, products bigint, checksum varchar, build_id varchar
);
comment on table snapshot is 'One row is one snapshot that lay in the data folder when the catalogue was built.';
comment on column snapshot.label is 'Label, such as `2026Q4`.';
comment on column snapshot.taken_at is 'When it was taken (UTC); null in a snapshot, where the manifests of the earlier ones say it.';
comment on column snapshot.as_of is 'Reference time of its data (UTC).';
comment on column snapshot.sources is 'State and age of each source, as JSON.';
comment on column snapshot.products is 'Number of products in it.';
comment on column snapshot.checksum is 'SHA-256 over the checksums of its files.';
comment on column snapshot.build_id is 'Build it was taken from.';

create table change (
    from_label varchar, to_label varchar, product_id varchar, kind varchar, field varchar, before varchar, after varchar,
    repository_id varchar, edition varchar, source varchar, before_evidence_id varchar, after_evidence_id varchar,
    before_entered_in varchar, after_entered_in varchar
);
comment on table change is 'One row is one typed difference between two snapshots. A value that was or became unknown is `value_changed`, never a relicensing or archiving. What a new product brings with it is not told again. Texts of descriptions, stars, forks, issues and commits move all the time and are not reported.';
comment on column change.from_label is 'Earlier snapshot.';
comment on column change.to_label is 'Later snapshot.';
comment on column change.product_id is 'Product.';
comment on column change.kind is '`added`, `gone`, `renamed`, `moved`, `relicensed`, `archived`, `unarchived`, `release_stopped`, `edition_added`, `edition_gone`, `claim_added`, `claim_withdrawn`, `claim_changed` or `value_changed`.';
comment on column change.field is 'Column that differs; of a claim its capability.';
comment on column change.before is 'Earlier value as text; null if unknown or absent.';
comment on column change.after is 'Later value as text; null if unknown or absent.';
comment on column change.repository_id is 'Repository the column belongs to; null if it belongs to the product.';
comment on column change.edition is 'Edition that a claim or licence belongs to; null if to the product.';
comment on column change.source is 'Of a claim or edition: who says it.';
comment on column change.before_evidence_id is 'Response that said the earlier value; null if nobody said one, or if a person entered it.';
comment on column change.after_evidence_id is 'Response that said the later value; null if nobody said one (what is `gone` or `not_listed` is missing from complete runs), or if a person entered it.';
comment on column change.before_entered_in is 'File and line of the market, as they were then, in which a person entered the earlier value.';
comment on column change.after_entered_in is 'File and line of the market in which a person entered the later value.';
