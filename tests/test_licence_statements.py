"""`licences.yml` of a market: mistakes are said with file and line, products are those of the watch list."""

from pathlib import Path

import pytest

from catalog.build import build
from catalog.snapshots import open_catalogue
from oscan.errors import DefinitionError
from oscan.settings.licences import load_licences
from tests.catalog_cases import lay_out, make_market, repository, run

WATCHED = 'products:\n  - name: Talk\n    aliases: [Speak]\n    repositories: [{url: "https://github.com/a/talk"}]\n'
SOURCE = """    source: licence_file
    source_url: https://talk.example/LICENSE
    retrieved_at: "2026-11-20"
    entered_by_role: IT department
"""
PERIOD = f'  - product: Speak\n    licence: MIT\n    since: "2024-01-01"\n{SOURCE}'
EDITION = f"  - product: Talk\n    edition: open\n    name: Talk\n    licence: MIT\n{SOURCE}"


def test_a_market_without_the_file_has_nothing_to_say(tmp_path: Path) -> None:
    assert load_licences(make_market(tmp_path)).statements == ()


def test_an_alias_names_the_product(tmp_path: Path) -> None:
    file = load_licences(make_market(tmp_path, watchlist=WATCHED, licences=f"periods:\n{PERIOD}editions:\n{EDITION}"))
    assert [item.licence for item in file.statements] == ["MIT", "MIT"]


@pytest.mark.parametrize(
    ("text", "line", "fact"),
    [
        (f"periods:\n{PERIOD}".replace("Speak", "Tlak"), 2, "'Tlak' is no product of this market"),
        (f"periods:\n{PERIOD}{PERIOD}", 1, "Speak 2024-01-01 stands twice"),
        (f"editions:\n{EDITION}{EDITION}", 1, "Talk open stands twice"),
        (f"periods:\n{PERIOD}".replace("2024-01-01", "01.01.2024"), 4, "is not a day such as"),
        (f"periods:\n{PERIOD}".replace("https://talk.example/LICENSE", "LICENSE"), 6, "source_url"),
        (f"references:\n  - id: Vendor\n    licence_class: proprietary\n{SOURCE}", 2, "references.0.id"),
        (f"references:\n  - id: LicenseRef-V\n    licence_class: closed\n{SOURCE}", 3, "licence_class"),
        ("periods:\n  - product: Talk\n    licence: MIT\n", 2, "is missing (3 more mistakes"),
    ],
)
def test_a_mistake_is_said_with_file_and_line(tmp_path: Path, text: str, line: int, fact: str) -> None:
    market = make_market(tmp_path, watchlist=WATCHED, licences=text)
    with pytest.raises(DefinitionError) as caught:
        load_licences(market)
    assert caught.value.subject == f"{market.folder / 'licences.yml'}:{line}"
    assert fact in caught.value.fact


def test_a_period_without_a_day_is_the_earliest_and_speaks_where_it_is_the_only_one(tmp_path: Path) -> None:
    place = "    repository: https://github.com/a/talk\n"
    unknown = f"  - product: Talk\n{place}    licence: MPL-1.1\n{SOURCE}"
    dated = f'  - product: Talk\n{place}    licence: AGPL-3.0-only\n    since: "2024-01-01"\n{SOURCE}'
    for name, periods, licence, spans in (
        ("one", unknown, "MPL-1.1", [("MPL-1.1", None, None)]),
        ("two", dated + unknown, "AGPL-3.0-only", [
            ("MPL-1.1", None, "2024-01-01"), ("AGPL-3.0-only", "2024-01-01", None),
        ]),
    ):  # fmt: skip
        data = tmp_path / name
        lay_out(data, [repository("2026-12-01", 1, "a/talk")], [run("2026-12-01")])
        build(data, make_market(data, watchlist=WATCHED, licences=f"periods:\n{periods}"), "1")
        connection = open_catalogue(data)
        assert connection.execute("select licence from product").fetchall() == [(licence,)]
        found = connection.execute(
            "select licence_printed, since::varchar, until::varchar from licence_period order by since nulls first"
        ).fetchall()
        assert found == spans


def test_beside_a_licence_of_the_product_as_published_a_closed_edition_is_not_what_is_judged(tmp_path: Path) -> None:
    period = f"  - product: Talk\n    licence: AGPL-3.0-only OR LicenseRef-Talk\n{SOURCE}"
    edition = f"  - product: Talk\n    edition: pro\n    name: Talk Pro\n    licence: LicenseRef-Talk\n{SOURCE}"
    reference = f"  - id: LicenseRef-Talk\n    licence_class: proprietary\n{SOURCE}"
    lay_out(tmp_path / "d", [repository("2026-12-01", 1, "a/talk")], [run("2026-12-01")])
    licences = f"periods:\n{period}editions:\n{edition}references:\n{reference}"
    build(tmp_path / "d", make_market(tmp_path, watchlist=WATCHED, licences=licences), "1")
    connection = open_catalogue(tmp_path / "d")
    assert connection.execute("select osi_approved, licence_rule from product").fetchall() == [(True, "only")]
    assert connection.execute("select edition, osi_approved from edition").fetchall() == [("pro", False)]
