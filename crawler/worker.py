"""Does one unit of a run wherever it is called: what it needs lies among the run's parts, its work goes there.

The one thing that is not there is the token: each machine sends its own (GITHUB_TOKEN, OPENCODE_TOKEN).
"""

import os
import secrets
import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from backports import zstd

from crawler.crew import Order
from crawler.evidence import EvidenceWriter
from crawler.place import write_observation
from crawler.prepare import task_of, token_of
from crawler.process import Manners, run_spider
from crawler.reduce import Reducer
from crawler.run import Budget, Clock, Run
from crawler.source import Source, Unit
from crawler.sources import source_of
from crawler.turns import Turns
from oscan.cluster.parts import Parts
from oscan.errors import OscanError
from oscan.settings import load_settings
from oscan.settings.market import Market, load_market

FIGURES = ("requests", "asked", "not_modified", "bytes", "observations", "waited", "errors", "milestones", "fatal")
"""What is kept of a unit's Run."""
_one_at_a_time = threading.Lock()
"""Scrapy keeps state for its process: the threads of one process work one after another."""


Taking = Callable[[Order, Manners, Budget, str], Turns]
"""Makes the turns that a unit takes, for the base address of its source."""


def do(order: Order, turns: Taking) -> dict[str, Any]:
    """Do a unit, unless it lies there whole; what came of it. Raises what stopped it: then nothing of it is there."""
    parts = Parts(order.parts)
    done: dict[str, Any] | None = parts.read(order.unit)
    if done is not None:
        return done
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="oscan-") as folder:
        return _done(order, parts, turns, Path(folder))


def _done(order: Order, parts: Parts, turns: Taking, folder: Path) -> dict[str, Any]:
    common, given = parts.read("run"), parts.read(f"{order.unit}.given")
    if common is None or given is None:
        raise OscanError(f"unit {order.unit}", f"nothing of it lies at {order.parts}", "All machines must reach it.")
    evidence, observations = folder / "evidence", folder / "observations"
    run = Run(bytes=order.bytes)
    writer = EvidenceWriter(evidence, order.source)
    try:
        with observations.open("wb") as stream, zstd.ZstdFile(stream, "w") as lines:
            _spin(order, common, given, run, writer, lines, turns, _market(common, folder))
    finally:
        writer.close()
    if run.fault is not None:
        raise run.fault
    if run.interrupted:
        raise OscanError(f"unit {order.unit}", "stopped before its end", "Another worker takes it up.")
    attempt = f"{order.unit}.{os.getpid()}-{secrets.token_hex(4)}"
    files = {"evidence": f"{attempt}.warc.gz", "observations": f"{attempt}.jsonl.zst"}
    parts.put(files["evidence"], evidence)
    parts.put(files["observations"], observations)
    figures = {name: getattr(run, name) for name in FIGURES} | {"bytes": run.bytes - order.bytes}
    apart = None if run.apart is None else run.apart.total_seconds()
    done = {"files": files, "figures": figures, "apart": apart, "result": run.result}
    parts.write(order.unit, done)
    return done


def _spin(
    order: Order,
    common: dict[str, Any],
    given: dict[str, Any],
    run: Run,
    writer: EvidenceWriter,
    lines: zstd.ZstdFile,
    turns: Taking,
    market: Market,
) -> None:
    source: Source = source_of(order.source)()
    unit = Unit(order.unit, given["given"], given["keys"])
    manners = Manners(**{**common["manners"], "inner": frozenset(common["manners"]["inner"])})
    budget = Budget(**common["budget"])
    task = task_of({**common["given"], "known": given["known"]}, market, common["max_age_days"], common["unit_size"])
    run_spider(
        manners,
        source=source,
        task=task,
        plan=source.unit(task, unit),
        token=_token(source.name, task.authenticated),
        budget=budget,
        clock=Clock(),
        writer=writer,
        reducer=Reducer(secrets.token_bytes(32)),
        observe=lambda seen: write_observation(lines, seen),
        run=run,
        stored=None,
        replay_only=False,
        progress=lambda about, state: None,
        turns=turns(order, manners, budget, task.base),
        begun_before=order.seconds,
    )


def _token(source: str, authenticated: bool) -> str:
    """This machine's token for a source; none where the run was begun without. Raises OscanError if it is missing."""
    if not authenticated:
        return ""
    token = token_of(load_settings(), source)
    if not token:
        fact = f"has no token for {source}, and the run was begun with one"
        raise OscanError("this worker", fact, f"Set {source.upper()}_TOKEN where the workers are started.")
    return token


def _market(common: dict[str, Any], folder: Path) -> Market:
    """The market, from the files that a crawl reads of it."""
    place = folder / "market"
    place.mkdir()
    for name, text in common["market"].items():
        (place / name).write_text(text, encoding="utf-8")
    return load_market(place)


def apart_of(done: dict[str, Any]) -> timedelta | None:
    """How far the source's clock was ahead in a unit."""
    return None if done["apart"] is None else timedelta(seconds=done["apart"])
