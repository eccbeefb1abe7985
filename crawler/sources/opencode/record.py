"""Turns facts and the answer that states them into an observation of openCode."""

from typing import Any, get_args

from crawler.observation import Kind, Observation
from crawler.source import Answer
from crawler.sources.opencode.sight import Sight, State

SOURCE = "opencode"
GIVEN = {
    "": "licence",
    "releases": "releases",
    "repository/tags": "tags",
    "languages": "languages",
    "repository/commits": "commits",
    "readme": "text",
    "badges": "badges",
}
"""Part of a project → the field it gives."""


def observation(answer: Answer, key: str, *, kind: str = "repository", **facts: Any) -> Observation:
    """An observation that points at the answer's evidence."""
    assert kind in get_args(Kind)  # noqa: S101  # our own words, not foreign ones
    return Observation(
        kind=kind,  # type: ignore[arg-type]  # checked above
        source=SOURCE,
        source_key=key,
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        **facts,
    )


def after(answer: Answer, sight: Sight, part: str) -> State | None:
    """The state after a part of a project was read: its validator, and when all was read."""
    if sight.project is None:
        return None
    state = dict(sight.state)
    etag = answer.headers.get("etag")
    if etag and len(etag) < 200 and answer.evidence_id:
        state["etags"] = {**state.get("etags", {}), part: [etag, answer.evidence_id]}
    if sight.complete:
        state["read_at"] = answer.fetched_at
    return state


def missing_parts(answer: Answer, sight: Sight, key: str, part: str) -> list[Observation]:
    """A part that was refused or is not there: unknown, and said so."""
    if sight.asked_as is not None:
        address = f"{sight.asked_as}"
        return [
            observation(
                answer,
                address.casefold(),
                path=address,
                forge="gitlab",
                status="unknown",
                status_reason=f"{answer.status} for the project; gone, moved and not public cannot be told apart",
                relevant=True,
                reasons=list(sight.reasons) or None,
            )
        ]
    return [observation(answer, key, missing=[GIVEN[part]], state=after(answer, sight, part))]
