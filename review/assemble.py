"""Turns a judged catalogue and the inputs into the review in each language; every table is asked once."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from review.contents import beside, extras, frame, proof, unsettled, verdicts
from review.contents.council import council
from review.desk import Answers, Desk
from review.document import Document, Part
from review.economics import reckon
from review.inputs import Inputs
from review.office import said
from review.phrases import LANGUAGES, Language
from review.printing import moment

if TYPE_CHECKING:
    import duckdb

PARTS: tuple[Callable[[Desk], Part], ...] = (
    frame.purpose,
    frame.data_date,
    frame.need,
    frame.search_space,
    verdicts.long_list,
    verdicts.matrix,
    verdicts.coverage,
    verdicts.points,
    verdicts.sensitivity,
    beside.economics,
    beside.privacy,
    beside.licences,
    beside.maturity,
    unsettled.questions,
    unsettled.changes,
    unsettled.contradictions,
    proof.sources,
    proof.repetition,
    proof.limits,
    extras.glossary,
    extras.contacts,
    extras.bundles,
    extras.watch_list,
    extras.nearly_there,
)
"""In the order of the document; last comes another profile, if one is named."""


def assemble(
    connection: "duckdb.DuckDBPyConnection", inputs: Inputs, languages: Sequence[Language] = LANGUAGES
) -> tuple[Document, ...]:
    """The review in each of the languages, from a connection that `review.beside.judge_all` has filled.

    Raises OscanError if a statement fails or amounts are too large to be added.
    """
    if inputs.scenarios is not None:
        reckon(connection, *inputs.scenarios, inputs.profile.parameters)
    answers = Answers(connection, inputs)
    return tuple(_document(Desk(answers, language)) for language in languages)


def _document(desk: Desk) -> Document:
    inputs = desk.inputs
    title = said(inputs.profile.profile.title, desk.language)
    as_of = moment(inputs.as_of, desk.language)
    return Document(
        language=desk.language,
        title=desk.words("document_title", title=title),
        subtitle=desk.words("document_subtitle", label=inputs.label, as_of=as_of, profile=inputs.profile.name),
        profile=inputs.profile.name,
        label=inputs.label,
        as_of=inputs.as_of,
        exported_at=inputs.exported_at,
        parts=tuple(part(desk) for part in (*PARTS, *([extras.other_profile] if inputs.other else []))),
        summary=council(desk),
    )
