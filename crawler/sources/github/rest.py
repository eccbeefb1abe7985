"""Turns GitHub's REST repository objects into observations, as printed; bodies of all years since 2012."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.observation import Observation
from crawler.relevance import relevant
from crawler.source import Answer
from crawler.sources.github.answers import refusal
from crawler.sources.github.subjects import Subject, refused_state
from crawler.sources.github.values import flag, inner, moment
from crawler.values import text, whole

OWNER_KINDS = {"Organization": "organisation", "User": "user"}
ALWAYS_PRINTED = ("archived", "is_fork", "licence", "summary", "homepage", "stars", "forks")
"""Facts that a repository's own page of the interface holds: an empty one withdraws what was said before."""


@dataclass(frozen=True, slots=True)
class Single:
    """What an Ask for one repository was about."""

    subject: Subject
    by_id: bool = False
    """True: asked for by number, because its name belongs to another repository now."""


def is_repository(body: Any) -> bool:
    """Whether this is a repository object with a number and a name."""
    return isinstance(body, Mapping) and whole(body.get("id")) is not None and text(body.get("full_name")) is not None


def base_observation(answer: Answer, key: str, locator: str) -> Observation:
    """An observation of a repository that points at its evidence and says nothing yet."""
    return Observation(
        kind="repository",
        source="github",
        source_key=key,
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        locator=locator,
        forge="github",
        host="github.com",
        forge_id=key if key.isdigit() else None,
    )


def observe_item(
    answer: Answer, item: Mapping[str, Any], locator: str, reasons: list[str], wanted: bool
) -> Observation:
    """What a repository object says; of those that are not of this market only what shows the search space."""
    seen = base_observation(answer, str(item["id"]), locator)
    seen.path, seen.url = text(item.get("full_name")), text(item.get("html_url"))
    seen.name, seen.reasons, seen.relevant = text(item.get("name")), reasons, wanted
    seen.archived, seen.is_fork = flag(item.get("archived")), flag(item.get("fork"))
    if not wanted:
        return seen
    seen.summary, seen.homepage = text(item.get("description")), text(item.get("homepage"))
    topics = item.get("topics")
    seen.topics = [topic for topic in topics if isinstance(topic, str)] if isinstance(topics, list) else None
    seen.licence = text(inner(item, "license", "spdx_id"))
    seen.licence_name = text(inner(item, "license", "name"))
    seen.stars, seen.forks = whole(item.get("stargazers_count")), whole(item.get("forks_count"))
    seen.created_at, seen.last_activity_at = moment(item.get("created_at")), moment(item.get("pushed_at"))
    seen.main_language, seen.default_branch = text(item.get("language")), text(item.get("default_branch"))
    seen.watchers = whole(item.get("subscribers_count"))
    seen.mirror_url = text(item.get("mirror_url"))
    seen.is_template, seen.disabled = flag(item.get("is_template")), flag(item.get("disabled"))
    seen.owner_kind = OWNER_KINDS.get(str(inner(item, "owner", "type")))
    return seen


def observe_single(answer: Answer, single: Single) -> Iterator[Observation]:
    """What the answer about one repository says: its facts, that nothing changed, or how it was refused."""
    subject, body = single.subject, answer.data()
    refused = refusal(answer)
    if answer.ok and is_repository(body):
        if subject.forge_id in (None, str(body["id"])):
            yield _read(answer, subject, body)
    elif refused is not None:
        yield refused_observation(answer, subject, "$", *refused, lost=single.by_id)
    elif answer.status == 304 and subject.known is not None:
        seen = base_observation(answer, str(subject.forge_id), "$")
        seen.path, seen.reasons = subject.path, subject.reasons or None
        seen.unchanged, seen.confirms = True, subject.known.get("evidence_id")
        seen.state = {**_without_evidence(subject.known), "refused": None, "asked_at": answer.fetched_at}
        yield seen


def _read(answer: Answer, subject: Subject, body: Mapping[str, Any]) -> Observation:
    wanted = subject.watched or bool((subject.known or {}).get("relevant")) or relevant(subject.reasons)
    seen = observe_item(answer, body, "$", subject.reasons, wanted)
    path = str(seen.path)
    earlier = {subject.path, *subject.asked_as}
    seen.asked_as = sorted(name for name in earlier if name.casefold() != path.casefold()) or None
    seen.parent = text(inner(body, "parent", "full_name"))
    if wanted:
        seen.missing = [name for name in ALWAYS_PRINTED if getattr(seen, name) is None] or None
    seen.state = {
        "forge_id": seen.forge_id,
        "path": path,
        "asked_as": seen.asked_as or [],
        "relevant": wanted,
        "reasons": subject.reasons,
        "fingerprint": None,
        "refused": None,
        "lost": None,
        "etag": answer.headers.get("etag"),
        "asked_at": answer.fetched_at,
    }
    return seen


def refused_observation(
    answer: Answer, subject: Subject, locator: str, status: str, reason: str, *, lost: bool = False
) -> Observation:
    """A repository that cannot be read now; one that was never read stands under its path."""
    seen = base_observation(answer, subject.forge_id or subject.path.casefold(), locator)
    seen.path, seen.status, seen.status_reason = subject.path, status, reason
    seen.reasons = subject.reasons or None
    seen.state = refused_state(subject, status) | {"asked_at": answer.fetched_at}
    if lost:
        seen.state["lost"] = True
    return seen


def _without_evidence(state: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in state.items() if key != "evidence_id"}
