"""Targets that read what came over the network: answers of the sources, their headers, and files of products."""

import json
import random
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from scrapy.robotstxt import ProtegoRobotParser

from catalog.capabilities.detect import Detector, detector_of
from catalog.capabilities.prepare import plain
from catalog.licence_lists import parse, reduced
from catalog.licences import read_licence
from crawler.clocks import apart
from crawler.contacts import without_contacts
from crawler.observation import Observation
from crawler.patience import exhausted_until, retry_after
from crawler.publiccode import read_publiccode
from crawler.publiccode.document import read_document
from crawler.publiccode.notes import notes
from crawler.publiccode.validate import validate
from crawler.reduce import Reducer
from crawler.replay import decoded
from crawler.source import Answer, Ask, Source
from crawler.sources.github import GithubSpider
from crawler.sources.github.advisories import Published, observe
from crawler.sources.opencode import OpencodeSpider
from crawler.sources.osba import OsbaSpider
from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.news import watch
from crawler.sources.osba.reading import PageContext
from oscan.commands import examine
from oscan.commands.places import place_of
from oscan.errors import OscanError
from oscan.settings import Settings
from oscan.settings.vocabulary import load_vocabulary
from oscan.settings.yamlfile import YamlReadError, read_yaml
from tests.fuzz.target import ROOT, Target, files
from tests.test_github_cases import context_of

RESPONSES = ROOT / "tests" / "responses"
NOW = datetime(2026, 6, 24, tzinfo=UTC)


def _answer(body: bytes, url: str, context: Any, lot: random.Random) -> Answer:
    status = lot.choice((200, 200, 200, 202, 304, 404))
    kind = lot.choice(("text/html; charset=utf-8", "application/json", "text/html; charset=x"))
    return Answer(
        Ask(url, "fuzz", context=context), status, url, "2026-06-24T06:00:00Z", "e1", {"content-type": kind}, body
    )


def _observe(source: Source, answer: Answer) -> None:
    source.pause(answer)
    for entry in source.observe(answer):
        assert isinstance(entry, Observation)
        json.dumps(entry.record(), allow_nan=False)


@lru_cache
def _asks() -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((RESPONSES / "github").glob("*/ask.json"))]


def _github(body: bytes, lot: random.Random) -> None:
    context = context_of(lot.choice(_asks()))
    _observe(GithubSpider(), _answer(body, "https://api.github.com/graphql", context, lot))


def _advisories(body: bytes, lot: random.Random) -> None:
    about = Published("1", "acme/chat")
    for entry in observe(
        _answer(body, "https://api.github.com/repos/acme/chat/security-advisories", about, lot), about
    ):
        json.dumps(entry.record(), allow_nan=False)


def _opencode(body: bytes, lot: random.Random) -> None:
    places = ("", "?archived=true", "/5?license=true", "/5/releases", "/5/repository/tags", "/5/languages")
    names = ("files/publiccode.yml/raw", "files/README.md/raw", "commits?since=x")
    place = lot.choice((*places, *(f"/5/repository/{name}" for name in names)))
    _observe(OpencodeSpider(), _answer(body, f"https://gitlab.example/api/v4/projects{place}", None, lot))


def _osba(body: bytes, lot: random.Random) -> None:
    rest = body.startswith((b"[", b"{")) or lot.random() < 0.1
    block = PageBlock(start_urls=("/",), extractor="wp_rest" if rest else "auto")
    context = PageContext(block=block, base="https://osb-alliance.de", watched=watch(()))
    place = lot.choice(("types", "mitglied?per_page=100") if rest else ("page",))
    _observe(OsbaSpider(), _answer(body, f"https://osb-alliance.de/{place}", context, lot))


def _robots(body: bytes, _: random.Random) -> None:
    """As Scrapy's middleware reads it, whose rules every page for people is asked under."""
    rules = ProtegoRobotParser(body, None)
    for path in ("/", "/mitglieder/", "/wp-json/wp/v2/types", "/%C3%BC?a=*$", "/" + "a" * 2000):
        assert rules.allowed(f"https://osb-alliance.de{path}", "oscan/1.0 (x; https://city.example)") in (True, False)


def _limits(body: bytes, _: random.Random) -> None:
    """What answers `oscan doctor --online`."""
    given = Settings(data=ROOT, definitions=ROOT / "data")
    with patch("crawler.single.fetch", lambda *_: body):
        list(examine.sources(given))


def _publiccode(body: bytes, _: random.Random) -> None:
    read_publiccode(body)
    validate(body)
    notes(read_document(body), date(2026, 11, 20))


