"""Verdicts made while a catalogue is built answer questions only as long as nothing they follow from has changed."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog import snapshots
from catalog.history import renew_history
from catalog.schema import create_schema
from catalog.snapshots import take_snapshot
from oscan.commands import judging
from oscan.files import sha256_of
from oscan.settings import load_settings
from oscan.settings.folders import VOCABULARY
from review.judge import COMPARED, JUDGED, reads_words
from review.kept import schema_of
from tests.test_commands_verdicts import ROWS
from tests.test_profile import GOOD

Oscan = Callable[..., tuple[int, str, str]]

WORDS = (Path(__file__).parent / "judged" / "vocabulary.yml").read_text(encoding="utf-8")
SUMMED_UP = "from content_sums(null) order by all"
CITY = GOOD.replace("id: small-town", "id: city").replace("key: chat.group", "key: chat.polls")
MORE = """
insert into claim (product_id, capability, value, kind, source, source_url, claim_id, evidence_date, evidence_id) values
    ('beta', 'chat.group', 'no', 'vendor', 's', 'https://a.example/', 'c2', '2024-05-01', 'e1'),
    ('beta', 'chat.group', 'yes', 'crawled', 't', 'https://b.example/', 'c3', '2026-05-01', 'e2'),
    ('webex', 'chat.group', 'partial', 'curated', 'u', null, 'c4', '2026-05-01', null);
insert into metric (product_id, metric, value, observed_at) values
    ('alpha', 'days_since_last_release', 200, '2026-11-01');
"""


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """A market with the profiles `town` and `main`."""
    folder = tmp_path / "market"
    (folder / "profiles").mkdir(parents=True)
    (folder / "market.yml").write_text("name: small\n", encoding="utf-8")
    (folder / "profiles" / "town.yml").write_text(GOOD, encoding="utf-8")
    (folder / "profiles" / "main.yml").write_text(CITY, encoding="utf-8")
    (folder / VOCABULARY).write_text(WORDS, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path, market: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose catalogue keeps the verdicts by both profiles."""
    folder = tmp_path / "data"
    folder.mkdir()
    with duckdb.connect(str(folder / "catalog.duckdb")) as connection:
        create_schema(connection)
        connection.execute(ROWS + MORE)
        judging.keep_verdicts(connection, market)
    for name, value in (("OSCAN_DATA", folder), ("OSCAN_MARKET", market), ("OSCAN_PROFILE", "town")):
        monkeypatch.setenv(name, str(value))
    return folder


@pytest.fixture
def ask(oscan: Oscan) -> Callable[..., list[dict[str, str]]]:
    """Rows of an answer."""

    def call(*words: str) -> list[dict[str, str]]:
        code, out, err = oscan("query", *words)
        assert (code, err) == (0, "")
        return list(csv.DictReader(io.StringIO(out)))

    return call


def marked(data: Path) -> None:
    """Write into the kept verdicts what no rule says, so that an answer shows whether it comes from them."""
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        for profile in ("town", "main"):
            connection.execute(f"update {schema_of(profile)}.verdict set reason = 'kept'")  # noqa: S608  # our own names


def reasons(ask: Any, *words: str) -> set[str]:
    return {row["reason"] for row in ask("--sql", "select reason from verdict", *words)}


def judged() -> dict[str, list[tuple[Any, ...]]]:
    """Table → its rows, as a question finds them; what a build has not summed up is summed up now."""
    with judging.opened_and_judged(load_settings(), JUDGED, {}) as connection:
        found = {name: connection.execute(f"from {name} order by all").fetchall() for name in sorted(JUDGED)}
        found["content_sum"] = found["content_sum"] or connection.execute(SUMMED_UP).fetchall()
    return found


