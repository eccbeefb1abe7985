"""Turns what a run is doing into a line that changes on a terminal, and into a line a minute elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SECONDS_BETWEEN_LINES = 60.0


@contextmanager
def progress() -> Iterator[Callable[[str, str, Any], None]]:
    """Yields a function to call with (source, what is being done, the run so far). Writes to stderr only."""
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("starting", spinner="line") as status:
            yield lambda source, about, run: status.update(_plain(source, about, run))
        return
    last = time.monotonic()

    def line(source: str, about: str, run: Any) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            sys.stderr.write(f"oscan: {_words(source, about, run)}\n")

    yield line


def _words(source: str, about: str, run: Any) -> str:
    return f"{source}: {about} ({run.requests} requests, {run.observations} observations)"


def _plain(source: str, about: str, run: Any) -> Any:
    from rich.text import Text

    return Text(_words(source, about, run))
