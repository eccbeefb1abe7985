"""Turns an answer into standard output, or into a file of the format asked for, which appears whole or not at all."""

import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import UsageError
from oscan.files import whole_file
from oscan.show import FORMATS, LANGUAGES, show

if TYPE_CHECKING:
    from oscan.workbook import About

BINARY = ("xlsx", "parquet")
SUFFIXES = {f".{name}": name for name in (*FORMATS[1:], *BINARY)} | {".txt": "table"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, and what is to be said about them."""

    columns: Sequence[str]
    types: Sequence[str]
    """The type of each column, as DuckDB writes it."""
    rows: Sequence[Sequence[Any]]
    title: str | None = None
    notes: Sequence[str] = ()
    about: "About | None" = None
    """What a workbook or a Parquet file says besides."""
    fitting: bool = False
    """Whether a table may leave out its last columns where they have no room."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes, in which format and language. Raises UsageError if these don't fit together."""

    format: str
    out: Path | None = None
    lang: str = "en"
    chosen: str = field(init=False)
    """The format, also where none was named."""

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise UsageError(f"--lang {self.lang}", "there is no such language", f"Languages: {', '.join(LANGUAGES)}.")
        object.__setattr__(self, "chosen", _format(self.format, self.out))

    def write(self, answer: Answer) -> None:
        """Write the answer; a file that was there stays if this fails."""
        if self.out is None:
            self._text(answer, sys.stdout)
            return
        with whole_file(self.out) as stream:
            if self.chosen == "xlsx":
                from oscan.workbook import About, write_workbook

                write_workbook(answer.columns, answer.rows, stream, answer.about or About(), self.lang)
            elif self.chosen == "parquet":
                from oscan.commands.parquet import write_parquet

                write_parquet(answer, Path(stream.name))
            else:
                text = io.StringIO()
                self._text(answer, text)
                stream.write(text.getvalue().encode("utf-8", "replace"))
        sys.stderr.write(f"oscan: written to {self.out}\n")

    def write_lines(self, lines: Iterator[str]) -> None:
        """Write an answer whose lines are made already."""
        if self.out is None:
            sys.stdout.writelines(lines)
            return
        with whole_file(self.out) as stream:
            stream.writelines(line.encode("utf-8", "replace") for line in lines)
        sys.stderr.write(f"oscan: written to {self.out}\n")

    def _text(self, answer: Answer, stream: Any) -> None:
        show(answer.columns, answer.rows, self.chosen, stream, answer.title, answer.notes, self.lang, answer.fitting)


def _format(wanted: str, out: Path | None) -> str:
    every = (*FORMATS, *BINARY)
    if not wanted and out is not None:
        if out.suffix not in SUFFIXES:
            raise UsageError(
                f"--out {out}", "its ending names no format", f"Endings: {', '.join(SUFFIXES)}; or give --format."
            )
        return SUFFIXES[out.suffix]
    if wanted and wanted not in every:
        raise UsageError(f"--format {wanted}", "there is no such format", f"Formats: {', '.join(every)}.")
    if wanted in BINARY and out is None:
        raise UsageError(f"--format {wanted}", "needs a file to write to", f"Give one: --out answer.{wanted}")
    return wanted or ("table" if sys.stdout.isatty() else "csv")
