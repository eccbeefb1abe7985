"""Turns the reading of one page into observations: what it says now, or that it still says what it said before."""

from collections.abc import Iterator
from typing import Any

from crawler.observation import Kind, Observation
from crawler.source import Answer
from crawler.sources.osba.entries import Entry, Post
from crawler.sources.osba.held import Held, PageRecord, page_name
from crawler.sources.osba.news import products_named
from crawler.sources.osba.reading import PageContext, Reading
from crawler.validators import validator

State = dict[str, Any]
SOURCE = "osba"


def observed(answer: Answer, context: PageContext, reading: Reading) -> Iterator[Observation]:
    """One observation for each organisation, and for each post that names a watched product."""
    if reading.held is not None:
        yield from _confirmed(answer, context, reading.held)
        return
    entries = [entry for entry in reading.entries if entry.key not in context.taken]
    posts = [(post, products) for post in reading.posts if (products := products_named(post, context.watched))]
    page = _page_state(answer, context, reading, {*(entry.key for entry in entries), *(post.url for post, _ in posts)})
    for entry in entries:
        yield _organisation(entry, answer, {"relation": context.block.relation, **page})
    for post, products in posts:
        yield _document(post, products, answer, page)


def _page_state(answer: Answer, context: PageContext, reading: Reading, subjects: set[str]) -> State:
    """What the next run needs to ask only whether the page changed; nothing if the server gave no validator."""
    etag = validator(answer.headers)
    if etag is None:
        return {}
    record = PageRecord(
        etag=etag,
        answered_at=answer.url,
        evidence_id=answer.evidence_id or "",
        observed_at=answer.fetched_at,
        subjects=len(subjects),
        size=reading.size,
        left_out=any(key in context.taken for key in reading.keys),
        fingerprint=reading.fingerprint,
        extractor=reading.extractor,
        next_url=reading.next_url,
    )
    return {page_name(answer.ask.url, context.block, context.watched): record.model_dump()}


def _organisation(entry: Entry, answer: Answer, state: State) -> Observation:
    return Observation(
        kind="organisation",
        source=SOURCE,
        source_key=entry.key,
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        locator=entry.locator,
        state=state,
        name=entry.name_raw,
        website=entry.website,
        city=entry.city,
        country=entry.country,
        relation=state["relation"],
        extractor=entry.extractor,
        confidence=entry.confidence,
        findings=list(entry.flags) or None,
    )


def _document(post: Post, products: list[str], answer: Answer, state: State) -> Observation:
    return Observation(
        kind="document",
        source=SOURCE,
        source_key=post.url,
        url=post.url,
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        locator=post.locator,
        state=state or None,
        name=post.title,
        names=products,
        relation="news",
        extractor=post.extractor,
    )


def _confirmed(answer: Answer, context: PageContext, held: Held) -> Iterator[Observation]:
    page: State = {"observed_at": held.record.observed_at, held.name: held.record.model_dump()}
    for key in held.organisations:
        if key not in context.taken:
            yield _unchanged("organisation", key, answer, held, {"relation": context.block.relation, **page})
    for key in held.documents:
        yield _unchanged("document", key, answer, held, page)


def _unchanged(kind: Kind, key: str, answer: Answer, held: Held, state: State) -> Observation:
    return Observation(
        kind=kind,
        source=SOURCE,
        source_key=key,
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        unchanged=True,
        confirms=held.record.evidence_id,
        state=state,
    )
