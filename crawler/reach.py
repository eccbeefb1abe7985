"""Makes the loop in which a crawl runs: a name that leads into an inner net is not connected to.

The hosts that may be asked are those of the source (crawler/middlewares.py). This is the second door behind it: whoever
answers for a public host's name, now or at the next look-up, cannot lead a crawl to loopback, a private or a link-local
address. Each connection goes to just the address that was looked at here.
"""

import asyncio
import ipaddress
import urllib.request
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit


class InnerAddressError(OSError):
    """A public name that leads to an address of an inner net."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv4 address wrapped into IPv6 counts as itself."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return parsed.is_global and not parsed.is_multicast and (mapped is None or mapped.is_global)


def is_loopback(host: str) -> bool:
    """Whether a host, without its port, is this machine by its very name or number."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_inner(host: str, found: Iterable[tuple[Any, ...]], inner: Collection[str]) -> None:
    """Raises InnerAddressError if one of the addresses `found` for `host` is not public and `host` not in `inner`."""
    if host in inner:
        return
    for _, _, _, _, where in found:
        if not is_public(str(where[0])):
            raise InnerAddressError(f"{host} leads to {where[0]}, an address of an inner net, which is not asked")


def proxies() -> frozenset[str]:
    """Hosts of the proxies that the environment names: they do the asking, and commonly lie in an inner net."""
    return frozenset(urlsplit(address).hostname or "" for address in urllib.request.getproxies().values())


def new_loop(inner: frozenset[str]) -> asyncio.AbstractEventLoop:
    """A loop that refuses inner addresses of all hosts but those in `inner`."""
    try:
        import uvloop
    except ImportError:
        return _guarded(asyncio.SelectorEventLoop, inner)
    return _guarded(uvloop.Loop, inner)


def _guarded(base: Any, inner: frozenset[str]) -> asyncio.AbstractEventLoop:
    allowed = set(inner)

    class Guarded(base):  # type: ignore[misc]  # whichever loop there is
        """Looks at what every name leads to; a connection is looked at again, by its address."""

        async def getaddrinfo(self, host: Any, *arguments: Any, **named: Any) -> Any:
            found = await super().getaddrinfo(host, *arguments, **named)
            name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
            if name in allowed:
                allowed.update(str(where[0]) for _, _, _, _, where in found)
            refuse_inner(name, found, allowed)
            return found

    loop: asyncio.AbstractEventLoop = Guarded()
    return loop
