"""Turns the answer to a question for a publiccode.yml into a listing and the judgement on its project."""

import hashlib
from collections.abc import Iterable

from crawler.observation import Observation
from crawler.publiccode import listing_facts, read_publiccode
from crawler.relevance import relevant
from crawler.source import Answer
from crawler.sources.opencode.record import observation
from crawler.sources.opencode.sight import FILE, NO_FILE, Sight, judged


def is_page(answer: Answer) -> bool:
    """A page for people where a file belongs: a login or a proxy speaks, not the repository."""
    start = answer.body[:200].lstrip().lower()
    return "text/html" in answer.headers.get("content-type", "").lower() or start.startswith((b"<!doctype", b"<html"))


def blob_of(answer: Answer) -> str | None:
    """Git's id of the file: as the forge says it, else made from the body; None for a HEAD that does not say it."""
    said = answer.headers.get("x-gitlab-blob-id", "").strip().lower()
    if len(said) in (40, 64) and said.isalnum():
        return said
    if answer.ask.method == "HEAD":
        return None
    return hashlib.sha1(b"blob %d\0" % len(answer.body) + answer.body, usedforsecurity=False).hexdigest()


def reasons_in(answer: Answer, sight: Sight) -> list[str]:
    """Reasons for the project that the file in this answer gives."""
    return sight.judge.filed(read_publiccode(answer.body)) if sight.judge else []


def file(answer: Answer, sight: Sight, key: str) -> Iterable[Observation]:
    """The listing that a file is, or that there is none; and what the project is after that."""
    if answer.status == 404:
        return _gone(answer, sight, key)
    if not answer.ok or is_page(answer):
        return []
    if answer.ask.method == "HEAD":
        return _confirmed(answer, sight, key)
    return _read(answer, sight, key)


def _judgement(answer: Answer, sight: Sight, key: str, blob: str, from_file: list[str]) -> list[Observation]:
    if sight.judge is None or sight.project is None:
        return []
    reasons, state = judged(sight, sight.judge, blob, from_file)
    return [observation(answer, key, relevant=relevant(reasons), reasons=reasons or None, state=state)]


def _gone(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    found = _judgement(answer, sight, key, NO_FILE, [])
    if sight.earlier(key).get("blob"):
        words = ["the file was there in an earlier run and is not there now"]
        found.append(observation(answer, key + FILE, kind="listing", about=key, status="gone", findings=words))
    return found


def _confirmed(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    """A HEAD whose blob is the known one."""
    blob, earlier = blob_of(answer), sight.earlier(key)
    confirms = sight.evidence(key + FILE)
    if blob is None or blob != earlier.get("blob"):
        return []
    from_file = earlier.get("file_reasons")
    found = _judgement(answer, sight, key, blob, from_file if isinstance(from_file, list) else [])
    if confirms:
        state = sight.held(key + FILE)
        found.append(
            observation(answer, key + FILE, kind="listing", about=key, unchanged=True, confirms=confirms, state=state)
        )
    return found


def _read(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    said = read_publiccode(answer.body)
    from_file = sight.judge.filed(said) if sight.judge else []
    blob = blob_of(answer) or NO_FILE
    project = _judgement(answer, sight, key, blob, from_file)
    wanted, reasons = (project[0].relevant, project[0].reasons) if project else (None, None)
    entry = observation(
        answer,
        key + FILE,
        kind="listing",
        about=key,
        url=sight.project.url if sight.project else None,
        relevant=wanted,
        reasons=reasons,
        state={"blob": blob},
        **listing_facts(said),
    )
    return [entry, *project]
