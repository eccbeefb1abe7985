-- Two users of alpha, one of beta; a maker is no user; one reference was entered by hand; an entry that names no user dates nothing.
insert into product (product_id, name, role) values ('alpha', 'Alpha', 'candidate'), ('beta', 'Beta', 'candidate'), ('used', 'Used', 'baseline');
insert into organisation (organisation_id, name, country) values
    ('town', 'Stadt Beispiel', 'DE'), ('school', 'Hochschule', null), ('maker', 'Maker GmbH', 'DE');
insert into evidence (evidence_id, url, fetched_at) values ('e1', 'https://opencode.example/1', '2026-09-30 05:00:00');
insert into listing (source, source_key, product_id, used_by, first_seen) values
    ('opencode', '1', 'alpha', ['Stadt Beispiel', 'Hochschule'], '2026-06-24 06:00:00'),
    ('opencode', '2', 'alpha', null, '2025-01-01 06:00:00'),
    ('opencode', '3', 'beta', [], '2025-01-01 06:00:00');
insert into product_organisation (product_id, organisation_id, role, source, evidence_id, printed) values
    ('alpha', 'town', 'user', 'opencode', 'e1', 'Stadt Beispiel'), ('alpha', 'school', 'user', 'opencode', 'e1', 'Hochschule '),
    ('alpha', 'maker', 'maker', 'opencode', 'e1', 'Maker GmbH'), ('beta', 'town', 'user', 'elsewhere', null, 'Stadt'),
    ('used', 'town', 'user', 'opencode', 'e1', 'Stadt Beispiel');
insert into product_organisation (product_id, organisation_id, role, source, printed, source_url, entered_in) values
    ('beta', 'office', 'user', 'press', 'Amt', 'https://press.example/1', 'references/beta.yml:3');
insert into organisation (organisation_id, name) values ('office', 'Amt');
insert into public_reference (product_id, organisation_id, name, country, state, since, source, source_url, evidence_date, entered_in) values
    ('beta', 'office', 'Amt', 'AT', 'in_use', '2024-05', 'press', 'https://press.example/1', '2025-03-01', 'references/beta.yml:3');
