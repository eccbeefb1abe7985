-- What is on the market: products, their repositories, directory entries, organisations and how they belong together.
-- creates: product, repository, former_address, listing, document, advisory, mention, organisation, product_organisation, relation
-- grain:   stated in the comment of each table

create table product (
    product_id varchar, name varchar, role varchar, kinds varchar[], summary varchar, homepage varchar,
    licence varchar, licence_class varchar, osi_approved boolean, open_core boolean, status varchar,
    first_seen timestamp, last_seen timestamp, watched boolean, vendor varchar, aliases varchar[],
    release_source varchar, licence_printed varchar, licence_from varchar, version varchar, version_from varchar,
    fsf_libre boolean, opencode_allowed boolean, licence_edition varchar, licence_rule varchar
);
comment on table product is 'One row is one product: a piece of software that is on the market (`candidate`) or in use today (`baseline`). Which repositories and directory entries are the same product is decided by keys - addresses, forge numbers, former paths, names of the watch list - never by likeness; pairs that only look alike stand in `match_review`.';
comment on column product.product_id is 'Key of the product: what the snapshots call it; in none yet, a word made of its name if the watch list names it, else forge and number of the repository that was seen first.';
comment on column product.name is 'Name: of the watch list, else of its directory entry, else of its main repository.';
comment on column product.role is '`candidate`, or `baseline` for a system in use today that is compared but never chosen.';
comment on column product.kinds is 'What it is, in words of the market, main kind first; null if nobody has said.';
comment on column product.summary is 'Description as printed by the directory entry, else by the main repository.';
comment on column product.homepage is 'Home page.';
comment on column product.licence is 'SPDX expression of the open edition or of the main repository: what a person read, else what its publiccode.yml says, else what the forge found; null if none of them is known and can be read. `licence_finding` has all of them.';
comment on column product.licence_class is '`permissive`, `weak_copyleft`, `strong_copyleft`, `network_copyleft`, `source_available`, `proprietary` or `unknown`.';
comment on column product.osi_approved is 'True if the licence allows use under terms the Open Source Initiative approved, false if it does not, null if that is unknown or sources contradict each other about it.';
comment on column product.open_core is 'True if it has an edition under an open licence and one that is not; null as long as nobody entered both. Functions and licences are judged per edition.';
comment on column product.status is '`active`, `archived`, `blocked`, `forbidden`, `deletion_scheduled`, `gone` (twice reported missing), `not_listed` (absent from two complete runs), `in_use` (baseline) or `unknown` (never read, or not readable in two runs).';
comment on column product.first_seen is 'When a source first showed one of its repositories or entries (UTC).';
comment on column product.last_seen is 'When a source last showed one of them (UTC).';
comment on column product.watched is 'True if the watch list of the market names it.';
comment on column product.vendor is 'Maker as the market''s own files name it.';
comment on column product.aliases is 'Other and former names of the watch list.';
comment on column product.release_source is 'Main repository: the one whose licence, state and releases are those of the product.';
comment on column product.licence_printed is 'The text that `licence` was read from, as printed.';
comment on column product.licence_from is 'Who printed that text: `curated` (a person, with source and date), `publiccode`, `forge` or `listing`.';
comment on column product.fsf_libre is 'As `osi_approved`, by the list of the Free Software Foundation.';
comment on column product.opencode_allowed is 'As `osi_approved`, by openCode''s list of allowed licences; null as long as that list is not known (see `licence_list_version`).';
comment on column product.licence_edition is 'Edition whose licence is shown; null if no edition was entered.';
comment on column product.licence_rule is 'How the licence was chosen, as `licence_finding.rule`.';
comment on column product.version is 'Highest version among its directory entries, as printed.';
comment on column product.version_from is '`own` if the entry stands in a repository of the maker, `copies` if only copies carry it.';

