-- What a buyer asks, and how the products answer. Empty in the file: a profile fills them for one connection (review/sql, review/kept.py).
-- creates: requirement, test_verdict, verdict, group_result, product_result; functions combined, points_of

create table requirement (
    profile varchar, requirement_id varchar, level varchar, weight decimal(12, 4), group_name varchar, text_de varchar, text_en varchar,
    place integer, group_de varchar, group_en varchar, factor varchar, level_basis varchar, proposed varchar[],
    threshold_basis varchar, bundle varchar, combination varchar, met_from integer, partial_from integer, report_only boolean,
    question_de varchar, question_en varchar, evidence_wanted varchar
);
comment on table requirement is 'One row is one requirement of the profile that was asked for. Like `test_verdict`, `verdict` and `product_result` it is empty in the file and filled when a question reads it, by a profile: `oscan query NAME --profile munich-ucc`. The same tables in a schema like `"by_munich-ucc"` hold what a build made by that profile of its market.';
comment on column requirement.profile is 'Profile and its version.';
comment on column requirement.requirement_id is 'Key of the requirement within the profile.';
comment on column requirement.level is '`must` or `should`.';
comment on column requirement.weight is 'Weight of a should; null for musts and for those only reported.';
comment on column requirement.group_name is 'Key of the group it is shown in.';
comment on column requirement.text_de is 'Text in German.';
comment on column requirement.text_en is 'Text in English.';
comment on column requirement.place is 'Place in the profile, from 1.';
comment on column requirement.group_de is 'Name of the group in German.';
comment on column requirement.group_en is 'Name of the group in English.';
comment on column requirement.factor is '`economics`, `data_protection` or `other`: the factor of comparison its group belongs to.';
comment on column requirement.level_basis is '`stated` if a document says so, `inferred` if it only describes it, `external` if it stands in none.';
comment on column requirement.proposed is 'What of `level`, `weight` and `threshold` is a proposal that the buyer has not confirmed.';
comment on column requirement.threshold_basis is 'Where the numbers of its test come from.';
comment on column requirement.bundle is 'How it is judged for several products together: `any`, `every`, `single` or `sum`.';
comment on column requirement.combination is '`all_of`, `any_of` or `count_of` its parts; a requirement with one part is `all_of`.';
comment on column requirement.met_from is 'Of `count_of`: met from so many met parts on.';
comment on column requirement.partial_from is 'Partial from so many met parts on.';
comment on column requirement.report_only is 'True if it earns no points.';
comment on column requirement.question_de is 'What to ask a person, in German.';
comment on column requirement.question_en is 'What to ask a person, in English.';
comment on column requirement.evidence_wanted is 'What the answer must be shown by.';

create table test_verdict (
    profile varchar, product_id varchar, edition varchar, requirement_id varchar, part integer, kind varchar, key varchar,
    verdict varchar, rule varchar, reason varchar, claim_ids varchar[], evidence_ids varchar[], source_urls varchar[],
    evidence_date date, age_days integer, stale boolean, term_match boolean, against varchar[]
);
comment on table test_verdict is 'One row is the answer of one product and edition to one part of one requirement, or to one question of an indicator.';
comment on column test_verdict.profile is 'Profile and its version.';
comment on column test_verdict.product_id is 'Product.';
comment on column test_verdict.edition is 'Edition that was judged; null if the product has no named one.';
comment on column test_verdict.requirement_id is 'Requirement, or indicator.';
comment on column test_verdict.part is 'Place of the part within the requirement, from 1.';
comment on column test_verdict.kind is '`capability`, `metric`, `listing` or `manual`.';
comment on column test_verdict.key is 'Capability, figure, source, or key of the answer.';
comment on column test_verdict.verdict is 'As `verdict.verdict`.';
comment on column test_verdict.rule is 'What decided: `decision`, `no_evidence`, `disagreement`, `newer_weaker`, `term_match`, `strongest`, `presupposed`, `switched_off`, `figure` or `listing`.';
comment on column test_verdict.reason is 'Why, in words.';
comment on column test_verdict.claim_ids is 'Claims it rests on.';
comment on column test_verdict.evidence_ids is 'Responses it rests on.';
comment on column test_verdict.source_urls is 'Where they say so.';
comment on column test_verdict.evidence_date is 'Newest day they speak for; of evidence that is too old to count where nothing else is known.';
comment on column test_verdict.age_days is 'Age of that day at the reference time.';
comment on column test_verdict.stale is 'True if it is older than the profile wants; it counts all the same.';
comment on column test_verdict.term_match is 'True if it rests on words found in a text, or on a field that names the kind of product, and on nothing else.';
comment on column test_verdict.against is 'Claims that count and say something else.';

