"""Turns the validator of a response (`ETag`) into what is sent back, and compares two as servers mean them."""

import re
from collections.abc import Mapping

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,200}"')


def validator(headers: Mapping[str, str]) -> str | None:
    """The validator of a response if it is well-formed; it is sent back as it stands."""
    etag = headers.get("etag", "")
    return etag if _ETAG.fullmatch(etag) else None


def same_validator(one: str, other: str) -> bool:
    """True if two validators mean the same: servers that compress add a mark of weakness or an ending of their own."""
    return _opaque(one) == _opaque(other)


def _opaque(etag: str) -> str:
    return etag.strip().removeprefix("W/").strip('"').removesuffix("-gzip")
