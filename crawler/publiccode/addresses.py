"""Turns texts into whether they are addresses: of the web, of anything, of a mailbox, of an organisation.

The rules are those of the libraries behind the reference parser (Go's `net/url`, go-playground/validator).
"""

import re
from dataclasses import dataclass

MOST_CHARACTERS = 4_096
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
FORBIDDEN = re.compile("[\x00-\x1f\x7f]")
BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]+\]|[^\s\[\]<>\"\\^`{}|:%]|%[0-9A-Fa-f]{2})*(?::[0-9]*)?")
USER = re.compile(r"[A-Za-z0-9._:~!$&'()*+,;=%@-]*")
URN = re.compile(r"urn:(?!urn:)[a-z0-9][a-z0-9-]{1,31}:(?:[a-z0-9()+,\-.:=@;$_!*']|%[0-9a-f]{2})+", re.IGNORECASE)
ITALIAN = re.compile(r"urn:x-italian-pa:(.*)", re.IGNORECASE | re.DOTALL)
ITALIAN_CODE = re.compile(r"[A-Za-z0-9_-]+")
_LETTERS = "A-Za-z\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
_ATOM = rf"[{_LETTERS}0-9!#$%&'*+/=?^_`{{|}}~-]+"
_LABEL = rf"[{_LETTERS}0-9](?:[{_LETTERS}0-9_~-]*[{_LETTERS}0-9])?"
MAILBOX = re.compile(
    rf"(?:{_ATOM}(?:\.{_ATOM})*|\"[^\"\\\r\n]+\")@(?:{_LABEL}\.)+[{_LETTERS}](?:[{_LETTERS}0-9_~-]*[{_LETTERS}])?\.?"
)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address that the rules ask for."""

    scheme: str
    host: str
    opaque: str
    """What follows the scheme where it is not a path, as in `mailto:` and `urn:`."""
    fragment: str


def parsed(text: str) -> Address | None:
    """The parts of an address or of a relative path; None if it cannot be taken apart."""
    if FORBIDDEN.search(text) or len(text) > MOST_CHARACTERS or text.startswith(":"):
        return None
    rest, _, fragment = text.partition("#")
    found = SCHEME.match(rest)
    scheme = found[1].lower() if found else ""
    rest = (rest[found.end() :] if found else rest).partition("?")[0]
    if not rest.startswith("/"):
        if scheme:
            return Address(scheme, "", rest, fragment)
        return None if ":" in rest.partition("/")[0] or BAD_ESCAPE.search(rest) else Address("", "", "", fragment)
    host = ""
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        host, _, rest = rest[2:].partition("/")
        user, at, host = host.rpartition("@")
        if not HOST.fullmatch(host) or (at and not USER.fullmatch(user)):
            return None
    return None if BAD_ESCAPE.search(rest) or BAD_ESCAPE.search(fragment) else Address(scheme, host, "", fragment)


def is_url(text: str) -> bool:
    """Whether it is an absolute address of any scheme."""
    address = parsed(text)
    if address is None or not address.scheme:
        return False
    return text.lower().startswith("file:/") or bool(address.host or address.opaque or address.fragment)


def is_web(text: str) -> bool:
    """Whether it is an address of a web page or file: http or https, with a host."""
    address = parsed(text)
    return address is not None and address.scheme in ("http", "https") and bool(address.host)


def is_mailbox(text: str) -> bool:
    """Whether it is a mail address with a whole domain."""
    return len(text) <= 320 and MAILBOX.fullmatch(text) is not None


def is_organisation(text: str) -> bool:
    """Whether it is a URI that can name an organisation: a URN, or an address with a host.

    Codes of Italian public bodies are checked for their form only; their register does not ship with oscan.
    """
    italian = ITALIAN.fullmatch(text)
    if italian:
        return ITALIAN_CODE.fullmatch(italian[1]) is not None
    address = parsed(text)
    if address is None or not address.scheme:
        return False
    return URN.fullmatch(text) is not None if address.scheme == "urn" else bool(address.host)


def is_identifier(text: str) -> bool:
    """Whether it is a URI or URN that can name a rule or a standard."""
    address = parsed(text)
    if address is None or not address.scheme:
        return False
    if address.scheme == "urn":
        return URN.fullmatch(text) is not None
    return bool(address.host) if address.scheme in ("http", "https") else bool(address.host or address.opaque)


def is_relative(text: str) -> bool:
    """Whether it is a path and no address."""
    return SCHEME.match(text) is None