create table verdict (
    profile varchar, product_id varchar, requirement_id varchar, verdict varchar, reason varchar, evidence_ids varchar[],
    edition varchar, worst varchar, best varchar, points_lower integer, points_upper integer, claim_ids varchar[],
    source_urls varchar[], evidence_date date, stale boolean, term_match boolean
);
comment on table verdict is 'One row is the result of one requirement for one product and edition.';
comment on column verdict.profile is 'Profile and its version.';
comment on column verdict.product_id is 'Product.';
comment on column verdict.requirement_id is 'Requirement.';
comment on column verdict.verdict is '`met`, `partial`, `not_met`, `unknown`, `conflict` or `not_applicable`. Unknown and conflict are never no.';
comment on column verdict.reason is 'Why, in words.';
comment on column verdict.evidence_ids is 'Responses it rests on.';
comment on column verdict.edition is 'Edition that was judged; null if the product has no named one.';
comment on column verdict.worst is 'Verdict if everything unknown or contested turned out not met; null if not applicable.';
comment on column verdict.best is 'Verdict if everything unknown or contested turned out met; null if not applicable.';
comment on column verdict.points_lower is 'Points of the worst case: met 10, partial 5, not met 0; null if not applicable.';
comment on column verdict.points_upper is 'Points of the best case.';
comment on column verdict.claim_ids is 'Claims it rests on.';
comment on column verdict.source_urls is 'Where they say so.';
comment on column verdict.evidence_date is 'Oldest of the days its parts rest on.';
comment on column verdict.stale is 'True if one of its parts rests on evidence older than the profile wants.';
comment on column verdict.term_match is 'True if one of its parts rests only on words found in a text.';

create table group_result (
    profile varchar, product_id varchar, edition varchar, group_name varchar, weight decimal(18, 4), lower_points decimal(18, 4),
    upper_points decimal(18, 4)
);
comment on table group_result is 'One row is what the weighted requirements of one group together say about one product and edition; without a row, none of them applies.';
comment on column group_result.profile is 'Profile and its version.';
comment on column group_result.product_id is 'Product.';
comment on column group_result.edition is 'Edition that was judged; null if the product has no named one.';
comment on column group_result.group_name is 'As `requirement.group_name`.';
comment on column group_result.weight is 'Weights of those that apply, added up.';
comment on column group_result.lower_points is 'Weight times points of the worst case, added up; divided by `weight` they are points from 0 to 10.';
comment on column group_result.upper_points is 'The same of the best case.';

create table product_result (
    profile varchar, product_id varchar, edition varchar, role varchar, result varchar, musts integer, met integer, partial integer,
    not_met integer, unknown integer, conflict integer, not_applicable integer, lower_pct decimal(18, 12), upper_pct decimal(18, 12),
    applicable_weight decimal(12, 4), open_weight decimal(12, 4), oldest_evidence date, term_match_only integer,
    verdict_digest varchar
);
comment on table product_result is 'One row is what all requirements together say about one product and edition.';
comment on column product_result.profile is 'Profile and its version.';
comment on column product_result.product_id is 'Product.';
comment on column product_result.edition is 'Edition that was judged; null if the product has no named one.';
comment on column product_result.role is '`candidate` or `baseline`.';
comment on column product_result.result is '`excluded` if a must is not met, `meets_all` if all are met, else `open`; null for a system in use, which is only compared.';
comment on column product_result.musts is 'Musts that apply or not.';
comment on column product_result.met is 'Musts that are met.';
comment on column product_result.partial is 'Musts that are partly met.';
comment on column product_result.not_met is 'Musts that are not met.';
comment on column product_result.unknown is 'Musts of which nobody says anything that counts.';
comment on column product_result.conflict is 'Musts of which sources disagree.';
comment on column product_result.not_applicable is 'Musts that make no sense for it.';
comment on column product_result.lower_pct is 'Points of the shoulds in percent if everything open turned out not met; null if none applies.';
comment on column product_result.upper_pct is 'Points of the shoulds in percent if everything open turned out met.';
comment on column product_result.applicable_weight is 'Weight of the shoulds that apply.';
comment on column product_result.open_weight is 'Weight of those whose points are not certain.';
comment on column product_result.oldest_evidence is 'Oldest day a must rests on.';
comment on column product_result.term_match_only is 'Requirements that rest, at least in part, only on words found in a text.';
comment on column product_result.verdict_digest is 'The same where every requirement has the same verdict: the MD5s of `requirement_id verdict`, put together by exclusive or.';

create macro combined(combination, met, partly, missing, met_from, partial_from) as
case
    when met + partly + missing = 0 then 'not_applicable'
    when combination = 'all_of' then case
        when missing = 0 then case when partly = 0 then 'met' else 'partial' end
        when met >= partial_from then 'partial'
        else 'not_met'
    end
    when combination = 'any_of' then case when met > 0 then 'met' when partly > 0 then 'partial' else 'not_met' end
    else case when met >= met_from then 'met' when met >= partial_from then 'partial' else 'not_met' end
end;
comment on macro combined is 'Verdict of a requirement from the number of its parts that are met, partial and not met; parts that do not apply are not among them. `combination` is `all_of`, `any_of` or `count_of`.';

create macro points_of(verdict) as
case verdict when 'met' then 10 when 'partial' then 5 when 'not_met' then 0 end;
comment on macro points_of is 'Points of a verdict: met 10, partial 5, not met 0, else null.';
