"""Units lie whole or not at all, wherever fsspec reaches; joined they are the run that one machine would have done."""

import gzip
import re
from itertools import chain
from pathlib import Path

import pytest

from crawler.replay import open_run
from oscan.cluster.parts import Parts
from oscan.errors import OscanError
from oscan.files import read_lines
from tests.cluster_runs import Here, town
from tests.runs import FakeClock


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each machine sends its own token."""
    monkeypatch.setenv("GITHUB_TOKEN", "test-token")


def test_a_run_in_units_leaves_what_a_run_on_one_machine_leaves(tmp_path: Path) -> None:
    with town(tmp_path, 25) as made:
        alone = made.crawl("alone")
        asked = [len(app.requests) for app in made.apps.values()]
        crew = Here("memory://parts-of-a-run")
        apart = made.crawl("apart", crew)
        assert [len(app.requests) for app in made.apps.values()] == [2 * number for number in asked]
        assert {name.rstrip("0123456789-") for name in crew.done} == {"whole", "list", "projects", "discovery", "batch"}
        for one, other in zip(alone, apart, strict=True):
            assert (other.status, other.subjects) == (one.status, one.subjects) == ("complete", one.subjects)
            figures = ("requests", "observations", "milestones", "errors")
            assert [getattr(other.run, name) for name in figures] == [getattr(one.run, name) for name in figures]
            path = f"evidence/{one.source}/{one.run_id}.warc.gz"
            whole, joined = open_run(tmp_path / "alone" / path), open_run(tmp_path / "apart" / path)
            assert list(joined.offsets) == list(whole.offsets)
            assert joined.end == joined.path.stat().st_size, "no record is cut"
            index = read_lines(joined.path.with_name(f"{one.run_id}.index.jsonl.zst"))
            assert [line["warc_offset"] for line in index] == sorted(chain.from_iterable(joined.offsets.values()))
        assert made.lines(apart, "apart") == made.lines(alone, "alone")
        given = [open_run(path).run for path in (tmp_path / "apart" / "evidence").glob("*/*.gz")]
        assert [Parts(run["units"]).read("run") for run in given] == [None] * 3, "the parts are gone"


def test_a_list_that_did_not_change_is_confirmed_by_its_unit_and_no_other_is_needed(tmp_path: Path) -> None:
    with town(tmp_path, 1) as made:
        clock, crew = FakeClock(), Here("memory://parts-of-two-runs")
        (first,) = made.crawl("apart", crew, clock, sources=["opencode"])
        crew.done.clear()
        (second,) = made.crawl("apart", crew, clock, sources=["opencode"])
    assert (second.status, second.run.not_modified, crew.done) == ("complete", 2, ["list"])
    assert second.subjects == first.subjects > 0


def test_a_run_that_was_stopped_goes_on_with_the_units_that_are_missing(tmp_path: Path) -> None:
    with town(tmp_path, 25) as made:
        address = str(tmp_path / "parts")
        first, clock = Here(address, most=7), FakeClock()
        reports = made.crawl("data", first, clock)
        assert [report.stopped for report in reports] == [False, False, True]
        kept = [path.read_bytes() for path in (tmp_path / "parts").rglob("*") if path.is_file()]
        kept += [gzip.decompress(content) for content in kept if content.startswith(b"\x1f\x8b")]
        assert any(b"h:" in content for content in kept)
        assert not [content for content in kept if b"test-token" in content or b"person-1@" in content]
        github = made.apps["github_api"]
        before = len(github.requests)
        again = Here(address)
        taken_up = made.crawl("data", again, clock)[2]
        assert (taken_up.run_id, taken_up.status) == (reports[2].run_id, "complete")
        asked = len(github.requests)
        assert (before, asked) == (1, 3), "a request a batch, none twice"
        assert made.lines(made.crawl("alone"), "alone") == made.lines([*reports[:2], taken_up], "data")
        assert not list((tmp_path / "parts").glob("*/*/*")), "the parts are gone"


def test_a_unit_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker without the token that the run was begun with."""
    with town(tmp_path, 3) as made:
        monkeypatch.delenv("GITHUB_TOKEN")
        crew = Here(str(tmp_path / "parts"))
        report = made.crawl("data", crew)[2]
        assert report.status == "failed"
        assert "GITHUB_TOKEN" in report.errors[-1]["message"]
        assert not made.apps["github_api"].requests


def test_parts_are_json_and_files_under_names(tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(b"bytes")
    for address in (str(tmp_path / "a folder"), "memory://some"):
        parts = Parts(address)
        assert parts.read("unit") is None
        parts.write("unit", {"b": 1, "a": [None, "ä"]})
        assert parts.read("unit") == {"a": [None, "ä"], "b": 1}
        parts.put("unit.warc.gz", tmp_path / "given")
        with parts.open("unit.warc.gz") as stream:
            assert stream.read() == b"bytes"
        parts.clear()
        assert parts.read("unit") is None
        parts.clear()


def test_parts_lie_in_an_s3_store_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Needs s3fs and moto's server, 144 MB that are not locked: `pip install s3fs 'moto[server]'`."""
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed: 144 MB with moto, for this test only")
    moto = pytest.importorskip("moto.server", reason="moto is not installed: 144 MB with s3fs, for this test only")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "test")
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        store = s3fs.S3FileSystem()
        store.mkdir("bucket")
        with town(tmp_path, 25) as made:
            reports = made.crawl("apart", Here("s3://bucket/parts"))
            assert made.lines(reports, "apart") == made.lines(made.crawl("alone"), "alone")
        store.invalidate_cache()
        assert store.find("bucket") == [], "the parts are gone"
    finally:
        server.stop()


@pytest.mark.parametrize("address", ["nosuch://parts", "ftp+nosuch://x"])
def test_a_storage_that_cannot_be_used_is_told(address: str) -> None:
    with pytest.raises(OscanError, match=f"cluster_storage {re.escape(address)}: cannot be used"):
        Parts(address)
