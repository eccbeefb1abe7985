"""Turns a quarter of real weekly crawls into the quarters after it: copies under later times and other keys.

A decade of real crawls of 10,000 products takes hours; a copied week takes two or three seconds. It has the
lines of the ledger, the observations, the index and the stored responses of the week so many weeks before. Every time
since the first crawl is moved on, and so are the names of runs; a response of the copied quarter gets a key of its own,
by which its observations find it. Stored responses are copied byte for byte: their size counts, what is in them is not
read again.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from oscan.files import append_line, read_lines, write_lines

MOMENT = re.compile(r"\b(\d{4})-?(\d\d)-?(\d\d)T\d\d:?\d\d:?\d\d(?:\.\d{3})?Z")
KEY = re.compile(r'"([0-9a-f]{8})((?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
QUARTER = 13
"""Weeks."""
SPREAD = 0x9E3779B1
"""An odd number, so that each copy gives each key another beginning."""


def copied_week(data: Path, lines: list[dict[str, Any]], first: datetime, cycle: int, own: set[str]) -> None:
    """Write the runs of `lines` once more, `cycle` quarters later.

    `own` are the keys of the responses of the copied quarter; `first` is the time of the first crawl of all: what
    happened before it stays when it was.
    """
    moved = _mover(first, timedelta(weeks=QUARTER * cycle), cycle, own)
    for line in lines:
        later = moved(line)
        for kind, ending in (("observations", ".jsonl.zst"), ("evidence", ".index.jsonl.zst")):
            source, target = (data / kind / line["source"] / f"{one['run_id']}{ending}" for one in (line, later))
            write_lines(target, (moved(record) for record in read_lines(source)))
        shutil.copyfile(data / line["evidence_file"], data / later["evidence_file"])
        append_line(data / "runs.jsonl", later)


def keys(data: Path, lines: list[dict[str, Any]]) -> Iterator[str]:
    """The keys of the responses that these runs stored."""
    for line in lines:
        for record in read_lines(data / "evidence" / line["source"] / f"{line['run_id']}.index.jsonl.zst"):
            yield record["evidence_id"]


def _mover(first: datetime, shift: timedelta, cycle: int, own: set[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that gives a record its later times and its own keys."""
    since = first.strftime("%Y%m%d")

    def moment(found: re.Match[str]) -> str:
        if "".join(found.groups()) < since:
            return found[0]
        later = datetime.fromisoformat(found[0]) + shift
        text = later.strftime("%Y-%m-%dT%H:%M:%S" if "-" in found[0] else "%Y%m%dT%H%M%S")
        return text + (".000Z" if "." in found[0] else "Z")

    def key(found: re.Match[str]) -> str:
        whole = found[1] + found[2]
        return f'"{int(found[1], 16) ^ (cycle * SPREAD & 0xFFFFFFFF):08x}{found[2]}"' if whole in own else found[0]

    def moved(record: dict[str, Any]) -> dict[str, Any]:
        text = KEY.sub(key, MOMENT.sub(moment, json.dumps(record, ensure_ascii=False)))
        later: dict[str, Any] = json.loads(text)
        return later

    return moved
