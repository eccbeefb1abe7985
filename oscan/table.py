"""Turns rows into a table that fits the terminal, or into records where a table would be too narrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from oscan.show import Row, footer, harmless, is_address, numeric, readable

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

WIDTH = 80
"""Width where there is no terminal to ask."""
_NARROWEST = 12
"""A column of text narrower than this cannot be read."""
_NARROWEST_ADDRESS = 20
"""The same for web addresses, which have few places to be cut at."""


def write_table(
    columns: Sequence[str], rows: Sequence[Row], out: IO[str], title: str | None, notes: Sequence[str]
) -> None:
    """Write a table as wide as the terminal at most; long text is wrapped, never cut."""
    from rich.console import Console

    terminal = out.isatty()
    console = Console(file=out, width=None if terminal else WIDTH, markup=False, highlight=False, emoji=False)
    if title:
        console.print(harmless(title), style="bold")
    more: list[str] = []
    if rows:
        layout = _layout(columns, rows, console.width)
        if layout is None:
            columns, rows, more = _without_the_unknown(columns, rows)
            layout = _layout(columns, rows, console.width)
        console.print(_grid(columns, rows, layout, terminal) if layout else _records(columns, rows, terminal))
        console.print()
    for line in footer(rows, [*more, *notes]):
        console.print(harmless(line), style="dim")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide the columns of a grid are and how far they stand apart."""

    widths: tuple[int, ...]
    gap: int


def _layout(columns: Sequence[str], rows: Sequence[Row], width: int) -> _Layout | None:
    """The layout with the widest gap at which no word is cut, else the one that cuts the fewest; None if none fits."""
    whole, least = _word_widths(columns, rows), _least_widths(columns, rows)
    between = len(least) - 1
    gap = next((gap for gap in (3, 2, 1) if sum(whole) + gap * between <= width), 1)
    room = width - gap * between
    if sum(least) > room:
        return None
    widths = _full_widths(columns, rows)
    for floor in (whole, least):
        while sum(widths) > room and any(map(int.__gt__, widths, floor)):
            widest = max(
                (index for index in range(len(widths)) if widths[index] > floor[index]), key=widths.__getitem__
            )
            widths[widest] -= 1
    return _Layout(tuple(widths), gap)


def _full_widths(columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Widths at which nothing is wrapped."""
    from rich.cells import cell_len

    return [
        max(cell_len(_heading(column)), *(cell_len(readable(row[index])) for row in rows))
        for index, column in enumerate(columns)
    ]


def _without_the_unknown(columns: Sequence[str], rows: Sequence[Row]) -> tuple[Sequence[str], Sequence[Row], list[str]]:
    """The columns of which anything is known, and a line that names the others."""
    known = [index for index in range(len(columns)) if any(row[index] is not None for row in rows)]
    absent = [column for index, column in enumerate(columns) if index not in known]
    if not absent or not known:
        return columns, rows, []
    note = f"Left out, since unknown in every row: {', '.join(absent)}."
    return [columns[index] for index in known], [[row[index] for index in known] for row in rows], [note]


def _heading(column: str) -> str:
    """A column's name in words, so that it can be wrapped between them."""
    return harmless(column).replace("_", " ")


def _word_widths(columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Widths at which no word is cut."""
    return [
        max(_longest_word(_heading(column)), *(_longest_word(readable(row[index])) for row in rows))
        for index, column in enumerate(columns)
    ]


def _least_widths(columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Widths below which the columns of a grid cannot be read."""
    return [
        max(_longest_word(_heading(column)), *(_least_cell(row[index]) for row in rows))
        for index, column in enumerate(columns)
    ]


def _least_cell(value: Any) -> int:
    text = readable(value)
    if isinstance(value, str):
        return min(len(text), _NARROWEST_ADDRESS if is_address(text) else _NARROWEST)
    longest = _longest_word(text)
    return min(longest, _NARROWEST) if isinstance(value, (list, tuple, dict)) else longest


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=1)


def _grid(columns: Sequence[str], rows: Sequence[Row], layout: _Layout, terminal: bool) -> "Table":
    from rich import box
    from rich.table import Table

    # one blank of the gap is the box's own line between columns
    padding = (0, layout.gap - 1, 0, 0)
    grid = Table(box=box.SIMPLE_HEAD, padding=padding, show_edge=False, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        grid.add_column(
            _cell(_heading(column), False),
            justify="right" if numeric(rows, index) else "left",
            overflow="fold",
            width=layout.widths[index],
        )
    for row in rows:
        grid.add_row(*(_cell(value, terminal) for value in row))
    return grid


def _records(columns: Sequence[str], rows: Sequence[Row], terminal: bool) -> "Table":
    from rich.table import Table

    grid = Table(box=None, show_header=False, show_edge=False, pad_edge=False)
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        if grid.row_count:
            grid.add_row("", "")
        for column, value in zip(columns, row, strict=True):
            grid.add_row(_cell(_heading(column), False), _cell(value, terminal))
    return grid


def _cell(value: Any, links: bool) -> "Text":
    """A cell of plain text, so that markup in it is not read; an address is a link where it can be clicked."""
    from rich.style import Style
    from rich.text import Text

    text = readable(value)
    if links and isinstance(value, str) and is_address(text):
        return Text(text, style=Style(link=text))
    return Text(text)
