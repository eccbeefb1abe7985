"""A catalogue of a few rows for tests of what asks it."""

from pathlib import Path

import duckdb

from catalog.database import create_schema

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
"""


def write_small_catalogue(path: Path) -> None:
    """A catalogue with ROWS in a new file."""
    with duckdb.connect(str(path)) as connection:
        create_schema(connection)
        connection.execute(ROWS)
