"""The desk on which the parts are put together: answered tables and phrases of one language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from review.document import Block, Chart, ChartKind, Column, Items, Paragraph, Part, Table, Tone
from review.facts import facts
from review.inputs import Inputs
from review.phrases import Language, Pair, phrase, word
from review.phrases.columns import COLUMNS, DATA_ONLY, UNITS
from review.tables import Answered, answer, literal

if TYPE_CHECKING:
    import duckdb

_SAID = """if({row}.rule = 'figure', replace(replace(replace(replace(replace(split_part({row}.reason, ' = ', 2),
        '.', ','), ' to inf', ' oder mehr'), ' to ', ' bis '), 'yes', 'ja'), 'no', 'nein'), null) as said_de,
    if({row}.rule = 'figure', replace(split_part({row}.reason, ' = ', 2), ' to inf', ' or more'), null) as said_en"""
"""What was measured, out of the reason of a verdict on a figure."""


class Answers:
    """The answered tables of a review, each asked once whatever the number of languages."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", inputs: Inputs) -> None:
        self.inputs = inputs
        self._connection = connection
        self._facts = facts(inputs)
        self._known: dict[str, Answered] = {}

    def get(self, name: str, file: str = "", **pieces: str) -> Answered:
        """The table `name`, made by the statement in `file` (default: of the same name)."""
        if name not in self._known:
            given = self._pieces() | {"said": _SAID.format(row="told" if name == "proof" else "test_verdict")} | pieces
            found = answer(self._connection, file or name, self._facts, **given)
            self._known[name] = Answered(name, found.columns, found.rows, found.sql)
        return self._known[name]

    def _pieces(self) -> dict[str, str]:
        profile = self.inputs.profile
        return {
            "label": literal(self.inputs.label),
            "previous": literal(self.inputs.previous),
            "previous_label": self.inputs.previous or "null",
            "other": self.inputs.other.profile.id if self.inputs.other else "null",
            "requirements": ", ".join(literal(item.id) for item in profile.requirements),
            "groups": ", ".join(literal(name) for name in profile.groups),
            "factors": ",".join(f"{factor}" for factor in profile.scoring.sensitivity_factors),
            "which": "true",
        }


class Desk:
    """Makes parts in one language."""

    def __init__(self, answers: Answers, language: Language) -> None:
        self.answers = answers
        self.inputs = answers.inputs
        self.language = language

    def words(self, name: str, /, **values: object) -> str:
        """A phrase in the desk's language."""
        return phrase(name, self.language, **values)

    def say(self, name: str, tone: Tone = "plain", /, **values: object) -> Paragraph:
        """A paragraph of one phrase."""
        return Paragraph(self.words(name, **values), tone)

    def part(self, name: str, *blocks: Block) -> Part:
        """A part under its own title."""
        return Part(name, self.words(f"title_{name}"), blocks)

    def items(self, *pairs: tuple[str, str], ordered: bool = False) -> Items:
        """A list of (term, text)."""
        return Items(tuple(pairs), ordered)

    def records(self, name: str, **pieces: str) -> list[dict[str, Any]]:
        """Rows of an answered table, untranslated."""
        return self.answers.get(name, **pieces).records()

    def counted(self, name: str, **where: Any) -> int:
        """How many rows of an answered table have these values."""
        return sum(all(row[key] == value for key, value in where.items()) for row in self.records(name))

    def table(
        self,
        name: str,
        notes: Sequence[str] = (),
        labels: dict[str, Pair] | None = None,
        matrix: bool = False,
        data_only: bool = False,
        file: str = "",
        **pieces: str,
    ) -> Table:
        """An answered table with caption and labels; `labels` names columns that the profile or the data brought."""
        found = self.answers.get(name, file, **pieces)
        kept = [place for place, column in enumerate(found.columns) if not column.endswith(self._other)]
        columns = tuple(self._column(found.columns[place], labels or {}, matrix) for place in kept)
        rows = tuple(tuple(row[place] for place in kept) for row in found.rows)
        caption = self.words(f"table_{name}")
        return Table(
            name, caption, columns, rows, tuple(self.words(note) for note in notes), found.sql, data_only, matrix
        )

    def chart(self, kind: ChartKind, table: Table, says: str = "says", /, **values: object) -> Chart:
        """A picture of a table, with its title and statement."""
        title = self.words(f"chart_{table.name}")
        return Chart(table.name, title, self.words(f"chart_{table.name}_{says}", **values), kind, table)

    def word(self, column: str, code: str) -> str:
        """What a code means in a column."""
        return word(column, code, self.language)

    @property
    def _other(self) -> str:
        return "_en" if self.language == "de" else "_de"

    def _column(self, name: str, labels: dict[str, Pair], matrix: bool) -> Column:
        base = name.removesuffix("_de").removesuffix("_en")
        place = 0 if self.language == "de" else 1
        unit = UNITS.get(base, ("", ""))[place]
        if base in labels:
            return Column(base, labels[base][place], "verdict" if matrix else "percent", unit)
        kind, *both = COLUMNS[base]
        return Column(base, both[place], kind, unit, translated=base != name, data_only=base in DATA_ONLY)
