"""Turns lines of a README into words: without pictures, addresses, code words and markup.

No pattern can be made to run away: each repetition is bounded or stays in one line.
"""

import html
import re
import unicodedata

_GONE = "\u00ad\u200b\u200c\u200d\ufeff\ufe0f"
_DASHES = "‐‑‒–—―−﹣－"
_LINE_ENDS = re.compile("\r\n?|\u2028")

_LINK = re.compile(r"\[([^\]\n]{0,300})\](?:\([^)\n]{0,1000}\)|\[[^\]\n]{0,100}\])")
_RST_LINK = re.compile(r"`([^`<\n]{1,200})<[^`>\n]{0,500}>`_{1,2}")
_ADDRESS = re.compile(r"<?(?:https?://|www\.|mailto:)[^\s<>\"')\]]{0,1000}>?")
_MAIL = re.compile(r"[\w.+-]{1,80}@[\w-]{1,80}\.[\w.-]{1,80}")
_CODE = re.compile(r"(`{1,3})([^`\n]{1,500})\1")
_CODE_LIKE = re.compile(r"[_/=$<>{}\\;*#]|--|::|\.\w|\w\(|^[-.]")
_STRUCK = re.compile(r"~~[^~\n]{1,500}~~")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")

_SENTENCE_END = re.compile(r"[.!?][)\"'”]?\s+(?=[A-ZÄÖÜ0-9\"'(\[„“])")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:\w|e\.g|i\.e|z\.b|d\.h|u\.a|bzw|ca|vs|inkl|incl|evtl|ggf|approx)\.$", re.I)
_NUMBER = re.compile(r"(?:^|[\s(])(?:nr|no)\.\s*$", re.I)
"""An abbreviation only before a number: `No. 5`, but `No. There is none.`"""


def plainly(text: str) -> str:
    """In NFKC, with one kind of dash, of blank and of line end, without what cannot be seen."""
    if not text.isascii():
        text = "\n".join(line if line.isascii() else _in_nfkc(line) for line in text.split("\n"))
    if "\r" in text or "\u2028" in text:
        text = _LINE_ENDS.sub("\n", text)
    return text.replace("\t", "    ")


def _in_nfkc(line: str) -> str:
    line = unicodedata.normalize("NFKC", line)
    for sign in _GONE:
        line = line.replace(sign, "")
    for sign in _DASHES:
        line = line.replace(sign, "-")
    return line


def keep_lines(match: re.Match[str]) -> str:
    """The line ends of what is dropped, so that all that follows keeps its line."""
    return "\n" * match.group().count("\n")


def inline(line: str) -> str:
    """A line without markup, addresses and code words."""
    if "](" in line or "][" in line:
        line = _LINK.sub(r"\1", line)
    if "`" in line:
        line = _RST_LINK.sub(r"\1", line)
        line = _CODE.sub(lambda match: " … " if _CODE_LIKE.search(match[2]) else match[2], line)
    if "://" in line or "www." in line or "mailto:" in line:
        line = _ADDRESS.sub(" ", line)
    if "@" in line:
        line = _MAIL.sub(" ", line)
    if "<" in line:
        line = _TAG.sub(" ", line)
    if "&" in line:
        line = html.unescape(line)
    if "~~" in line:
        line = _STRUCK.sub(" ", line)
    line = line.replace("*", "").replace("__", " ").replace("\\", "")
    if "  " not in line and line.isprintable():  # then its only white space are single blanks
        return line.strip(" ")
    return " ".join(line.split())


def sentences(text: str) -> list[tuple[str, int]]:
    """The sentences of a paragraph, each with its offset."""
    whole = text.strip()
    inner = whole[:-1]
    if "." not in inner and "!" not in inner and "?" not in inner:
        return [(whole, 0)] if whole else []
    found: list[tuple[str, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[max(start, match.start() - 8) : match.start() + 1]
        if _ABBREVIATION.search(before) or (text[match.end()].isdigit() and _NUMBER.search(before)):
            continue
        found.append((text[start : match.end()].strip(), start))
        start = match.end()
    if text[start:].strip():
        found.append((text[start:].strip(), start))
    return found
