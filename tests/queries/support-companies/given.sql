-- A running contract, one that ended the day before, a maker who may or may not support; a user is no supporter. Countries:
-- one code in the EU, one outside, one printed in words (not read), one unknown.
insert into meta (as_of) values ('2026-10-01 06:00:00');
insert into product (product_id, name, role) values ('alpha', 'Alpha', 'candidate'), ('used', 'Used', 'baseline');
insert into organisation (organisation_id, name, city, country, website, osba_member) values
    ('runs', 'Runs GmbH', 'München', 'DE', 'https://runs.example', true), ('ended', 'Ended SAS', 'Paris', 'fr', null, false),
    ('maker', 'Maker Inc.', null, 'US', null, null), ('keeper', 'Keeper', null, 'Deutschland', null, false),
    ('town', 'Stadt', null, 'DE', null, null);
insert into evidence (evidence_id, url, fetched_at) values ('e1', 'https://opencode.example/1', '2026-09-30 05:00:00');
insert into product_organisation (product_id, organisation_id, role, source, evidence_id, website, until) values
    ('alpha', 'runs', 'supporter', 'opencode', 'e1', null, '2026-10-01'),
    ('alpha', 'ended', 'supporter', 'opencode', 'e1', 'https://ended.example', '2026-09-30'),
    ('alpha', 'maker', 'maker', 'watchlist', null, null, null),
    ('alpha', 'keeper', 'maintainer', 'opencode', 'e1', null, null),
    ('alpha', 'town', 'user', 'opencode', 'e1', null, null),
    ('used', 'maker', 'maker', 'watchlist', null, null, null);
