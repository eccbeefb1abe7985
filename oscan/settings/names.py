"""Turns a watch list into one product for each name, address and id, or says which line gives two."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from oscan.errors import DefinitionError
from oscan.settings.yamlfile import YamlDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oscan.settings.market import BaselineProduct, WatchedProduct

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*(?:[^/@]*@)?")


def slug(name: str) -> str:
    """A name as a word of ASCII letters, digits and hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)


@lru_cache(maxsize=65_536)
def canonical(address: str) -> str:
    """A web address as addresses are compared: lower case, without scheme, user, `www.`, query, `.git`, last slash."""
    bare = _SCHEME.sub("", unquote(address).strip().lower())
    bare = bare.partition("?")[0].partition("#")[0].rstrip("/").removeprefix("www.")
    return bare.removesuffix(".git").rstrip("/")


def product_ids(watchlist: "Sequence[WatchedProduct]", baseline: "Sequence[BaselineProduct]") -> list[str]:
    """The id of each watched product, in order: the one it states, else its name as a word, numbered if taken."""
    taken = {product.id for product in baseline} | {product.id for product in watchlist if product.id}
    ids = []
    for position, product in enumerate(watchlist):
        key = base = slug(product.name) or f"product-{position + 1}"
        number = 1
        while key in taken and not product.id:
            number += 1
            key = f"{base}-{number}"
        ids.append(product.id or key)
        taken.add(ids[-1])
    return ids


def check_watchlist(
    path: Path, document: YamlDocument, products: "Sequence[WatchedProduct]", baseline: "Sequence[BaselineProduct]"
) -> None:
    """Every name, id and repository means one product, every relation names one; raises DefinitionError otherwise."""
    check = _Check(path, document, products)
    taken = {product.id: f"{product.name} (baseline)" for product in baseline}
    for number, product in enumerate(products):
        check.names(number, product)
        check.repositories(number, product)
        if product.id and taken.setdefault(product.id, product.name) != product.name:
            raise check.mistake(number, f"the id '{product.id}' is also that of {taken[product.id]}")
    for number, product in enumerate(products):
        check.relations(number, product)


class _Check:
    def __init__(self, path: Path, document: YamlDocument, products: "Sequence[WatchedProduct]") -> None:
        self._path, self._document, self._products = path, document, products
        self._named: dict[str, int] = {}
        self._addresses: dict[str, int] = {}

    def names(self, number: int, product: "WatchedProduct") -> None:
        for name in {product.name.casefold(), *(alias.casefold() for alias in product.aliases)}:
            owner = self._named.setdefault(name, number)
            if owner != number:
                raise self.mistake(number, f"'{name}' is also a name of {self._place_of(owner)}")

    def repositories(self, number: int, product: "WatchedProduct") -> None:
        for url in (url for repository in product.repositories for url in (repository.url, *repository.former)):
            owner = self._addresses.setdefault(canonical(url), number)
            if owner != number:
                raise self.mistake(
                    number,
                    f"{url} also belongs to {self._place_of(owner)}, and a repository has one product",
                    "Correct the watch list: keep it with one of them, and relate the two by part_of or based_on.",
                )

    def relations(self, number: int, product: "WatchedProduct") -> None:
        for other in (name for _, names in product.relations for name in names):
            if other.casefold() not in self._named:
                raise self.mistake(number, f"the product '{other}' it names is not in the watch list")

    def mistake(self, number: int, fact: str, hint: str = "Correct the watch list.") -> DefinitionError:
        return DefinitionError(f"{self._path}:{self._line(number)}", f"{self._products[number].name}: {fact}", hint)

    def _place_of(self, number: int) -> str:
        return f"{self._products[number].name} (line {self._line(number)})"

    def _line(self, number: int) -> int:
        return self._document.line_of(("products", number, "name"))
