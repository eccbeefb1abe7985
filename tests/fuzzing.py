"""Throws damaged bytes at every reader of foreign bytes: `python -m tests.fuzzing SECONDS [TARGET…]` (`make fuzz`).

A reader may answer whatever it likes, or raise the one error it names; anything else, and anything slow, is a finding:
its bytes are kept in tests/fuzz/<target>/, where the ordinary tests try them again for ever.
"""

import hashlib
import io
import json
import random
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter

from catalog.capabilities.detect import Detector, detector_of
from catalog.capabilities.prepare import plain
from catalog.licence_lists import parse, reduced
from catalog.licences import read_licence
from crawler.clocks import apart
from crawler.contacts import without_contacts
from crawler.memory import ledger
from crawler.observation import Observation
from crawler.patience import exhausted_until, retry_after
from crawler.publiccode import read_publiccode
from crawler.publiccode.document import read_document
from crawler.publiccode.notes import notes
from crawler.publiccode.validate import validate
from crawler.reduce import Reducer
from crawler.replay import decoded, open_run, read_record, responses
from crawler.source import Answer, Ask, Source
from crawler.sources.github import GithubSpider
from crawler.sources.opencode import OpencodeSpider
from crawler.sources.osba import OsbaSpider
from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.news import watch
from crawler.sources.osba.reading import PageContext
from oscan.commands.workbook_reader import read_workbook
from oscan.commands.workbooks import ORDER, SHEET
from oscan.errors import DefinitionError, EvidenceError
from oscan.settings.vocabulary import load_vocabulary
from oscan.settings.yamlfile import YamlReadError, read_yaml
from tests.test_github_cases import context_of

ROOT = Path(__file__).parents[1]
RESPONSES = ROOT / "tests" / "responses"
KEPT = ROOT / "tests" / "fuzz"
SLOW = 5.0
"""CPU seconds for one input."""
LARGEST = 64 * 1024
NOW = datetime(2026, 6, 24, tzinfo=UTC)
TOKENS = (
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"&a *a", b"<<: *a", b"{", b"[" * 50, b"null", b"-1", b"1e999", b"\r\n\r\n"),
    *(b"<a href=", b"<!--", b"</article>", b'"\\ud800"', b"2026-99-99", b"true", b'""', b"|\n", b"%", b"\x1b[31m"),
    *(b"WARC/1.1\r\n", b"Content-Length: 99999999999\r\n", b"AND", b"(", b"GPL-3.0", "ß".encode("latin-1"), b"# "),
)


@dataclass(frozen=True, slots=True)
class Target:
    """One reader of foreign bytes."""

    read: Callable[[bytes, random.Random], object]
    seeds: Callable[[], list[bytes]]
    allowed: tuple[type[Exception], ...] = ()
    """Errors it names."""


def _observe(source: Source, body: bytes, url: str, context: Any, lot: random.Random) -> None:
    status = lot.choice((200, 200, 200, 202, 304, 404))
    headers = {"content-type": lot.choice(("text/html; charset=utf-8", "application/json", "text/html; charset=x"))}
    answer = Answer(Ask(url, "fuzz", context=context), status, url, "2026-06-24T06:00:00Z", "e1", headers, body)
    source.pause(answer)
    for entry in source.observe(answer):
        assert isinstance(entry, Observation)
        json.dumps(entry.record(), allow_nan=False)


@lru_cache
def _asks() -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((RESPONSES / "github").glob("*/ask.json"))]


def _github(body: bytes, lot: random.Random) -> None:
    _observe(GithubSpider(), body, "https://api.github.com/graphql", context_of(lot.choice(_asks())), lot)


def _opencode(body: bytes, lot: random.Random) -> None:
    places = ("", "?archived=true", "/5?license=true", "/5/releases", "/5/repository/tags", "/5/languages")
    files = ("files/publiccode.yml/raw", "files/README.md/raw", "commits?since=x")
    place = lot.choice((*places, *(f"/5/repository/{file}" for file in files)))
    _observe(OpencodeSpider(), body, f"https://gitlab.example/api/v4/projects{place}", None, lot)


