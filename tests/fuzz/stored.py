"""Targets that read a data folder that was damaged, or that a stranger made: its files say what they like."""

import hashlib
import io
import json
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from backports import zstd

from catalog.build import build
from catalog.differences import changes
from catalog.inputs import find_inputs
from catalog.licence_lists import FOLDER, known_licences
from catalog.manifests import MANIFEST, damaged, manifests
from catalog.retention import referred, removable, removed
from catalog.snapshots import open_catalogue, take_snapshot
from crawler.clocks import refuse_past
from crawler.crawl import Crawl
from crawler.links import links, note_links
from crawler.memory import known, last_good, milestones
from crawler.replay import open_run, read_record, responses
from crawler.round import ROUND, _begun, _report
from crawler.sources import NAMES, source_of
from oscan.commands import doctor, examine, metrics, notify, runs, sources
from oscan.commands.asking import opened
from oscan.commands.publish import _copy_review, _reviews
from oscan.commands.run import Round
from oscan.errors import EvidenceError, OscanError
from oscan.files import read_lines
from oscan.ledger import ledger
from oscan.settings import Settings
from oscan.settings.market import load_market
from review.manifest import listed
from tests.fuzz.target import LARGEST, ROOT, Target, in_file

OLD = ROOT / "tests" / "old" / "0.1.0"
LABEL = "2026Q4"
NOW = datetime(2027, 1, 20, 6, tzinfo=UTC)
RUN = "20261120T060000Z"


def _given(data: Path) -> Settings:
    return Settings(data=data, definitions=ROOT / "data", market=str(data / "market"))


def _crawl(data: Path) -> Crawl:
    return Crawl(_given(data), load_market(data / "market"), "0.0-test")


def _with(name: str, body: bytes, read: Callable[[Path], object]) -> None:
    """Have a copy of the old data folder read in which one file has these bytes."""
    left_out = shutil.ignore_patterns(*(() if name.startswith(("snapshots", "catalog")) else ("snapshots",)))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(shutil.copytree(OLD, Path(folder) / "data", ignore=left_out))
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        read(data)


