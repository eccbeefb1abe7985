"""What people are told: once, in their language, by each channel, and later where a channel could not be reached."""

import json
import shutil
import string
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawler.crawl import Report
from crawler.run import Run
from oscan.commands.notices import TEMPLATES, VERDICTS, Notice
from oscan.commands.notify import STATE, tell
from oscan.commands.reviews import Written
from oscan.commands.run import Round
from oscan.commands.watching import happened, kept, state_of
from oscan.errors import OscanError
from oscan.settings import Settings
from tests.fakes.app import App, Request, Response, Server
from tests.fakes.mail import MailServer
from tests.runs import settings

NOW = datetime(2026, 11, 29, tzinfo=UTC)
CANARY = "canary-5f3a-secret"


class Listener(App):
    """Takes what it is sent; answers with `status`."""

    status = 200

    def answer(self, request: Request) -> Response:
        return Response(self.status, [("Location", "http://127.0.0.1:9/")])

    def do(self) -> list[Any]:
        return [json.loads(request.body) for request in self.requests]


def failed(source: str = "osba") -> Report:
    run = Run(errors=[{"url": "", "status": 0, "message": "the connection was refused"}])
    return Report(source, "1", "failed", run, "2026-11-29T00:00:00Z", 0, errors=run.errors)


def good(source: str = "osba") -> Report:
    return Report(source, "1", "complete", Run(), "2026-11-29T00:00:00Z", 3)


def given(tmp_path: Path, **more: Any) -> Settings:
    (tmp_path / "data").mkdir(exist_ok=True)
    return settings(tmp_path / "data", **more)


def test_a_trouble_is_told_once_and_again_when_it_comes_back(tmp_path: Path) -> None:
    listener = Listener()
    with Server(listener) as server:
        told = given(tmp_path, notify_webhook=f"{server.url}/hook", notify_lang="en")
        for reports in ([failed()], [failed()], [good()], [failed()]):
            assert tell(told, Round(reports=reports), NOW)
    titles = [[notice["title"] for notice in sent["notices"]] for sent in listener.do()]
    assert titles == [["Source osba was not read completely"]] * 2
    assert "the connection was refused" in listener.do()[0]["text"]


def test_without_a_channel_nothing_is_told_or_noted(tmp_path: Path) -> None:
    assert tell(given(tmp_path), Round(reports=[failed()]), NOW)
    assert not (tmp_path / "data" / STATE).exists()


def test_nothing_new_sends_nothing(tmp_path: Path) -> None:
    listener = Listener()
    with Server(listener) as server:
        assert tell(given(tmp_path, notify_webhook=server.url), Round(reports=[good()]), NOW)
    assert listener.requests == []


def test_what_a_channel_could_not_take_is_told_later_and_others_are_not_told_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listener = Listener()
    with Server(listener) as server, MailServer(refuses=True) as post:
        told = given(
            tmp_path, notify_webhook=server.url, notify_mail="it@stadt.example", notify_mail_server=post.address
        )
        assert not tell(told, Round(reports=[failed()]), NOW)
        assert "notices by mail: mail server" in capsys.readouterr().err
        post.refuses = False
        assert tell(told, Round(reports=[failed()]), NOW)
        assert tell(told, Round(reports=[failed()]), NOW)
    assert (len(listener.requests), len(post.mails)) == (1, 1)
    (mail,) = post.mails
    assert mail["Subject"] == "oscan: Quelle osba nicht vollständig gelesen"
    assert mail["To"] == "it@stadt.example"
    assert "the connection was refused" in mail.get_content()


