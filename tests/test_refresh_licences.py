"""`oscan doctor --refresh-licences` against a server on loopback: good lists are kept, bad answers change nothing."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import crawler.single as single
from catalog.build import build
from catalog.snapshots import open_catalogue
from oscan.errors import SourceError
from tests.catalog_cases import lay_out, make_market, repository
from tests.catalog_cases import run as run_of
from tests.test_licence_lists import spdx

Oscan = Callable[..., tuple[int, str, str]]
Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def serving(*answers: Answer) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that gives these answers in turn, the last one again and again; with the headers of each request."""
    asked: list[dict[str, str]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers[min(len(asked), len(answers) - 1)]
            asked.append(dict(self.headers))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  # name of the base class
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/licenses.json", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def good(**more: Any) -> bytes:
    return json.dumps(spdx(**more)).encode()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path))
    return tmp_path


def refresh(oscan: Oscan, monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> tuple[int, str, str]:
    with serving(*answers) as (url, _):
        monkeypatch.setenv("OSCAN_SPDX_LICENCES", url)
        return oscan("doctor", "--refresh-licences", "--format", "json")


def test_a_newer_list_is_kept_and_the_next_build_uses_it(
    data: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = refresh(oscan, monkeypatch, (200, {}, good()))
    (row,) = json.loads(out)
    assert code == 0
    assert (row["version"], row["released_on"], row["licences"]) == ("9.9.9", "2026-11-01", 602)
    assert row["kept_in"] == str(data / "licences" / "spdx.json")
    lay_out(data, [repository("2026-11-20", 1, "a/b", licence="Brand-New-1.0")], [run_of("2026-11-20")])
    build(data, make_market(data), "test")
    connection = open_catalogue(data)
    assert connection.execute("select licence, osi_approved from product").fetchall() == [("Brand-New-1.0", True)]
    versions = "select version, shipped from licence_list_version where list_name = 'spdx'"
    assert connection.execute(versions).fetchall() == [("9.9.9", False)]
    assert "9.9.9 of 2026-11-01 (renewed)" in oscan("doctor", "--format", "json")[1]


def test_another_list_is_another_build(data: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    market = make_market(data)
    first = build(data, market, "test").build_id
    refresh(oscan, monkeypatch, (200, {}, good()))
    assert build(data, market, "test").build_id != first


def test_a_redirect_is_followed_and_the_request_says_who_asks(
    monkeypatch: pytest.MonkeyPatch, data: Path, oscan: Oscan
) -> None:
    monkeypatch.setenv("OSCAN_CONTACT", "https://city.example")
    with serving((302, {"Location": "/there"}, b""), (200, {}, good())) as (url, asked):
        monkeypatch.setenv("OSCAN_SPDX_LICENCES", url)
        assert oscan("doctor", "--refresh-licences")[0] == 0
    assert len(asked) == 2
    assert "https://city.example" in asked[0]["User-Agent"]


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ((404, {}, b"not found"), "answered with status 404"),
        ((500, {}, b""), "answered with status 500"),
        ((204, {}, b""), "answered with status 204"),
        ((200, {}, b"<html></html>"), "is not SPDX's list"),
        ((200, {}, good(licenses=[])), "is not SPDX's list"),
        ((200, {}, good(licenseListVersion="1.0")), "version 1.0, older than ours"),
        ((200, {}, b"[" * (9 * 2**20)), "more than 8 MiB"),
        ((200, {"Content-Length": "99999999"}, good()), "broke off"),
        ((302, {"Location": "http://lists.example/"}, b""), "only https is asked"),
        ((302, {"Location": "file:///etc/hostname"}, b""), "answered with status 302"),
    ],
)
def test_a_bad_answer_leaves_the_old_list(
    data: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch, answer: Answer, fact: str
) -> None:
    assert refresh(oscan, monkeypatch, (200, {}, good()))[0] == 0
    kept = (data / "licences" / "spdx.json").read_bytes()
    code, out, err = refresh(oscan, monkeypatch, answer)
    assert (code, out) == (1, "")
    assert fact in err
    assert "The list of version 9.9.9 stays." in err
    assert [path.name for path in (data / "licences").iterdir()] == ["spdx.json"]
    assert (data / "licences" / "spdx.json").read_bytes() == kept


def test_a_damaged_list_is_replaced(data: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "licences").mkdir()
    (data / "licences" / "spdx.json").write_bytes(b"{")
    code, out, _ = oscan("doctor", "--format", "json")
    assert code == 1
    assert "is no list of licences" in out
    assert refresh(oscan, monkeypatch, (200, {}, good()))[0] == 0
    assert "is no list of licences" not in oscan("doctor", "--format", "json")[1]


@pytest.mark.parametrize("url", ["http://lists.example/licenses.json", "file:///etc/hostname", "licenses.json"])
def test_only_https_is_asked(url: str) -> None:
    with pytest.raises(SourceError, match="only https is asked"):
        single.fetch(url, "test", 1000, 1.0)


def test_a_server_that_never_ends_is_given_up() -> None:
    with serving((200, {"Content-Length": "1000000"}, b"x")) as (url, _), pytest.raises(SourceError):
        single.fetch(url, "test", 10_000_000, 0.2)
