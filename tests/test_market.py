"""What a market folder gives, and what its mistakes say."""

from pathlib import Path

import pytest

from oscan.errors import DefinitionError
from oscan.settings.folders import find_market
from oscan.settings.market import Market, load_market

ROOT = Path(__file__).resolve().parents[1]
MARKETS = ROOT / "data" / "markets"
NAMED = (
    "BundesMessenger",
    "Element",
    "Synapse",
    "Nextcloud Talk",
    "Jitsi Meet",
    "BigBlueButton",
    "OpenTalk",
    "Mattermost",
    "Rocket.Chat",
    "Zulip",
    "Wire",
    "openDesk",
)
OTHER_NAMES = {
    "BuM": "BundesMessenger",
    "BuMX": "BundesMessenger",
    "Riot": "Element",
    "Element X": "Element",
    "MAS": "Matrix Authentication Service",
    "NeoBoard": "Nordeck matrix widgets",
    "Revolt": "Stoat",
    "Ring": "Jami",
    "Murmur": "Mumble",
    "Wildfire": "Openfire",
    "Spreed": "Nextcloud Talk",
    "High-performance backend": "Nextcloud Talk HPB",
    "JVB": "Jitsi Meet",
    "Greenlight": "BigBlueButton",
    "Visio": "La Suite Meet",
    "Certified Asterisk": "Asterisk",
    "OpenSER": "Kamailio",
    "Souveräner Arbeitsplatz": "openDesk",
    "Sovereign Workplace": "openDesk",
    "Nextcloud Hub": "Nextcloud",
    "Open-Xchange": "OX App Suite",
    "ZCS": "Zimbra",
    "EuroOffice": "Euro-Office",
    "CODE": "Collabora Online",
    "Etherpad Lite": "Etherpad",
    "Taiga.io": "Taiga",
    "diagrams.net": "draw.io",
    "UCS": "Univention Nubus",
    "TextSecure": "Signal",
    "Vector": "Element",
}


@pytest.fixture(scope="module")
def ucc() -> Market:
    return load_market(find_market("ucc", MARKETS))


def write(folder: Path, **files: str) -> Path:
    (folder / "market.yml").write_text("name: flowers\nterms: [rose]\n", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def complaint(folder: Path) -> str:
    with pytest.raises(DefinitionError) as caught:
        load_market(folder)
    return str(caught.value)


def test_the_watch_list_names_the_market(ucc: Market) -> None:
    names = [product.name for product in ucc.watchlist]
    assert len(names) >= 90
    assert set(NAMED) <= set(names)
    assert names[0] == "BundesMessenger"


def test_every_other_name_leads_to_its_product(ucc: Market) -> None:
    names = {name.casefold(): product.name for product in ucc.watchlist for name in (product.name, *product.aliases)}
    assert {name: names.get(name.casefold()) for name in OTHER_NAMES} == OTHER_NAMES


def test_remarks_are_not_names(ucc: Market) -> None:
    for product in ucc.watchlist:
        for alias in product.aliases:
            assert not alias.startswith("fork of")
            assert not set(alias) & set("(){}[];/")


def test_every_product_with_a_repository_has_one_source_of_releases(ucc: Market) -> None:
    counts = {p.name: sum(r.release_source for r in p.repositories) for p in ucc.watchlist if p.repositories}
    assert {name for name, count in counts.items() if count != 1} == set()


def test_kinds_have_labels_in_both_languages(ucc: Market) -> None:
    used = {kind for product in (*ucc.watchlist, *ucc.baseline) for kind in product.kinds}
    assert used <= set(ucc.file.kinds)
    assert all(label.de and label.en for label in ucc.file.kinds.values())


def test_addresses_are_whole_and_lead_to_a_project(ucc: Market) -> None:
    for url, product in ucc.watched_urls.items():
        assert url.startswith("https://"), product.name
        assert url.rstrip("/").count("/") >= 3, f"{product.name}: {url} names a host only"


def test_searches_stay_polite(ucc: Market) -> None:
    assert 0 < len(ucc.file.terms) <= 25
    assert 0 < len(ucc.file.topics) <= 25
    assert len(set(map(str.casefold, ucc.file.terms))) == len(ucc.file.terms)


def test_what_is_not_open_is_kept_and_marked(ucc: Market) -> None:
    closed = {product.name for product in ucc.watchlist if product.open_source is False}
    assert closed == {"3CX", "TrueConf Server Free", "Planka", "Outline"}


def test_relations_of_the_first_product(ucc: Market) -> None:
    first = ucc.watchlist[0]
    assert {"Element", "Synapse"} <= set(first.based_on)
    parts = {product.name for product in ucc.watchlist if "openDesk" in product.part_of}
    assert {"Element", "Nextcloud", "Jitsi Meet", "Collabora Online", "Univention Nubus"} <= parts


def test_the_baseline_is_marked_as_inference(ucc: Market) -> None:
    rows = {row.id: row for row in ucc.baseline}
    assert set(rows) == {"webex", "telephony-incumbent"}
    assert rows["webex"].name == "Cisco Webex"
    assert rows["webex"].source_date == "2024-03-28"
    assert all(row.inference and row.entered_by_role == "oscan project" for row in rows.values())
    assert not {"cisco webex", "webex"} & {product.name.casefold() for product in ucc.watchlist}


def test_market_yml_alone_is_a_market(tmp_path: Path) -> None:
    market = load_market(write(tmp_path))
    assert (market.name, market.file.terms) == ("flowers", ("rose",))
    assert (market.watchlist, market.baseline) == ((), ())


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("terms: rose", ("rose",)),
        ("terms: [rose, Tulpe]", ("rose", "Tulpe")),
        ("terms: {en: [rose], de: [Tulpe, Nelke]}", ("rose", "Tulpe", "Nelke")),
        ("terms: {en: rose}", ("rose",)),
    ],
)
def test_terms_as_people_write_them(tmp_path: Path, terms: str, expected: tuple[str, ...]) -> None:
    (tmp_path / "market.yml").write_text(f"{terms}\n", encoding="utf-8")
    assert load_market(tmp_path).file.terms == expected


