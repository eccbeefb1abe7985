"""Bad input at the door: each ends in a clear message, exit code and all, and earlier data stay."""

import gzip
import json
import os
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import Report
from oscan.settings.market import Market
from oscan.settings.yamlfile import YamlReadError, read_yaml
from tests.fakes.app import App, Request, Response, Server
from tests.fakes.osba import FakeOsba
from tests.runs import FakeClock, crawl, market, observations, settings

ROOT = Path(__file__).parents[1]
MEMBERS = [{"name": f"Firma {n} GmbH", "website": f"https://firma{n}.example", "city": "Berlin"} for n in range(150)]


class Spoilt(App):
    """The association's site, until `spoil` answers instead."""

    def __init__(self) -> None:
        super().__init__()
        self.site = FakeOsba({"members": MEMBERS, "news": []})
        self.spoil: Callable[[Request], Response] | None = None

    def answer(self, request: Request) -> Response:
        self.site.base = self.base
        if self.spoil is not None and request.path != "/robots.txt":
            return self.spoil(request)
        return self.site.answer(request)


@pytest.fixture
def searched(tmp_path: Path) -> Market:
    made = market(tmp_path / "market", {})
    (made.folder / "osba.yml").write_text("- start_urls: [/mitglieder/]\n  extractor: logo_grid\n", encoding="utf-8")
    return made


def two_runs(tmp_path: Path, searched: Market, spoil: Callable[[Request], Response], **more: Any) -> Report:
    """A good run, then one against the spoilt site; checks that the good one's data stay."""
    app, clock = Spoilt(), FakeClock()
    with Server(app) as server:
        given = settings(tmp_path / "data", osba_url=server.url, **more)
        good = crawl("osba", given, searched, clock)
        assert (good.status, len(good.run.subjects)) == ("complete", 150)
        before = observations(tmp_path / "data", "osba", good.run_id)
        app.spoil = spoil
        bad = crawl("osba", given, searched, clock)
    assert observations(tmp_path / "data", "osba", good.run_id) == before
    return bad


def page(body: bytes, status: int = 200, *headers: tuple[str, str]) -> Callable[[Request], Response]:
    return lambda request: Response(status, [("Content-Type", "text/html"), *headers], body)


def json_instead(request: Request) -> Response:
    return Response(200, [("Content-Type", "application/json")], b'{"a": [1, 2, 3]}')


CAPTCHA = b"<html><body><h1>Are you human?</h1><form id='captcha'>...</form></body></html>"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (page(CAPTCHA), "captcha|CAPTCHA|fewer than"),
        (page(b""), "fewer than|no entries|rendering|empty"),
        (page(b"\xff\xfe\x00\x80<html>\x00" * 50), "fewer than|no entries|rendering|shown"),
        (page(b"", 302, ("Location", "http://10.0.0.1/")), "not an address of|not followed|fewer than"),
        (page(b"", 302, ("Location", "file:///etc/passwd")), "not an address of|not followed|fewer than"),
        (page(b"", 302, ("Location", "ftp://x.example/")), "not an address of|not followed|fewer than"),
        (page(b"x", 500), "failed with status 500"),
        (page(b"x", 403), "403|fewer than"),
        (json_instead, "fewer than|no entries|rendering|shown"),
    ],
    ids=["captcha", "empty", "bytes", "private", "file", "ftp", "500", "403", "json"],
)
def test_a_page_that_is_no_listing_fails_the_run(
    tmp_path: Path, searched: Market, spoil: Callable[[Request], Response], words: str
) -> None:
    bad = two_runs(tmp_path, searched, spoil)
    assert bad.status == "failed"
    text = " ".join(error["message"] for error in bad.errors)
    assert any(word in text for word in words.split("|")), text


def test_a_body_cut_off_is_asked_for_again_and_never_believed(tmp_path: Path, searched: Market) -> None:
    whole = b"<html>" + b"<p>Firma</p>" * 500
    bad = two_runs(tmp_path, searched, lambda request: Response(200, [("Content-Type", "text/html")], whole, cut=200))
    assert bad.status == "failed"
    assert any("cut off" in error["message"] for error in bad.errors), bad.errors