def _warc(body: bytes, lot: random.Random) -> None:
    def read(path: Path) -> None:
        with suppress(EvidenceError):
            read_record(path, lot.choice((0, 0, len(body) // 2)))
        open_run(path)
        list(responses(path))

    in_file(body, read, "x.warc.gz")


def _unfinished(body: bytes, _: random.Random) -> None:
    """Evidence of a run that was cut short, as the next run takes it up or files it."""

    def read(data: Path) -> None:
        crawl = _crawl(data)
        crawl._unfinished(source_of("github")())
        assert not list(data.glob("evidence/github/.*.key"))

    _with("evidence/github/.20260821T060434Z.warc.gz.part", body, read)


def _ledger(body: bytes, _: random.Random) -> None:
    """`runs.jsonl`, and all that a run and a doctor take from it."""

    def read(data: Path) -> None:
        lines = ledger(data)
        find_inputs(data, load_market(data / "market"))
        list(runs.reported(lines))
        refuse_past(lines, datetime(2100, 1, 1, tzinfo=UTC))
        list(metrics._lines(_given(data), Round(), NOW))
        list(doctor._stored(_given(data)))
        crawl = _crawl(data)
        for name in NAMES:
            known(data, name, lines)
            note_links(data, name, lines)
            milestones(lines, name, "x")
            last_good(lines, name, "https://api.github.com", None)
            runs.age_days(data, name, NOW)
            sources._last(lines, name, NOW)
            for line in lines:
                _report(crawl, source_of(name)(), line["run_id"])
        for removal in removable(data, lines, 1, NOW):
            assert (data / removal.evidence_file).resolve().is_relative_to(data / "evidence")

    _with("runs.jsonl", body, read)


def _round(body: bytes, _: random.Random) -> None:
    def read(data: Path) -> None:
        crawl = _crawl(data)
        for name, run_id in _begun(crawl).items():
            _report(crawl, source_of(name)() if name in NAMES else source_of("github")(), run_id)

    _with(ROUND, body, read)


def _removed(body: bytes, _: random.Random) -> None:
    def read(data: Path) -> None:
        for line in removed(data).values():
            assert line["removed_at"][:10] != line["sha256"] + "x"

    _with("removed.jsonl", body, read)


def _observations(body: bytes, lot: random.Random) -> None:
    """Lines of observations, whole or not, compressed as they lie there; or the compressed file itself damaged."""
    stored = body if body.startswith(b"\x28\xb5\x2f\xfd") else zstd.compress(body)

    def read(data: Path) -> None:
        lines = ledger(data)
        known(data, "github", lines)
        links(data, lines, "osba", str)
        with suppress(EvidenceError):
            for line in read_lines(data / f"observations/github/{RUN}.jsonl.zst"):
                assert isinstance(line, dict)

    _with(f"observations/github/{RUN}.jsonl.zst", stored, read)


def _index(body: bytes, _: random.Random) -> None:
    stored = body if body.startswith(b"\x28\xb5\x2f\xfd") else zstd.compress(body)
    _with(f"evidence/github/{RUN}.index.jsonl.zst", stored, lambda data: list(examine.evidence(_given(data))))


def _folder(body: bytes, lot: random.Random) -> None:
    """An old data folder, one file of which is damaged, from which a catalogue is built."""
    names = (f"observations/github/{RUN}.jsonl.zst", f"evidence/github/{RUN}.index.jsonl.zst", "runs.jsonl")
    name = "runs.jsonl" if body.startswith(b'{"as_of"') else lot.choice(names)
    packed = name.endswith(".zst") and not body.startswith(b"\x28\xb5\x2f\xfd")
    stored = zstd.compress(body) if packed else body
    _with(name, stored, lambda data: build(data, load_market(data / "market"), "0.0-test"))


def _notified(body: bytes, _: random.Random) -> None:
    """What was noted for notices; they go nowhere here."""

    def read(data: Path) -> None:
        state = notify._read(_given(data))
        for name in ("webhook", "matrix", "mail"):
            notify._noted(state, name)
        state["watched"] = notify.kept(state["watched"], {})
        list(notify.happened(state["watched"], {}))

    _with(notify.STATE, body, read)


def _snapshot(body: bytes, lot: random.Random) -> None:
    """A snapshot whose manifest is damaged, as everything that looks at snapshots meets it."""
    _with(f"snapshots/{LABEL}/{MANIFEST}", body, lambda data: _looked_at(data, lot))


def _looked_at(data: Path, lot: random.Random) -> None:
    manifests(data)
    damaged(data)
    way = lot.randrange(4)
    if way == 0:
        referred(data)
    elif way == 1:
        changes(data, LABEL, "2027Q1")
    else:
        with open_catalogue(data, LABEL) as connection:
            for table in ("product", "repository", "claim", "evidence", "meta"):
                connection.execute(f"from {table} limit 5").fetchall()  # our own names


def _parquet(body: bytes, lot: random.Random) -> None:
    """A table of a snapshot that a stranger made: the manifest's checksums agree. The first line names the table."""
    first, _, content = body.partition(b"\n")
    names = sorted(path.stem for path in (OLD / "snapshots" / LABEL).glob("*.parquet"))
    name = first.decode("latin-1") if first.decode("latin-1") in names else lot.choice(names)

    def read(data: Path) -> None:
        path = data / "snapshots" / LABEL / MANIFEST
        manifest = json.loads(path.read_bytes())
        manifest["tables"][name]["sha256"] = hashlib.sha256(content).hexdigest()
        path.write_text(json.dumps(manifest), encoding="utf-8")
        shutil.copytree(path.parent, data / "snapshots" / "2027Q1")
        (data / "snapshots" / "2027Q1" / MANIFEST).write_text(json.dumps({**manifest, "label": "2027Q1"}), "utf-8")
        _looked_at(data, lot)

    _with(f"snapshots/{LABEL}/{name}.parquet", content, read)


def _catalogue(body: bytes, lot: random.Random) -> None:
    """A catalogue that is damaged or none: asked, and frozen."""
    place, cut, new = body.partition(b"\x00PLACE")
    stored = _patched(lot.randrange(10**6), new) if cut and place == b"any" else body

    def read(data: Path) -> None:
        list(examine.snapshots(_given(data)))
        try:
            with opened(_given(data)) as connection:
                for table in ("product", "repository", "claim", "evidence", "meta", "snapshot"):
                    connection.execute(f"from {table}").fetchall()  # our own names
        finally:
            take_snapshot(data, "new", "0.0-test")

    _with("catalog.duckdb", stored, read)


@lru_cache
def _built() -> bytes:
    """The catalogue of the old folder."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(shutil.copytree(OLD, Path(folder) / "data"))
        return build(data, load_market(data / "market"), "0.0-test").path.read_bytes()


def _patched(place: int, new: bytes) -> bytes:
    """The catalogue with some bytes written over it."""
    whole = bytearray(_built())
    place %= len(whole)
    whole[place : place + len(new)] = new
    return bytes(whole)


def _review(body: bytes, _: random.Random) -> None:
    """The manifest of a review in a folder that is published."""

    def read(data: Path) -> None:
        folder = data / "reviews" / LABEL / "small"
        (folder / "review.de.html").write_text("x", encoding="utf-8")
        listed(folder)
        with redirect_stderr(io.StringIO()):
            found = list(_reviews(data / "reviews"))
        for number, review in enumerate(found):
            _copy_review(data, data / f"site-{number}", review)

    _with(f"reviews/{LABEL}/small/{MANIFEST}", body, read)


def _list(body: bytes, _: random.Random) -> None:
    _with(f"{FOLDER}/spdx.json", body, known_licences)


def _lines(name: str) -> list[bytes]:
    path = OLD / name
    return [zstd.decompress(path.read_bytes())[:LARGEST], path.read_bytes()[:LARGEST]]


def _records() -> list[bytes]:
    path = next((ROOT / "data" / "sample").rglob("*.warc.gz"))
    return [path.read_bytes()[:8000], path.read_bytes()[:LARGEST]]


def _tables() -> list[bytes]:
    paths = sorted((OLD / "snapshots" / LABEL).glob("*.parquet"))
    return [path.stem.encode() + b"\n" + path.read_bytes() for path in paths]


MANIFEST_OF_REVIEW = {
    "schema": "oscan-review-manifest/1",
    "profile": "small",
    "files": [{"path": "review.de.html", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}],
}
NOTED = {
    "watched": {
        "a": {"name": "A", "licence": "MIT", "verdicts": {"p|R1": "met"}, "advisories": {"G": ["low", "d", "u"]}}
    },
    "standing": ["source_failed osba failed"],
    "waiting": {"webhook": [{"event": "archived", "key": "archived a", "facts": {"product": "A", "id": "a"}}]},
}
GONE = {"evidence_file": "evidence/github/x.warc.gz", "removed_at": "2026-11-20T06:00:00Z", "sha256": "aa", "bytes": 1}


LIST = {
    "licenseListVersion": "3.27",
    "releaseDate": "2026-01-01",
    "retrievedOn": "2026-02-01",
    "url": "https://spdx.example",
    "licenses": [{"licenseId": "MIT", "isOsiApproved": True, "isFsfLibre": True}],
}


def _as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _rounds() -> list[bytes]:
    from oscan.settings.market import SEARCHED, market_fingerprint

    print_of = market_fingerprint(OLD / "market", SEARCHED)
    now = datetime.now(UTC).isoformat()
    return [_as_json({"begun": now, "market_fingerprint": print_of, "done": {"github": RUN}})]


STORED = {
    "evidence": Target(_warc, _records, (EvidenceError,)),
    "unfinished": Target(_unfinished, _records, (OscanError,)),
    "ledger": Target(_ledger, lambda: [(OLD / "runs.jsonl").read_bytes()], (OscanError,)),
    "round": Target(_round, _rounds, (OscanError,)),
    "removed": Target(_removed, lambda: [_as_json(GONE)], (OscanError,)),
    "observations": Target(_observations, lambda: _lines(f"observations/github/{RUN}.jsonl.zst"), (OscanError,)),
    "index": Target(_index, lambda: _lines(f"evidence/github/{RUN}.index.jsonl.zst"), (OscanError,)),
    "folder": Target(
        _folder,
        lambda: [*_lines(f"observations/github/{RUN}.jsonl.zst"), (OLD / "runs.jsonl").read_bytes()],
        (OscanError,),
        apart=True,
        tries=1,
    ),
    "notified": Target(_notified, lambda: [_as_json(NOTED)], (OscanError,)),
    "snapshot": Target(
        _snapshot,
        lambda: [(OLD / "snapshots" / LABEL / MANIFEST).read_bytes()],
        (OscanError,),
        apart=True,
        tries=6,
    ),
    "parquet": Target(_parquet, _tables, (OscanError,), apart=True, tries=2),
    "catalogue": Target(
        _catalogue,
        lambda: [b"any\0PLACE\xff\xff\xff\xff", b"any\0PLACE\0\0", b"any\0PLACE", _built()[:LARGEST]],
        (OscanError,),
        apart=True,
        tries=2,
    ),
    "review": Target(_review, lambda: [_as_json(MANIFEST_OF_REVIEW)], (OscanError,)),
    "lists": Target(_list, lambda: [_as_json(LIST)], (OscanError,)),
}