create table repository (
    repository_id varchar, product_id varchar, role varchar, source varchar, source_key varchar, forge varchar, host varchar,
    forge_id varchar, path varchar, url varchar, upstream_url varchar, is_mirror boolean, is_fork boolean, archived boolean,
    licence_printed varchar, licence varchar, created_at timestamp, last_commit_at timestamp, commits_183d bigint,
    authors_183d bigint, absence_factor_183d bigint, latest_release varchar, latest_release_at timestamp,
    releases_365d bigint, median_release_gap_days double, stars bigint, forks bigint, open_issues bigint,
    security_policy boolean, observed_at timestamp, evidence_id varchar,
    name varchar, summary varchar, homepage varchar, status varchar, status_reason varchar, first_seen timestamp,
    last_seen timestamp, confirmed_at timestamp, release_source boolean, belongs_by varchar, parent varchar,
    owner_kind varchar, owner_name varchar, default_branch varchar, archived_at timestamp, is_empty boolean,
    is_template boolean, deletion_scheduled boolean, topics varchar[], main_language varchar, watchers bigint,
    closed_issues bigint, open_changes bigint, merged_changes bigint, commits_all_183d bigint, commits_read_183d bigint,
    bot_commits_183d bigint, is_stub boolean, max_release_gap_days bigint, days_since_last_release bigint, release_from varchar,
    security_policy_url varchar, code_of_conduct varchar, contributing_url varchar, funding varchar[], reasons varchar[]
);
comment on table repository is 'One row is one code repository that belongs to this market. Its facts are merged from all its observations: for each fact the newest that was said. A fact that a newer run asked for and was not given is unknown (null), never zero. Where each fact comes from stands in `fact`.';
comment on column repository.repository_id is 'Forge and number: `github-123`, `opencode-560`.';
comment on column repository.product_id is 'Product it belongs to; null for clear copies whose original is not in this catalogue.';
comment on column repository.role is '`server`, `client`, `chart`, `docs`, `component`, `mirror` or `fork`; `server` is also the only repository of a product about which nobody said more.';
comment on column repository.source is 'Source that was read: `github`, `opencode`.';
comment on column repository.source_key is 'Its key in that source.';
comment on column repository.forge is 'Software of the forge: `github` or `gitlab`.';
comment on column repository.host is 'Host of the forge.';
comment on column repository.forge_id is 'Number the forge gave it; survives renames and moves.';
comment on column repository.path is 'Owner and name as the forge printed them last.';
comment on column repository.url is 'Address for people.';
comment on column repository.upstream_url is 'Address of the original, if this is a mirror, a fork or a copy and says of what.';
comment on column repository.is_mirror is 'True if forge, watch list or its own publiccode.yml say that it mirrors another host; its activity then says nothing about the product.';
comment on column repository.is_fork is 'True if the forge marks it as a fork, or its publiccode.yml names another repository as the original.';
comment on column repository.archived is 'Marked as archived; null if the forge does not say.';
comment on column repository.licence_printed is 'Licence as the forge prints it.';
comment on column repository.licence is 'SPDX expression of that text; null if it cannot be read.';
comment on column repository.created_at is 'When it was created (UTC).';
comment on column repository.last_commit_at is 'Newest commit of the default branch (UTC).';
comment on column repository.commits_183d is 'Commits without bots in the 183 days before its run; an estimate if only part of them was looked at (see `metric`).';
comment on column repository.authors_183d is 'Different people, bots left out, among the commits looked at.';
comment on column repository.absence_factor_183d is 'Smallest number of people with half of the commits looked at.';
comment on column repository.latest_release is 'Newest stable release: as the forge names it unless its tag says that it is none, else the newest listed one, else the newest tag that looks like a version, else what its own publiccode.yml names where nothing was ever released or tagged.';
comment on column repository.latest_release_at is 'Date of that release (UTC).';
comment on column repository.releases_365d is 'Different days with a final release in the last 365 days; null if the list that was read does not reach back so far.';
comment on column repository.median_release_gap_days is 'Median of the days between release days, over the last 365 days and the newest release day before; the age of the last release if there was none.';
comment on column repository.stars is 'Stars.';
comment on column repository.forks is 'Forks on the same forge.';
comment on column repository.open_issues is 'Open issues, change requests not among them.';
comment on column repository.security_policy is 'True if a security policy is in force, be it in the repository .github of its owner; null if nobody looked.';
comment on column repository.observed_at is 'Time of the newest response that said something new (UTC).';
comment on column repository.evidence_id is 'That response.';
comment on column repository.name is 'Name as printed.';
comment on column repository.summary is 'Description as printed.';
comment on column repository.homepage is 'Home page as printed.';
comment on column repository.status is 'As `product.status`, for this repository alone.';
comment on column repository.status_reason is 'The forge''s reason for that state.';
comment on column repository.first_seen is 'When it was first seen (UTC).';
comment on column repository.last_seen is 'When it was last seen or confirmed (UTC); null if it never could be read.';
comment on column repository.confirmed_at is 'When a response last confirmed, without repeating them, that its facts still hold (UTC).';
comment on column repository.release_source is 'True for the one repository whose releases are those of the product.';
comment on column repository.belongs_by is 'The rule that gave it to its product: `watchlist`, `own`, `publiccode`, `mirror`, `fork`, `moved`, `deletion`, `name`, `homepage` or `decision`.';
comment on column repository.parent is 'Path of the repository it was forked from.';
comment on column repository.owner_kind is '`organisation`, `group` or `user`.';
comment on column repository.owner_name is 'Display name of an organisation that owns it.';
comment on column repository.default_branch is 'Name of the default branch.';
comment on column repository.archived_at is 'When it was archived (UTC).';
comment on column repository.is_empty is 'Holds no commits.';
comment on column repository.is_template is 'Marked as a template.';
comment on column repository.deletion_scheduled is 'The forge is about to delete it.';
comment on column repository.topics is 'Topics as printed.';
comment on column repository.main_language is 'Main programming language.';
comment on column repository.watchers is 'People who watch it (not the stars).';
comment on column repository.closed_issues is 'Closed issues.';
comment on column repository.open_changes is 'Open change requests.';
comment on column repository.merged_changes is 'Merged change requests.';
comment on column repository.commits_all_183d is 'Commits of the default branch in the 183 days before its run, bots included.';
comment on column repository.commits_read_183d is 'How many of them were looked at: the sample behind the figures on people.';
comment on column repository.bot_commits_183d is 'Commits by bots among those looked at.';
comment on column repository.is_stub is 'True if nothing is developed in it: it is empty, about to be deleted, or its description says where the project moved.';
comment on column repository.max_release_gap_days is 'Longest of the gaps behind `median_release_gap_days`.';
comment on column repository.days_since_last_release is 'Days from the newest release to the end of the window.';
comment on column repository.release_from is '`releases`, `tags` or `publiccode`: what counted as a release. Candidates, nightly builds and charts beside other releases do not, whatever they are marked as.';
comment on column repository.security_policy_url is 'Where the security policy stands.';
comment on column repository.code_of_conduct is 'Key of the code of conduct.';
comment on column repository.contributing_url is 'Contribution guide.';
comment on column repository.funding is 'Platforms through which the project takes money.';
comment on column repository.reasons is 'Why it was looked at.';

