"""No reader is ever in the way of a build, nor a build in the way of a reader: each answer is of one build."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.readers import market
from catalog.build import build

ROOT = Path(__file__).resolve().parents[1]
READER = """
import json, sys
from pathlib import Path
from benchmarks import readers
data, stop = Path(sys.argv[2]), Path(sys.argv[3])
more = (0.0,) if sys.argv[1] == "read" else ()
tell = lambda record: print(json.dumps(record), flush=True)
getattr(readers, sys.argv[1])(data, lambda: not stop.exists(), tell, *more)
"""
BUILDS = 3


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    """What two readers in a loop and one that stays met while builds followed one another."""
    place = tmp_path_factory.mktemp("readers")
    data, stop = place / "data", place / "stop"
    build(data, market(place / "market", 0), "0")
    command = [sys.executable, "-c", READER]
    readers = [
        subprocess.Popen([*command, kind, str(data), str(stop)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for kind in ("read", "read", "read_on")
    ]
    try:
        seen = [json.loads(reader.stdout.readline()) for reader in readers[:2]]  # they are at it before the first build
        for number in range(1, BUILDS + 1):
            build(data, market(place / "market", number), str(number))
    finally:
        stop.touch()
    outputs = [reader.communicate(timeout=120)[0] for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0, 0]
    loops = [json.loads(line) for output in outputs[:2] for line in output.splitlines()]
    return [*seen, *loops], json.loads(outputs[2])


def test_readers_meet_no_error_and_no_answer_of_two_builds(met):
    records, _ = met
    assert [record for record in records if record["error"] or record["wrong"]] == []


def test_readers_come_to_see_newer_builds(met):
    assert len({record["build"] for record in met[0]}) > 1


def test_a_reader_that_stays_finishes_on_the_build_it_opened(met):
    assert met[1]["answers"] == 1
    assert met[1]["asked"] > 1
