"""Turns an opened catalogue and a profile into verdicts: temporary tables that lie over the empty public ones.

The rules are the SQL files beside this module, run in order; Python only hands the profile over.
"""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import CatalogueError
from oscan.settings.profile import Profile, atomic_tests
from oscan.settings.requirement import (
    AllOf,
    Atomic,
    CapabilityTest,
    CountOf,
    ListingTest,
    ManualTest,
    MetricTest,
    Requirement,
    Test,
)
from oscan.settings.vocabulary import Vocabulary

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).parent / "sql"
JUDGED = frozenset({"requirement", "test_verdict", "verdict", "product_result", "judging", "compared_requirement"})
"""The tables that a profile fills; in a catalogue or snapshot they are empty."""
COMPARED = frozenset({"compared_test_verdict", "compared_verdict", "compared_result"})
"""The tables that an earlier state, or another profile, fills."""

NAMED = re.compile(rb'"?(' + "|".join(sorted(JUDGED | COMPARED)).encode() + rb")(?!\w)", re.IGNORECASE)

Row = dict[str, Any]


def judge(connection: "duckdb.DuckDBPyConnection", profile: Profile, vocabulary: Vocabulary | None) -> None:
    """Fill `requirement` and the verdicts of this connection alone with what `profile` makes of its catalogue.

    `vocabulary` says which capabilities presuppose which. Raises CatalogueError if the catalogue is of an older make.
    """
    given = handed_over(profile, vocabulary)
    connection.execute("create or replace temp table given as select $1::json as content", [given])
    for path in sorted(SQL.glob("*.sql")):
        run_rules(connection, path)


def run_rules(connection: "duckdb.DuckDBPyConnection", path: Path) -> None:
    """Run one file of rules; raises CatalogueError if the catalogue lacks what it reads."""
    import duckdb

    try:
        connection.execute(path.read_text(encoding="utf-8"))
    except duckdb.CatalogException as error:
        fact = f"it cannot be judged: {str(error).splitlines()[0]}"
        raise CatalogueError("catalogue", fact, "Build it again with 'oscan build'.") from error


def judged_in(sql: str) -> frozenset[str]:
    """Which of the tables JUDGED and COMPARED a statement names, outside of comments and texts."""
    import duckdb

    content = sql.encode()
    found = [
        NAMED.match(content, start) for start, kind in duckdb.tokenize(sql) if kind == duckdb.token_type.identifier
    ]
    return frozenset(match[1].decode().lower() for match in found if match)


def handed_over(profile: Profile, vocabulary: Vocabulary | None) -> str:
    """The profile as the JSON document that `sql/010_profile.sql` reads."""
    counts = profile.scoring.term_matches_count
    capabilities = vocabulary.capabilities if vocabulary else {}
    document = {
        "profile": profile.name,
        "needed_users": profile.parameters.needed_users,
        "stale_after_days": profile.parameters.stale_after_days,
        "least_places": counts.least_places,
        "term_matches_count": [level for level in ("must", "should") if getattr(counts, level)],
        "requirements": [_requirement(profile, item, place) for place, item in enumerate(profile.requirements, 1)],
        "parts": [*_parts(profile)],
        "presupposed": [
            {"key": key, "other": other}
            for key, capability in capabilities.items()
            for other in sorted(set(capability.presupposes))
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def _requirement(profile: Profile, requirement: Requirement, place: int) -> Row:
    group = profile.groups[requirement.group]
    asked = [test for test in atomic_tests(requirement.test) if isinstance(test, ManualTest)]
    return {
        "place": place,
        "requirement_id": requirement.id,
        "level": requirement.level,
        "weight": None if requirement.weight is None else str(requirement.weight),
        "group_name": requirement.group,
        "group_de": group.de,
        "group_en": group.en,
        "factor": group.factor,
        "text_de": requirement.text.de,
        "text_en": requirement.text.en,
        "level_basis": requirement.level_basis,
        "proposed": list(requirement.proposed),
        "threshold_basis": requirement.threshold_basis.en if requirement.threshold_basis else None,
        "bundle": requirement.bundle,
        "report_only": requirement.report_only,
        "question_de": asked[0].question.de if asked else None,
        "question_en": asked[0].question.en if asked else None,
        "evidence_wanted": asked[0].evidence.en if asked else None,
        **_combination(requirement.test),
    }


def _combination(test: Test) -> Row:
    if isinstance(test, CountOf):
        return {"combination": test.kind, "met_from": test.met_from, "partial_from": test.partial_from}
    if isinstance(test, AllOf):
        return {"combination": test.kind, "partial_from": test.partial_from}
    return {"combination": "any_of" if test.kind == "any_of" else "all_of"}


def _parts(profile: Profile) -> list[Row]:
    parts = [
        {"requirement_id": item.id, "part": number, "level": item.level, **_test(test, item.id)}
        for item in profile.requirements
        for number, test in enumerate(atomic_tests(item.test), 1)
    ]
    # Indicators stand beside the points; what only words in a text say would be shown as proven there.
    parts += [
        {"requirement_id": indicator.id, "part": number, "level": "must", **_test(question.test, indicator.id)}
        for indicator in profile.derived_indicators
        for number, question in enumerate(indicator.questions, 1)
    ]
    return parts


def _test(test: Atomic, owner: str) -> Row:
    row: Row = {"kind": test.kind}
    if isinstance(test, CapabilityTest):
        row |= {"key": test.key, "accept_addon": "addon" in test.accept, "max_age_days": test.max_age_days}
    elif isinstance(test, ManualTest):
        row |= {"key": test.key or owner, "accept_addon": False, "max_age_days": test.max_age_days}
    elif isinstance(test, ListingTest):
        row |= {"key": test.source}
    elif isinstance(test, MetricTest):
        row |= {"key": test.column, "op": test.op, "value": test.value}
        if test.partial:
            row |= {"partial_op": test.partial.op, "partial_value": test.partial.value}
    return row
