"""Turns rows into a table that fits the terminal, or into records where a table would be too narrow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Literal

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
MOST_RECORDS, MOST_ROWS = 200, 1_000
"""Records that are shown one below the other, and rows of a table: nobody reads ten thousand, and printing them takes
a minute."""
_MORE = {
    "en": "Shown are the first {} rows; `--format csv` gives all.",
    "de": "Gezeigt sind die ersten {} Zeilen; `--format csv` gibt alle aus.",
}
_NO_ROOM = {"en": "Left out for want of room", "de": "Aus Platzgründen weggelassen"}
_LEFT_OUT = {"en": "Left out, since unknown in every row", "de": "Weggelassen, da in jeder Zeile unbekannt"}


def write_table(
    columns: Sequence[str],
    rows: Sequence[Row],
    out: IO[str],
    title: str | None,
    notes: Sequence[str],
    lang: str,
    fitting: bool = False,
) -> None:
    """Write a table as wide as the terminal at most; long text is wrapped, never cut.

    Where it does not fit, each row becomes a list of its values; or, if only what is `fitting` is wanted, the last
    columns are left out and named.
    """
    from rich.console import Console

    terminal = out.isatty()
    console = Console(file=out, width=None if terminal else WIDTH, markup=False, highlight=False, emoji=False)
    if title:
        console.print(harmless(title), style="bold")
    more: list[str] = []
    if rows:
        fields: Sequence[_Field] = [
            _field(column, [row[index] for row in rows[:MOST_ROWS]], lang) for index, column in enumerate(columns)
        ]
        fields, layout, more = _fitted(fields, console.width, fitting=fitting, lang=lang)
        most = MOST_ROWS if layout else MOST_RECORDS
        if len(rows) > most:
            more.append(_MORE[lang].format(most))
        console.print(_grid(fields, layout, terminal) if layout else _records(fields, terminal, console.width))
        console.print()
    for line in footer(rows, [*more, *notes], lang):
        console.print(harmless(line), style="dim")


@dataclass(frozen=True, slots=True)
class _Field:
    """One column of a table: its name, its values and what is printed for each."""

    name: str
    values: Sequence[Any]
    texts: Sequence[str]

    @property
    def heading(self) -> str:
        """The name in words, so that it can be wrapped between them."""
        return harmless(self.name).replace("_", " ")

    def widest(self, width: Callable[[str], int]) -> int:
        """The greatest width of heading and texts, as `width` measures one."""
        return max(map(width, (self.heading, *self.texts)))

    def least(self) -> int:
        """The width below which the column cannot be read."""
        cells = zip(self.values, self.texts, strict=True)
        return max(_longest_word(self.heading), *(_least_cell(value, text) for value, text in cells))


def _field(name: str, values: Sequence[Any], lang: str) -> _Field:
    return _Field(name, values, [readable(value, lang) for value in values])


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide the columns of a grid are and how far they stand apart."""

    widths: tuple[int, ...]
    gap: int
    whole: bool
    """No word is cut but addresses."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """Widths of a column: as it is, with no word cut, none but addresses cut, and below which it cannot be read."""

    full: int
    whole: int
    words: int
    least: int


def _measure(field: _Field) -> _Measure:
    from rich.cells import cell_len

    words = field.widest(lambda text: 1 if is_address(text) else _longest_word(text))
    return _Measure(field.widest(cell_len), field.widest(_longest_word), words, field.least())


def _layout(measures: Sequence[_Measure], width: int) -> _Layout | None:
    """The layout with the widest gap at which no word is cut, else the one that cuts the fewest; None if none fits."""
    whole, least = [column.whole for column in measures], [column.least for column in measures]
    between = len(least) - 1
    gap = next((gap for gap in (3, 2, 1) if sum(whole) + gap * between <= width), 1)
    room = width - gap * between
    if sum(least) > room:
        return None
    widths = [column.full for column in measures]
    for floor in (whole, least):
        while sum(widths) > room and any(map(int.__gt__, widths, floor)):
            widest = max(
                (index for index in range(len(widths)) if widths[index] > floor[index]), key=widths.__getitem__
            )
            widths[widest] -= 1
    return _Layout(
        tuple(widths), gap, all(width >= column.words for width, column in zip(widths, measures, strict=True))
    )


def _fitted(
    fields: Sequence[_Field], width: int, *, fitting: bool, lang: str
) -> tuple[Sequence[_Field], _Layout | None, list[str]]:
    """The columns that are shown, their layout, and lines that name the others."""
    more: list[str] = []
    measures = [_measure(field) for field in fields]
    layout = _layout(measures, width)
    if layout is None or (fitting and not layout.whole):
        fields, more = _without_the_unknown(fields, lang)
        measures = [_measure(field) for field in fields]
        layout = _layout(measures, width)
    if fitting and (layout is None or not layout.whole):
        fields, layout, others = _as_many_as_fit(fields, measures, width, lang)
        more += others
    return fields, layout, more


def _as_many_as_fit(
    fields: Sequence[_Field], measures: Sequence[_Measure], width: int, lang: str
) -> tuple[Sequence[_Field], _Layout | None, list[str]]:
    """The first columns, as many as have room, and a line that names the others; all if not even two have.

    Rather than cut words, up to half of them are left out.
    """
    tried = ((count, _layout(measures[:count], width)) for count in range(len(fields), 1, -1))
    fit = [(count, layout) for count, layout in tried if layout]
    if not fit:
        return fields, None, []
    uncut = (item for item in fit if item[1].whole and 2 * item[0] >= len(fields))
    count, layout = next(uncut, fit[0])
    absent = ", ".join(field.name for field in fields[count:])
    return fields[:count], layout, [f"{_NO_ROOM[lang]}: {absent}."] if absent else []


def _without_the_unknown(fields: Sequence[_Field], lang: str) -> tuple[Sequence[_Field], list[str]]:
    """The columns of which anything is known, and a line that names the others."""
    known = [field for field in fields if any(value is not None for value in field.values)]
    absent = ", ".join(field.name for field in fields if field not in known)
    return (known, [f"{_LEFT_OUT[lang]}: {absent}."]) if absent and known else (fields, [])


def _least_cell(value: Any, text: str) -> int:
    if isinstance(value, str):
        return min(len(text), _NARROWEST_ADDRESS if is_address(text) else _NARROWEST)
    longest = _longest_word(text)
    return min(longest, _NARROWEST) if isinstance(value, (list, tuple, dict)) else longest


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=1)


def _grid(fields: Sequence[_Field], layout: _Layout, terminal: bool) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    # one blank of the gap is the box's own line between columns
    padding = (0, layout.gap - 1, 0, 0)
    grid = Table(box=box.SIMPLE_HEAD, padding=padding, show_edge=False, pad_edge=False, header_style="bold")
    for field, width in zip(fields, layout.widths, strict=True):
        side: Literal["left", "right"] = "right" if numeric([[value] for value in field.values], 0) else "left"
        grid.add_column(Text(field.heading), justify=side, overflow="fold", width=width)
    for row in zip(*(_cells(field, terminal) for field in fields), strict=True):
        grid.add_row(*row)
    return grid


def _records(fields: Sequence[_Field], terminal: bool, width: int) -> "Table":
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, show_header=False, show_edge=False, pad_edge=False)
    # given widths: else every cell of every record is measured, and ten thousand records take a minute
    named = max(cell_len(field.heading) for field in fields)
    grid.add_column(style="bold", no_wrap=True, width=named)
    grid.add_column(overflow="fold", width=max(1, width - named - 1))
    shown = zip(*(_cells(field, terminal) for field in fields), strict=True)
    for row in islice(shown, MOST_RECORDS):
        if grid.row_count:
            grid.add_row("", "")
        for field, cell in zip(fields, row, strict=True):
            grid.add_row(Text(field.heading), cell)
    return grid


def _cells(field: _Field, links: bool) -> "Iterator[Text]":
    """Cells of plain text, so that markup in it is not read; an address is a link where it can be clicked."""
    from rich.style import Style
    from rich.text import Text

    for value, text in zip(field.values, field.texts, strict=True):
        linked = links and isinstance(value, str) and is_address(text)
        yield Text(text, style=Style(link=text)) if linked else Text(text)
