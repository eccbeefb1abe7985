"""A small market, judged and reviewed in memory: an excluded product, open ones, one that meets all, hostile words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from oscan.settings.market import Market, MarketFile
from oscan.settings.profile import Profile
from review.assemble import assemble
from review.document import Document
from review.folder import Bundle
from review.inputs import Inputs, SourceFacts
from review.judge import judge
from tests.judged import Connection, claim, market, put, requirement
from tests.judged import profile as small_profile

HOSTILE = "<script>alert(1)</script> & \u202eevil \u0645\u0631\u062d\u0628\u0627"
LONG = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnungssoftware"
NOW = datetime.fromisoformat("2026-11-29T12:00:00")
AS_OF = datetime.fromisoformat("2026-11-20T06:00:00")
"""Times of the catalogue are UTC and carry no zone."""

REQUIREMENTS = (
    requirement("A-CHAT", key="chat.direct", text={"de": "Einzelchats", "en": "One-to-one chats"}),
    requirement("B-VIDEO", key="video.conference", text={"de": "Videokonferenz", "en": "Video conferences"}),
    requirement("C-LICENCE", test={"kind": "metric", "column": "osi_approved", "op": "=", "value": 1}),
    requirement("D-POLLS", "should", key="chat.polls", weight=60, proposed=["weight"]),
    requirement(
        "E-KEYS",
        "should",
        key="crypto.keys",
        weight=40,
        group="p",
        text={
            "de": "Schl\u00fcssel werden im eigenen Rechenzentrum erzeugt, verwahrt und vernichtet, auch Kopien",
            "en": "Keys are made, kept and destroyed in the own data centre, copies among them",
        },
    ),
)
DOCUMENT = {"id": "motion", "date": "2024-03-28", "title": "Antrag 1: Pr\u00fcfung", "author": "Rat"}


def the_profile(requirements: Sequence[Any] = REQUIREMENTS, **more: Any) -> Profile:
    """The profile, with two groups and a document."""
    groups = {
        "g": {"de": "Funktionen", "en": "Functions", "factor": "other"},
        "p": {"de": "Datenschutz", "en": "Privacy", "factor": "data_protection"},
    }
    return small_profile(requirements, groups=groups, documents=[DOCUMENT], **more)


def catalogue() -> Connection:
    """Five products and a system in use, with claims, evidence, a licence and a price that is missing."""
    connection = market()
    connection.execute("update meta set as_of = $1", [AS_OF])
    for name in ("good", "fair", "poor", "dark", "hostile"):
        shown = {"hostile": HOSTILE, "dark": LONG}.get(name, name.title())
        put(connection, "product", product_id=name, name=shown, role="candidate", status="active", osi_approved=True,
            licence="MIT", licence_class="permissive", licence_rule="only", watched=name == "good")  # fmt: skip
    put(connection, "product", product_id="old", name="Old System", role="baseline", status="in_use")
    put(connection, "evidence", evidence_id="ev-1", source="github", run_id="r1", url="https://example.org/good",
        fetched_at=AS_OF, sha256="0" * 64)  # fmt: skip
    put(connection, "source_run", source="github", run_id="r1", status="complete", as_of=AS_OF, started_at=AS_OF,
        subjects=5, requests=9, errors=0, observations=5, last_good_at=AS_OF)  # fmt: skip
    for number, name in enumerate(("good", "fair", "poor", "dark", "hostile")):
        put(connection, "seen", source="github", kind="repository", source_key=str(number), product_id=name)
    for key in ("chat.direct", "video.conference", "chat.polls", "crypto.keys"):
        claim(connection, key, "yes", "good", evidence_id="ev-1", source="github", kind="crawled", quote=HOSTILE,
              source_url="https://example.org/good", strength="strong")  # fmt: skip
    claim(connection, "chat.direct", "yes", "fair", source_url="javascript:alert(1)", quote="It <b>chats</b>")
    claim(connection, "chat.polls", "partial", "fair", condition="beta", entered_by_role="office")
    claim(connection, "video.conference", "no", "poor", source_url="https://example.org/poor")
    claim(connection, "chat.polls", "no", "poor")
    claim(connection, "crypto.keys", "no", "poor")
    claim(connection, "chat.direct", "yes", "hostile", source="one")
    claim(connection, "chat.direct", "no", "hostile", source="other")
    claim(connection, "chat.direct", "yes", "old")
    return connection


def inputs(profile: Profile, **more: Any) -> Inputs:
    """What stands beside that catalogue."""
    return Inputs(
        **{
            "profile": profile,
            "vocabulary": None,
            "market": Market(name="test", folder=Path(), file=MarketFile(terms=["chat"])),
            "label": "2026Q4",
            "as_of": AS_OF,
            "exported_at": NOW,
            "oscan_version": "1",
            "command": "oscan review test --at 2026Q4",
            "checksum": "c" * 64,
            "profile_sha256": "p" * 64,
            "sources": (SourceFacts("github", "GitHub", "https://example.org/terms"),),
            "entered_until": date(2026, 11, 20),
            **more,
        }
    )


def bundle(profile: Profile | None = None, connection: Connection | None = None, **more: Any) -> Bundle:
    """The review of that market."""
    profile = profile or the_profile()
    connection = connection or catalogue()
    judge(connection, profile, None)
    given = inputs(profile, **more)
    return Bundle(given, assemble(connection, given), {"profile.yml": b"schema: oscan-profile/1\n"})


def at(review: Bundle, moment: datetime) -> Bundle:
    """The same review exported at another time."""
    documents: list[Document] = [replace(document, exported_at=moment) for document in review.documents]
    return replace(review, inputs=replace(review.inputs, exported_at=moment), documents=documents)
