"""Turns what a command writes to standard error into one JSON object a line, for programs that collect logs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO


@contextmanager
def lines_of_json() -> Iterator[None]:
    """While the block runs, each line of standard error is an object: `time` (UTC), `level`, `message`."""
    before = sys.stderr
    lines = _Lines(before)
    sys.stderr = lines
    try:
        yield
    finally:
        lines.end()
        sys.stderr = before


class _Lines:
    """A stream that keeps what it is given until a line is whole."""

    encoding = "utf-8"

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._begun = ""

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        for line in whole:
            self._put(line)
        return len(text)

    def writelines(self, texts: list[str]) -> None:
        for text in texts:
            self.write(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return False  # no picture that moves

    def close(self) -> None:
        self._stream.close()

    def end(self) -> None:
        """Write a last line that has no end."""
        self._put(self._begun)
        self._begun = ""

    def _put(self, line: str) -> None:
        if line.strip():
            message = line.removeprefix("oscan: ")
            level = "warning" if message != line else "info"
            said = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "level": level, "message": message}
            self._stream.write(json.dumps(said, ensure_ascii=False) + "\n")
