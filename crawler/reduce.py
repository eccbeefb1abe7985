"""Turns responses that list people into responses that still give the same counts but hold no name, login or address.

Every identifier is replaced by a hash under a random key that lives for one run only; bots keep the suffix `[bot]`.
"""

import hashlib
import hmac
import re
import secrets
from contextlib import suppress
from functools import lru_cache
from typing import Any

from crawler.contacts import without_contacts
from crawler.people import is_bot
from crawler.values import read_json
from oscan.files import json_bytes

PEOPLE = frozenset(
    {"author", "committer", "user", "tagger", "assignee", "assignees", "contributors", "actor", "creator"}
    | {"publisher", "credits", "collaborating_users"}
)
"""Keys under which a person stands."""
IDENTIFIERS = frozenset({"name", "login", "email", "username", "databaseId", "id", "user_id"})
"""What is hashed of a person."""
BESIDE = frozenset({"author_name", "author_email", "committer_name", "committer_email", "email"})
"""What names a person in the record of something else, such as a commit."""
DROPPED = re.compile(r"(?:_url|^url|Url|^avatar.*|^gravatar_id|^node_id)$")
TEXTS = frozenset({"text", "description", "message", "title", "body", "summary"})
"""Texts that may hold mail addresses."""
SAID_BY_PEOPLE = frozenset({"message", "title", "trailers", "extended_trailers", "description", "description_html"})
"""Texts of commits, tags, releases and advisories: they are signed or name people, and nothing of them is used."""
MADE_BY_PEOPLE = frozenset({"commit", "tag_name", "tagger", "committer", "ghsa_id"})
"""Keys by which such a thing is known."""
TOUCHED = PEOPLE | BESIDE | TEXTS | SAID_BY_PEOPLE
HASHED = re.compile(r"h:[0-9a-f]{16}(?:\[bot\])?")
MAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
REMOVED = "address-removed"
PUBLICCODE = "publiccodeYmlVersion"


def reduce_text(text: str) -> str:
    """A text without mail addresses, and a publiccode.yml without its contacts."""
    if "@" not in text and PUBLICCODE not in text:
        return text
    if PUBLICCODE in text:
        text = without_contacts(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
    return MAIL.sub(REMOVED, text)


@lru_cache(maxsize=1000)
def _dropped(key: str) -> bool:
    return DROPPED.search(key) is not None


class Reducer:
    """Replaces what names people, under a key that is thrown away when the run ends."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)
        self._known: dict[str, str] = {}

    def reduce(self, body: bytes) -> tuple[bytes, Any]:
        """A body without names, logins and addresses: JSON object by object, anything else as text.

        The second is what the reduced body says as JSON, so that nobody reads it again; None: it must be read.
        """
        value = read_json(body, self._object)
        if isinstance(value, (dict, list)):
            with suppress(ValueError, RecursionError):  # too deep, or a number too long, to be written again
                reduced, exact = json_bytes(value)
                return reduced, value if exact else None
        return reduce_text(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"), None

    def _object(self, item: dict[str, Any]) -> dict[str, Any]:
        """One JSON object, called from the innermost outwards; most hold nothing to hide."""
        if TOUCHED.isdisjoint(item):
            return item
        beside = words = False
        touched = [key for key in item if key in TOUCHED]
        for key in touched:
            if key in PEOPLE:
                item[key] = self._person(item[key])
            elif key in BESIDE:
                item[key] = self._hidden(item[key])
                beside = True
            else:
                words = True
        if words:
            self._words(item, touched, beside or not MADE_BY_PEOPLE.isdisjoint(item))
        return item

    def _words(self, item: dict[str, Any], touched: list[str], said_by_people: bool) -> None:
        for key in touched:
            if said_by_people and key in SAID_BY_PEOPLE:
                item[key] = None
            elif key in TEXTS and isinstance(item[key], str):
                item[key] = reduce_text(item[key])

    def _person(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._person(one) for one in value]
        if not isinstance(value, dict):
            return self._hidden(value) if isinstance(value, str) else value
        return {
            key: self._hidden(one)
            if key in IDENTIFIERS
            else None
            if _dropped(key)
            else self._person(one)
            if isinstance(one, (dict, list))
            else one
            for key, one in value.items()
        }

    def _hidden(self, value: Any) -> Any:
        """The hash of an identifier; what is hashed already, or is none, stays."""
        if isinstance(value, str):
            return self._known.get(value) or self.hashed(value)
        if isinstance(value, (dict, list)):
            return self._person(value)
        if value is None or isinstance(value, bool):
            return value
        return self.hashed(str(value))

    def hashed(self, text: str) -> str:
        """The identifier's hash under the run's key, a hash itself unchanged; bots stay recognisable."""
        known = self._known.get(text)
        if known is not None:
            return known
        if HASHED.fullmatch(text):
            return text
        digest = hmac.new(self._key, text.casefold().encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]
        hidden = f"h:{digest}[bot]" if is_bot(text) else f"h:{digest}"
        self._known[text] = self._known[hidden] = hidden
        return hidden
