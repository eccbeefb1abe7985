"""Turns a review into its folder: documents, data, the SQL of every table, the inputs, and a manifest of all of it."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oscan.files import utf8, whole_file
from review.as_data import csv_files, parquet_files
from review.as_html import page, summary
from review.as_json import review_json
from review.as_markdown import markdown, summary_markdown
from review.as_pdf import pdf
from review.as_workbook import workbook
from review.document import Document
from review.inputs import Inputs
from review.manifest import MANIFEST, listed, manifest_of

Files = dict[str, bytes]
"""Path within the folder → content."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A review with the files it was made from."""

    inputs: Inputs
    documents: Sequence[Document]
    copies: Files
    """Copies of the inputs: `profile.yml` and the like."""
    sheets: Files = field(default_factory=dict)
    """Questions to makers: a workbook and a YAML sheet for each product."""


def as_html(bundle: Bundle) -> Files:
    """`review.de.html`, `summary.de.html` and the same in the other languages."""
    files = {}
    alone = len(bundle.documents) == 1
    for document in bundle.documents:
        files[f"review.{document.language}.html"] = utf8(page(document, bundle.inputs, alone))
        files[f"summary.{document.language}.html"] = utf8(summary(document, bundle.inputs, alone))
    return files


def as_markdown(bundle: Bundle) -> Files:
    """`review.de.md`, `summary.de.md` and the same in the other languages."""
    files = {}
    for document in bundle.documents:
        files[f"review.{document.language}.md"] = utf8(markdown(document))
        files[f"summary.{document.language}.md"] = utf8(summary_markdown(document))
    return files


def as_json(bundle: Bundle) -> Files:
    """`review.json`."""
    return {"review.json": utf8(review_json(bundle.documents))}


def as_pdf(bundle: Bundle) -> Files:
    """`review.de.pdf` and the same in the other languages, set side by side."""
    with ThreadPoolExecutor() as pool:
        made = pool.map(lambda document: pdf(document, bundle.inputs), bundle.documents)
        return {
            f"review.{document.language}.pdf": content for document, content in zip(bundle.documents, made, strict=True)
        }


def as_workbook(bundle: Bundle) -> Files:
    """`review.xlsx` in the first language, `review.en.xlsx` in another."""
    first, *others = bundle.documents
    files = {"review.xlsx": workbook(first, bundle.inputs)}
    return files | {f"review.{document.language}.xlsx": workbook(document, bundle.inputs) for document in others}


def as_csv(bundle: Bundle) -> Files:
    """`tables/` with a file for each table."""
    return csv_files(bundle.documents)


def as_parquet(bundle: Bundle) -> Files:
    """`parquet/` with a file for each table."""
    return parquet_files(bundle.documents)


def as_questions(bundle: Bundle) -> Files:
    """`questions/` with the open points, to be filled in by makers."""
    return {f"questions/{name}": content for name, content in bundle.sheets.items()}


FORMATS: dict[str, Callable[[Bundle], Files]] = {
    "html": as_html,
    "pdf": as_pdf,
    "xlsx": as_workbook,
    "csv": as_csv,
    "parquet": as_parquet,
    "json": as_json,
    "md": as_markdown,
    "questions": as_questions,
}
"""What `--format` may name; a new format is one entry."""


def always(bundle: Bundle) -> Files:
    """What lies in the folder whatever the formats: the inputs and the SQL of every table."""
    tables = bundle.documents[0].tables()
    return bundle.copies | {f"sql/{table.name}.sql": utf8(table.sql) for table in tables if table.sql}


def write_folder(
    folder: Path,
    bundle: Bundle,
    formats: Collection[str],
    progress: Callable[[int, int, str], None] = lambda done, of, step: None,
) -> Mapping[str, Any]:
    """Write each file whole, the manifest last; files of an earlier export that are not made anew are removed.

    `progress` is told how many formats of how many are done, and which is next. Returns the manifest.
    """
    files = always(bundle)
    with ThreadPoolExecutor() as pool:  # the typesetter works beside Python
        making = {name: pool.submit(FORMATS[name], bundle) for name in formats}
        for done, (name, made) in enumerate(making.items()):
            progress(done, len(making), name)
            files |= made.result()
    earlier = listed(folder)
    (folder / MANIFEST).unlink(missing_ok=True)  # until its end this is no review
    for name, content in sorted(files.items()):
        with whole_file(folder / name) as stream:
            stream.write(content)
    manifest = manifest_of(bundle.inputs, files)
    with whole_file(folder / MANIFEST) as stream:
        stream.write(utf8(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"))
    for name in earlier - files.keys():
        (folder / name).unlink(missing_ok=True)
    return manifest
