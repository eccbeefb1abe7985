"""Changes between two snapshots: exact whatever the storage, and each with the evidence of both sides."""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.build import build
from catalog.differences import changes
from catalog.manifests import folder_of
from catalog.snapshots import take_snapshot
from oscan.errors import CatalogueError
from oscan.settings.market import load_market
from tests.catalog_cases import lay_out, make_market, repository, run

Q1, Q2 = "2026-03-01", "2026-06-01"
VOCABULARY = """schema: oscan-vocabulary/1
version: "1"
languages: [de, en]
capabilities:
  chat.direct:
    label: {de: Einzelchat, en: One-to-one chat}
    definition: {de: Zwei Personen schreiben einander., en: Two people write to each other.}
    terms: {en: [one to one chat]}
  identity.ldap:
    label: {de: LDAP, en: LDAP}
    definition: {de: Konten kommen aus einem Verzeichnis., en: Accounts come from a directory.}
    terms: {en: [ldap]}
"""
CLAIM = """
  - capability: {capability}
    value: "{value}"
    kind: curated
    source: {source}
    source_url: "https://talk.example/{source}"
    evidence_date: "{day}"
    retrieved_at: "{day}"
    entered_by_role: test
"""


def claim(capability: str, value: str, source: str = "handbook", day: str = "2026-02-01", **more: Any) -> str:
    text = CLAIM.format(capability=capability, value=value, source=source, day=day).strip("\n")
    return "\n".join([text, *(f"    {key}: {json.dumps(value)}" for key, value in more.items())]) + "\n"


def freeze(
    data: Path, folder: Path, day: str, observations: list[dict[str, Any]], claims: list[str] | None = None
) -> None:
    """Build with these observations and claims of the product Talk, and freeze it under the day."""
    make_market(
        folder, vocabulary=VOCABULARY, watchlist="- name: Talk\n  repositories: [{url: 'https://github.com/a/one'}]\n"
    )
    market = folder / "market"
    (market / "claims").mkdir(exist_ok=True)
    lines = "claims:\n" + "".join(claims) if claims else "claims: []\n"
    (market / "claims" / "talk.yml").write_text(f"product: Talk\n{lines}", encoding="utf-8")
    lay_out(data, observations, [run(day)])
    build(data, load_market(market), "1")
    take_snapshot(data, day, "1")


def told(data: Path, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in changes(data, Q1, Q2)]