def test_a_matrix_room_is_told_under_a_number_that_a_repeat_shares(tmp_path: Path) -> None:
    listener = Listener()
    with Server(listener) as server:
        told = given(tmp_path, notify_matrix=f"{server.url}/!room:stadt.example", notify_matrix_token=CANARY)
        tell(told, Round(reports=[failed()]), NOW)
        (tmp_path / "data" / STATE).unlink()  # as if the machine had died before it noted what it sent
        tell(told, Round(reports=[failed()]), NOW)
    first, second = listener.requests
    assert first.method == "PUT"
    assert first.path == second.path
    assert first.path.startswith("/_matrix/client/v3/rooms/%21room%3Astadt.example/send/m.room.message/")
    assert first.headers["authorization"] == f"Bearer {CANARY}"
    assert json.loads(first.body)["msgtype"] == "m.notice"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_refusal_is_said_without_the_secret_address_and_no_redirect_is_followed(
    tmp_path: Path, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    listener = Listener()
    listener.status = status
    with Server(listener) as server:
        assert not tell(given(tmp_path, notify_webhook=f"{server.url}/{CANARY}"), Round(reports=[failed()]), NOW)
    said = capsys.readouterr().err
    assert f"the webhook: answered with status {status}" in said
    assert CANARY not in said
    assert CANARY not in (tmp_path / "data" / STATE).read_text(encoding="utf-8")
    assert len(listener.requests) == 1


def test_nothing_is_sent_unencrypted_to_another_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = given(tmp_path, notify_webhook="http://hooks.example/1")
    assert not tell(told, Round(reports=[failed()]), NOW)
    assert "only https is asked" in capsys.readouterr().err
    with MailServer() as post:
        told = given(tmp_path, notify_mail="a@b.example", notify_mail_server=post.address, notify_mail_user="me")
        assert not tell(told, Round(reports=[failed("github")]), NOW)
    assert "no encryption" in capsys.readouterr().err
    assert post.mails == []


def test_a_round_that_stopped_old_data_and_a_review_are_told(tmp_path: Path) -> None:
    listener = Listener()
    ended = "2026-09-01T00:00:00Z"
    line = {"run_id": "1", "source": "osba", "status": "complete", "as_of": ended, "finished_at": ended}
    with Server(listener) as server:
        told = given(tmp_path, notify_webhook=server.url)
        (told.data / "runs.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
        made = Round(reports=[good()], error=OscanError("audit x", "2 rows break a rule", "Look at them."))
        made.reviews = [
            Written("munich-ucc", "2026Q4", "reviews/2026Q4/munich-ucc"),
            Written("p", "2026Q4", None, "no"),
        ]
        tell(told, made, NOW)
    events = [notice["event"] for notice in listener.do()[0]["notices"]]
    assert events == ["run_failed", "source_stale", "review_failed", "review_ready"]
    assert "89 Tage" in listener.do()[0]["text"]


@pytest.fixture
def catalogue(tmp_path: Path, small_catalogue: Path) -> Settings:
    told = given(tmp_path)
    shutil.copyfile(small_catalogue, told.data / "catalog.duckdb")
    change(told, "update product set watched = true where product_id = 'alpha'")
    change(told, "update repository set archived = false")
    return told


def change(told: Settings, sql: str) -> None:
    with duckdb.connect(str(told.data / "catalog.duckdb")) as connection:
        connection.execute(sql)


@pytest.mark.parametrize(
    ("sql", "event", "words"),
    [
        ("update product set licence = 'BUSL-1.1'", "relicensed", "Bisher AGPL-3.0-or-later, jetzt BUSL-1.1"),
        ("update repository set archived = true", "archived", "wurde archiviert"),
        (
            "update repository set latest_release_at = '2026-01-01', last_commit_at = '2026-09-30'",
            "release_stopped",
            "vor 273 Tagen",
        ),
    ],
)
def test_a_change_of_a_watched_product_is_told(catalogue: Settings, sql: str, event: str, words: str) -> None:
    before = kept({}, state_of(catalogue))
    assert list(happened(before, state_of(catalogue))) == []
    change(catalogue, sql)
    (notice,) = happened(before, state_of(catalogue))
    assert notice.event == event
    assert words in notice.words("de")[1]
    assert notice.words("en")[0].startswith("Alpha")


@pytest.mark.parametrize("sql", ["update product set licence = null", "update repository set archived = null"])
def test_what_became_unknown_is_no_change_and_is_remembered(catalogue: Settings, sql: str) -> None:
    before = kept({}, state_of(catalogue))
    change(catalogue, sql)
    unknown = state_of(catalogue)
    assert list(happened(before, unknown)) == []
    assert kept(before, unknown)["alpha"]["licence"] == "AGPL-3.0-or-later"
    assert kept(before, unknown)["alpha"]["archived"] is False


def test_a_verdict_that_flips_is_told_and_one_that_is_new_is_not() -> None:
    row = {"name": "Alpha", "licence": None, "archived": None, "release_stopped": False, "days": None}
    before = {"alpha": {**row, "verdicts": {"city 1|F-CHAT": "met"}}}
    after = {"alpha": {**row, "verdicts": {"city 1|F-CHAT": "not_met", "city 1|F-NEW": "met", "city 2|F-CHAT": "met"}}}
    (notice,) = happened(before, after)
    assert notice.words("de")[1].startswith("Nach dem Profil city 1 bisher erfüllt, jetzt nicht erfüllt")
    assert notice.words("en")[1].startswith("By the profile city 1 it was met, it is not_met")


def test_products_of_the_market_are_watched_in_a_whole_round(catalogue: Settings) -> None:
    listener = Listener()
    with Server(listener) as server:
        told = replace(catalogue, notify_webhook=server.url)
        made = Round(reports=[good()], built=object())  # type: ignore[arg-type]  # only that there is one counts
        tell(told, made, NOW)
        assert listener.requests == [], "the first look is no change"
        change(told, "update product set licence = 'BUSL-1.1'")
        tell(told, made, NOW)
        tell(told, made, NOW)
    (sent,) = listener.do()
    assert [notice["event"] for notice in sent["notices"]] == ["relicensed"]


def test_every_event_speaks_both_languages_with_the_same_facts() -> None:
    for event, languages in TEMPLATES.items():
        names = [
            {name for text in words for _, name, _, _ in string.Formatter().parse(text) if name}
            for words in languages.values()
        ]
        assert set(languages) == {"de", "en"}
        assert names[0] == names[1], event
        assert all(title and text for title, text in languages.values())
    assert set(VERDICTS) == {"met", "partial", "not_met", "conflict"}


def test_foreign_words_lose_what_a_mail_client_or_terminal_would_obey() -> None:
    facts = {"product": "Al\x1b[31mpha\r\nBcc: x@y.example", "id": "a", "before": "MIT", "after": "\u202eLPGA"}
    title, text = Notice("relicensed", "k", facts).words("de")
    assert not any(sign in title + text for sign in "\x1b\r\n\u202e")


@pytest.mark.parametrize("noted", [b"", b"{", b"[]", b'{"standing": 3}', b'{"watched": [], "standing": []}'])
def test_a_damaged_note_only_means_telling_again(tmp_path: Path, noted: bytes) -> None:
    listener = Listener()
    with Server(listener) as server:
        told = given(tmp_path, notify_webhook=server.url)
        (told.data / STATE).write_bytes(noted)
        assert tell(told, Round(reports=[failed()]), NOW)
    assert len(listener.requests) == 1


def test_a_new_security_advisory_is_told_once_and_the_first_list_is_not(catalogue: Settings) -> None:
    before = kept({}, state_of(catalogue))
    asked = "select 'github', repository_id, product_id, repository_id, 'advisories' from repository"
    change(catalogue, f"insert into document (source, source_key, product_id, repository_id, name) {asked}")  # ours
    add = (
        "insert into advisory (advisory_id, product_id, repository_id, severity, published_at, url)"
        " select '{}', product_id, repository_id, 'high', '2026-09-30', 'https://forge.example/{}'"
        " from repository where product_id = 'alpha' limit 1"
    )
    change(catalogue, add.format("GHSA-old", "old"))
    first = state_of(catalogue)
    assert list(happened(before, first)) == [], "what was published before anybody asked is no news"
    before = kept(before, first)
    change(catalogue, add.format("GHSA-new", "new"))
    (notice,) = happened(before, state_of(catalogue))
    assert notice.event == "security_advisory"
    assert notice.words("de") == (
        "Alpha: neue Sicherheitsmeldung GHSA-new",
        "Schwere: high, veröffentlicht am 2026-09-30. https://forge.example/new Beleg: oscan query security-advisories",
    )
    before = kept(before, state_of(catalogue))
    assert list(happened(before, state_of(catalogue))) == []
    change(catalogue, "delete from document")  # not asked any more: what was known stays
    assert kept(before, state_of(catalogue))["alpha"]["advisories"].keys() == {"GHSA-old", "GHSA-new"}
