"""Turns a review into PDF/UA-1: tagged, with bookmarks, page numbers and the snapshot's name on each page.

Typst sets it. The texts reach the template as JSON and are never evaluated; no font or file of this machine is read, so
the same document is the same bytes everywhere.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from oscan.errors import OscanError
from review.bound import bound
from review.charts import svg
from review.document import Block, Chart, Document, Items, Paragraph, Part, Table
from review.inputs import Inputs
from review.office import said
from review.paper import pieces, slices
from review.phrases import phrase
from review.printing import day

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "templates" / "review.typ"
STANDARD: Literal["ua-1"] = "ua-1"
MOST_ROWS = 500
"""A longer table, the matrix aside, is for data files: nobody turns so many leaves."""
MOST_CELLS = 20_000
"""A larger matrix is for data files too: setting it would take more than a gigabyte."""
MOST_ROUNDS = 20
"""How often signs without a typeface are written out before it is given up."""
_NO_TYPEFACE = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_VARIABLE = re.compile(r"var\(--[a-z-]+,\s*([^)]+)\)")
_TYPEFACE = '"Libertinus Serif", "DejaVu Sans Mono"'


def pdf(document: Document, inputs: Inputs) -> bytes:
    """The whole review; raises OscanError if it cannot be set."""
    import typst

    text = json.dumps(_content(document, inputs), ensure_ascii=False)
    compiler = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)
    for _ in range(MOST_ROUNDS):
        try:
            return bound(_compiled(compiler, text, document))
        except typst.TypstError as error:
            strange = _without_typeface(error)
            if not strange:
                raise OscanError("review as PDF", error.message, "Please report it.") from error
            text = _written_out(text, strange)
    raise OscanError("review as PDF", "it holds too many signs without a typeface", "Leave PDF out with --format.")


def _compiled(compiler: "typst.Compiler", text: str, document: Document) -> bytes:
    made = compiler.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=[STANDARD],
        sys_inputs={"data": text},
        timestamp=document.as_of.replace(microsecond=0, tzinfo=UTC),  # it takes whole seconds only
    )
    if not isinstance(made, bytes):
        raise OscanError("review as PDF", "the typesetter gave no single document", "Please report it.")
    return made


def _without_typeface(error: "typst.TypstError") -> set[str]:
    """The signs that no typeface has, as the typesetter names them."""
    told = _NO_TYPEFACE.findall(f"{error.message}\n{error.diagnostic}")
    shown = "".join(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in told)
    return set(shown) - set("\\")


def _written_out(text: str, strange: set[str]) -> str:
    """The same JSON with each of these signs as U+ and its number, within brackets."""
    table = {ord(sign): f"[U+{ord(sign):04X}]" for sign in strange}
    return text.translate(table)


def _content(document: Document, inputs: Inputs) -> dict[str, Any]:
    language = document.language
    words = ("page", "of", "contents", "note", "warning", "table", "chart")
    made, data_of = (day(moment.date(), language) for moment in (document.exported_at, document.as_of))
    groups = {item.id: item.group for item in inputs.profile.requirements}
    foot = phrase("paper_foot", language, label=document.label, day=data_of, checksum=inputs.checksum[:12])
    return {
        "language": language,
        "title": document.title,
        "subtitle": phrase("paper_subtitle", language, subtitle=document.subtitle, day=made),
        "label-line": phrase("paper_label", language, label=document.label),
        "unit": said(inputs.office.unit, language) or "oscan",
        "keywords": [document.label, document.profile],
        "colour": inputs.office.colour,
        "foot": foot,
        "words": {word: phrase(f"paper_{word}", language) for word in words},
        "sections": _sections([_part(document, part, groups) for part in document.parts]),
    }


def _sections(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts that follow each other on sheets turned the same way."""
    runs = groupby(parts, key=lambda part: any(block.get("across") for block in part["blocks"]))
    return [{"across": across, "parts": [*run]} for across, run in runs]


def _part(document: Document, part: Part, groups: dict[str, str]) -> dict[str, Any]:
    blocks = [one for block in part.blocks for one in _block(document, block, groups)]
    return {"title": f"{part.id} {part.title}", "blocks": blocks}


def _block(document: Document, block: Block, groups: dict[str, str]) -> Iterator[dict[str, Any]]:
    if isinstance(block, Paragraph):
        yield {"kind": "paragraph", "tone": block.tone, "text": pieces(block.text)}
    elif isinstance(block, Items):
        yield _items(block)
    elif isinstance(block, Chart):
        picture = _VARIABLE.sub(r"\1", svg(block, document.language, alone=True))
        picture = re.sub(r"font:(\S+) [^}]*?(?=[;}])", rf"font-family:{_TYPEFACE};font-size:\1", picture)
        shown = {"title": block.title, "statement": block.statement, "svg": picture, "ratio": _ratio(picture)}
        yield {"kind": "chart", **shown}
        yield from _block(document, block.table, groups)
    elif not block.rows:
        yield {"kind": "paragraph", "tone": "plain", "text": f"{block.caption}: {_word(document, 'no_rows')}"}
    elif _is_for_files(block):
        told = phrase("paper_in_files", document.language, rows=len(block.rows), name=block.name)
        yield {"kind": "paragraph", "tone": "plain", "text": pieces(f"{block.caption}: {told}")}
    else:
        yield from slices(block, document.language, groups)


def _is_for_files(table: Table) -> bool:
    cells = len(table.rows) * len(table.columns)
    return table.data_only or (cells > MOST_CELLS if table.matrix else len(table.rows) > MOST_ROWS)


def _ratio(picture: str) -> float:
    """Width of a picture by its height."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', picture)
    return int(found[1]) / int(found[2]) if found else 1.0


def _word(document: Document, name: str) -> str:
    return phrase(f"paper_{name}", document.language)


def _items(block: Items) -> dict[str, Any]:
    if any(term for term, _ in block.items):
        return {"kind": "terms", "items": [[pieces(term), pieces(text)] for term, text in block.items]}
    return {"kind": "enum" if block.ordered else "list", "items": [pieces(text) for _, text in block.items]}
