-- What is judged beside: an earlier state, or the same one by another profile. Empty in the file, like the verdicts
-- (review/sql/beside fills them for one connection), but for the profiles, of which every catalogue keeps a copy.
-- creates: profile_file, judging, compared_requirement, compared_test_verdict, compared_verdict, compared_result,
--          verdict_flip

create table profile_file (profile varchar, version varchar, sha256 varchar, content varchar, entered_in varchar);
comment on table profile_file is 'One row is one requirements profile of the market as it was when the catalogue was built, so that a snapshot can be judged by the profile of its time.';
comment on column profile_file.profile is 'Name of the profile: that of its file.';
comment on column profile_file.version is 'Version as the file says it.';
comment on column profile_file.sha256 is 'SHA-256 of the file.';
comment on column profile_file.content is 'The whole file.';
comment on column profile_file.entered_in is 'File of the market.';

create table judging (
    judging varchar, label varchar, as_of timestamp, build_id varchar, checksum varchar, profile varchar, profile_name varchar,
    profile_version varchar, profile_sha256 varchar, profile_from varchar, vocabulary_version varchar
);
comment on table judging is 'One row is one judging that a question was given: which state, by which profile. Empty in the file and filled, like `verdict`, when a question reads verdicts.';
comment on column judging.judging is '`now`: the state and the profile that were asked for; `before`: an earlier snapshot by the profile of its time; `then`: the state asked for by that profile; `other`: the state asked for by another profile that was named. The last two are missing if it is the same profile.';
comment on column judging.label is 'Snapshot; null for the last build.';
comment on column judging.as_of is 'Reference time of the data (UTC).';
comment on column judging.build_id is 'Build that was judged.';
comment on column judging.checksum is 'Checksum of the snapshot; null for the last build.';
comment on column judging.profile is 'Profile and its version, as `verdict.profile`.';
comment on column judging.profile_name is 'Name of the profile without its version.';
comment on column judging.profile_version is 'Version of the profile.';
comment on column judging.profile_sha256 is 'SHA-256 of the profile''s file.';
comment on column judging.profile_from is 'Where the profile was read: `market` (the file of today), `snapshot` (the copy of that time) or `path` (a file that was named).';
comment on column judging.vocabulary_version is 'Version of the market''s vocabulary of today; null if it has none.';

create table compared_requirement (
    judging varchar, requirement_id varchar, place integer, level varchar, weight decimal(12, 4), text_en varchar, text_de varchar,
    test varchar
);
comment on table compared_requirement is 'One row is one requirement of a profile that is judged beside. Empty in the file, as `judging`.';
comment on column compared_requirement.judging is 'As `judging.judging`.';
comment on column compared_requirement.requirement_id is 'Key of the requirement within the profile.';
comment on column compared_requirement.place is 'As `requirement.place`.';
comment on column compared_requirement.level is '`must` or `should`.';
comment on column compared_requirement.weight is 'Weight of a should.';
comment on column compared_requirement.text_en is 'Text in English.';
comment on column compared_requirement.text_de is 'Text in German.';
comment on column compared_requirement.test is 'Its test, how its parts are combined included, as JSON; two texts differ if the test does.';

create table compared_test_verdict (
    judging varchar, product_id varchar, edition varchar, requirement_id varchar, part integer, kind varchar, key varchar,
    verdict varchar, rule varchar, claim_ids varchar[]
);
comment on table compared_test_verdict is 'One row is one `test_verdict` of what is judged beside.';
comment on column compared_test_verdict.judging is 'As `judging.judging`, but for `now`.';
comment on column compared_test_verdict.product_id is 'Product.';
comment on column compared_test_verdict.edition is 'Edition that was judged; null if the product has no named one.';
comment on column compared_test_verdict.requirement_id is 'Requirement.';
comment on column compared_test_verdict.part is 'As `test_verdict.part`.';
comment on column compared_test_verdict.kind is 'As `test_verdict.kind`.';
comment on column compared_test_verdict.key is 'As `test_verdict.key`.';
comment on column compared_test_verdict.verdict is 'As `verdict.verdict`.';
comment on column compared_test_verdict.rule is 'As `test_verdict.rule`.';
comment on column compared_test_verdict.claim_ids is 'Claims it rests on.';