def rewrite(data: Path, label: str, table: str, columns: str) -> None:
    """Store a table of a snapshot with other types, as another version of oscan might have."""
    path = folder_of(data, label) / f"{table}.parquet"
    duckdb.execute(f"copy (select {columns} from read_parquet('{path}')) to '{path}.new' (format parquet)")  # noqa: S608  # a test's own names
    Path(f"{path}.new").rename(path)
    manifest = json.loads((folder_of(data, label) / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"][table]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder_of(data, label) / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_flag_that_changed_274_times_is_told_274_times(tmp_path: Path) -> None:
    data, number, changed = tmp_path / "data", 600, 274
    common = {"licence": "MIT", "stars": 30, "latest_release": "7"}
    freeze(data, tmp_path, Q1, [repository(Q1, n, f"a/r{n}", archived=False, **common) for n in range(number)])
    freeze(data, tmp_path, Q2, [repository(Q2, n, f"a/r{n}", archived=n < changed, **common) for n in range(number)])
    for table, columns in (
        (
            "repository",
            "* replace (archived::varchar as archived, stars::double as stars, latest_release::int as latest_release)",
        ),
        ("metric", '* replace ("value"::varchar as "value", sample_size::double as sample_size)'),
        ("product", "* replace (osi_approved::int as osi_approved, first_seen::varchar as first_seen)"),
    ):
        rewrite(data, Q1, table, columns)
    found = told(data, "kind", "field", "before", "after")
    assert found == [("archived", "status", "active", "archived")] * changed


def test_a_column_that_a_snapshot_lacks_is_no_change(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = {"licence": "MIT", "security_policy": True, "latest_release": "v1"}
    freeze(data, tmp_path, Q1, [repository(Q1, 1, "a/one", **said)], [claim("chat.direct", "yes")])
    freeze(data, tmp_path, Q2, [repository(Q2, 1, "a/one", **said)], [claim("chat.direct", "yes")])
    rewrite(data, Q1, "repository", "* exclude (security_policy, latest_release)")
    rewrite(data, Q1, "product", "* exclude (licence_printed, osi_approved)")
    rewrite(data, Q1, "claim", "* exclude (capability)")
    assert told(data, "kind") == []


def test_a_value_that_cannot_be_of_its_type_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for day in (Q1, Q2):
        freeze(data, tmp_path, day, [repository(day, 1, "a/one", archived=False)])
    rewrite(data, Q1, "repository", "* replace ('perhaps' as archived)")
    with pytest.raises(CatalogueError, match=r"repository\.parquet"):
        changes(data, Q1, Q2)


def test_a_relicensing_is_told_as_expression_and_what_cannot_be_read_as_printed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    pairs = [
        ("Apache-2.0", "AGPL-3.0-only"),
        ("Apache-2.0", "Apache License 2.0"),
        ("Apache-2.0", "Own terms of 2026"),
        ("Own terms of 2025", "Own terms of 2026"),
        ("MIT", "MIT"),
    ]
    for day, side in ((Q1, 0), (Q2, 1)):
        freeze(
            data, tmp_path, day, [repository(day, n + 2, f"a/r{n}", licence=pair[side]) for n, pair in enumerate(pairs)]
        )
    assert told(data, "product_id", "kind", "field", "before", "after") == [
        ("github-2", "relicensed", "licence", "Apache-2.0", "AGPL-3.0-only"),
        ("github-3", "value_changed", "licence_printed", "Apache-2.0", "Apache License 2.0"),
        ("github-4", "value_changed", "licence", "Apache-2.0", None),
        ("github-4", "value_changed", "licence_printed", "Apache-2.0", "Own terms of 2026"),
        ("github-5", "value_changed", "licence_printed", "Own terms of 2025", "Own terms of 2026"),
    ]


def test_claims_tell_what_was_added_withdrawn_and_changed_with_the_lines_of_both(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = [
        claim("chat.direct", "no"),
        claim("identity.ldap", "yes", limit_users=100, edition="free"),
        claim("identity.ldap", "yes", "brochure"),
        claim("chat.direct", "yes", "forum"),
    ]
    after = [
        claim("chat.direct", "no"),
        claim("chat.direct", "yes", day="2026-05-01"),
        claim("identity.ldap", "yes", limit_users=500, edition="free"),
        claim("identity.ldap", "addon", "vendor", edition="paid"),
        claim("chat.direct", "yes", "forum"),
    ]
    freeze(data, tmp_path, Q1, [repository(Q1, 1, "a/one")], before)
    freeze(data, tmp_path, Q2, [repository(Q2, 1, "a/one")], after)
    columns = ("kind", "field", "edition", "source", "before", "after", "before_entered_in", "after_entered_in")
    assert sorted(told(data, *columns), key=str) == [
        ("claim_added", "identity.ldap", "paid", "vendor", None, "addon", None, "claims/talk.yml:29"),
        ("claim_changed", "chat.direct", None, "handbook", "no", "yes", "claims/talk.yml:3", "claims/talk.yml:11"),
        (
            *("claim_changed", "identity.ldap", "free", "handbook", "yes, up to 100 users", "yes, up to 500 users"),
            *("claims/talk.yml:11", "claims/talk.yml:19"),
        ),
        ("claim_withdrawn", "identity.ldap", None, "brochure", "yes", None, "claims/talk.yml:21", None),
        ("edition_added", "edition", "paid", "vendor", None, "paid", None, "claims/talk.yml:29"),
    ]


def test_what_a_text_says_no_more_is_withdrawn_with_the_response_that_said_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for day, text in ((Q1, "Talk has one to one chat and LDAP."), (Q2, "Talk supports LDAP.")):
        readme = {
            "run_id": day,
            "kind": "document",
            "source": "github",
            "source_key": "1/README.md",
            "about": "1",
            "name": "README.md",
            "url": "https://github.com/a/one/blob/HEAD/README.md",
            "text": text,
        }
        freeze(data, tmp_path, day, [repository(day, 1, "a/one", name="one"), readme])
    columns = ("kind", "field", "source", "before", "after", "before_evidence_id", "after_evidence_id")
    assert told(data, *columns) == [
        ("claim_withdrawn", "chat.direct", "github", "yes", None, f"github-{Q1}-d1/README.md", None)
    ]


def test_a_new_product_does_not_tell_each_of_its_claims(tmp_path: Path) -> None:
    data = tmp_path / "data"
    freeze(data, tmp_path, Q1, [repository(Q1, 1, "a/one")])
    extra = repository(Q2, 2, "a/two", name="Two", licence="MIT", topics=["one to one chat"])
    freeze(data, tmp_path, Q2, [repository(Q2, 1, "a/one"), extra])
    assert told(data, "kind", "product_id", "after", "after_evidence_id") == [
        ("added", "github-2", "Two", f"github-{Q2}-r2")
    ]


def test_what_a_person_wrote_into_the_watch_list_leads_to_its_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    freeze(data, tmp_path, Q1, [repository(Q1, 1, "a/one")])
    market = make_market(
        tmp_path, watchlist="- name: Talk\n  vendor: Acme\n  repositories: [{url: 'https://github.com/a/one'}]\n"
    )
    lay_out(data, [repository(Q2, 1, "a/one")], [run(Q2)])
    build(data, market, "1")
    take_snapshot(data, Q2, "1")
    columns = ("kind", "field", "before", "after", "after_evidence_id", "after_entered_in")
    assert told(data, *columns) == [("value_changed", "vendor", None, "Acme", None, "watchlist.yml:2")]