@pytest.mark.parametrize("head", ["", "products:\n"])
def test_a_watch_list_is_a_list_or_a_mapping(tmp_path: Path, head: str) -> None:
    folder = write(tmp_path, watchlist=f"{head}- name: Rose\n- name: Tulip\n  aliases: Tulpe\n")
    assert [product.name for product in load_market(folder).watchlist] == ["Rose", "Tulip"]
    assert load_market(folder).watchlist[1].aliases == ("Tulpe",)


@pytest.mark.parametrize(
    ("watchlist", "line", "reason"),
    [
        ("- name: Rose\n  alises: [R]\n", 2, "alises"),
        ("- name: Rose\n- name: Tulip\n  aliases: [rose]\n", 2, "'rose' is also a name of Rose"),
        ("- name: Rose\n- name: Tulip\n  based_on: [Nelke]\n", 2, "'Nelke'"),
        ("- name: Rose\n  repositories:\n    - url: github.com/a/b\n", 3, "url"),
        ("- name: Rose\n  repositories:\n    - {url: 'https://a.example/b', role: boss}\n", 3, "role"),
        ("- name: Rose\n  name: Tulip\n", 2, "stands twice"),
        ("- name: [Rose\n- name: Tulip\n", 2, "expected"),
        ("- &r {name: Rose}\n- *r\n", 1, "anchors and aliases"),
        ("- name: ''\n", 1, "name"),
        ("- " + "[" * 60 + "]" * 60 + "\n", 1, "nested deeper"),
        (
            "- name: Rose\n  repositories: [{url: 'https://a.example/b/c'}]\n"
            "- name: Tulip\n  repositories: [{url: 'https://A.example/b/c.git'}]\n",
            3,
            "also belongs to Rose",
        ),
    ],
)
def test_a_mistake_names_file_line_and_reason(tmp_path: Path, watchlist: str, line: int, reason: str) -> None:
    said = complaint(write(tmp_path, watchlist=watchlist))
    assert said.startswith(f"{tmp_path / 'watchlist.yml'}:{line}: ")
    assert reason in said
    assert "Correct" in said


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 12)]
    (tmp_path / "market.yml").write_text("\n".join(lines), encoding="utf-8")
    assert "market.yml:1: anchors and aliases are not read" in complaint(tmp_path)


def test_an_unknown_word_in_market_yml_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "market.yml").write_text("name: x\ntopic: [a]\n", encoding="utf-8")
    assert f"{tmp_path / 'market.yml'}:2: topic" in complaint(tmp_path)


def test_a_market_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(DefinitionError) as caught:
        find_market("flowers", MARKETS)
    assert "market.yml" in str(caught.value)
    assert "ucc" in str(caught.value)


def test_a_market_is_found_by_path(tmp_path: Path) -> None:
    assert find_market(str(write(tmp_path)), MARKETS) == tmp_path.resolve()


@pytest.mark.parametrize(
    ("pattern", "fact"),
    [("(", "is not a regular expression"), (r"v(?=1)", "look-around"), (r"(v)\1", "look-around and references")],
)
def test_a_pattern_of_releases_must_be_one_that_the_catalogue_can_use(tmp_path: Path, pattern: str, fact: str) -> None:
    repository = f"{{url: 'https://x.example/a', release_pattern: '{pattern}'}}"
    text = f"products:\n  - name: A\n    repositories: [{repository}]\n"
    assert fact in complaint(write(tmp_path, watchlist=text))
