"""A product keeps its id for years, is found by every name and address it ever had, and is never another product."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.snapshots import open_catalogue, take_snapshot
from oscan.settings.market import Market, WatchedProduct, load_market
from tests.catalog_cases import Record, lay_out, make_market, repository, run

MARKETS = Path(__file__).parents[1] / "data" / "markets"
KNOWN_AS = Path(__file__).parent / "identity" / "known_as.csv"
"""Names and addresses under which products of the market `ucc` are known, former ones among them. Left out are two that
are everyday words (`meet`, `signaling server`), and names of makers, siblings and other people's forks."""

FIRST, SECOND, THIRD = "2026-03-01", "2026-06-01", "2026-09-01"


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    return open_catalogue(data).execute(query).fetchall()


def ids(data: Path) -> dict[str, str]:
    """Repository → its product."""
    return dict(ask(data, "select repository_id, product_id from repository"))


def own_file(item: Record, url: str, name: str = "Chat") -> Record:
    """The publiccode.yml of a repository."""
    shared = {key: item[key] for key in ("run_id", "source", "relevant")}
    key = item["source_key"]
    about = {"source_key": f"{key}:publiccode", "about": key, "name": name, "repository_url": url}
    return {**shared, "kind": "listing", **about}


def two_homes(day: str, url: str, **more: Any) -> list[Record]:
    """A project on GitHub and on openCode; both files say where it lives."""
    old = repository(day, 1, "acme/chat", **more)
    place = {"source": "opencode", "forge": "gitlab", "host": "gitlab.opencode.de", "forge_id": "5", "source_key": "5"}
    new = {**old, **place, "url": "https://gitlab.opencode.de/acme/chat"}
    if "created_at" in more:
        new["created_at"] = "2023-01-01T00:00:00Z"
    return [old, own_file(old, url), new, own_file(new, url)]


GITHUB, OPENCODE = "https://github.com/acme/chat", "https://gitlab.opencode.de/acme/chat"


def both(day: str) -> list[Record]:
    return [run(day), run(day, "opencode")]


