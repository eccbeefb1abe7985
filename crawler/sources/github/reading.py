"""Turns GitHub's GraphQL answers into observations: what is unchanged, full records, people's numbers, texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.observation import Observation
from crawler.relevance import Vocabulary, relevant
from crawler.source import Answer
from crawler.sources.github.answers import read_graph, settled
from crawler.sources.github.facts import fill, fill_people, fingerprint, topics_of
from crawler.sources.github.questions import ALIASES, Batch
from crawler.sources.github.rest import base_observation, refused_observation
from crawler.sources.github.subjects import Subject
from crawler.sources.github.values import flag, inner, object_id
from crawler.values import text, whole

LONGEST_TEXT = 64 * 1024
"""Characters kept of a README."""

Node = Mapping[str, Any]


def observe_graph(answer: Answer, batch: Batch) -> Iterator[Observation]:
    """What a GraphQL response says about the repositories of its batch."""
    graph = read_graph(answer)
    here: dict[str, list[Subject]] = {}
    for index, subject in enumerate(batch.subjects):
        alias = f"r{index}"
        node, locator = graph.data.get(alias), f"$.data.{alias}"
        if isinstance(node, Mapping) and whole(node.get("databaseId")) is not None:
            if len(batch.subjects) > 1 and graph.thinned(alias):
                continue
            key = str(node["databaseId"])
            before = [other for other in batch.taken.get(key, ()) if other is not subject] + here.setdefault(key, [])
            here[key].append(subject)
            damaged = bool(graph.errors.get(alias))
            yield from READERS[batch.kind](answer, batch, Place(subject, node, locator, before, damaged))
        elif not isinstance(node, Mapping) and not subject.cursor:
            refused = settled(graph, alias, subject.known is not None, subject.refused)
            if refused is not None:
                yield refused_observation(answer, subject, locator, *refused)


@dataclass(frozen=True, slots=True)
class Place:
    """One repository in an answer: what was asked, what came, where it stands."""

    subject: Subject
    node: Node
    locator: str
    before: list[Subject]
    """Subjects under which the same repository came before."""
    damaged: bool
    """True: parts of it could not be given."""

    @property
    def key(self) -> str:
        """The repository's number."""
        return str(self.node["databaseId"])

    @property
    def path(self) -> str:
        """Owner and name as printed now."""
        return text(self.node.get("nameWithOwner")) or self.subject.path


def is_unchanged(subject: Subject, node: Node) -> bool:
    """Whether a probe shows the repository as it was when it was last read."""
    known = subject.known or {}
    same = str(node.get("databaseId")) == subject.forge_id and fingerprint(node) == known.get("fingerprint")
    return same and not subject.reread


def judge(subject: Subject, words: Vocabulary, node: Node) -> tuple[list[str], bool]:
    """Why a repository was looked at and what in it speaks for the market; and whether that suffices."""
    name = str(node.get("nameWithOwner") or subject.path).partition("/")[2]
    own = words.reasons(name, text(node.get("description")), topics=topics_of(node) or ())
    reasons = list(dict.fromkeys([*subject.reasons, *own]))
    return reasons, subject.watched or relevant(reasons)


def _probe(answer: Answer, batch: Batch, place: Place) -> Iterator[Observation]:
    subject, known = place.subject, place.subject.known
    if known is None or not is_unchanged(subject, place.node):
        return
    seen = base_observation(answer, place.key, place.locator)
    seen.path, seen.reasons = place.path, subject.reasons or None
    seen.unchanged, seen.confirms = True, known.get("evidence_id")
    kept = {key: value for key, value in known.items() if key != "evidence_id"}
    seen.state = {**kept, "refused": None, "reasons": subject.reasons, "asked_as": _names(place)}
    yield seen
    for name, state in subject.texts_known.items():
        yield _same_text(answer, place, name, state)


