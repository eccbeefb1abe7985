"""A catalogue of a few rows for tests of what asks it."""

from pathlib import Path

import duckdb

from catalog.schema import create_schema

ROWS = """
insert into meta (build_id, as_of, profiles) values ('b1', '2026-10-01 06:00:00', '{}');
insert into product (product_id, name, role, aliases, licence, licence_printed, watched, release_source, kinds) values
    ('alpha', 'Alpha', 'candidate', ['Alpha Chat'], 'AGPL-3.0-or-later', 'GNU AGPL v3', true, 'github-1', ['chat']),
    ('github-7', 'Twin', 'candidate', null, null, null, false, null, null),
    ('github-8', 'Twin', 'candidate', null, null, null, false, null, null),
    ('webex', 'Webex', 'baseline', null, null, null, false, null, ['video']);
insert into repository (repository_id, product_id, role, source, path, url, stars, evidence_id, observed_at) values
    ('github-1', 'alpha', 'server', 'github', 'acme/alpha', 'https://forge.example/acme/alpha', 12, 'e1',
        '2026-09-30 05:00:00');
insert into evidence (evidence_id, source, url, fetched_at, sha256, warc_file, warc_offset) values
    ('e1', 'github', 'https://forge.example/acme/alpha', '2026-09-30 05:00:00', 'aa11', 'evidence/github/1.warc.gz', 0),
    ('e2', 'opencode', 'https://list.example/a', '2026-09-30 06:00:00', 'bb22', '../outside.warc.gz', 0);
insert into fact (product_id, subject, subject_id, field, value, source, observed_at, evidence_id) values
    ('alpha', 'listing', '7', 'licence', 'AGPL', 'opencode', '2026-10-01 06:00:00', 'e2'),
    ('alpha', 'repository', 'github-1', 'licence', 'GNU AGPL v3', 'github', '2026-09-30 05:00:00', 'e1'),
    ('alpha', 'repository', 'github-1', 'stars', '12', 'github', '2026-09-30 05:00:00', 'e1');
insert into fact (product_id, subject, subject_id, field, value, source, locator) values
    ('alpha', 'product', 'alpha', 'name', 'Alpha', 'watchlist', 'watchlist.yml:3');
insert into claim by name
select 'alpha' as product_id, 'chat.direct' as capability, 'yes' as value, 'curated' as kind, 'handbook' as source,
    'https://alpha.example/handbook' as source_url, 'page 3' as locator, timestamp '2026-09-01' as retrieved_at,
    date '2026-09-01' as evidence_date, 'claims/alpha.yml:7' as entered_in, 'c1' as claim_id;
insert into claim by name
select 'alpha' as product_id, 'chat.direct' as capability, 'no' as value, 'derived' as kind, 'github' as source,
    'term_match' as method, 'no private chat' as quote, 'line 9' as locator, timestamp '2026-09-30' as retrieved_at,
    date '2026-09-30' as evidence_date, 'e1' as evidence_id, 'free' as edition, 'c2' as claim_id;
"""


def write_small_catalogue(path: Path) -> None:
    """A catalogue with ROWS in a new file."""
    with duckdb.connect(str(path)) as connection:
        create_schema(connection)
        connection.execute(ROWS)
