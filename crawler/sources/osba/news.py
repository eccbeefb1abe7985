"""Turns the text of a post into the watched products it names, wary of names that are common words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.sources.osba.entries import Post, host_of
from crawler.sources.osba.names import name_key, plain
from oscan.settings.market import WatchedProduct

_COMMON_WORDS = re.compile(
    r"asterisk|big|board|box|call|calendar|chat|circuit|citadel|cloud|code|conduit|conversations|delta|desk|dino|"
    r"discourse|docs|drive|element|fax|files|folio|hub|hydrogen|jam|mail|matrix|meet|meeting|mumble|notes|open|outline|"
    r"phone|portal|projects|revolt|revolution|ring|riot|room|session|signal|spreed|stage|stoat|synapse|talk|tasks|teams|"
    r"telegram|threads|vector|vision|visio|wave|wiki|wire|workplace|zoom",
    re.IGNORECASE,
)
"""Names that mean something else too, in German or English."""
_SHORTEST_PLAIN = 4


@dataclass(frozen=True, slots=True)
class Watched:
    """One watched product, ready to be looked for."""

    name: str
    sure: re.Pattern[str] | None
    """Names that mean this product wherever they stand."""
    doubtful: re.Pattern[str] | None
    """Names that are common words or very short; they need a hint."""
    hints: tuple[str, ...] = ()
    """Words beside a doubtful name that settle it, folded: the vendor."""
    hosts: tuple[str, ...] = ()
    """Hosts whose address or name settles it."""


def watch(products: Iterable[WatchedProduct]) -> tuple[Watched, ...]:
    """The watch list, ready to be looked for."""
    return tuple(map(_watched, products))


def _watched(product: WatchedProduct) -> Watched:
    names = [plain(name).strip() for name in (product.name, *product.aliases) if plain(name).strip()]
    doubtful = [name for name in names if is_common(name)]
    vendor = plain(product.vendor or "").casefold().strip()
    host = host_of(product.homepage or "")
    return Watched(
        name=product.name,
        sure=_pattern([name for name in names if name not in doubtful], re.IGNORECASE),
        doubtful=_pattern(doubtful, 0),
        hints=(vendor,) if vendor and name_key(vendor) not in map(name_key, names) else (),
        hosts=(host,) if host and host not in ("github.com", "gitlab.com") else (),
    )


def is_common(name: str) -> bool:
    """True if the name alone proves nothing."""
    return _COMMON_WORDS.fullmatch(name) is not None or len(name) < _SHORTEST_PLAIN


def _pattern(names: Sequence[str], flags: int) -> re.Pattern[str] | None:
    """Any of the names as whole words; `Next` is not in `Nextcloud`, `C` not in `C++`."""
    if not names:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w+#])", flags)


def products_named(post: Post, watched: Iterable[Watched]) -> list[str]:
    """Names of the watched products a post speaks of, in the order of the watch list."""
    text = plain(f"{post.title or ''} {post.text}")
    folded = text.casefold()
    hosts = {host_of(link) for link in post.links}
    return [product.name for product in watched if _names(product, text, folded, hosts)]


def _names(product: Watched, text: str, folded: str, hosts: set[str]) -> bool:
    if product.sure is not None and product.sure.search(text):
        return True
    if product.doubtful is None or not product.doubtful.search(text):
        return False
    hinted = any(hint in folded for hint in product.hints)
    return hinted or any(host in hosts or host in folded for host in product.hosts)