create table former_address (address varchar, product_id varchar, repository_id varchar, source varchar);
comment on table former_address is 'One row is one address under which a repository was known before: it answers there no more, or only by a redirect.';
comment on column former_address.address is 'Host and path, lower case.';
comment on column former_address.product_id is 'Product it belongs to.';
comment on column former_address.repository_id is 'Repository it leads to; null if only the watch list knows it.';
comment on column former_address.source is 'Who said so: the source of the repository, or `watchlist`.';

create table listing (
    source varchar, source_key varchar, product_id varchar, name varchar, url varchar, licence_printed varchar,
    categories varchar[], version varchar, release_date date, observed_at timestamp, evidence_id varchar,
    licence varchar, repository_id varchar, repository_url varchar, outcome varchar, summary varchar, homepage varchar,
    development_status varchar, software_type varchar, platforms varchar[], used_by varchar[], maintenance varchar,
    maintainer varchar, based_on varchar[], features varchar[], findings varchar[], first_seen timestamp, last_seen timestamp,
    status varchar
);
comment on table listing is 'One row is one entry of one source that describes software, such as a publiccode.yml file. What it says is a claim of its author.';
comment on column listing.source is 'Source of the entry.';
comment on column listing.source_key is 'Key of the entry in that source.';
comment on column listing.product_id is 'Product it describes; null if it describes none of this catalogue.';
comment on column listing.name is 'Name as printed.';
comment on column listing.url is 'Address of the entry for people.';
comment on column listing.licence_printed is 'Licence as printed.';
comment on column listing.categories is 'Categories as printed.';
comment on column listing.version is 'Version as printed.';
comment on column listing.release_date is 'Release date as printed, if it is a date.';
comment on column listing.observed_at is 'Time of the newest response that said something new (UTC).';
comment on column listing.evidence_id is 'That response.';
comment on column listing.licence is 'SPDX expression of the printed licence; null if it cannot be read.';
comment on column listing.repository_id is 'Repository the entry stands in.';
comment on column listing.repository_url is 'Repository the entry names as its own.';
comment on column listing.outcome is 'What the entry makes of its repository: `own`, `copy`, `mirror`, `group-url`, `stale-url`, `placeholder` or `template` (nobody filled it in: no product); null if it stands in none.';
comment on column listing.summary is 'Description as printed.';
comment on column listing.homepage is 'Home page as printed.';
comment on column listing.development_status is 'Development status as printed.';
comment on column listing.software_type is 'Type of software as printed.';
comment on column listing.platforms is 'Platforms as printed.';
comment on column listing.used_by is 'Users as the entry names them.';
comment on column listing.maintenance is 'Kind of maintenance as printed.';
comment on column listing.maintainer is 'Organisation that keeps or owns the software, as printed.';
comment on column listing.based_on is 'Addresses it says it is based on.';
comment on column listing.features is 'Features as printed.';
comment on column listing.findings is 'What was wrong with the file, in words.';
comment on column listing.first_seen is 'When the entry was first seen (UTC).';
comment on column listing.status is '`active`, `gone` (its file is not there any more), `not_listed`, `blocked`, `forbidden` or `unknown`; only active entries speak for a product.';
comment on column listing.last_seen is 'When the entry was last seen or confirmed (UTC).';

