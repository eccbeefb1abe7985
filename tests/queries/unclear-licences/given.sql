-- One product of each reason, one that is clear and one in use today; a finding without text is no finding.
insert into product (product_id, name, role, licence, licence_rule) values
    ('p9', 'Contradicted', 'candidate', 'MIT', 'conflict');
insert into product (product_id, name, role, licence) values
    ('p1', 'Clear', 'candidate', 'AGPL-3.0-or-later'), ('p2', 'Nothing said', 'candidate', null),
    ('p3', 'Not asserted', 'candidate', null), ('p4', 'Own words', 'candidate', null),
    ('p5', 'Own terms', 'candidate', 'LicenseRef-vendor'), ('p6', 'Two parts', 'candidate', 'MIT AND BUSL-1.1'),
    ('p7', 'Exception', 'candidate', 'GPL-2.0-only WITH Classpath-exception-2.0'),
    ('p8', 'In use today', 'baseline', null);
insert into evidence (evidence_id, url, fetched_at) values
    ('e1', 'https://forge.example/a', '2026-09-30 05:00:00'), ('e3', 'https://forge.example/c', '2026-09-30 05:00:00'),
    ('e4', 'https://forge.example/d', '2026-09-28 05:00:00'), ('e9', 'https://list.example/4', '2026-09-29 05:00:00');
insert into licence_finding (product_id, repository_id, origin, printed, source, evidence_id) values
    ('p1', 'r1', 'forge', 'AGPL-3.0', 'github', 'e1'), ('p2', 'r2', 'forge', null, 'github', 'e1'),
    ('p3', 'r3', 'forge', 'NOASSERTION', 'github', 'e3'), ('p4', 'r4', 'forge', 'see COPYING; ask us', 'github', 'e4'),
    ('p4', null, 'publiccode', 'NOASSERTION', 'opencode', 'e9'), ('p6', 'r6', 'forge', 'MIT AND BUSL-1.1', 'github', 'e0'),
    ('p9', 'r9', 'publiccode', 'MIT', 'github', 'e1'), ('p9', 'r9', 'forge', 'BUSL-1.1', 'github', 'e3');