def _record(answer: Answer, batch: Batch, place: Place) -> Iterator[Observation]:
    subject, node = place.subject, place.node
    if subject.cursor:
        yield from _commits(answer, place)
        return
    seen = base_observation(answer, place.key, place.locator)
    seen.path, seen.url, seen.name = place.path, text(node.get("url")), place.path.partition("/")[2]
    reasons, wanted = judge(subject, batch.words, node)
    for other in place.before:
        more, also = judge(other, batch.words, node)
        reasons, wanted = list(dict.fromkeys([*reasons, *more])), wanted or also
    seen.reasons, seen.relevant, seen.asked_as = reasons, wanted, _names(place) or None
    if wanted:
        fill(seen, node)
    else:
        seen.archived, seen.is_fork = flag(node.get("isArchived")), flag(node.get("isFork"))
    seen.state = {
        "forge_id": place.key,
        "path": place.path,
        "asked_as": seen.asked_as or [],
        "relevant": wanted,
        "reasons": reasons,
        "words": batch.words.fingerprint,
        "fingerprint": fingerprint(node),
        "refused": None,
        "lost": None,
    }
    yield seen
    if wanted:
        yield from _texts(answer, batch, place)


def _names(place: Place) -> list[str]:
    """Other paths under which the repository was asked for or known."""
    subjects = (place.subject, *place.before)
    names = {name for subject in subjects for name in (subject.path, *subject.asked_as)}
    return sorted(name for name in names if name.casefold() != place.path.casefold())


def _commits(answer: Answer, place: Place) -> Iterator[Observation]:
    seen = base_observation(answer, place.key, place.locator)
    if fill_people(seen, place.node, place.subject.people):
        yield seen


def _texts(answer: Answer, batch: Batch, place: Place) -> Iterator[Observation]:
    """The texts in an answer; where only a blob's id came, that the text is still the same or no longer there."""
    for name, alias in ALIASES.items():
        if alias not in place.node:
            continue
        blob = object_id(inner(place.node, alias, "oid"))
        known = place.subject.texts_known.get(name, {})
        if blob is None:
            if known.get("blob") and not place.damaged:
                yield _no_text(answer, place, name)
        elif known.get("blob") == blob:
            yield _same_text(answer, place, name, known)
        elif "text" in place.node[alias]:
            yield _text(answer, place, name, blob)


def _text(answer: Answer, place: Place, name: str, blob: str) -> Observation:
    seen = _of_file(answer, place, name)
    seen.locator = f"{place.locator}.{ALIASES[name]}.text"
    seen.state = {"blob": blob}
    content = inner(place.node, ALIASES[name], "text")
    if not isinstance(content, str):
        seen.missing = ["text"]
    elif seen.kind == "listing":
        from crawler.publiccode import listing_facts, read_publiccode  # most repositories have no such file

        for field, value in listing_facts(read_publiccode(content.encode("utf-8", "replace"))).items():
            setattr(seen, field, value)
    else:
        seen.text = content[:LONGEST_TEXT]
    return seen


def _no_text(answer: Answer, place: Place, name: str) -> Observation:
    seen = _of_file(answer, place, name)
    seen.status, seen.state = "gone", {"blob": None}
    seen.findings = ["the file was there in an earlier run and is not there now"] if seen.kind == "listing" else None
    return seen


def _same_text(answer: Answer, place: Place, name: str, known: Mapping[str, Any]) -> Observation:
    seen = _of_file(answer, place, name)
    seen.unchanged, seen.confirms = True, known.get("evidence_id")
    seen.state = {"blob": known.get("blob"), "observed_at": known.get("observed_at")}
    return seen


def _of_file(answer: Answer, place: Place, name: str) -> Observation:
    return Observation(
        kind="listing" if name == "publiccode.yml" else "document",
        source="github",
        source_key=f"{place.key}:{name}",
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        locator=place.locator,
        about=place.key,
        name=None if name == "publiccode.yml" else name,
    )


READERS = {"probe": _probe, "records": _record, "texts": _texts}
