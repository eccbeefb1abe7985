"""The collected facts of the market, where they lie beside the checkout: each name and address leads to one product."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from oscan.settings.market import Market, load_market
from oscan.settings.names import canonical

ROOT = Path(__file__).parents[1]
FACTS = ROOT.parent / "shared" / "facts" / "products.csv"
needs_facts = pytest.mark.skipif(not FACTS.is_file(), reason="the collected facts do not lie beside this checkout")

NO_NAMES = re.compile(r"(?i)^(?:fork of|see) ")
"""Remarks among the aliases: they say what it came from."""
WORDS = {"signaling server", "meet", "SpinPunch", "maldua", "BwMessenger", "openDesk CE/EE"}
"""Aliases that are no names of the product: a common word, a company, a sibling, two names in one."""
TWO_PRODUCTS = {
    "Wazo": {"Wazo", "XiVO"},
    "Kopano Groupware": {"Kopano Groupware", "Zarafa"},
    "openDesk": {"openDesk", "dPhoenixSuite"},
    "Nextcloud Talk": {"Nextcloud Talk", "Nextcloud Talk HPB"},
}
"""Rows of the facts that are two products of the watch list: one and its predecessor, or one and its server."""

SHARED = {frozenset({"Stoat", "Revolt"}), frozenset({"Nextcloud Talk", "Nextcloud Talk HPB"})}
"""Rows of the facts that are about one product: a former name, and a repository that the facts count twice."""


def rows() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as stream:
        return [*csv.DictReader(stream)]


def known(market: Market) -> dict[str, set[str]]:
    """Name in lower case, or canonical address → products of the watch list that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for product in market.watchlist:
        for name in (product.name, *product.aliases):
            found[name.casefold()].add(product.name)
        for repository in product.repositories:
            for url in (repository.url, *repository.former):
                found[canonical(url)].add(product.name)
    return found


def said(row: dict[str, str]) -> list[str]:
    """Names and addresses of a product as the facts have them, addresses canonical."""
    names = [re.sub(r"\s*\(.*\)$", "", alias).strip() for alias in (row["name"], *row["aliases"].split(";"))]
    names = [name for name in names if name and not NO_NAMES.match(name) and name not in WORDS]
    printed = [re.sub(r"\s*\(.*\)$", "", url).strip() for url in row["repos"].split(";")]
    addresses = [url for url in map(address, filter(None, printed)) if REPOSITORY.fullmatch(url)]
    return [address(name) if "/" in name else name.casefold() for name in names] + addresses


UNSEEN = "github.com/bundesdruckerei/opendesk"
"""Named only by the publiccode.yml of a fork."""
REPOSITORY = re.compile(r"[^/]+/[^/]+/[^*]*(?<!\.html)")
"""Not a page of a maker, a whole group or a whole forge."""


def address(text: str) -> str:
    """The canonical address of what stands there as `github:owner/name`, `owner/name`, or with its host."""
    path = text.removeprefix("github:")
    hosted = "://" in path or "." in path.split("/")[0]
    return canonical((path if "://" in path else f"https://{path}") if hosted else f"https://github.com/{path}")


@needs_facts
def test_every_name_and_address_leads_to_one_product_and_no_two_products_share_one() -> None:
    market = load_market(ROOT / "data" / "markets" / "ucc")
    by_key = known(market)
    owners: dict[str, set[str]] = defaultdict(set)
    wrong = []
    for row in rows():
        if row["kinds"] == "incumbent":
            continue  # closed services; what is in use today is a baseline, the rest is nobody's candidate
        found = set().union(*(by_key.get(key, set()) for key in said(row)))
        missing = [key for key in said(row) if key not in by_key and key != UNSEEN]
        if found != TWO_PRODUCTS.get(row["name"], found) or (len(found) != 1 and row["name"] not in TWO_PRODUCTS):
            wrong.append((row["name"], sorted(found)))
        wrong += [(row["name"], key) for key in missing]
        for product in found:
            owners[product].add(row["name"])
    assert wrong == []
    assert {names for names in map(frozenset, owners.values()) if len(names) > 1} == SHARED
