"""The commands that ask the catalogue: answers on standard output, mistakes explained, files whole."""

import io
import json
import re
import shutil
import sys

import duckdb
import pytest

from crawler.evidence import EvidenceWriter, Exchange
from crawler.replay import index_rows
from tests.test_workbook import Book


@pytest.fixture
def data(tmp_path, monkeypatch, small_catalogue):
    """A data folder with a small catalogue."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(small_catalogue, folder / "catalog.duckdb")
    monkeypatch.setenv("OSCAN_DATA", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def test_piped_answers_are_csv(data, oscan):
    code, out, err = oscan("query", "technology-mix")
    assert code == 0
    assert out.splitlines()[0] == "main_language,products,share_pct,repositories,examples"
    assert out.splitlines()[1] == ",1,100,1,Alpha"
    assert err == ""


def test_json_is_a_list_of_objects(data, oscan):
    _, out, _ = oscan("query", "market-overview", "--format", "json")
    assert [row["kind"] for row in json.loads(out)] == ["chat", None, "all"]


def test_parameters_reach_the_question(data, oscan):
    _, out, _ = oscan("query", "relevant-products", "-p", "most=1", "--format", "json")
    assert [row["product_id"] for row in json.loads(out)] == ["alpha"]


def test_own_sql_with_parameters(data, oscan):
    _, out, _ = oscan("query", "--sql", "select name from product where product_id = $id", "-p", "id=alpha")
    assert out == "name\nAlpha\n"


def test_own_sql_cannot_write(data, oscan):
    before = (data / "catalog.duckdb").read_bytes()
    code, out, err = oscan("query", "--sql", "delete from product")
    assert (code, out) == (2, "")
    assert "DELETE" in err
    assert (data / "catalog.duckdb").read_bytes() == before
    assert not list(data.glob("*.wal"))


def test_sql_from_a_file_and_from_standard_input(data, oscan, tmp_path, monkeypatch):
    (tmp_path / "ask.sql").write_text("select count(*) as products from product")
    assert oscan("query", "-f", str(tmp_path / "ask.sql"))[1] == "products\n4\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"select 1 as one")))
    assert oscan("query", "-f", "-")[1] == "one\n1\n"


def test_the_list_shows_every_question(data, oscan):
    _, out, _ = oscan("query", "--list", "--format", "json")
    listed = json.loads(out)
    assert {"market-overview", "relevant-products", "crawl-health"} <= {item["name"] for item in listed}
    assert all({"name", "title", "topic", "params", "portable"} == item.keys() for item in listed)
    _, out, _ = oscan("query", "--list", "--format", "table")
    assert all(item["name"] in out for item in listed)


def test_show_prints_the_file(data, oscan):
    _, out, _ = oscan("query", "--show", "crawl-health")
    assert out.startswith("-- Whether each source was read well lately")


def test_an_answer_in_a_file_takes_its_format_from_the_ending(data, oscan, tmp_path):
    code, out, err = oscan("query", "technology-mix", "--out", str(tmp_path / "deep" / "mix.json"))
    assert (code, out) == (0, "")
    assert "mix.json" in err
    assert json.loads((tmp_path / "deep" / "mix.json").read_text())[0]["examples"] == ["Alpha"]


def test_an_answer_becomes_a_workbook_with_its_sources(data, oscan, tmp_path):
    out = tmp_path / "mix.xlsx"
    assert oscan("query", "technology-mix", "-p", "kind=chat", "--lang", "de", "--out", str(out))[:2] == (0, "")
    made = Book(out.read_bytes())
    assert made.cells(1)["E2"] == "Alpha"
    about = list(made.cells(2).values())
    assert about[about.index("Parameter kind") + 1] == "chat"
    assert about[about.index("build_id") + 1] == "b1"
    assert about[about.index("gefragt wurde") + 1] == "letzter Stand"
    assert about[about.index("Frage") + 1].startswith("In welchen")
    assert any(str(cell).startswith("Jedes Produkt zählt einmal") for cell in about)


def test_an_answer_becomes_parquet_with_types(data, oscan, tmp_path):
    out = tmp_path / "p.parquet"
    assert oscan("query", "--sql", "select product_id, watched from product", "--out", str(out))[0] == 0
    with duckdb.connect() as connection:
        types = connection.execute("select column_name, column_type from (describe from read_parquet($1))", [str(out)])
        assert types.fetchall() == [("product_id", "VARCHAR"), ("watched", "BOOLEAN")]


def test_the_list_becomes_a_file_of_every_format(data, oscan, tmp_path):
    for ending in ("xlsx", "parquet", "csv", "json", "jsonl", "md", "txt"):
        assert oscan("query", "--list", "--out", str(tmp_path / f"list.{ending}"))[0] == 0
        assert (tmp_path / f"list.{ending}").stat().st_size


def test_numbers_dates_and_titles_are_german_on_demand_but_never_in_csv_or_json(data, oscan):
    sql = "select 12345.5 as n, date '2026-01-31' as d, true as b, null as u"
    table = oscan("query", "--sql", sql, "--lang", "de", "--format", "table")[1]
    assert re.search(r"12\.345,5 +31\.01\.2026 +ja +–", table)
    assert "1 Zeile. – heißt unbekannt." in table
    for chosen in ("csv", "json", "jsonl"):
        words = ("query", "--sql", sql, "--format", chosen)
        assert oscan(*words, "--lang", "de") == oscan(*words)
    health = oscan("query", "crawl-health", "--lang", "de", "--format", "md")[1]
    title = health.splitlines()[0]
    assert "finding ist das Erste, was zutrifft" in health
    assert "Finding is the first" not in health
    assert title == "## Ob jede Quelle zuletzt gut gelesen wurde: Fehlläufe, Einbrüche, alte Daten."
    assert "Fehlläufe" in oscan("query", "--list", "--lang", "de")[1]


def test_a_table_shows_the_main_columns_and_names_the_others(data, oscan):
    _, shown, _ = oscan("query", "relevant-products", "--format", "md")
    assert "| product\\_name | licence |" in shown
    assert "Further columns: product\\_id, edition" in shown
    _, every, _ = oscan("query", "relevant-products", "--format", "md", "--columns", "all")
    assert "| product\\_id | product\\_name | edition |" in every
    assert "Further" not in every
    _, german, _ = oscan("query", "decisive-unknowns", "--format", "md", "--lang", "de")
    assert "question\\_de" in german.splitlines()[2]
    assert "question\\_en" not in german.splitlines()[2]


def test_columns_are_chosen_by_name_in_every_format(data, oscan):
    code, out, _ = oscan("query", "relevant-products", "--columns", "licence, product_name", "--format", "csv")
    assert (code, out.splitlines()[0]) == (0, "licence,product_name")
    code, out, _ = oscan("query", "--sql", "select 1 as a, 2 as b", "--columns", "b", "--format", "json")
    assert json.loads(out) == [{"b": 2}]


def test_a_failing_question_leaves_the_older_file(data, oscan, tmp_path):
    (tmp_path / "old.csv").write_text("old")
    code, _, _ = oscan("query", "--sql", "select nonsense", "--out", str(tmp_path / "old.csv"))
    assert code == 1
    assert (tmp_path / "old.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ([], "nothing is asked"),
        (["crawl-health", "--sql", "select 1"], "name and sql are given together"),
        (["crawl-helth"], "Did you mean crawl-health"),
        (
            ["crawl-health", "--columns", "sorce"],
            "--columns sorce: the answer has no such column. Did you mean source?",
        ),
        (["crawl-health", "-p", "x=1"], "no parameter 'x'"),
        (["crawl-health", "--format", "xml"], "Formats: table"),
        (["crawl-health", "--format", "xlsx"], "--out answer.xlsx"),
        (["crawl-health", "--format", "parquet"], "--out answer.parquet"),
        (["crawl-health", "--lang", "fr"], "Languages: en, de"),
        (["crawl-health", "--out", "x.xyz"], "names no format"),
        (["-f", "missing.sql"], "No such file"),
        (["--sql", "select 1; select 2"], "2 statements"),
    ],
)
def test_wrong_use_is_explained(words, fact, data, oscan):
    code, out, err = oscan("query", *words)
    assert (code, out) == (2, "")
    assert fact in err
    assert "Traceback" not in err


def test_without_a_catalogue_the_next_step_is_named(data, oscan):
    (data / "catalog.duckdb").unlink()
    code, out, err = oscan("query", "crawl-health")
    assert (code, out) == (1, "")
    assert "oscan demo" in err
    assert "oscan build" in err


@pytest.mark.parametrize("wanted", ["alpha", "ALPHA", "alpha chat", "acme/Alpha"])
def test_evidence_of_a_field_has_the_promised_shape(wanted, data, oscan):
    code, out, _ = oscan("evidence", wanted, "licence", "--format", "json")
    document = json.loads(out)
    assert code == 0
    assert (document["product_id"], document["field"], document["value"]) == ("alpha", "licence", "AGPL-3.0-or-later")
    first, second = document["evidence"]
    assert (first["quote"], second["quote"]) == ("GNU AGPL v3", "AGPL"), "the text that was believed comes first"
    assert first["evidence_id"] == "e1"
    assert first["fetched_at"] == "2026-09-30T05:00:00Z"
    promised = {"evidence_id", "source", "url", "fetched_at", "sha256", "quote", "warc_file", "warc_offset"}
    assert promised <= first.keys()


def test_evidence_of_a_hand_entered_fact_names_file_and_line(data, oscan):
    _, out, _ = oscan("evidence", "alpha", "name", "--format", "json")
    (entered,) = json.loads(out)["evidence"]
    assert (entered["entered_in"], entered["quote"], entered["evidence_id"]) == ("watchlist.yml:3", "Alpha", None)
    assert "watchlist.yml:3" in oscan("evidence", "alpha", "name")[1]


def test_evidence_of_a_capability_shows_its_claims(data, oscan):
    _, out, _ = oscan("evidence", "alpha", "chat.direct", "--format", "json")
    document = json.loads(out)
    assert (document["field"], document["value"]) == ("chat.direct", ["yes", "no"]), "strongest first, both kept"
    curated, derived = document["evidence"]
    assert (curated["entered_in"], curated["url"], curated["place"]) == (
        *("claims/alpha.yml:7", "https://alpha.example/handbook", "page 3"),
    )
    assert (derived["evidence_id"], derived["sha256"], derived["quote"], derived["edition"], derived["place"]) == (
        *("e1", "aa11", "no private chat", "free", "line 9"),
    )
    _, out, _ = oscan("evidence", "alpha", "chat.direct")
    for words in ("claim curated yes", "claims/alpha.yml:7", "claim derived no free", "aa11", "line 9"):
        assert words in out


def test_a_capability_that_nobody_claims_of_a_product_is_unknown(data, oscan):
    _, out, _ = oscan("evidence", "webex", "chat.direct", "--format", "json")
    assert (json.loads(out)["value"], json.loads(out)["evidence"]) == (None, [])
    assert "it is unknown" in oscan("evidence", "webex", "chat.direct")[1]


def test_evidence_prints_address_time_hash_and_place(data, oscan):
    _, out, _ = oscan("evidence", "alpha", "licence")
    for words in (
        "AGPL-3.0-or-later",
        "GNU AGPL v3",
        "https://forge.example/acme/alpha",
        "2026-09-30 05:00",
        "aa11",
        "e1",
    ):
        assert words in out


def test_many_responses_are_shown_to_programs_and_counted_for_people(data, oscan):
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        connection.execute(
            "insert into fact by name select 'alpha' as product_id, 'listing' as subject, 'x' || n as subject_id, "
            "'licence' as field, 'MIT' as value, 'list' as source, 'e1' as evidence_id from range(9) as numbers(n)"
        )
    _, out, _ = oscan("evidence", "alpha", "licence", "--format", "json")
    assert len(json.loads(out)["evidence"]) == 11
    _, out, _ = oscan("evidence", "alpha", "licence")
    assert "6 more speak about this field" in out


def test_evidence_without_a_field_lists_the_main_ones(data, oscan):
    _, out, _ = oscan("evidence", "alpha", "--format", "json")
    fields = {item["field"]: item for item in json.loads(out)}
    assert fields["stars"]["value"] == 12
    assert fields["stars"]["evidence"][0]["quote"] == "12"
    assert fields["last_commit_at"]["value"] is None
    _, out, _ = oscan("evidence", "alpha")
    assert re.search(r"stars\s+12", out)


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (["alfa", "licence"], "Did you mean alpha"),
        (["twin", "licence"], "github-7, github-8"),
        (["alpha", "colour"], "no product has such a field"),
        (["alpha", "chat.dirct"], "Did you mean chat.direct"),
        (["alpha", "--raw"], "no field is named"),
        (["webex", "licence", "--raw"], "no stored response"),
    ],
)
def test_evidence_that_cannot_be_shown_is_explained(words, fact, data, oscan):
    code, out, err = oscan("evidence", *words)
    assert code in (1, 2)
    assert out == ""
    assert fact in err


def test_a_path_outside_the_evidence_is_not_read(data, oscan, tmp_path):
    (tmp_path / "outside.warc.gz").write_bytes(b"secret")
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        connection.execute("delete from fact where source = 'github'")
    code, out, err = oscan("evidence", "alpha", "licence", "--raw")
    assert (code, out) == (1, "")
    assert "outside the evidence" in err


def test_raw_prints_the_stored_response_byte_for_byte(data, oscan, monkeypatch):
    body = b'{"licence": "GNU AGPL v3"}\x1b[31m'
    place = data / "evidence" / "github" / "1.warc.gz"
    writer = EvidenceWriter(place, "github")
    writer.start({"as_of": "2026-09-30T05:00:00Z", "run_id": "1"}, "oscan/test")
    exchange = Exchange("GET", "https://forge.example/api", "2026-09-30T05:00:00.000Z", status=200, body=body)
    writer.record(exchange)
    writer.close()
    (row,) = index_rows(place, "github", "1", "evidence/github/1.warc.gz")
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        connection.execute("update evidence set warc_offset = $1 where evidence_id = 'e1'", [row["warc_offset"]])
    code, out, err = oscan("evidence", "alpha", "licence", "--raw")
    assert (code, out.encode()) == (0, body)
    document = json.loads(oscan("evidence", "alpha", "licence", "--format", "json")[1])
    assert document["evidence"][0]["place"] == "line 1", "the body is not quite JSON, so it is read as text"
    assert "200 https://forge.example/api" in err
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\x1b" not in oscan("evidence", "alpha", "licence", "--raw")[1]


def test_a_catalogue_of_an_older_oscan_says_so(data, oscan):
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        connection.execute("drop macro find_in_set")
    code, out, err = oscan("query", "must-coverage")
    assert (code, out) == (1, "")
    assert "Build it again with 'oscan build'" in err
