"""Turns what long work is doing into a bar that changes on a terminal, and into a line a minute elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SECONDS_BETWEEN_LINES = 60.0

Tell = Callable[[str, float | None], None]
"""Is told what is being done, and which share of the whole is behind it; None where nobody knows how long it is."""


@contextmanager
def progress() -> Iterator[Callable[[str, str, Any], None]]:
    """Yields a function to call with (source, what is being done, the run so far). Writes to stderr only."""
    with _told() as tell:
        yield lambda source, about, run: tell(
            f"{source}: {about} ({run.requests} requests, {run.observations} observations)", None
        )


@contextmanager
def steps(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """Yields a function to call with (steps done, steps in all, the next step). Writes to stderr only."""
    with _told() as tell:
        yield lambda done, of, step: tell(f"{what}: {step}", done / of)


@contextmanager
def _told() -> Iterator[Tell]:
    if sys.stderr.isatty():
        with _bar() as tell:
            yield tell
        return
    last = time.monotonic()

    def line(text: str, share: float | None) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            sys.stderr.write(f"oscan: {text}\n")

    yield line


@contextmanager
def _bar() -> Iterator[Tell]:
    """A bar that goes when the work is done; where the whole is unknown it only moves."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    text = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
    with Progress(BarColumn(20), TimeElapsedColumn(), text, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda about, share: bar.update(
            task, description=about, completed=share or 0, total=None if share is None else 1
        )
