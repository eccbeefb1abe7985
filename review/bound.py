"""Turns the typesetter's PDF into the one that is handed out: rows of tables have headers, and it is a sixth as large.

Typst tags the heads of columns as headers and tells each other cell which of them are its own; that a row has a header
too it says only by a switch that its Python package does not set. So each row's first cell becomes a header of its row,
and headers are found by their scope (ISO 32000-2, 14.8.5.7). What describes the structure is packed into streams.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf


def bound(made: bytes) -> bytes:
    """The same pages, tagged with headers of rows; the same bytes each time."""
    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as paper:
        for body in _bodies(paper.Root.StructTreeRoot):
            for row in _parts(body):
                _with_header(row)
        packed = io.BytesIO()
        paper.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _bodies(item: "pikepdf.Object") -> Iterator["pikepdf.Object"]:
    """The bodies of all tables below an element of the structure."""
    import pikepdf

    for part in _parts(item):
        if not isinstance(part, pikepdf.Dictionary):
            continue  # a number: what stands on the page
        if part.get("/S") == pikepdf.Name.TBody:
            yield part
        else:
            yield from _bodies(part)


def _with_header(row: "pikepdf.Object") -> None:
    import pikepdf

    first, *others = _parts(row)
    first.S = pikepdf.Name.TH
    first.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    for cell in others:
        if "/A" in cell:
            del cell["/A"]  # a cell that names its headers has no others


def _parts(item: "pikepdf.Object") -> Iterator["pikepdf.Object"]:
    """What stands directly in an element of the structure."""
    import pikepdf

    below = item.get("/K")
    yield from below if isinstance(below, pikepdf.Array) else ([] if below is None else [below])
