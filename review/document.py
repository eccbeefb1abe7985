"""The market review as every renderer gets it: parts of blocks, raw values, no markup, in one language.

`review.assemble` makes it from tables (SQL) and phrases; HTML, Markdown, JSON, PDF and workbook print it. Values are
raw: a renderer prints them with `review.printing.printed`, so that numbers and dates are the reader's in every format.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from review.kinds import Kind
from review.phrases import Language

OPTIONAL = frozenset(
    {
        "after", "before", "claim_kind", "claimed", "condition", "decided_by_role", "decided_on",
        "decided_value", "decision_reason", "earliest_year", "edition", "entered_by_role", "entered_in",
        "evidence_id", "failed_musts", "failed_musts_other", "gained_statements", "is_mirror",
        "known_price_high", "known_price_low", "latest_year", "locator", "lost_statements", "minimum_quantity",
        "missing_because", "no_statement_because", "not_applicable_for", "only_edition", "open_core",
        "open_only_here", "open_only_there", "parent", "quantity_high", "quantity_low", "quote", "reason",
        "report_only", "rule", "said", "said_by", "share_alike", "stale", "unit_high", "unit_low", "verdict", "weight",
        "weight_before", "weight_other",
    }
)  # fmt: skip
"""Columns that say something only where they are filled; an empty one in every row is no unknown worth a column."""

Tone = Literal["plain", "note", "warning"]
ChartKind = Literal["heatmap", "intervals", "bars", "stacked", "dots"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: `name` as in the data files, `label` as a reader finds it."""

    name: str
    label: str
    kind: Kind
    unit: str = ""
    """Unit in words, such as `days`; empty for what has none."""
    translated: bool = False
    """True if the values are texts in the document's language: data files hold both, as `<name>_de` and `<name>_en`."""
    data_only: bool = False
    """True for keys that only data files show."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw values under columns; made by one SQL statement."""

    name: str
    """Also the name of its file: `tables/<name>.csv`, `sql/<name>.sql`."""
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    sql: str = ""
    """The whole statement, parameters filled in; empty for a table that comes from no catalogue."""
    data_only: bool = False
    """True for a long table that data files hold and documents only name."""
    matrix: bool = False
    """True for the one wide table of verdicts: after its leading columns one `verdict` column per requirement."""

    def shown(self) -> tuple[int, ...]:
        """The places of the columns that documents show: no keys, and none of OPTIONAL in which every row is empty."""
        return tuple(
            place
            for place, column in enumerate(self.columns)
            if not column.data_only
            and not (column.name in OPTIONAL and all(row[place] in (None, [], False) for row in self.rows))
        )

    def column(self, name: str) -> int:
        """The place of a column; raises KeyError."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        raise KeyError(name)

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row with the names of its columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts; each may have a term before it, as in a glossary or a list of facts."""

    items: tuple[tuple[str, str], ...]
    """(term, text); an empty term for a plain list."""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table that stands beside it; `statement` says in words what it shows."""

    name: str
    title: str
    statement: str
    """The text alternative."""
    kind: ChartKind
    table: Table
    """Its data, never shown without it."""


Block = Paragraph | Items | Table | Chart


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts R01 to R19 or S04 to S10."""

    id: str
    title: str
    blocks: tuple[Block, ...]

    def tables(self) -> Iterator[Table]:
        """Its tables, those beside charts among them, each once."""
        seen = set()
        for block in self.blocks:
            table = block.table if isinstance(block, Chart) else block
            if isinstance(table, Table) and table.name not in seen:
                seen.add(table.name)
                yield table


@dataclass(frozen=True, slots=True)
class Document:
    """A review in one language."""

    language: Language
    title: str
    subtitle: str
    profile: str
    """Id and version."""
    label: str
    """Label of the snapshot."""
    as_of: datetime
    """Reference time of its data (UTC)."""
    exported_at: datetime
    """All that differs between two exports of the same inputs, beside the same value in the manifest (UTC)."""
    parts: tuple[Part, ...]
    summary: tuple[Part, ...] = ()
    """The nine points of the council page, in order; ids C1 to C9."""

    def part(self, name: str) -> Part:
        """One part; raises KeyError."""
        for part in self.parts:
            if part.id == name:
                return part
        raise KeyError(name)

    def tables(self) -> Iterator[Table]:
        """Every table of the document once, in order."""
        seen = set()
        for part in self.parts:
            for table in part.tables():
                if table.name not in seen:
                    seen.add(table.name)
                    yield table
