"""`oscan publiccode` as a person calls it: what it prints, what it ends with, what it searches, what it asks."""

import http.server
import io
import json
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import oscan.commands.publiccode as command
from crawler.publiccode import validate
from crawler.publiccode.online import Reach
from tests.test_publiccode import ROOT

Oscan = Callable[..., tuple[int, str, str]]
OWN = ROOT / "tests" / "publiccode"
GOOD = (OWN / "minimal.yml").read_bytes()
ADDRESS = b"https://git.stadt.example/it/stadtbote.git"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_valid_file_says_nothing_and_ends_with_0(place: Path, oscan: Oscan) -> None:
    put(place / "publiccode.yml", GOOD)
    assert oscan("publiccode", "publiccode.yml") == (0, "", "oscan: 1 file: 1 valid\n")


def test_messages_print_like_a_compilers_and_an_invalid_file_ends_with_1(place: Path, oscan: Oscan) -> None:
    put(place / "a.yml", GOOD.replace(b"stable", b"ready") + b"monochromeLogo: a.svg\n")
    code, out, err = oscan("publiccode", "a.yml")
    assert code == 1
    assert re.fullmatch(
        r"a\.yml:9:1: error: developmentStatus: developmentStatus must be one of .*\n"
        r"a\.yml:29:1: warning: monochromeLogo: This key is DEPRECATED .*\n",
        out,
    )
    assert err == "oscan: 1 file: 1 invalid\n"


def test_warnings_alone_end_with_0(oscan: Oscan) -> None:
    code, out, err = oscan("publiccode", str(OWN / "IT_lower_case.yml"))
    assert code == 0
    assert ": warning: it: " in out
    assert err == "oscan: 1 file: 1 with warnings\n"


def test_json_is_one_document_for_all_files(oscan: Oscan) -> None:
    files = [str(OWN / name) for name in ("minimal.yml", "IT_lower_case.yml", "yaml_tab.yml")]
    code, out, _ = oscan("publiccode", "--format", "json", *files)
    documents = json.loads(out)
    assert code == 1
    assert [(entry["file"], entry["verdict"]) for entry in documents] == list(
        zip(files, ("valid", "warnings", "invalid"), strict=True)
    )
    assert documents[0]["messages"] == []
    assert documents[1]["messages"][0].keys() == {"severity", "key", "line", "column", "text"}
    assert documents[2]["messages"][0]["key"] == ""


def test_folders_are_searched_for_the_files_name(place: Path, oscan: Oscan) -> None:
    put(place / "a" / "publiccode.yml", GOOD)
    put(place / "a" / "b" / "publiccode.yaml", b"name: [")
    put(place / "a" / "compose.yml", b"services: {}")
    put(place / "a" / ".git" / "publiccode.yml", b"no")
    code, out, err = oscan("publiccode", "a")
    assert code == 1
    assert [line.partition(":")[0] for line in out.splitlines()] == [str(Path("a/b/publiccode.yaml"))]
    assert err == "oscan: 2 files: 1 valid, 1 invalid\n"


def test_a_folder_without_the_name_is_a_folder_of_such_files(place: Path, oscan: Oscan) -> None:
    put(place / "a" / "one.yml", GOOD)
    put(place / "a" / "two.yaml", GOOD)
    put(place / "a" / "README.md", b"no")
    code, out, err = oscan("publiccode", "a")
    assert (code, out) == (0, "")
    assert "a holds no publiccode.yml; all its YAML files" in err
    assert "2 files: 2 valid" in err


def test_standard_input(oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"name: Bote\n")))
    code, out, _ = oscan("publiccode", "-")
    assert code == 1
    assert out == "-:0:0: error: publiccodeYmlVersion: publiccodeYmlVersion is a required field\n"


@pytest.mark.parametrize(
    "words", [["publiccode"], ["publiccode", "nowhere.yml"], ["publiccode", "--format", "csv", "x"]]
)
def test_wrong_usage_ends_with_2(place: Path, oscan: Oscan, words: list[str]) -> None:
    code, out, err = oscan(*words)
    assert (code, out) == (2, "")
    assert err.startswith("oscan: ")


def test_an_empty_folder_is_wrong_usage(place: Path, oscan: Oscan) -> None:
    code, _, err = oscan("publiccode", ".")
    assert code == 2
    assert "holds no publiccode.yml" in err