create table document (
    source varchar, source_key varchar, product_id varchar, repository_id varchar, name varchar, url varchar,
    language varchar, observed_at timestamp, evidence_id varchar
);
comment on table document is 'One row is one text, such as a README, that was read. The text itself stays in the observation and its evidence.';
comment on column document.source is 'Source of the text.';
comment on column document.source_key is 'Key of the text in that source.';
comment on column document.product_id is 'Product it is about; null if unknown.';
comment on column document.repository_id is 'Repository it stands in.';
comment on column document.name is 'Name as printed.';
comment on column document.url is 'Address for people.';
comment on column document.language is 'Language of the text, if known.';
comment on column document.observed_at is 'Time of the newest response that holds it (UTC).';
comment on column document.evidence_id is 'That response.';

create table advisory (
    advisory_id varchar, product_id varchar, repository_id varchar, source varchar, cve varchar, severity varchar,
    published_at timestamp, withdrawn_at timestamp, patched boolean, url varchar, observed_at timestamp, evidence_id varchar
);
comment on table advisory is 'One row is one security advisory that a watched repository has published. That none is known says nothing about weaknesses: `document` has a row `advisories` for each repository that was asked.';
comment on column advisory.advisory_id is 'Key the forge gave it, such as `GHSA-…`.';
comment on column advisory.product_id is 'Product of the repository.';
comment on column advisory.repository_id is 'Repository that published it.';
comment on column advisory.source is 'Source that said so.';
comment on column advisory.cve is 'Number in the CVE list, if it has one.';
comment on column advisory.severity is 'As printed: `low`, `medium`, `high` or `critical`.';
comment on column advisory.published_at is 'When it was published (UTC).';
comment on column advisory.withdrawn_at is 'When it was withdrawn (UTC); null if it holds.';
comment on column advisory.patched is 'Every affected part has a version without the weakness; null if it names no part.';
comment on column advisory.url is 'Address for people.';
comment on column advisory.observed_at is 'When the list was read (UTC).';
comment on column advisory.evidence_id is 'Response that said so.';