def _osba(body: bytes, lot: random.Random) -> None:
    block = PageBlock(start_urls=("/",))
    context = PageContext(block=block, base="https://osb-alliance.de", watched=watch(()))
    _observe(OsbaSpider(), body, "https://osb-alliance.de/page", context, lot)


def _publiccode(body: bytes, _: random.Random) -> None:
    read_publiccode(body)
    validate(body)
    notes(read_document(body), date(2026, 11, 20))


def _in_file(body: bytes, read: Callable[[Path], object], name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        read(path)


def _warc(body: bytes, lot: random.Random) -> None:
    def read(path: Path) -> None:
        with suppress(EvidenceError):
            read_record(path, lot.choice((0, 0, len(body) // 2)))
        open_run(path)
        list(responses(path))

    _in_file(body, read, "x.warc.gz")


def _workbook(body: bytes, lot: random.Random) -> None:
    """The bytes as the file, or as the sheet within a whole one."""
    if lot.random() < 0.3:
        _in_file(body, read_workbook, "x.xlsx")
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_sheet())) as whole, zipfile.ZipFile(packed, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, body if name.endswith("sheet1.xml") else whole.read(name))
    _in_file(packed.getvalue(), read_workbook, "x.xlsx")


@lru_cache
def _sheet() -> bytes:
    """A workbook of claims with one row."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    sheet.write_row(0, 0, ORDER)
    sheet.write_row(1, 0, ["chat-1", "yes", "2026-06-24"])
    book.close()
    return made.getvalue()


def _sheets() -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(_sheet())) as whole:
        return [whole.read(name) for name in whole.namelist()] + [_sheet()]


def _licences(body: bytes, _: random.Random) -> None:
    with suppress(ValueError):
        parse("spdx", body)
    with suppress(ValueError):
        reduced(body, "https://spdx.example/licenses.json", date(2026, 6, 24))


def _ledger(body: bytes, _: random.Random) -> None:
    _in_file(body, lambda path: ledger(path.parent), "runs.jsonl")


def _headers(body: bytes, _: random.Random) -> None:
    text = body.decode("latin-1")
    retry_after({"retry-after": text}, NOW)
    exhausted_until({"x-ratelimit-remaining": "0", "x-ratelimit-reset": text}, NOW)
    apart([("Date", text), ("Age", "5")], NOW)
    apart([("Date", "Wed, 21 Oct 2026 07:28:00 GMT"), ("Age", text)], NOW)
    decoded(body, {"content-encoding": "gzip"})
    decoded(body, {"content-encoding": "deflate"})


@lru_cache
def _detector() -> Detector:
    vocabulary = load_vocabulary(ROOT / "data" / "markets" / "ucc")
    assert vocabulary is not None
    return detector_of(vocabulary)


def _claims(body: bytes, _: random.Random) -> None:
    text = body.decode("utf-8", "replace")
    _detector().read(text, ("chat",))
    _detector().read_units(plain(text), "", ())


def _files(pattern: str) -> Callable[[], list[bytes]]:
    return lambda: [path.read_bytes()[:LARGEST] for path in sorted((ROOT / "tests").glob(pattern)) if path.is_file()]


def _bodies(source: str) -> Callable[[], list[bytes]]:
    def read() -> list[bytes]:
        stored = [json.loads(path.read_bytes()) for path in sorted((RESPONSES / source).glob("*/response.json"))]
        found = [one["body"] for one in stored if "body" in one]
        return [body.encode() if isinstance(body, str) else json.dumps(body).encode() for body in found]

    return read


def _lists() -> list[bytes]:
    whole = json.loads((ROOT / "catalog" / "lists" / "spdx.json").read_bytes())
    return [json.dumps({**whole, "licenses": whole["licenses"][:most]}).encode() for most in (3, 400)]


def _records() -> list[bytes]:
    path = next((ROOT / "data" / "sample").rglob("*.warc.gz"))
    return [path.read_bytes()[:8000], path.read_bytes()[:LARGEST]]


TARGETS = {
    "github": Target(_github, _bodies("github")),
    "opencode": Target(_opencode, _bodies("opencode")),
    "osba": Target(_osba, _files("responses/osba/*/page.html")),
    "publiccode": Target(_publiccode, _files("publiccode/*.yml")),
    "yaml": Target(lambda body, _: read_yaml(body), _files("publiccode/*.yml"), (YamlReadError,)),
    "contacts": Target(lambda body, _: without_contacts(body), _files("publiccode/maintenance*.yml")),
    "people": Target(lambda body, _: Reducer(b"k" * 32).reduce(body), _bodies("github")),
    "evidence": Target(_warc, _records, (EvidenceError,)),
    "ledger": Target(_ledger, lambda: [b'{"run_id": "1", "source": "osba", "status": "complete"}\n' * 3]),
    "workbook": Target(_workbook, _sheets, (DefinitionError,)),
    "licences": Target(_licences, _lists),
    "headers": Target(_headers, lambda: [b"120", b"Wed, 21 Oct 2026 07:28:00 GMT", b"1792566000"]),
    "licence": Target(
        lambda body, _: read_licence(body.decode("utf-8", "replace")),
        lambda: [b"AGPL-3.0-or-later", b"MIT/Apache-2.0", b"GNU GPL v3 with commercial licence (see EE)", b"BSL 1.1"],
    ),
    "claims": Target(_claims, _files("capabilities/*/*.md")),
}


def damaged(lot: random.Random, seeds: list[bytes]) -> bytes:
    """One of the seeds after a few accidents."""
    body = bytearray(lot.choice(seeds))
    for _ in range(lot.randint(1, 6)):
        begin = lot.randrange(len(body) + 1)
        end = min(len(body), begin + lot.choice((1, 1, 4, 40, 400)))
        accident = lot.randrange(6)
        if accident == 0 and body:
            body[begin % len(body)] = lot.randrange(256)
        elif accident == 1:
            del body[begin:end]
        elif accident == 2:
            body[begin:begin] = body[begin:end] * lot.choice((1, 2, 50))
        elif accident == 3:
            body[begin:end] = lot.choice(TOKENS)
        elif accident == 4:
            body[begin:end] = lot.choice(seeds)[begin:end]
        else:
            del body[begin:]
    return bytes(body[:LARGEST])


def trouble(target: Target, body: bytes, lot: random.Random) -> str | None:
    """What is wrong about how a target reads these bytes; None if nothing is."""
    begun = time.process_time()
    try:
        target.read(body, lot)
    except target.allowed:
        pass
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    spent = time.process_time() - begun
    return f"{spent:.1f} s" if spent > SLOW else None


def kept(name: str) -> Iterator[Path]:
    """Bytes that were findings once."""
    yield from sorted(path for path in (KEPT / name).glob("*") if path.is_file())


def main() -> int:
    """Fuzz each target for so many seconds; 1 if there is a finding."""
    seconds, names = float(sys.argv[1]), sys.argv[2:] or list(TARGETS)
    seed, found = int(time.time()), 0
    for name in names:
        target, lot, until, count = TARGETS[name], random.Random(seed), time.monotonic() + seconds, 0
        told = set[str]()
        seeds = [seed for seed in target.seeds() if seed] + [path.read_bytes() for path in kept(name)]
        while time.monotonic() < until:
            body, count = damaged(lot, seeds), count + 1
            said = trouble(target, body, lot)
            if said is not None and (kind := re.sub(r"\d+", "N", said)) not in told:
                found += 1
                told.add(kind)
                path = KEPT / name / hashlib.sha256(body).hexdigest()[:16]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
                sys.stdout.write(f"{name}: {said[:200]}: {path}\n")
        sys.stdout.write(f"{name}: {count} inputs\n")
        sys.stdout.flush()
    sys.stdout.write(f"{found} findings in {len(names)} targets, {seconds:g} s each, seed {seed}\n")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
