"""Turns texts in the syntax of the vocabulary into patterns; the syntax is told in docs/capabilities.md."""

import re
from functools import lru_cache

_PIECE = re.compile(r"[^\W_]+\*?|[ -]|[^\s]")
_GAP = r"[\s\-/,&]{1,3}"
_REST = r"[^\W_]{0,60}"


def pattern_of(text: str, any_case: bool, endings: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The pattern of one text in the syntax of the vocabulary; it is tried at the beginning of a word."""
    more = f"(?:{'|'.join(endings)})?" if endings else ""
    return re.compile(_expression(text, any_case) + more + r"(?![^\W_])")


@lru_cache(maxsize=1024)
def any_of(texts: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that is searched for: one of several texts in the syntax of the vocabulary."""
    return re.compile(r"(?<![^\W_])(?:" + "|".join(_expression(text, False) for text in texts) + r")(?![^\W_])")


def in_capitals(word: str) -> bool:
    """Whether a word is compared as it is written: `SIP`."""
    return len(word) > 1 and word.isalpha() and word.isupper()


def _expression(text: str, any_case: bool) -> str:
    parts: list[str] = []
    for piece in _PIECE.findall(text):
        word = piece.removesuffix("*")
        if piece in (" ", "-"):
            parts.append(_GAP)
        elif not word[0].isalnum():
            parts.append(re.escape(piece))
        else:
            parts.append(re.escape(word) if in_capitals(word) and not any_case else f"(?i:{re.escape(word)})")
            parts.append(_REST if piece.endswith("*") else "")
    return "".join(parts)
