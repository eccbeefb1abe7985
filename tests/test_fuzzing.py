"""Damaged bytes break no reader; what broke one once is tried again. `make fuzz` throws many more."""

import ast
import gzip
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fuzz.target import damaged, kept, trouble
from tests.fuzzing import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_bytes_break_no_reader(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    target, lot = TARGETS[name], random.Random(20261129)
    seeds = [seed for seed in target.seeds() if seed]
    assert seeds
    bodies = [*(path.read_bytes() for path in kept(name)), *(damaged(lot, seeds) for _ in range(target.tries))]
    assert {said for body in bodies if (said := trouble(target, body, lot))} == set()
    assert capfd.readouterr() == ("", ""), "what a reader has to say it raises"


def test_what_a_library_says_of_damaged_bytes_is_not_printed(tmp_path: Path) -> None:
    """In a process of its own: where pytest listens, Python itself prints nothing."""
    path = tmp_path / "x.warc.gz"
    lines = ("WARC/1.1", "WARC-Type: metadata", "WARC-Target-URI: https://e.example/\x1b[31m a", "Content-Length: 0")
    path.write_bytes(gzip.compress("\r\n".join([*lines, "", "", "", ""]).encode()))
    code = "import pathlib, sys; from crawler.replay import open_run; print(open_run(pathlib.Path(sys.argv[1])).end)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    assert int(done.stdout) == path.stat().st_size
    assert done.stderr == b""


DECODERS = {
    *("loads", "read_yaml", "read_document", "BeautifulSoup", "ZipFile", "load_workbook", "ZstdFile", "decompress"),
    *("parsedate_to_datetime", "Archive", "read_lines", "compose", "parse", "load_parquet", "attach_published"),
}
"""What turns bytes into something else; who calls it reads bytes, ours or others'."""
READ_BY = {
    "places": ["oscan.commands.places:place_of"],
    "limits": ["oscan.commands.examine:_limits"],
    "github": ["crawler.values:read_json"],
    "osba": ["crawler.sources.osba.page:_soup"],
    "people": ["crawler.values:read_json"],
    "contacts": ["crawler.contacts:without_contacts"],
    "headers": ["crawler.clocks:apart", "crawler.patience:retry_after", "crawler.replay:decoded"],
    "licence": ["catalog.licences:_read_expression"],
    "licences": ["catalog.licence_lists:parse"],
    "publiccode": [
        *("crawler.publiccode.document:read", "crawler.publiccode.reader:read_publiccode"),
        "crawler.publiccode.validate:validate",
    ],
    "settings": ["oscan.settings:_toml"],
    "sheet": ["oscan.commands.claims:take", "oscan.commands.claims:_append", "oscan.commands.claims:_indent"],
    "workbook": ["oscan.commands.workbook_reader:_weigh", "oscan.commands.workbook_reader:_rows"],
    "office": ["review.office:load_office"],
    "market": [
        *("oscan.settings.about:entered", "oscan.settings.claims:load_claims", "oscan.settings.market:load_market"),
        *("oscan.settings.decisions:load_decisions", "oscan.settings.licences:load_licences"),
        *("oscan.settings.organisations:load_organisations", "oscan.settings.profile:load_profile"),
        *("oscan.settings.scenarios:load_scenarios", "oscan.settings.vocabulary:_load"),
        *("oscan.settings.handwritten:read_document", "oscan.settings.yamlfile:_scan"),
        "crawler.sources.osba.config:load_pages",
    ],
    "evidence": [
        *("crawler.replay:open_run", "crawler.replay:read_record", "crawler.replay:_records"),
        *("crawler.replay:_response", "crawler.replay:_decompress"),
    ],
    "digest": ["crawler.links:_stored"],
    "ledger": ["oscan.ledger:ledger", "catalog.inputs:_strangers"],
    "observations": ["crawler.memory:readable", "oscan.files:read_lines", "oscan.files:_compressed"],
    "round": ["crawler.round:_begun"],
    "removed": ["catalog.retention:removed"],
    "index": ["oscan.commands.examine:evidence"],
    "notified": ["oscan.commands.notify:_read"],
    "review": [
        *("review.manifest:listed", "oscan.commands.publish:_reviews", "oscan.commands.publish:_copy_review"),
    ],
    "snapshot": ["catalog.manifests:read_manifest"],
    "parquet": ["catalog.differences:load_parquet", "catalog.differences:_load", "catalog.snapshots:_use_snapshot"],
    "catalogue": [
        *("catalog.snapshots:_attached", "catalog.snapshots:_use_catalogue", "catalog.snapshots:_meta"),
        "catalog.differences:fill_changes",
    ],
}
"""Target → the functions that read foreign bytes and that its seeds reach (a test looks)."""
OURS = {
    "oscan.commands.demo:run_demo": "the sample that ships with oscan",
    "oscan.commands.licences:run_refresh": "what `reduced` has just written",
    "oscan.commands.profiles:_begun": "a profile of the market, as `market` tries it",
    "oscan.commands.reviews:profile_id": "the same",
    "oscan.commands.publiccode:checked": "as `publiccode` tries it",
    "oscan.commands.shapes:_facts": "what this process has just crawled",
    "crawler.publiccode.vocabulary:licences": "a list that ships with oscan",
    "catalog.build:_unreadable": "finds the file that DuckDB refused to read",
    "catalog.capabilities.cache:_read": "a cache of our own; one that cannot be read counts as none",
    "catalog.capabilities.claims:_units": "a value that our own SQL wrote as JSON",
    "catalog.describe:observation_fields": "our own source",
    "catalog.retention:_tables": "files whose checksums were just compared; any error of DuckDB is explained",
    "catalog.manifests:load_snapshots": "lines that `write_manifest_lines` has just written",
    "catalog.snapshots:_entry": "a table that was just written",
    "oscan.commands.hive:_columns": "a file of a snapshot whose checksum was just compared",
    "oscan.commands.judging:keep_before": "only spares work: any error of DuckDB leaves it out",
    "queries.tables:tables_read": "what DuckDB says about a statement",
    "oscan.commands.csv_lines:__missing__": "what DuckDB has just written of a value whose type is known",
    "oscan.files:write_lines": "writes",
    "crawler.place:taking": "writes",
    "crawler.worker:_done": "writes",
    "oscan.cluster.parts:read": "what a cluster keeps for itself: who writes there may also run code on its machines",
    "crawler.spread:_observations": "the same",
    "catalog.units:lying": "the same",
}
"""Functions that decode no foreign bytes, and why."""


def _readers() -> set[str]:
    """Every function of the rooms that calls a decoder, as `module:function`."""
    found = set()
    for path in (
        path for room in ("oscan", "crawler", "catalog", "review", "queries") for path in Path(room).rglob("*")
    ):
        if path.suffix == ".py":
            module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and any(map(_decodes, ast.walk(node))):
                    found.add(f"{module}:{node.name}")
    return found


def _decodes(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return any(f"read_{kind}(" in node.value for kind in ("parquet", "json", "ndjson_objects"))
    called = node.func if isinstance(node, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in DECODERS and not (name == "parse" and isinstance(called, ast.Name))


def test_every_reader_of_foreign_bytes_has_a_target() -> None:
    claimed = {reader for readers in READ_BY.values() for reader in readers}
    assert _readers() == claimed | OURS.keys()


@pytest.mark.parametrize("name", READ_BY)
def test_a_target_reaches_the_readers_it_stands_for(name: str) -> None:
    called: set[tuple[str, str]] = set()
    target, lot = TARGETS[name], random.Random(1)
    wanted = {tuple(reader.split(":")) for reader in READ_BY[name]}
    sys.setprofile(lambda frame, event, _: called.add((frame.f_globals.get("__name__", ""), frame.f_code.co_name)))
    try:
        for seed in target.seeds():
            with suppress(*target.allowed):
                target.read(seed, lot)
            if wanted <= called:
                break
    finally:
        sys.setprofile(None)
    assert wanted <= called, wanted - called