def _licences(body: bytes, _: random.Random) -> None:
    with suppress(ValueError):
        parse("spdx", body)
    with suppress(ValueError):
        reduced(body, "https://spdx.example/licenses.json", date(2026, 6, 24))


def _headers(body: bytes, _: random.Random) -> None:
    text = body.decode("latin-1")
    retry_after({"retry-after": text}, NOW)
    exhausted_until({"x-ratelimit-remaining": "0", "x-ratelimit-reset": text}, NOW)
    apart([("Date", text), ("Age", "5")], NOW)
    apart([("Date", "Wed, 21 Oct 2026 07:28:00 GMT"), ("Age", text)], NOW)
    decoded(body, {"content-encoding": "gzip"})
    decoded(body, {"content-encoding": "deflate"})


@lru_cache
def _detector() -> Detector:
    vocabulary = load_vocabulary(ROOT / "data" / "markets" / "ucc")
    assert vocabulary is not None
    return detector_of(vocabulary)


def _claims(body: bytes, _: random.Random) -> None:
    text = body.decode("utf-8", "replace")
    _detector().read(text, ("chat",))
    _detector().read_units(plain(text), "", ())


def _place(body: bytes, lot: random.Random) -> None:
    """Where in a stored body a value stands, as `oscan evidence` says it."""
    place_of(body, lot.choice(("MIT", "12", "", "[]")), lot.choice((None, "$", "$.data.r1", "$[3]", "line 2")))


def _bodies(source: str, case: str = "*") -> list[bytes]:
    stored = [json.loads(path.read_bytes()) for path in sorted((RESPONSES / source).glob(f"{case}/response.json"))]
    found = [one["body"] for one in stored if "body" in one]
    return [body.encode() if isinstance(body, str) else json.dumps(body).encode() for body in found]


ADVISORY = {
    "ghsa_id": "GHSA-1",
    "cve_id": "CVE-2026-1",
    "severity": "high",
    "published_at": "2026-06-01T00:00:00Z",
    "withdrawn_at": None,
    "vulnerabilities": [{"package": {"name": "chat"}, "patched_versions": "1.2.3"}],
}
LIMITS = {"resources": {name: {"limit": 5000, "remaining": 4999, "reset": 1792566000} for name in ("core", "graphql")}}
WORDPRESS = (
    {"mitglied": {"name": "Mitglieder", "slug": "mitglied", "rest_base": "mitglied"}},
    [
        {
            "id": 7,
            "link": "https://osb-alliance.de/a",
            "title": {"rendered": "Firma &amp; Co"},
            "excerpt": {"rendered": "x"},
        }
    ],
)
ROBOTS = b"""# hello
User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/*.php$
Crawl-delay: 10
Request-rate: 1/5 0800-1200
Visit-time: 0600-0845
Sitemap: https://osb-alliance.de/sitemap.xml

User-agent: oscan
Disallow: /%C3%BC*a$
Clean-param: a&b /x/
"""


def _as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _lists() -> list[bytes]:
    whole = json.loads((ROOT / "catalog" / "lists" / "spdx.json").read_bytes())
    return [_as_json({**whole, "licenses": whole["licenses"][:most]}) for most in (3, 400)]


WEB = {
    "github": Target(_github, lambda: _bodies("github")),
    "advisories": Target(_advisories, lambda: [_as_json([ADVISORY, ADVISORY])]),
    "opencode": Target(_opencode, lambda: _bodies("opencode")),
    "osba": Target(_osba, lambda: [*files("responses/osba/*/page.html")(), *map(_as_json, WORDPRESS)]),
    "robots": Target(_robots, lambda: [ROBOTS]),
    "limits": Target(_limits, lambda: [_as_json(LIMITS)], (OscanError,)),
    "publiccode": Target(_publiccode, files("publiccode/*.yml")),
    "yaml": Target(lambda body, _: read_yaml(body), files("publiccode/*.yml"), (YamlReadError,)),
    "contacts": Target(lambda body, _: without_contacts(body), files("publiccode/maintenance*.yml")),
    "people": Target(lambda body, _: Reducer(b"k" * 32).reduce(body), lambda: _bodies("github")),
    "places": Target(_place, lambda: _bodies("github")),
    "licences": Target(_licences, _lists),
    "headers": Target(_headers, lambda: [b"120", b"Wed, 21 Oct 2026 07:28:00 GMT", b"1792566000"]),
    "licence": Target(
        lambda body, _: read_licence(body.decode("utf-8", "replace")),
        lambda: [b"AGPL-3.0-or-later", b"MIT/Apache-2.0", b"GNU GPL v3 with commercial licence (see EE)", b"BSL 1.1"],
    ),
    "claims": Target(_claims, files("capabilities/*/*.md")),
}