# --- every name and every address


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of the market `ucc` in which each name and address stands in an entry of a directory."""
    data = tmp_path_factory.mktemp("known")
    market = load_market(MARKETS / "ucc")
    paths = [url.removeprefix("https://github.com/") for url in market.watched_urls if "//github.com/" in url]
    observations = [repository(FIRST, number, path) for number, path in enumerate(paths, 1)]
    for number, row in enumerate(rows()):
        entry = {"run_id": FIRST, "kind": "listing", "source": "github", "source_key": f"e{number}", "relevant": True}
        if row["product"] == "Cisco Webex":  # a system in use is no candidate
            continue
        place = address_of(row["printed"])
        said = {"name": f"entry {number}", "repository_url": place} if place else {"name": row["printed"]}
        observations.append({**entry, **said})
    lay_out(data, observations, [{**run(FIRST), "market": "ucc"}])
    build(data, market, "1")
    return data


def address_of(printed: str) -> str | None:
    """The address that a line of `known_as.csv` means; None for a name. `owner/name` stands on GitHub."""
    if "/" not in printed or "://" in printed:
        return printed if "/" in printed else None
    return f"https://{printed}" if "." in printed.partition("/")[0] else f"https://github.com/{printed}"


def rows() -> list[dict[str, str]]:
    with KNOWN_AS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_name_and_former_address_leads_to_its_product(known: Path) -> None:
    found = dict(ask(known, "select source_key, product.name from listing join product using (product_id)"))
    wrong = [
        (row["printed"], row["product"], found.get(f"e{number}"))
        for number, row in enumerate(rows())
        if row["product"] not in (found.get(f"e{number}"), "Cisco Webex")
    ]
    assert len(found) > 250
    assert wrong == []


def test_a_product_is_asked_for_by_any_of_them(known: Path) -> None:
    catalogue = open_catalogue(known)
    for row in rows():
        if "://" not in row["printed"] or row["printed"].startswith(
            "https://github.com/"
        ):  # of others nothing was read
            found = catalogue.execute("select name from product_named($1)", [row["printed"]]).fetchall()
            assert found == [(row["product"],)], row["printed"]
    assert catalogue.execute("select name from product_named('meet') order by 1").fetchall() == [
        ("Kopano Meet",),
        ("La Suite Meet",),
    ]


def test_no_two_products_are_merged(known: Path) -> None:
    watchlist = load_market(MARKETS / "ucc").watchlist
    counted = "select count(*), count(distinct name), count(distinct product_id) from product where watched"
    assert ask(known, counted) == [(len(watchlist),) * 3]
    places = dict(ask(known, "select url, product.name from repository join product using (product_id)"))
    assert len(places) > 140
    assert places == {url: product.name for product in watchlist for url in urls(product) if url in places}


def urls(product: WatchedProduct) -> list[str]:
    return [repository.url for repository in product.repositories]


# --- ids stay


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return make_market(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_the_order_in_which_runs_arrive_does_not_matter(tmp_path: Path, market: Market) -> None:
    made = {"created_at": "2015-01-01T00:00:00Z"}
    halves = [(two_homes(FIRST, GITHUB, **made), both(FIRST)), (two_homes(SECOND, OPENCODE, **made), both(SECOND))]
    found = []
    for name, order in (("as crawled", halves), ("the newest first", halves[::-1])):
        for observations, runs in order:
            lay_out(tmp_path / name, observations, runs)
            build(tmp_path / name, market, "1")
            assert set(ids(tmp_path / name).values()) == {"github-1"}, "the older of two repositories gives the id"
        found.append((ids(tmp_path / name), ask(tmp_path / name, "from product order by all")))
    assert found[0] == found[1]


def test_an_id_stays_when_the_project_moves_its_home(data: Path, market: Market) -> None:
    lay_out(data, two_homes(FIRST, OPENCODE), both(FIRST))
    build(data, market, "1")
    assert set(ids(data).values()) == {"opencode-5"}
    take_snapshot(data, "2026Q1", "1")
    lay_out(data, two_homes(SECOND, GITHUB), both(SECOND))
    build(data, market, "1")
    assert set(ids(data).values()) == {"opencode-5"}
    assert ask(data, "select release_source from product") == [("github-1",)]
    take_snapshot(data, "2026Q2", "1")
    assert ask(data, "select count(*) from change where kind in ('gone', 'added')") == [(0,)]


def test_an_id_stays_when_the_runs_that_gave_it_are_not_there_any_more(data: Path, market: Market) -> None:
    lay_out(
        data, [repository(FIRST, 1, "acme/chat"), own_file(repository(FIRST, 1, "acme/chat"), GITHUB)], [run(FIRST)]
    )
    lay_out(data, two_homes(SECOND, OPENCODE), both(SECOND))
    build(data, market, "1")
    take_snapshot(data, "2026Q2", "1")
    assert set(ids(data).values()) == {"github-1"}
    for room in ("observations", "evidence"):
        shutil.rmtree(data / room / "github")
    (data / "runs.jsonl").write_text("", encoding="utf-8")
    build(data, market, "1")
    assert ids(data) == {"opencode-5": "github-1"}


def test_a_copy_that_goes_its_own_way_does_not_take_the_id_along(data: Path, market: Market) -> None:
    copy = repository(FIRST, 1, "copier/suite")
    original = repository(SECOND, 9, "maker/suite")
    lay_out(data, [copy, own_file(copy, "https://github.com/maker/suite")], [run(FIRST)])
    again = {**copy, "run_id": SECOND}
    said = own_file(again, "https://github.com/maker/suite")
    lay_out(data, [again, said, original, own_file(original, "https://github.com/maker/suite")], [run(SECOND)])
    build(data, market, "1")
    first = ids(data)
    assert first["github-1"] == first["github-9"]
    take_snapshot(data, "2026Q2", "1")
    later = {**copy, "run_id": THIRD}
    lay_out(data, [later, own_file(later, "https://github.com/copier/suite")], [run(THIRD)])
    build(data, market, "1")
    now = ids(data)
    assert now["github-9"] == first["github-9"]
    assert now["github-1"] not in {first["github-9"], None}


WATCHED = "- name: {name}\n  aliases: [{aliases}]\n  repositories: [{{url: 'https://github.com/a/one'}}]\n"


def test_a_watched_product_keeps_its_id_under_a_new_name(tmp_path: Path, data: Path) -> None:
    lay_out(data, [repository(FIRST, 1, "a/one"), repository(FIRST, 2, "b/two")], [run(FIRST)])
    build(data, make_market(tmp_path, watchlist=WATCHED.format(name="Revolt", aliases="")), "1")
    assert ids(data) == {"github-1": "revolt", "github-2": "github-2"}
    take_snapshot(data, "2026Q1", "1")
    renamed = WATCHED.format(name="Stoat", aliases="Revolt")
    build(data, make_market(tmp_path, watchlist=renamed), "1")
    assert ask(data, "select product_id, name from product where watched") == [("revolt", "Stoat")]
    by_repository = WATCHED.format(name="Stoat", aliases="")
    newcomer = "- name: Revolt\n  repositories: [{url: 'https://github.com/b/two'}]\n"
    build(data, make_market(tmp_path, watchlist=by_repository), "1")
    assert ids(data)["github-1"] == "revolt"
    build(data, make_market(tmp_path, watchlist=renamed.replace("Revolt", "") + newcomer.replace("Revolt", "Two")), "1")
    assert ids(data) == {"github-1": "revolt", "github-2": "github-2"}


def test_a_product_that_is_watched_from_now_on_keeps_its_id_and_so_does_one_that_is_not(
    tmp_path: Path, data: Path
) -> None:
    lay_out(data, [repository(FIRST, 1, "a/one"), repository(FIRST, 2, "b/two")], [run(FIRST)])
    build(data, make_market(tmp_path, watchlist=WATCHED.format(name="One", aliases="")), "1")
    take_snapshot(data, "2026Q1", "1")
    build(
        data, make_market(tmp_path, watchlist="- name: Two\n  repositories: [{url: 'https://github.com/b/two'}]\n"), "1"
    )
    assert ask(data, "select product_id, name, watched from product order by all") == [
        ("github-2", "Two", True),
        ("one", "a/one".partition("/")[2], False),
    ]


def test_a_new_product_under_the_word_of_an_older_one_gets_its_own(tmp_path: Path, data: Path) -> None:
    lay_out(data, [repository(FIRST, 1, "a/one")], [run(FIRST)])
    build(data, make_market(tmp_path, watchlist=WATCHED.format(name="Riot", aliases="")), "1")
    take_snapshot(data, "2026Q1", "1")
    two = WATCHED.format(name="Element", aliases="Riot") + "- name: Riot!\n"
    build(data, make_market(tmp_path, watchlist=two), "1")
    found = dict(ask(data, "select name, product_id from product"))
    assert len(set(found.values())) == 2
    assert {name for name in found if found[name] == "riot"} == {"Riot!"}, "the word itself goes before a former name"
    stated = "- id: riot\n  name: Element\n  repositories: [{url: 'https://github.com/a/one'}]\n- name: Riot!\n"
    build(data, make_market(tmp_path, watchlist=stated), "1")
    found = dict(ask(data, "select name, product_id from product"))
    assert found["Element"] == "riot"
    assert found["Riot!"].startswith("riot-")


def test_two_watched_products_that_turn_out_to_share_a_repository_are_for_a_person(tmp_path: Path, data: Path) -> None:
    two = "- name: Old\n  repositories: [{url: 'https://github.com/a/old'}]\n"
    two += "- name: New\n  repositories: [{url: 'https://github.com/a/new'}]\n"
    lay_out(data, [repository(FIRST, 1, "a/new", asked_as=["a/old"])], [run(FIRST)])
    build(data, make_market(tmp_path, watchlist=two), "1")
    assert ask(data, "select left_key, right_key, reason from match_review") == [
        ("old", "new", "two watched products name one repository: github.com/a/new")
    ]