def test_a_body_of_200_mb_is_not_read(tmp_path: Path, searched: Market) -> None:
    bad = two_runs(tmp_path, searched, page(b"x" * (2 * 1024 * 1024)), max_body_mib=1)
    assert bad.status == "failed"
    assert any("larger than" in error["message"] for error in bad.errors), bad.errors
    evidence = sum(path.stat().st_size for path in (tmp_path / "data" / "evidence").rglob("*.warc.gz"))
    assert evidence < 500_000


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_grows_by_decompression_is_not_read(tmp_path: Path, searched: Market, coding: str) -> None:
    packed = (gzip.compress if coding == "gzip" else zlib.compress)(b"0" * (8 * 1024 * 1024))
    bad = two_runs(tmp_path, searched, page(packed, 200, ("Content-Encoding", coding)), max_body_mib=1)
    assert bad.status == "failed"


def test_a_slow_server_is_given_up(tmp_path: Path, searched: Market) -> None:
    release = threading.Event()

    def slow(request: Request) -> Response:
        release.wait(5)
        return Response(200, [], b"late")

    bad = two_runs(tmp_path, searched, slow, timeout_seconds=0.2)
    release.set()
    assert bad.status == "failed"
    assert any("does not answer at all" in error["message"] for error in bad.errors), bad.errors


def test_a_redirect_in_a_circle_ends(tmp_path: Path, searched: Market) -> None:
    bad = two_runs(tmp_path, searched, page(b"", 301, ("Location", "/mitglieder/")))
    assert bad.status == "failed"


BOMB = b"a: &a [x,x,x,x,x,x,x,x]\n" + b"".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 8)}]\n".encode() for n in range(12)
)
MERGE_BOMB = b"a: &a {k: 1}\n" + b"".join(
    f"{chr(98 + n)}: &{chr(98 + n)}\n  <<: [{', '.join(['*' + chr(97 + n)] * 9)}]\n".encode() for n in range(10)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "aliases"),
        (MERGE_BOMB, "aliases"),
        (b"[" * 5000, "deeper"),
        (b"a: 1\n" * 2, "twice"),
        (b"\xff\xfe", "UTF-8"),
        (b"a: b: c", "mapping values"),
        (b"- x\n" * 30_000, "more than"),
        (b"x" * 300_000, "bytes"),
        (b"? [a]\n: b\n", "key that is a list"),
        (b"a: 1\n---\nb: 2\n", "document"),
    ],
)
def test_hostile_yaml_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(YamlReadError, match=words):
        read_yaml(content)


def test_yaml_scalars_stay_text_and_know_their_line() -> None:
    document = read_yaml(b"country: NO\nversion: 1.10\nnothing:\nquoted: ''\nlist: [yes, 012]\n")
    assert document.value == {
        "country": "NO",
        "version": "1.10",
        "nothing": None,
        "quoted": "",
        "list": ["yes", "012"],
    }
    assert document.line_of(("list", 1)) == 5


def command(tmp_path: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "oscan", *words],
        cwd=ROOT,
        env={**os.environ, "OSCAN_DATA": str(tmp_path / "data"), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["crawl", "nosuch"], 2, "there is none of that name"),
        (["crawl", "--market", "/nowhere"], 1, "no market.yml"),
        (["crawl", "--format", "xml"], 2, "--format"),
        (["crawl", "osba", "--replay", "/nowhere.warc.gz"], 1, "/nowhere.warc.gz"),
        (["query", "source-overlap"], 1, "no catalogue"),
        (["snapshot", "2026Q3"], 1, "catalogue"),
        (["nosuch"], 2, "No such command"),
        (["doctor", "--source", "nosuch"], 2, "there is none of that name"),
    ],
)
def test_wrong_words_end_in_a_sentence(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    done = command(tmp_path, *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("oscan: ")


def test_a_file_that_is_no_evidence_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"this is no archive")
    done = command(tmp_path, "crawl", "osba", "--replay", str(path))
    assert done.returncode in (1, 3)
    assert "x.warc.gz" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_host_is_named_and_ends_with_3(tmp_path: Path, searched: Market) -> None:
    done = command(
        tmp_path,
        "crawl",
        "osba",
        "--market",
        str(searched.folder),
        "--format",
        "json",
        OSCAN_OSBA_URL="http://127.0.0.1:9",
        OSCAN_MAX_WAIT_SECONDS="0.1",
    )
    assert done.returncode == 3
    (source,) = json.loads(done.stdout)["sources"]
    assert source["status"] == "failed"
    assert "refused" in source["errors"][0]["message"]