def test_a_file_that_cannot_be_opened_is_told_and_the_others_are_read(
    place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(place / "good.yml", GOOD)

    def refused(name: str) -> bytes:
        if name == "shut.yml":
            raise PermissionError(13, "Permission denied")
        return GOOD

    put(place / "shut.yml", GOOD)
    monkeypatch.setattr(command, "_content", refused)
    code, out, err = oscan("publiccode", "shut.yml", "good.yml")
    assert (code, out) == (1, "shut.yml:0:0: error: cannot be read: Permission denied\n")
    assert "1 valid, 1 invalid" in err


def test_what_a_terminal_would_act_on_does_not_reach_it(place: Path, oscan: Oscan) -> None:
    put(place / "a.yml", GOOD + '"\\e[31m\u202e": x\n'.encode())
    _, out, _ = oscan("publiccode", "a.yml")
    assert "unknown field" in out
    assert not {"\x1b", "\u202e"} & set(out)
    _, out, _ = oscan("publiccode", "--format", "json", "a.yml")
    assert not {"\x1b", "\u202e"} & set(out)
    assert "\x1b[31m\u202e" in json.loads(out)[0]["messages"][0]["text"]


def test_notes_come_on_demand_and_do_not_count(place: Path, oscan: Oscan) -> None:
    put(place / "a.yml", GOOD + b"releaseDate: 2001-01-01\n")
    assert oscan("publiccode", "a.yml")[:2] == (0, "")
    code, out, err = oscan("publiccode", "--notes", "a.yml")
    assert code == 0
    assert out == "a.yml:29:14: note: releaseDate: stale-date: 2001-01-01 is more than five years ago\n"
    assert "1 valid" in err


class _Site(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/").replace("PORT", str(self.server.server_port)))  # type: ignore[attr-defined]  # it is an HTTPServer
        else:
            self.send_response(int(self.path.strip("/") or 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is given
        return


@contextmanager
def site() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback: /404 answers 404, /to/X leads to X."""
    handler = type("Site", (_Site,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", handler.asked  # type: ignore[attr-defined]  # given above
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/200", None),
        ("/404", "status 404"),
        ("/503", "status 503"),
        ("/to//200", None),
        ("/to/http://127.0.0.2:PORT/200", "127.0.0.2 lies in an inner net, which is not asked"),
        ("/to/ftp://127.0.0.1/", "only http and https are asked"),
        ("/to//to//to//to//to//to//200", "more than 5 redirects"),
    ],
)
def test_an_address_is_asked_for(path: str, complaint: str | None) -> None:
    with site() as (base, asked):
        assert Reach("oscan", allowed=["127.0.0.1"]).complaint(base + path) == complaint
        assert asked[0] == path


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_an_inner_net_is_never_asked(host: str) -> None:
    with site() as (base, asked):
        complaint = Reach("oscan").complaint(f"http://{host}:{base.rpartition(':')[2]}/")
    assert complaint is not None
    assert "lies in an inner net" in complaint
    assert not asked


def test_a_server_that_never_answers_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert Reach("oscan", seconds=0.2, allowed=["127.0.0.1"]).complaint(address) == "no answer within 0.2 s"


def test_a_closed_port_is_told() -> None:
    assert "refused" in str(Reach("oscan", allowed=["127.0.0.1"]).complaint("http://127.0.0.1:9/"))


def test_online_asks_each_address_once_and_tells_the_key(
    place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_reach", lambda: Reach("oscan", allowed=["127.0.0.1"]))
    with site() as (base, asked):
        content = (
            GOOD.replace(ADDRESS, f"{base}/200".encode()) + f"landingURL: {base}/404\nroadmap: {base}/404\n".encode()
        )
        put(place / "a.yml", content)
        assert oscan("publiccode", "a.yml")[0] == 0
        assert not asked
        code, out, _ = oscan("publiccode", "--online", "a.yml")
    assert code == 1
    assert sorted(asked) == ["/200", "/404"]
    assert out.splitlines() == [
        f"a.yml:{line}:1: error: {key}: '{base}/404' not reachable: status 404"
        for line, key in ((29, "landingURL"), (30, "roadmap"))
    ]


def test_without_online_no_address_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    assert validate(GOOD).verdict == "valid"