def test_kept_verdicts_are_those_that_judging_makes(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = judged()
    monkeypatch.setattr("review.beside.is_kept", lambda *_: False)
    assert judged() == kept
    assert all(kept.values())
    assert {row[3] for row in kept["verdict"]} >= {"met", "unknown", "conflict", "partial"}


def test_a_question_reads_what_is_kept(data: Path, ask: Any) -> None:
    marked(data)
    assert reasons(ask) == {"kept"}
    assert reasons(ask, "--profile", "main") == {"kept"}


def test_a_changed_profile_is_never_answered_with_old_verdicts(data: Path, market: Path, ask: Any) -> None:
    marked(data)
    path = market / "profiles" / "town.yml"
    path.write_text(GOOD.replace("key: chat.group", "key: chat.polls"), encoding="utf-8")
    rows = ask("--sql", "select distinct verdict, reason from verdict where requirement_id = 'F-CHAT'")
    assert rows == [{"verdict": "unknown", "reason": "nobody says"}]
    assert reasons(ask, "--profile", "main") == {"kept"}, "the other profile is as it was"
    path.write_text(GOOD, encoding="utf-8")
    assert reasons(ask) == {"kept"}


def test_a_changed_comment_of_the_profile_is_enough(data: Path, market: Path, ask: Any) -> None:
    marked(data)
    (market / "profiles" / "town.yml").write_text(GOOD + "# reviewed\n", encoding="utf-8")
    assert "kept" not in reasons(ask)


def test_another_file_of_the_same_name_is_judged_anew(data: Path, tmp_path: Path, ask: Any) -> None:
    marked(data)
    path = tmp_path / "town.yml"
    path.write_text(CITY, encoding="utf-8")
    assert "kept" not in reasons(ask, "--profile", str(path))


def test_a_changed_vocabulary_is_never_answered_with_old_verdicts(data: Path, market: Path, ask: Any) -> None:
    marked(data)
    with (market / VOCABULARY).open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    assert "kept" not in reasons(ask)


def test_changed_rules_and_another_version_are_judged_anew(
    data: Path, tmp_path: Path, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked(data)
    rule = tmp_path / "rule.sql"
    rule.write_text("-- a rule that came later\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("review.kept.RULES", (rule,))
        assert "kept" not in reasons(ask)
    assert reasons(ask) == {"kept"}
    monkeypatch.setattr("oscan.__version__", "later")
    assert "kept" not in reasons(ask)


def test_a_snapshot_is_judged_when_it_is_asked(data: Path, ask: Any) -> None:
    marked(data)
    take_snapshot(data, "2026Q4", "test")
    assert "kept" not in reasons(ask, "--at", "2026Q4")
    assert sorted(path.stem for path in (data / "snapshots" / "2026Q4").glob("*kept*")) == []


def test_two_kept_profiles_are_compared(data: Path, ask: Any) -> None:
    marked(data)
    rows = ask("profile-comparison", "-p", "other=main")
    assert [(row["product_id"], row["result"], row["result_other"]) for row in rows] == [("alpha", "meets_all", "open")]
    assert rows[0]["other_profile"] == "city 1"


def test_verdicts_are_not_kept_over_the_public_tables(data: Path) -> None:
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from verdict").fetchall() == [(0,)]
        assert connection.execute('select count(*) from "by_main".verdict').fetchall() == [(6,)]


def test_own_sql_finds_the_sums_without_naming_their_tables(data: Path, ask: Any) -> None:
    sql = "select rows from content_sums(['product_result']), (select count(*) as states from judging) where states = 1"
    (expected,) = ask("--sql", "select count(*) as rows from product_result")
    assert ask("--sql", sql) == [expected]
    assert expected["rows"] != "0"


def test_what_a_new_snapshot_changes_is_summed_up_again(data: Path) -> None:
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        connection.execute("update by_town.content_sum set rows = 9 where table_name in ('change', 'claim')")
    renew_history(data)
    with judging.opened_and_judged(load_settings(), JUDGED, {}) as connection:
        wrong = "select table_name from (from content_sum except from content_sums(null))"
        assert connection.execute(wrong).fetchall() == [("claim",)]


def test_a_build_keeps_verdicts(tmp_path: Path, market: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "built"))
    (market / "watchlist.yml").write_text("- {name: Alpha}\n- {name: Beta}\n", encoding="utf-8")
    assert oscan("build", "--market", str(market))[0] == 0
    with duckdb.connect(str(tmp_path / "built" / "catalog.duckdb"), read_only=True) as connection:
        for schema in ("by_town", "by_main"):
            assert connection.execute(f"select count(*) from {schema}.verdict").fetchall() == [(4,)]  # noqa: S608
        assert (
            connection.execute("select build_id from by_town.judging").fetchall()
            == connection.execute("select build_id from meta").fetchall()
        )


def test_one_command_reads_one_build_though_another_is_published_meanwhile(
    data: Path, tmp_path: Path, market: Path, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "newer.duckdb"
    with duckdb.connect(str(newer)) as connection:
        create_schema(connection)
        connection.execute(ROWS + MORE)
        connection.execute("update meta set build_id = 'b2'; update product set name = name || ' 2'; delete from claim")
        judging.keep_verdicts(connection, market)
    judge = judging._judge

    def published_meanwhile(*given: Any) -> None:
        os.replace(newer, data / "catalog.duckdb")
        judge(*given)

    sql = """
        select distinct product.name, verdict.verdict, meta.build_id, judging.build_id as judged
        from product join verdict using (product_id) cross join meta cross join judging
        where product_id = 'alpha' and requirement_id = 'F-CHAT'
    """
    with monkeypatch.context() as patch:
        patch.setattr("oscan.commands.judging._judge", published_meanwhile)
        assert ask("--sql", sql) == [{"name": "Alpha", "verdict": "met", "build_id": "b1", "judged": "b1"}]
    assert ask("--sql", sql) == [{"name": "Alpha 2", "verdict": "unknown", "build_id": "b2", "judged": "b2"}]


LATER = """
update meta set as_of = as_of + interval 92 days, build_id = 'b2'; delete from claim where claim_id = 'c3';
update claim set value = 'no' where claim_id = 'c2'; update product set name = name || ' 2';
"""
AGAIN = "update meta set build_id = 'b3';"
OF_WORDS = ("reason", "evidence_ids", "source_urls")
BESIDE = sorted(COMPARED | {"judging", "compared_requirement"})


@pytest.fixture
def two_builds(data: Path, market: Path) -> Path:
    """`data` with a snapshot, and a newer catalogue that took over the snapshot's verdicts from the one it replaced."""
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        for name in ("town", "main"):
            path = market / "profiles" / f"{name}.yml"
            row = [name, sha256_of(path), path.read_text(encoding="utf-8")]
            connection.execute("insert into profile_file (profile, sha256, content) values ($1, $2, $3)", row)
    take_snapshot(data, "2026Q3", "test")
    rebuild(data, market, LATER)
    return data


def rebuild(data: Path, market: Path, later: str) -> None:
    """Put a newer catalogue in the place of the one that is there, as a build does."""
    newer = data / "newer.duckdb"
    with duckdb.connect(str(newer)) as connection:
        create_schema(connection)
        connection.execute(ROWS + MORE + later)
        judging.keep_verdicts(connection, market)
        judging.keep_before(load_settings(), market, connection)
    newer.replace(data / "catalog.duckdb")


def compared(values: dict[str, str] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Table → its rows of what is judged beside, as a question finds them."""
    with judging.opened_and_judged(load_settings(), JUDGED | COMPARED, values or {}) as connection:
        return {name: connection.execute(f"from {name} order by all").fetchall() for name in BESIDE}


def unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the loading of a snapshot fail."""
    monkeypatch.setattr("catalog.snapshots._use_snapshot", lambda *_: pytest.fail("a snapshot was loaded"))


@pytest.mark.parametrize("changed", [False, True], ids=["same profile", "changed profile"])
def test_what_is_kept_of_a_snapshot_is_what_judging_it_makes(
    two_builds: Path, market: Path, monkeypatch: pytest.MonkeyPatch, changed: bool
) -> None:
    if changed:
        (market / "profiles" / "town.yml").write_text(CITY.replace("id: city", "id: small-town"), encoding="utf-8")
    with monkeypatch.context() as patch:
        unloaded(patch)
        kept = compared()
    monkeypatch.setattr("review.before.is_kept_before", lambda *_: False)
    assert kept == compared()
    assert {row[0] for row in kept["compared_verdict"]} == ({"before", "then"} if changed else {"before"})
    assert kept["verdict_flip"]


def test_a_build_keeps_what_flipped(two_builds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = compared()["verdict_flip"]
    with duckdb.connect(str(two_builds / "catalog.duckdb"), read_only=True) as connection:
        assert connection.execute("from before_town.verdict_flip order by all").fetchall() == found
    monkeypatch.setattr("review.beside.MAKES_FLIPS", Path("not", "made", "anew"))
    with judging.opened_and_judged(load_settings(), frozenset({"verdict_flip"}), {}, words=False) as connection:
        assert connection.execute("from verdict_flip order by all").fetchall() == found


def test_a_second_build_takes_over_what_the_first_took_over(
    two_builds: Path, market: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = compared()
    rebuild(two_builds, market, LATER + AGAIN)
    unloaded(monkeypatch)
    second = compared()
    assert [second[name] for name in sorted(COMPARED)] == [first[name] for name in sorted(COMPARED)]


@pytest.mark.parametrize("what", ["rules", "build", "snapshot", "vocabulary"])
def test_what_no_longer_holds_is_judged(
    two_builds: Path, market: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "build":  # the snapshot was taken of another build than the one that is replaced
        with duckdb.connect(str(two_builds / "catalog.duckdb")) as connection:
            connection.execute('drop schema "before_town" cascade')
        rebuild(two_builds, market, LATER)
    elif what == "snapshot":
        path = two_builds / "snapshots" / "2026Q3" / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(manifest | {"checksum": "of another"}), encoding="utf-8")
    elif what == "vocabulary":
        (market / VOCABULARY).write_text(WORDS + "# changed\n", encoding="utf-8")
    else:
        monkeypatch.setattr("oscan.__version__", "later")
    loaded = []
    load = snapshots._use_snapshot
    monkeypatch.setattr("catalog.snapshots._use_snapshot", lambda *given: (loaded.append(given[2]), load(*given)))
    assert compared()["compared_verdict"]
    assert loaded == ["2026Q3"]


def test_a_catalogue_that_cannot_be_read_is_no_hindrance(data: Path, market: Path) -> None:
    take_snapshot(data, "2026Q3", "test")
    (data / "catalog.duckdb").write_bytes(b"damaged")
    rebuild(data, market, LATER)
    assert compared()["compared_verdict"]


@pytest.mark.parametrize(
    ("sql", "read"), [("select reason", True), ('select "Source_URLs"', True), ("select 'reason'", False)]
)
def test_words_are_put_together_only_for_who_names_them(two_builds: Path, sql: str, read: bool) -> None:
    assert reads_words(sql) == read
    with judging.opened_and_judged(load_settings(), JUDGED | COMPARED, {}, words=read) as connection:
        columns = {name for name, *_ in connection.execute("describe compared_verdict").fetchall()}
    assert columns & {*OF_WORDS, "verdict"} == ({*OF_WORDS, "verdict"} if read else {"verdict"})
