"""Turns a text into whether it is a BCP 47 language tag with registered parts; `en_GB` and `eng` are none."""

import re

from crawler.publiccode.vocabulary import languages, variants, words

MOST_CHARACTERS = 100
PRIVATE = re.compile(r"x-[a-z0-9]{1,8}")
TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<extended>(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
)
WITH_EXTENDED = frozenset({"ar", "lv", "ms", "sgn", "sw", "uz", "zh", "kok"})
"""Languages whose dialects may follow them as extended languages; each of these is a language of its own, too."""


def is_language(text: str) -> bool:
    """Whether `text` is a well-formed tag of registered parts."""
    if len(text) > MOST_CHARACTERS or not text.isascii():
        return False
    tag = text.lower()
    if tag in words("tags") or PRIVATE.fullmatch(tag):
        return True
    parts = TAG.fullmatch(tag)
    if parts is None or parts["language"] not in languages():
        return False
    return (
        _are_extended(parts["language"], parts["extended"])
        and (parts["script"] is None or parts["script"] in words("scripts"))
        and _is_region((parts["region"] or "").upper())
        and _are_variants(parts["language"], parts["variants"])
    )


def _are_extended(language: str, extended: str) -> bool:
    names = extended.split("-")[1:]
    return not names or (language in WITH_EXTENDED and all(name in languages() for name in names))


def _is_region(region: str) -> bool:
    return not region or region in words("regions") or region in words("countries")


def _are_variants(language: str, said: str) -> bool:
    known = variants()
    return all(known.get(name, frozenset()) & {language, "*"} for name in said.split("-")[1:])
