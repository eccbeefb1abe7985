"""SQL of a hostile analyst touches nothing outside, gives nothing away and stays within memory and time.

Each attack of `tests/attacks` is asked once, in a process of its own; the tests look at what came of it.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from catalog.snapshots import take_snapshot
from tests.attack_corpus import CANARY, MEBIBYTES, SECRET, SNAPSHOT, VALUE, attacks, document

ROOT = Path(__file__).resolve().parents[1]
IDLE_MEBIBYTES = 150
"""What a process that opened the catalogue has taken before it is asked anything."""


def state_of(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class Listener:
    """A port of this machine that counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            while True:
                self.socket.accept()[0].close()
                self.visits += 1
        except OSError:
            return


@pytest.fixture(scope="module")
def tried(tmp_path_factory, small_catalogue):
    """What came of each attack, and what was there before and after."""
    place = tmp_path_factory.mktemp("attacked")
    data = place / "data"
    for folder in (data, place / "home", place / "elsewhere"):
        folder.mkdir()
    shutil.copy(small_catalogue, data / "catalog.duckdb")
    (data / "secret.txt").write_text(SECRET)
    take_snapshot(data, SNAPSHOT, "0")
    listener, before = Listener(), state_of(place)
    environment = {**os.environ, CANARY: VALUE, "HOME": str(place / "home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack_corpus", str(data), str(listener.port)],
        capture_output=True,
        text=True,
        cwd=place / "elsewhere",
        env=environment,
        timeout=600,
    )
    listener.socket.close()
    assert done.returncode == 0, done.stderr
    records: dict[str, list[dict[str, object]]] = {}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        records.setdefault(record["name"], []).append(record)
    return records, before, state_of(place), listener.visits


def test_there_are_attacks_enough_and_each_is_told_apart():
    names = [attack.name for attack in attacks()]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_an_attack_comes_to_nothing(attack, tried):
    for record in tried[0][attack.name]:
        assert record["outcome"] == attack.expected, record
        assert SECRET not in record["said"]
        assert VALUE not in record["said"]
        assert record["mebibytes"] <= IDLE_MEBIBYTES + MEBIBYTES, record
        assert record.get("products", 4) == 4


def test_no_file_was_written_changed_or_removed(tried):
    assert tried[1] == tried[2]


def test_nobody_came_to_the_port(tried):
    assert tried[3] == 0


def test_the_table_of_attacks_is_in_step():
    page = (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")
    assert page == document(), "run `python -m tests.attack_corpus > docs/attacks.md`"
