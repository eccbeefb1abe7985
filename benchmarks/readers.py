"""Measures whether a build is ever in the way of readers: 50 processes ask in a loop while builds follow one another.

    python -m benchmarks.readers [SECONDS]

Every build writes its number into the names of its products, so that an answer mixed from two builds shows. A reader
measures how long it was kept waiting: the time of opening and asking in which it neither computed nor waited for a
core (Linux says so in /proc/thread-self/schedstat). One further reader opens the catalogue at the beginning and asks
it until the end.
"""

import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from catalog import snapshots
from catalog.build import build
from catalog.snapshots import open_catalogue
from oscan.errors import OscanError
from oscan.settings.market import Market, load_market
from queries.answer import ask

READERS = 50
PRODUCTS = 500
PAUSE = 6.0
"""Seconds a reader rests between two questions, so that two cores are enough for fifty of them and the builder."""
HEADINGS = ("", "builds", "questions", "builds met", "errors", "mixed answers", "wall, median ms", "most")
HEADINGS += ("kept waiting, median ms", "most", "reader that stays")
SQL = """
    select meta.build_id, meta.software_version, count(*), min(product.name), max(product.name),
        count(distinct regexp_extract(product.name, 'build (.*)$', 1)), count(distinct product.product_id)
    from product cross join meta group by all
"""


def market(folder: Path, number: int) -> Market:
    """A market whose products carry the number of the build."""
    folder.mkdir(exist_ok=True)
    (folder / "market.yml").write_text("name: readers\n", encoding="utf-8")
    lines = (f"- {{name: Product {place} of build {number}}}\n" for place in range(PRODUCTS))
    (folder / "watchlist.yml").write_text("".join(lines), encoding="utf-8")
    return load_market(folder)


def schedule() -> tuple[int, int]:
    """Nanoseconds that this thread computed, and waited for a core."""
    computed, waited, _ = Path("/proc/thread-self/schedstat").read_text(encoding="utf-8").split()
    return int(computed), int(waited)


def wrong(answer: tuple[Any, ...]) -> bool:
    """True if an answer is not of one build only."""
    _, version, products, least, most, numbers, ids = answer
    ending = f"of build {version}"
    return (products, numbers, ids) != (PRODUCTS, 1, PRODUCTS) or not (least.endswith(ending) and most.endswith(ending))


def read(data: Path, going: Callable[[], bool], out: Callable[[dict[str, Any]], None], pause: float) -> None:
    """Open, ask twice, close, rest; hand over one record for each time."""
    snapshots.MOST_THREADS = 1  # else waiting for a thread of its own, which waits for a core, would count
    while going():
        begun, before = time.perf_counter(), schedule()
        record: dict[str, Any] = {"error": "", "wrong": False}
        try:
            with open_catalogue(data) as connection:
                answers = [ask(connection, SQL, {}, "reader").rows[0] for _ in range(2)]
            record |= {"build": answers[0][0], "wrong": answers[0] != answers[1] or wrong(answers[0])}
        except OscanError as error:
            record["error"] = str(error)
        after = schedule()
        wall = time.perf_counter() - begun
        busy = sum(after) / 1e9 - sum(before) / 1e9
        out({**record, "wall": wall, "kept_waiting": max(0.0, wall - busy)})
        time.sleep(pause)


def read_on(data: Path, going: Callable[[], bool], out: Callable[[dict[str, Any]], None]) -> None:
    """Open once and go on asking; hand over how many different answers came."""
    with open_catalogue(data) as connection:
        seen, asked = set(), 0
        while going():
            seen.add(ask(connection, SQL, {}, "reader").rows[0])
            asked += 1
            time.sleep(0.1)
        seen.add(ask(connection, SQL, {}, "reader").rows[0])
    out({"asked": asked + 1, "answers": len(seen)})


def phase(data: Path, folder: Path, seconds: float, building: bool) -> tuple[list[dict[str, Any]], dict[str, Any], int]:
    """What all readers, and the one that stays, met; and how many builds were published meanwhile."""
    context = multiprocessing.get_context("fork")
    records: Any = context.Queue()
    stayed: Any = context.SimpleQueue()
    until = time.time() + PAUSE + seconds

    def going() -> bool:
        return time.time() < until

    readers = [context.Process(target=read_on, args=(data, going, stayed.put))]
    readers += [context.Process(target=read, args=(data, going, records.put, PAUSE)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
        time.sleep(PAUSE / READERS)
    builds = sum(1 for _ in _builds(data, folder, until)) if building else 0
    found: list[dict[str, Any]] = []
    while any(reader.is_alive() for reader in readers) or not records.empty():
        while not records.empty():
            found.append(records.get())
        time.sleep(0.05)
    return found, stayed.get(), builds


def _builds(data: Path, folder: Path, until: float) -> Iterator[int]:
    number = 0
    while time.time() < until:
        number += 1
        build(data, market(folder, number), str(number))
        yield number


def described(name: str, found: list[dict[str, Any]], stayed: dict[str, Any], builds: int) -> str:
    """One line of the table."""
    waits, walls = ([record[key] * 1000 for record in found] for key in ("kept_waiting", "wall"))
    errors = sum(bool(record["error"]) for record in found)
    mixed = sum(record.get("wrong", False) for record in found)
    met = len({record.get("build") for record in found} - {None})
    return (
        f"| {name} | {builds} | {len(found):,} | {met} | {errors} | {mixed} | {statistics.median(walls):.0f} |"
        f" {max(walls):.0f} | {statistics.median(waits):.1f} | {max(waits):.0f} |"
        f" {stayed['asked']} asked, {stayed['answers']} answer |"
    )


def main() -> None:
    """Measure with and without builds, and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as name:
        data, folder = Path(name) / "data", Path(name) / "market"
        build(data, market(folder, 0), "0")
        print(f"| {' | '.join(HEADINGS)} |\n| --- {'| ---: ' * (len(HEADINGS) - 2)}| --- |")
        for label, building in (("no build", False), ("builds follow one another", True)):
            found, stayed, builds = phase(data, folder, seconds, building)
            print(described(label, found, stayed, builds), flush=True)
            for record in found:
                if record["error"]:
                    print(json.dumps(record))


if __name__ == "__main__":
    main()
