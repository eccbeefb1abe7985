"""Turns the documents of all languages into one JSON document: `review.json`, described by `review.schema.json`."""

from collections.abc import Callable, Sequence
from typing import Any

from oscan.show import json_text, plain
from review.document import Block, Chart, Document, Items, Paragraph, Part, Table

SCHEMA = "oscan-review/1"


def review_json(documents: Sequence[Document]) -> str:
    """The whole review; texts of documents as `{language: text}`, values raw, dates in ISO 8601."""
    first = documents[0]
    whole: dict[str, Any] = {
        "schema": SCHEMA,
        "languages": [document.language for document in documents],
        "title": _told(documents, lambda document: document.title),
        "profile": first.profile,
        "snapshot": first.label,
        "as_of": first.as_of,
        "exported_at": first.exported_at,
    }
    whole |= {parts[0].id: _part(documents, parts) for parts in zip(*(item.parts for item in documents), strict=True)}
    summaries = zip(*(document.summary for document in documents), strict=True)
    whole["summary"] = {parts[0].id: _part(documents, parts) for parts in summaries}
    return json_text(whole, indent=1) + "\n"


def _told(documents: Sequence[Document], said: Callable[[Document], str]) -> dict[str, str]:
    return {document.language: said(document) for document in documents}


def _by_language(documents: Sequence[Document], texts: Sequence[str]) -> dict[str, str]:
    return {document.language: text for document, text in zip(documents, texts, strict=True)}


def _part(documents: Sequence[Document], parts: Sequence[Part]) -> dict[str, Any]:
    blocks = zip(*(part.blocks for part in parts), strict=True)
    return {
        "title": _by_language(documents, [part.title for part in parts]),
        "content": [_block(documents, same) for same in blocks],
    }


def _block(documents: Sequence[Document], same: Sequence[Block]) -> dict[str, Any]:
    """One block in all languages."""
    first = same[0]
    if isinstance(first, Paragraph):
        texts = [block.text for block in same if isinstance(block, Paragraph)]
        return {"type": "paragraph", "tone": first.tone, "text": _by_language(documents, texts)}
    if isinstance(first, Items):
        lists = [block.items for block in same if isinstance(block, Items)]
        items = [
            {
                "term": _by_language(documents, [term for term, _ in item]),
                "text": _by_language(documents, [text for _, text in item]),
            }
            for item in zip(*lists, strict=True)
        ]
        return {"type": "list", "ordered": first.ordered, "items": items}
    if isinstance(first, Chart):
        charts = [block for block in same if isinstance(block, Chart)]
        return {
            "type": "chart",
            "name": first.name,
            "kind": first.kind,
            "title": _by_language(documents, [chart.title for chart in charts]),
            "statement": _by_language(documents, [chart.statement for chart in charts]),
            "table": _table(documents, [chart.table for chart in charts]),
        }
    return _table(documents, [block for block in same if isinstance(block, Table)])


def _table(documents: Sequence[Document], tables: Sequence[Table]) -> dict[str, Any]:
    first = tables[0]
    return {
        "type": "table",
        "name": first.name,
        "caption": _by_language(documents, [table.caption for table in tables]),
        "notes": [_by_language(documents, notes) for notes in zip(*(table.notes for table in tables), strict=True)],
        "columns": [
            {
                "name": column.name,
                "kind": column.kind,
                "label": _by_language(documents, [table.columns[place].label for table in tables]),
                "unit": _by_language(documents, [table.columns[place].unit for table in tables]),
            }
            for place, column in enumerate(first.columns)
        ],
        "rows": [_row(documents, tables, place) for place in range(len(first.rows))],
    }


def _row(documents: Sequence[Document], tables: Sequence[Table], place: int) -> dict[str, Any]:
    """One row; a text that exists in each language as `{language: text}`."""
    row: dict[str, Any] = {}
    for number, column in enumerate(tables[0].columns):
        values = [table.rows[place][number] for table in tables]
        row[column.name] = _by_language(documents, values) if column.translated else plain(values[0])
    return row