create table mention (
    product_id varchar, source varchar, source_key varchar, kind varchar, name varchar, url varchar, observed_at timestamp,
    evidence_id varchar
);
comment on table mention is 'One row is one watched product that a post or entry of a source names. Being named is not being listed.';
comment on column mention.product_id is 'Product that is named.';
comment on column mention.source is 'Source of the post.';
comment on column mention.source_key is 'Key of the post in that source.';
comment on column mention.kind is 'Kind of observation: `listing`, `document` or `organisation`.';
comment on column mention.name is 'The name that was met.';
comment on column mention.url is 'Address of the post for people.';
comment on column mention.observed_at is 'Time of the response (UTC).';
comment on column mention.evidence_id is 'That response.';

create table organisation (
    organisation_id varchar, name varchar, city varchar, country varchar, website varchar, osba_member boolean,
    first_seen timestamp, last_seen timestamp, evidence_id varchar, names varchar[], kind varchar, parent_id varchar, parent varchar,
    independent boolean, source_url varchar, entered_in varchar
);
comment on table organisation is 'One row is one organisation: a maker, keeper, supporter, operator or user of products, or a member of the Open Source Business Alliance. Legal forms, kinds of dashes, soft hyphens and case are left out when names are compared. People are not stored.';
comment on column organisation.organisation_id is 'A word made of its name without legal form.';
comment on column organisation.name is 'Name as printed: where people entered it, else by the source that says most about it.';
comment on column organisation.city is 'Seat as printed; null if unknown.';
comment on column organisation.country is 'Country of the seat: ISO 3166-1 alpha-2 where people entered it, else as printed; null if unknown.';
comment on column organisation.website is 'Web site.';
comment on column organisation.osba_member is 'True if the last complete run of the source `osba` lists it as a member, false if it does not, null if no such run is known.';
comment on column organisation.first_seen is 'When a source first listed it (UTC).';
comment on column organisation.last_seen is 'When a source last listed it (UTC).';
comment on column organisation.evidence_id is 'Newest response that lists it; null if only the market''s own files name it.';
comment on column organisation.names is 'All names under which it was printed.';
comment on column organisation.kind is '`company`, `public_body`, `association` or `community`; null if nobody entered it.';
comment on column organisation.parent_id is 'Organisation that owns most of it; null if unknown or none.';
comment on column organisation.parent is 'Its name as entered.';
comment on column organisation.independent is 'True if a source says that nobody owns most of it; null if unknown.';
comment on column organisation.source_url is 'Where a person read seat, kind and parent.';
comment on column organisation.entered_in is 'File and line of the market in which a person entered them.';

create table product_organisation (
    product_id varchar, organisation_id varchar, role varchar, source varchar, evidence_id varchar, printed varchar, website varchar,
    until date, source_url varchar, entered_in varchar
);
comment on table product_organisation is 'One row is one organisation in one role for one product, as one source says it.';
comment on column product_organisation.product_id is 'Product.';
comment on column product_organisation.organisation_id is 'Organisation.';
comment on column product_organisation.role is '`maker`, `maintainer`, `supporter` (under contract), `operator`, `user` or `owner` (of the repository).';
comment on column product_organisation.source is 'Who says so; `watchlist` for the market''s own files.';
comment on column product_organisation.evidence_id is 'Response that says so; null for the market''s own files.';
comment on column product_organisation.printed is 'Name as printed there.';
comment on column product_organisation.website is 'Web site as printed there.';
comment on column product_organisation.until is 'Until when, if printed.';
comment on column product_organisation.source_url is 'Where a person read it; null for what a source printed.';
comment on column product_organisation.entered_in is 'File and line of the market in which it was entered.';

create table relation (
    product_id varchar, relation varchar, other_product_id varchar, source varchar, evidence_id varchar
);
comment on table relation is 'One row is one relation from a product to another, as one source says it.';
comment on column relation.product_id is 'The product that stands in the relation.';
comment on column relation.relation is '`based_on`, `distribution_of`, `component_of`, `client_of`, `mirror_of` or `successor_of`.';
comment on column relation.other_product_id is 'The product it relates to.';
comment on column relation.source is 'Who says so; `watchlist` for the market''s own files.';
comment on column relation.evidence_id is 'Response that says so; null for the market''s own files.';
