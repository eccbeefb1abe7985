"""Asking stays within its bounds, and from a notebook the catalogue is read as from the command."""

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.snapshots import take_snapshot
from oscan import open_catalogue
from oscan.commands.asking import Bounds, bounded
from oscan.errors import CatalogueError, OscanError

ROOT = Path(__file__).resolve().parents[1]
TOO_LONG = """
import time
from oscan.commands.asking import Bounds, bounded
with bounded("query x", Bounds(seconds=0.1, grace_seconds=0.1)):
    time.sleep(60)
"""

IN_JUPYTER = """
import sys, types
stub = types.ModuleType("IPython")
stub.get_ipython = lambda: types.SimpleNamespace(config={"IPKernelApp": {}})
sys.modules["IPython"] = stub
"""
"""What DuckDB looks at to find out that it is used in a notebook; without ipywidgets it refuses what needs them."""


def test_what_outlives_its_time_ends_the_process_and_says_so():
    done = subprocess.run(
        [sys.executable, "-c", TOO_LONG], capture_output=True, text=True, cwd=ROOT, timeout=50, check=False
    )
    assert (done.returncode, done.stderr) == (1, "oscan: query x: ended after 0.2 s. Ask for less.\n")


def test_more_memory_than_allowed_is_told_and_the_bound_is_lifted_afterwards():
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(OscanError, match="more memory than is allowed"), bounded("query x", Bounds(mebibytes=64)):
        bytearray(512 * 2**20)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_hostile_value_in_a_message_does_not_reach_the_terminal(oscan, tmp_path, monkeypatch, small_catalogue):
    monkeypatch.setenv("OSCAN_DATA", str(small_catalogue.parent))
    code, out, err = oscan("query", "--sql", "select (chr(27) || '[2Jx' || chr(8238))::integer")
    assert (code, out) == (1, "")
    assert "[2Jx" in err
    assert "\x1b" not in err
    assert "\u202e" not in err


@pytest.fixture
def data(tmp_path, small_catalogue) -> Path:
    (tmp_path / "catalog.duckdb").write_bytes(small_catalogue.read_bytes())
    take_snapshot(tmp_path, "2026Q3", "0")
    return tmp_path


@pytest.mark.parametrize("at", [None, "2026Q3"])
def test_a_notebook_reads_build_and_snapshot(at, data, monkeypatch):
    monkeypatch.setenv("OSCAN_DATA", str(data))
    with open_catalogue(at) as connection:
        assert connection.sql("select name from product where product_id = 'alpha'").fetchall() == [("Alpha",)]
        assert connection.sql("select name from product_named('alpha chat')").fetchall() == [("Alpha",)]
        with pytest.raises(Exception, match="Permission Error"):
            connection.execute("select * from read_text($1)", [str(ROOT / "README.md")])


@pytest.mark.parametrize("at", [None, "2026Q3"])
def test_a_jupyter_notebook_needs_no_widgets(at, data):
    code = (
        f"{IN_JUPYTER}import oscan, sys\nprint(oscan.open_catalogue({at!r}, sys.argv[1]).sql('from meta').fetchall())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(data)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_notebook_cannot_change_the_catalogue(data):
    before = (data / "catalog.duckdb").read_bytes()
    with open_catalogue(data=data) as connection, pytest.raises(Exception, match="read-only"):
        connection.execute("delete from product")
    assert (data / "catalog.duckdb").read_bytes() == before


def test_a_label_that_is_not_there_is_told(data):
    with pytest.raises(CatalogueError, match="Known labels: 2026Q3"):
        open_catalogue("2031Q1", data)


@pytest.mark.parametrize("page", ["README.md", "docs/asking.md"])
def test_the_python_of_the_pages_runs(page, data):
    text = (ROOT / page).read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    code = code.replace(".df()", ".fetchall()").replace(".pl()", ".fetchall()")
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=data,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "OSCAN_DATA": str(data)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
