"""Targets that read files people hand over: settings, a market's files, filled-in sheets, an office's look."""

import io
import json
import random
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import xlsxwriter

from catalog.profile_files import write_profiles
from crawler.sources.osba.config import load_pages
from oscan.commands.claims import take
from oscan.commands.query import _own_sql
from oscan.commands.workbook_reader import read_workbook
from oscan.commands.workbooks import ORDER, SHEET
from oscan.errors import OscanError
from oscan.settings import load_settings
from oscan.settings.claims import load_claims
from oscan.settings.decisions import load_decisions
from oscan.settings.licences import load_licences
from oscan.settings.market import load_market
from oscan.settings.organisations import load_organisations
from oscan.settings.prices import load_prices
from oscan.settings.profile import load_profile
from oscan.settings.references import load_references
from oscan.settings.scenarios import load_scenarios
from oscan.settings.vocabulary import Vocabulary, load_vocabulary
from queries.loader import read_query
from review.office import load_office
from tests.fuzz.target import Target, in_file
from tests.test_claims import BASELINE, READ, WATCHLIST, listed
from tests.test_claims_commands import LABELS, VOCABULARY
from tests.test_licence_statements import EDITION, PERIOD
from tests.test_organisation_statements import GOOD
from tests.test_prices import LIST_PRICE
from tests.test_references import USED
from tests.test_review_folder import ASKING, PROFILE
from tests.test_scenarios import FILE

NOW = datetime(2026, 11, 20, tzinfo=UTC)
DECISIONS = """
- {same: [github-7, "https://github.com/acme/alpha"], decided_on: "2026-10-01", decided_by_role: IT department,
   reason: one project}
- {product: Alpha, capability: chat.direct, value: "no", decided_on: "2026-10-01", decided_by_role: IT department,
   reason: tried}
"""
PAGES = """
pages:
- {start_urls: [/mitglieder/], extractor: auto, relation: member, max_pages: 20, at_least: 0, max_drop_percent: 20,
   verified: {start_urls: false, extractor: false}}
"""
CELLS = "".join(
    f"  {key}: {{label: {{de: {de}, en: {en}}}, definition: {{de: Was {de} ist., en: What it is.}}, terms: {{}}}}\n"
    for key, (de, en) in LABELS.items()
)
SETTINGS = b"""
contact = "https://city.example/it"
reviews = ["munich-ucc"]
at_least = {osba = 5, github = 10}
pause_seconds = {osba = 1.5}
max_requests = 500
timeout_seconds = 20
notify_mail_to = "a@city.example"
"""
OFFICE = b"""
unit: {de: Amt, en: Office}
colour: "#2044aa"
logo: logo.svg
logo_text: {de: Wappen, en: Arms}
home: https://city.example
"""
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z" fill="#fff"/></svg>'
QUESTION = b"""-- title: Which products are archived
-- de: Welche Produkte sind archiviert
-- topic: market
-- grain: one product
-- columns: name
-- tables: product
-- param: at_least integer = 5 -- stars at least
select name from product where $at_least > 1
"""


@lru_cache
def _files() -> dict[str, str]:
    """Files of a small market: each is tried with all the others whole."""
    return {
        "market.yml": "name: test\nterms: [chat]\nsentinels: {osba: {a: A}}\norganisations: [acme]\n",
        "watchlist.yml": WATCHLIST,
        "osba.yml": PAGES,
        "vocabulary.yml": VOCABULARY + CELLS,
        "decisions.yml": DECISIONS,
        "licences.yml": f"periods:\n{PERIOD}editions:\n{EDITION}".replace("Speak", "Alpha").replace("Talk", "Alpha"),
        "organisations.yml": f"organisations:\n{GOOD}",
        "baseline/b.yml": BASELINE,
        "claims/alpha.yml": listed("Alpha", {**READ, "capability": "chat.direct"}),
        "profiles/small.yml": PROFILE,
        "references/one.yml": f"product: Alpha\nreferences:\n- {json.dumps(USED)}\n",
        "prices/one.yml": f"product: Alpha\nprices:\n- {json.dumps(LIST_PRICE)}\n",
        "scenarios/small.yml": json.dumps(FILE, indent=1),
    }


def _laid_out(folder: Path, **changed: bytes) -> Path:
    """The small market's folder, with other contents of some files."""
    for name, text in _files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(changed.get(name, text.encode()))
    return folder


def _words(folder: Path) -> Vocabulary:
    vocabulary = load_vocabulary(folder)
    assert vocabulary is not None
    return vocabulary


def _market(body: bytes, lot: random.Random) -> None:
    """A market's folder, one file of which is damaged: the first line of the bytes says which."""
    first, _, content = body.partition(b"\n")
    name = first.decode("latin-1")

    def read(path: Path) -> None:
        folder = _laid_out(path.parent / "market", **{name if name in _files() else lot.choice([*_files()]): content})
        market, vocabulary = load_market(folder), _words(folder)
        load_claims(market, vocabulary.capabilities)
        load_decisions(market, vocabulary.capabilities)
        load_licences(market)
        load_organisations(market)
        list(load_prices(market))
        list(load_references(market))
        load_scenarios(folder / "scenarios" / "small.yml", market)
        load_pages(folder)
        write_profiles(path.parent / "profiles.jsonl", market)

    in_file(b"", read, "x")


