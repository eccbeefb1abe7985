"""Turns a document into one HTML page that needs nothing else: no script for reading, no request to anywhere."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from oscan.show import harmless
from review.cells import Cells, shape
from review.charts import svg
from review.document import Chart, Document, Items, Paragraph, Table
from review.inputs import Inputs
from review.office import Office, said
from review.phrases import phrase
from review.printing import MARKS, moment, number

TEMPLATES = Path(__file__).parent / "templates"
MOST_OPEN = 40
"""A table with more rows is folded, but for the matrix."""
LANGUAGES_APART = {"de": "en", "en": "de"}


@cache
def templates() -> jinja2.Environment:
    """Our templates; every value in them is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    made.tests["items"] = lambda block: isinstance(block, Items)
    made.tests["picture"] = lambda block: isinstance(block, Chart)
    return made


@cache
def _own(name: str) -> str:
    """A file of ours that is put into every page, without what only its authors read."""
    lines = (TEMPLATES / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip() and not line.strip().startswith(("/*", "//")))


def page(document: Document, inputs: Inputs, alone: bool = False) -> str:
    """The whole review as one page; one that stands `alone` has no sister in the other language to lead to."""
    return _rendered("review.html.j2", document, inputs, alone)


def summary(document: Document, inputs: Inputs, alone: bool = False) -> str:
    """The council page."""
    return _rendered("summary.html.j2", document, inputs, alone)


def _rendered(template: str, document: Document, inputs: Inputs, alone: bool) -> str:
    language = document.language
    style = f"{style_of(inputs.office)}\n{_column_rules(document)}"
    script = _own("review.js") if template.startswith("review") else ""
    return (
        templates()
        .get_template(template)
        .render(
            document=document,
            t=lambda name, **values: phrase(name, language, **values),
            other=None if alone else LANGUAGES_APART[language],
            clean=harmless,
            style=Markup(style),  # noqa: S704  # ours; the only foreign words in it are checked colours
            script=Markup(script),  # noqa: S704  # ours
            policy=_policy(style, script),
            logo=inputs.office.logo_data,
            logo_text=said(inputs.office.logo_text, language),
            made=phrase(
                "page_made", language, version=inputs.oscan_version, moment=moment(document.exported_at, language)
            ),
            table=_Tables(document).html,
            chart=lambda chart: svg(chart, language),
            marks=MARKS,
            sql=[table for table in document.tables() if table.sql],
        )
    )


def _columns(table: Table) -> list[str]:
    """How the columns of a table are set, each with its place: said once for what may be tens of thousands of cells."""
    shown = enumerate((table.columns[place] for place in table.shown()), start=1)
    return [f"{shape(column)}{place}" for place, column in shown if shape(column)]


def _column_rules(document: Document) -> str:
    """What these names mean, for the tables of a document."""
    names = sorted({name for table in document.tables() for name in _columns(table)})
    rules = {"n": "text-align:right;white-space:nowrap", "d": "white-space:nowrap"}
    return "".join(f".{name} td:nth-child({name[1:]}){{{rules[name[0]]}}}" for name in names)


def style_of(office: Office) -> str:
    """The style sheet in an office's colours, for light and dark paper."""
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{--accent:{office.colour_dark}}}}}"
    return f"{_own('review.css')}\n:root{{--accent:{office.colour}}}{dark}"


def _policy(style: str, script: str) -> str:
    """What the page may do: nothing but show itself."""
    rules = ["default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'"]
    rules.append(f"style-src 'sha256-{_hash(style)}'")
    rules.append(f"script-src 'sha256-{_hash(script)}'" if script else "script-src 'none'")
    return "; ".join(rules)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class _Tables:
    """Prints the tables of one document."""

    def __init__(self, document: Document) -> None:
        self._language = document.language
        self._cells = Cells(document)

    def html(self, block: Table) -> Markup:
        """A table under its caption in a region of its own; a long one folded."""
        if block.data_only:
            words = self._words("page_data_only", caption=block.caption, rows=self._rows(block))
            return Markup(f"<p>{escape(words)}</p>")  # noqa: S704  # escaped
        inner = self._table(block)
        if len(block.rows) <= MOST_OPEN or block.matrix:
            return Markup(inner)  # noqa: S704  # made of escaped parts
        name = escape(self._words("page_show_table", caption=block.caption, rows=self._rows(block)))
        return Markup(f"<details><summary>{name}</summary>{inner}</details>")  # noqa: S704  # made of escaped parts

    def _table(self, table: Table) -> str:
        shown = table.shown()
        kinds = " ".join((["matrix"] if table.matrix else []) + _columns(table))
        kind = f' class="{kinds}"' if kinds else ""
        head = "".join(self._header(table, place) for place in shown)
        rows = "".join(
            self._cells.row(table, row, shown, self._id(table, place)) for place, row in enumerate(table.rows)
        )
        notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
        return (
            f'<div class="scroll" role="region" aria-labelledby="k-{table.name}" tabindex="0">'
            f'<table id="t-{table.name}"{kind}><caption id="k-{table.name}">{escape(table.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{notes}"
        )

    def _id(self, table: Table, place: int) -> str:
        if table.name == "evidence":
            return f' id="e-{escape(table.rows[place][table.column("evidence_id")])}"'
        return self._cells.anchor(table, place)

    def _header(self, table: Table, place: int) -> str:
        column = table.columns[place]
        kind = ' class="n"' if shape(column) == "n" else ""
        label = f"<bdi>{escape(harmless(column.label))}</bdi>"
        if table.matrix and column.kind == "verdict":
            return f'<th scope="col"><code>{escape(column.name)}</code> {label}</th>'
        unit = f' <span class="unit">({escape(column.unit)})</span>' if column.unit else ""
        return f'<th scope="col"{kind}>{label}{unit}</th>'

    def _rows(self, table: Table) -> str:
        count = len(table.rows)
        return self._words("page_row" if count == 1 else "page_rows", count=number(count, self._language))

    def _words(self, name: str, **values: Any) -> str:
        return phrase(name, self._language, **values)
