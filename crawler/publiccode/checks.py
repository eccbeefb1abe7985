"""Turns one text of a publiccode.yml into a complaint about it, or None; the name of the key stands before it.

Where the reference parser's words are known and short they are used, so that people find what others wrote about them.
"""

import re
from collections.abc import Callable
from datetime import date

from crawler.publiccode.addresses import is_identifier, is_mailbox, is_organisation, is_relative, is_url, is_web
from crawler.publiccode.graphemes import graphemes
from crawler.publiccode.languages import is_language
from crawler.publiccode.licences import is_licence_expression
from crawler.publiccode.vocabulary import words

Check = Callable[[str], str | None]
"""A text → what is wrong with it."""

STANDARD = "https://github.com/publiccodeyml/publiccode.yml/blob/main/docs/standard"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MEDIA_TYPE = re.compile(r" *[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126} *")
ITALIAN_CODE = re.compile(r"[A-Za-z0-9_-]*")
PICTURES = (".jpg", ".png")
LOGOS = (".svg", ".svgz", ".png")
DEPRECATED = "This key is DEPRECATED and will be removed in the future."


def that(holds: Callable[[str], bool], complaint: str) -> Check:
    """A check that complains where `holds` does not."""
    return lambda text: None if holds(text) else complaint


def one_of(*values: str) -> Check:
    """A check for one of a few words."""
    quoted = [f'"{value}"' for value in values]
    known = frozenset(values)
    complaint = f"must be one of the following: {', '.join(quoted[:-1])} or {quoted[-1]}"
    return that(known.__contains__, complaint)


def length(most: int, least: int = 0) -> Check:
    """A check of the number of characters that a person sees."""

    def check(text: str) -> str | None:
        if least <= len(text) <= most and not least:
            return None
        count = graphemes(text)
        if count < least:
            return f"has {count} characters, fewer than the {least} it needs"
        return f"has {count} characters, more than the {most} it may have" if count > most else None

    return check


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar as YYYY-MM-DD."""
    try:
        return DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_country(text: str) -> bool:
    """Whether it is a country's code, in capitals or in small letters."""
    return text in (text.lower(), text.upper()) and text.upper() in words("countries")


def supported(text: str) -> str | None:
    """What is wrong with the id of something supported: an alias of the list, or a URI."""
    if text.startswith("alias:"):
        known = text.removeprefix("alias:") in words("aliases")
        return None if known else f"names an alias that the standard does not list (see {STANDARD}/aliases-list.rst)"
    return None if is_identifier(text) else "is neither an alias nor a URI or URN"


def file_in_repository(endings: tuple[str, ...] = ()) -> Check:
    """A check of a path: relative or on the web, and of a kind that is wanted."""

    def check(text: str) -> str | None:
        if text.startswith("/"):
            return "is an absolute path; a path from the root of the repository or an address of the web is wanted"
        if text.startswith("file:"):
            return "is an address of a file on one machine; a relative path or an address of the web is wanted"
        if endings and text and is_relative(text) and not text.lower().endswith(endings):
            return f"is not a file of the kinds {', '.join(endings)}"
        return None

    return check


def lower_case_country(text: str) -> str | None:
    """A warning about small letters in a code that is right otherwise."""
    if is_country(text) and text == text.lower():
        return f"Lowercase country codes are DEPRECATED. Use uppercase instead ('{text.upper()}')"
    return None


url = that(is_url, "is no absolute address: scheme and host are wanted")
web = that(is_web, "is no address of the web: http:// or https:// and a host are wanted")
mailbox = that(is_mailbox, "is no mail address")
day = that(is_day, "must be a date with format 'YYYY-MM-DD'")
language = that(is_language, "must be a valid BCP 47 language")
licence = that(is_licence_expression, "must be a valid license (see https://spdx.org/licenses)")
media_type = that(lambda text: MEDIA_TYPE.fullmatch(text) is not None, "is no media type such as text/plain")
country = that(is_country, "must be a valid ISO 3166-1 alpha-2 two-letter country code")
organisation = that(is_organisation, "is neither a URI with a host nor a URN")
italian_code = that(
    lambda text: ITALIAN_CODE.fullmatch(text) is not None, "cannot be a code of an Italian public administration"
)
category = that(
    lambda text: text in words("categories"), f"must be a valid category (see {STANDARD}/categories-list.rst)"
)
scope = that(
    lambda text: text in words("scopes"),
    f"is no field of application that the standard lists (see {STANDARD}/scope-list.rst)",
)
