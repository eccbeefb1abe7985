"""Turns the open points of a profile into questions, the same for every maker: a workbook and a YAML sheet each.

What comes back filled in is taken by `oscan claims import`.
"""

import io
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oscan.commands.sheets import Cell
from oscan.errors import UsageError
from oscan.files import utf8, whole_folder
from oscan.settings import Settings
from oscan.settings.claims import Subject, subject_of
from oscan.settings.names import slug
from oscan.settings.profile import Profile, atomic_tests
from oscan.settings.requirement import CapabilityTest, ManualTest, Requirement
from oscan.settings.vocabulary import Vocabulary

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.market import Market
    from review.inputs import Inputs

SHORT_LIST = """select distinct name from product_result join product using (product_id)
where result <> 'excluded' and product.role = 'candidate' order by 1"""


def run_questions(settings: Settings, products: Sequence[str], at: str | None, out: Path) -> int:
    """Write the questions of the profile of `settings` for these products, or for all watched ones of the short list.

    Every maker gets the same questions: those that are open for anybody. Raises UsageError for an unknown product.
    """
    from oscan.commands.asking import opened, profile_of
    from oscan.commands.catalogue import market_of
    from review.judge import judge

    profile, vocabulary = profile_of(settings)
    market = market_of(settings)
    with opened(settings, at) as connection:
        judge(connection, profile, vocabulary)
        asked, open_for = _open(connection)
    cells = [*questions(profile, vocabulary, asked)]
    subjects = [_named(market, word) for word in products] or _watched(market, open_for)
    files = question_files(subjects, cells)
    if not files:
        raise UsageError("claims questions", "nothing is open for a watched product", "There is nothing to ask.")
    with whole_folder(out) as folder:
        for name, content in files.items():
            (folder / name).write_bytes(content)
    sys.stdout.write(f"{len(cells)} questions to the makers of {len(subjects)} products are in {out}\n")
    left = len(open_for) - len(subjects) if not products else 0
    if left > 0:
        sys.stderr.write(f"oscan: {left} products of the short list are not on the watch list and were left out\n")
    return 0


def questions_of_review(connection: "duckdb.DuckDBPyConnection", inputs: "Inputs") -> dict[str, bytes]:
    """The files for all watched products of the short list of a judged connection; the same inputs, the same bytes."""
    asked, open_for = _open(connection)
    cells = [*questions(inputs.profile, inputs.vocabulary, asked)]
    return question_files(_watched(inputs.market, open_for), cells, inputs.as_of)


def _watched(market: "Market", names: Sequence[str]) -> list[Subject]:
    """Those of the names that are on the watch list."""
    return [subject for name in names if isinstance(subject := subject_of(market, name), Subject)]


def questions(profile: Profile, vocabulary: Vocabulary | None, asked: Sequence[str]) -> Iterator[Cell]:
    """One cell for each thing that can be claimed and that one of these requirements asks, in their order."""
    by_id = {requirement.id: requirement for requirement in profile.requirements}
    seen: set[str] = set()
    for name in asked:
        for cell in _cells(by_id[name], vocabulary):
            if cell.capability not in seen:
                seen.add(cell.capability)
                yield cell


def _cells(requirement: Requirement, vocabulary: Vocabulary | None) -> Iterator[Cell]:
    known = vocabulary.capabilities if vocabulary else {}
    for test in atomic_tests(requirement.test):
        if isinstance(test, CapabilityTest) and test.key in known:
            one = known[test.key]
            yield Cell(test.key, (one.label.de, one.label.en), (one.definition.de, one.definition.en))
        elif isinstance(test, ManualTest):
            text, question = requirement.text, test.question
            shown = test.evidence
            wanted = (f"{question.de} (Nachweis: {shown.de})", f"{question.en} (shown by: {shown.en})")
            yield Cell(test.key or requirement.id, (text.de, text.en), wanted)


def _open(connection: "duckdb.DuckDBPyConnection") -> tuple[list[str], list[str]]:
    """Requirements that are open for a product of the short list, the weightiest first, and the names of that list."""
    from queries.answer import ask
    from queries.loader import bind, find

    query = find("decisive-unknowns")
    rows = ask(connection, query.sql, bind(query, ["limit=1000"]), "claims questions").records()
    names = [str(row[0]) for row in ask(connection, SHORT_LIST, {}, "claims questions").rows]
    return [str(row["requirement_id"]) for row in rows], names


def _named(market: "Market", word: str) -> Subject:
    subject = subject_of(market, word)
    if isinstance(subject, str):
        raise UsageError("product", subject, "Products are those of the watch list and the baseline.")
    return subject


def question_files(
    subjects: Sequence[Subject], cells: Sequence[Cell], moment: datetime | None = None
) -> dict[str, bytes]:
    """A workbook and a YAML sheet with these questions about each product: name of the file → content.

    `moment` is when they were made, as the workbooks say; None: today. Nothing if there is nothing to ask.
    """
    from oscan.commands.sheets import sheet
    from oscan.commands.workbooks import write_workbook

    files: dict[str, bytes] = {}
    for subject in sorted(set(subjects), key=lambda subject: subject.name.casefold()) if cells else ():
        name = slug(subject.name) or "product"
        files[f"{name}.yml"] = utf8(sheet(subject, cells, "vendor"))
        stream = io.BytesIO()
        write_workbook(stream, subject, cells, "vendor", moment)
        files[f"{name}.xlsx"] = stream.getvalue()
    return files
