"""Turns a document into Markdown for file systems and comparison: the same text, numbers in the reader's form."""

import re
from collections.abc import Iterator

from oscan.show import harmless, is_address
from review.document import Block, Chart, Column, Document, Items, Paragraph, Part, Table
from review.phrases import Language, phrase
from review.printing import number, printed

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_BOXES = {"plain": "", "note": "> ", "warning": "> "}


def markdown(document: Document) -> str:
    """The whole review."""
    return _text(document, document.title, document.parts)


def summary_markdown(document: Document) -> str:
    """The council page."""
    return _text(document, phrase("council_title", document.language), document.summary)


def _text(document: Document, title: str, parts: tuple[Part, ...]) -> str:
    language = document.language
    lines = [f"# {plain_text(title)}", "", plain_text(document.subtitle), ""]
    for part in parts:
        mark = f"{part.id} " if part.id[0] != "C" else ""
        lines += [f"## {mark}{plain_text(part.title)}", ""]
        for block in part.blocks:
            lines += [*_block(block, language), ""]
    return "\n".join(lines).rstrip() + "\n"


def plain_text(text: str) -> str:
    """A text in which nothing is markup."""
    return _MARKUP.sub(r"\\\1", harmless(text)).replace("&", "&amp;")


def _block(block: Block, language: Language) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _BOXES[block.tone] + plain_text(block.text)
    elif isinstance(block, Items):
        for place, (term, text) in enumerate(block.items, 1):
            mark = f"{place}." if block.ordered else "-"
            yield f"{mark} {f'**{plain_text(term)}**: ' if term else ''}{plain_text(text)}"
    elif isinstance(block, Chart):
        yield plain_text(block.statement)
        yield ""
        yield from _table(block.table, language)
    else:
        yield from _table(block, language)


def _table(table: Table, language: Language) -> Iterator[str]:
    if table.data_only:
        rows = phrase("page_rows", language, count=number(len(table.rows), language))
        yield plain_text(phrase("page_data_only", language, caption=table.caption, rows=rows))
        return
    shown = table.shown()
    yield f"**{plain_text(table.caption)}**"
    yield ""
    yield "| " + " | ".join(plain_text(table.columns[place].label) for place in shown) + " |"
    yield "| " + " | ".join("---" for _ in shown) + " |"
    for row in table.rows:
        yield "| " + " | ".join(_cell(row[place], table.columns[place], language) for place in shown) + " |"
    if not table.rows:
        yield ""
        yield phrase("page_empty", language)
    for note in table.notes:
        yield ""
        yield plain_text(note)


def _cell(value: object, column: Column, language: Language) -> str:
    if isinstance(value, str) and column.kind == "link" and is_address(value) and not re.search(r"[<>|\\]", value):
        return f"<{value}>"
    return plain_text(printed(value, column, language))