def _market_files() -> list[bytes]:
    return [f"{name}\n{text}".encode() for name, text in _files().items()]


def _profile(body: bytes, _: random.Random) -> None:
    in_file(body, lambda path: load_profile(path, None), "x.yml")


def _settings(body: bytes, _: random.Random) -> None:
    """`oscan.toml`, whose numbers are then used as numbers; and one value of the environment, and a credential."""

    def read(path: Path) -> None:
        text = body.decode("latin-1").replace("\0", "")
        for environment in (
            {"OSCAN_CONFIG": str(path)},
            {"OSCAN_AT_LEAST": text},
            {"OSCAN_REVIEWS": text},
            {"OSCAN_MAX_REQUESTS": text},
            {"OSCAN_GITHUB_API": text},
            {"CREDENTIALS_DIRECTORY": str(path.parent)},
        ):
            try:
                found = load_settings(environment=environment)
            except OscanError:
                continue
            assert all(0 <= number < 1e13 for number in (*found.at_least.values(), *found.pause_seconds.values()))
            assert datetime(2026, 6, 24, tzinfo=UTC) - timedelta(
                days=found.record_max_age_days, hours=found.resume_hours
            )
            assert all(urlsplit(found.base_url(name)).hostname for name in ("github", "opencode", "osba"))
        shutil.move(path, path.parent / "github_token")
        load_settings(environment={"CREDENTIALS_DIRECTORY": str(path.parent)})

    in_file(body, read, "oscan.toml")


def _sheet(body: bytes, lot: random.Random) -> None:
    """A sheet as a maker sends it back: whatever it holds, the market's files stay as they were or hold all of it."""

    def read(path: Path) -> None:
        folder = _laid_out(path.parent / "market")
        before = {file: file.read_bytes() for file in folder.rglob("*.yml")}
        try:
            take(path, load_market(folder), _words(folder), NOW.date())
        except OscanError:
            assert {file: file.read_bytes() for file in folder.rglob("*.yml")} == before
            raise
        load_claims(load_market(folder), _words(folder).capabilities)

    in_file(body, read, lot.choice(("x.yml", "x.xlsx", "x")))


def _workbook(body: bytes, lot: random.Random) -> None:
    """The bytes as the file, or as the sheet within a whole one."""
    if lot.random() < 0.3:
        in_file(body, read_workbook, "x.xlsx")
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book())) as whole, zipfile.ZipFile(packed, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, body if name.endswith("sheet1.xml") else whole.read(name))
    in_file(packed.getvalue(), read_workbook, "x.xlsx")


def _office(body: bytes, lot: random.Random) -> None:
    """An office's file, or the logo beside it."""

    def read(path: Path) -> None:
        (path.parent / "x.yml").write_bytes(OFFICE if body.startswith(b"<") or lot.random() < 0.2 else body)
        load_office(path.parent / "x.yml")

    in_file(body if body.startswith(b"<") else LOGO, read, "logo.svg")


CLAIM = {**READ, "kind": "vendor", "source": "vendor_answer", "capability": "chat.group"}


@lru_cache
def _book() -> bytes:
    """A workbook of claims with one row."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    sheet.write_row(0, 0, ORDER)
    sheet.write_row(1, 0, [{**CLAIM, "product": "Beta"}.get(name, "") for name in ORDER])
    book.close()
    return made.getvalue()


def _books() -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(_book())) as whole:
        return [whole.read(name) for name in whole.namelist()] + [_book()]


def _sheets() -> list[bytes]:
    lines = [f"  {name}: {value!r}\n" for name, value in CLAIM.items()]
    sheet = f"product: Alpha\nclaims:\n- {''.join(lines).strip()}\n- capability: telephony.sip\n"
    return [sheet.encode(), listed("Beta", CLAIM).encode(), _book()]


HANDED = {
    "market": Target(_market, _market_files, (OscanError,), tries=15),
    "profile": Target(_profile, lambda: [PROFILE.encode(), ASKING.encode()], (OscanError,)),
    "settings": Target(_settings, lambda: [SETTINGS, b"osba=3,github=x", b"ghp_token"], (OscanError,)),
    "sheet": Target(_sheet, _sheets, (OscanError,)),
    "workbook": Target(_workbook, _books, (OscanError,)),
    "office": Target(_office, lambda: [OFFICE, LOGO], (OscanError,)),
    "question": Target(lambda body, _: in_file(body, read_query, "x.sql"), lambda: [QUESTION], (OscanError,)),
    "statement": Target(lambda body, _: in_file(body, _own_sql, "x.sql"), lambda: [QUESTION], (OscanError,)),
}