create table compared_verdict (
    judging varchar, product_id varchar, edition varchar, requirement_id varchar, verdict varchar, reason varchar,
    points_lower integer, points_upper integer, evidence_ids varchar[], source_urls varchar[], evidence_date date
);
comment on table compared_verdict is 'One row is one `verdict` of what is judged beside.';
comment on column compared_verdict.judging is 'As `judging.judging`, but for `now`.';
comment on column compared_verdict.product_id is 'Product.';
comment on column compared_verdict.edition is 'Edition that was judged; null if the product has no named one.';
comment on column compared_verdict.requirement_id is 'Requirement.';
comment on column compared_verdict.verdict is 'As `verdict.verdict`.';
comment on column compared_verdict.reason is 'Why, in words.';
comment on column compared_verdict.points_lower is 'As `verdict.points_lower`.';
comment on column compared_verdict.points_upper is 'As `verdict.points_upper`.';
comment on column compared_verdict.evidence_ids is 'Responses it rests on.';
comment on column compared_verdict.source_urls is 'Where they say so.';
comment on column compared_verdict.evidence_date is 'As `verdict.evidence_date`.';

create table compared_result (
    judging varchar, product_id varchar, edition varchar, role varchar, result varchar, musts integer, met integer, partial integer,
    not_met integer, unknown integer, conflict integer, not_applicable integer, lower_pct decimal(18, 12), upper_pct decimal(18, 12),
    verdict_digest varchar
);
comment on table compared_result is 'One row is one `product_result` of what is judged beside.';
comment on column compared_result.judging is 'As `judging.judging`, but for `now`.';
comment on column compared_result.product_id is 'Product.';
comment on column compared_result.edition is 'Edition that was judged; null if the product has no named one.';
comment on column compared_result.role is '`candidate` or `baseline`.';
comment on column compared_result.result is 'As `product_result.result`.';
comment on column compared_result.musts is 'Musts that apply or not.';
comment on column compared_result.met is 'Musts that are met.';
comment on column compared_result.partial is 'Musts that are partly met.';
comment on column compared_result.not_met is 'Musts that are not met.';
comment on column compared_result.unknown is 'Musts of which nobody says anything that counts.';
comment on column compared_result.conflict is 'Musts of which sources disagree.';
comment on column compared_result.not_applicable is 'Musts that make no sense for it.';
comment on column compared_result.lower_pct is 'As `product_result.lower_pct`.';
comment on column compared_result.upper_pct is 'As `product_result.upper_pct`.';
comment on column compared_result.verdict_digest is 'As `product_result.verdict_digest`.';

create table verdict_flip (
    product_id varchar, edition varchar, requirement_id varchar, verdict_before varchar, verdict_after varchar, cause varchar,
    reason_before varchar, reason_after varchar, deciding_evidence_id varchar, source_url varchar, evidence_date date,
    result_before varchar, result_after varchar
);
comment on table verdict_flip is 'One row is one verdict that differs between the earlier snapshot (`before`) and the state asked for (`now`), where both judge the product by that requirement. Empty in the file, like `compared_verdict`.';
comment on column verdict_flip.product_id is 'Product.';
comment on column verdict_flip.edition is 'Edition that was judged; null if the product has no named one.';
comment on column verdict_flip.requirement_id is 'Requirement.';
comment on column verdict_flip.verdict_before is 'As `verdict.verdict`, of the earlier snapshot.';
comment on column verdict_flip.verdict_after is 'As `verdict.verdict`, of the state asked for.';
comment on column verdict_flip.cause is 'First that holds: `decision` (a person decided), `metric` (a measured figure or a listing), `new_claim`, `expired` (what was claimed is now too old), `claim_withdrawn` (nobody says it any more), `follows` (from another verdict), else `rules`. Whether the profile changed is not looked at.';
comment on column verdict_flip.reason_before is 'Why, in words, of the earlier snapshot.';
comment on column verdict_flip.reason_after is 'Why, in words, of the state asked for.';
comment on column verdict_flip.deciding_evidence_id is 'First response the later verdict rests on, else the first of the earlier one.';
comment on column verdict_flip.source_url is 'Where it says so.';
comment on column verdict_flip.evidence_date is 'As `verdict.evidence_date`, of the later verdict, else of the earlier one.';
comment on column verdict_flip.result_before is 'As `product_result.result`, of the earlier snapshot.';
comment on column verdict_flip.result_after is 'As `product_result.result`, of the state asked for.';
