"""Turns a text into the number of characters a person sees in it: grapheme clusters, after Unicode annex 29.

The properties come from `unicodedata`; ranges that it does not tell (pictures that a joiner combines, Hangul) are here.
"""

import unicodedata

FIRST_COMBINING = "\u0300"
"""Below this every code point but a carriage return before a line feed is a cluster of its own."""
JOINER = "\u200d"
PICTURES = ((0x2190, 0x21FF), (0x2300, 0x23FF), (0x2600, 0x27BF), (0x2900, 0x2BFF), (0x1F000, 0x1FAFF))
SKIN = ("\U0001f3fb", "\U0001f3ff")
FLAGS = ("\U0001f1e6", "\U0001f1ff")
TAGS = ("\U000e0020", "\U000e007f")
LEADING = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Marks that stand before the character they belong to."""


def graphemes(text: str) -> int:
    """Number of grapheme clusters."""
    if not text or max(text) < FIRST_COMBINING:
        return len(text) - text.count("\r\n")
    count = 0
    flags = 0
    picture = False
    before = ""
    for char in text:
        flags = flags + 1 if FLAGS[0] <= char <= FLAGS[1] else 0
        if not before or not _joins(before, char, picture, flags):
            count += 1
            picture = _is_picture(char)
        before = char
    return count


def _joins(before: str, char: str, picture: bool, flags: int) -> bool:
    """Whether there is no boundary between two characters; `picture`: the cluster so far begins with a picture."""
    if before == "\r" and char == "\n":
        return True
    if _is_control(before) or _is_control(char):
        return False
    if _extends(char) or before in LEADING:
        return True
    if before == JOINER and picture and _is_picture(char):
        return True
    return flags % 2 == 0 if flags else _is_hangul_pair(before, char)


def _is_control(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":
        return char not in (JOINER, "\u200c") and char not in LEADING and not TAGS[0] <= char <= TAGS[1]
    return category in ("Cc", "Zl", "Zp")


def _extends(char: str) -> bool:
    if char in (JOINER, "\u200c") or SKIN[0] <= char <= SKIN[1] or TAGS[0] <= char <= TAGS[1]:
        return True
    return unicodedata.category(char) in ("Mn", "Me", "Mc") or char in "\u0e33\u0eb3\uff9e\uff9f"


def _is_picture(char: str) -> bool:
    code = ord(char)
    if SKIN[0] <= char <= SKIN[1] or FLAGS[0] <= char <= FLAGS[1]:
        return False
    return any(first <= code <= last for first, last in PICTURES) or char in "©®‼⁉™ℹ〰〽㊗㊙"


def _is_hangul_pair(before: str, char: str) -> bool:
    first, second = _hangul(before), _hangul(char)
    return (first, second) in {("L", "L"), ("L", "V"), ("L", "LV"), ("L", "LVT"), ("V", "V"), ("V", "T")} or (
        first,
        second,
    ) in {("LV", "V"), ("LV", "T"), ("LVT", "T"), ("T", "T")}


def _hangul(char: str) -> str:
    code = ord(char)
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return ""
