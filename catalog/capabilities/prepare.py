"""Turns a README (Markdown, reStructuredText, HTML or a mixture) into units: sentences, items, rows, headings.

Code, pictures, badges, addresses and markup are dropped. Every unit keeps its lines and the headings above it.
Nothing here raises.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.capabilities.markup import inline, keep_lines, plainly, sentences

MOST_CHARACTERS = 200_000
"""The rest of a longer text is not read."""
MOST_IN_LINE = 4_000
"""Longer lines are data, not sentences."""
MOST_IN_SENTENCE = 1_000
"""The same for sentences."""
MOST_IN_BLOCK = 60
"""Lines of a paragraph that are read together."""


@dataclass(slots=True, eq=False)
class Unit:
    """One sentence, list item, table row or heading."""

    text: str
    """Without markup."""
    line: int
    """First line in the source, from 1."""
    last_line: int
    headings: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    leads: tuple[str, ...] = ()
    """Of an item: the sentences with a colon at their end above its list."""
    titled: bool = False
    """True if the first of the headings is the title of the text."""
    head: bool = False
    """True of a heading."""
    item: bool = False
    """True of an item of a list."""
    checked: bool | None = None
    """Of an item with a box: whether it is ticked."""
    cells: tuple[str, ...] = ()
    """Of a table row."""
    columns: tuple[str, ...] = ()
    """Heads of the table's columns."""
    code: bool = False
    """True of a line of code that holds a command."""


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\](?:\([^)\n]{0,1000}\)|\[[^\]\n]{0,100}\])")
_INNER_LINK = re.compile(r"^\[[^\]\n]{0,300}\]\(#[^)\n]{0,300}\)\s*$")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>\n]{0,300}>", re.IGNORECASE)
_HTML_ITEM = re.compile(r"<li\b[^>\n]{0,300}>", re.IGNORECASE)
_HTML_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|li|h[1-6]|br|hr|table|thead|tbody|tr|td|th|dl|dt|dd|summary|details|blockquote|center)\b"
    r"[^>\n]{0,300}>",
    re.IGNORECASE,
)
_HTML_CODE = re.compile(r"<(pre|script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_SPLIT = "\x1e"

_FENCE = re.compile(r"^ {0,12}(```+|~~~+)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"^([=\-~^*#\"+'])\1{2,}\s*$")
UNDERLINES = "=-~^*#\"+'"
BULLETS = "-*+•·‣"
CODE = "`~."
"""Lines that are code begin with one of these, or are indented."""
_ITEM = re.compile(r"^(\s*)(?:[-*+•·‣]|\d{1,3}[.)])\s+(.*)$")
_BOX = re.compile(r"^\[([ xX~/.-])\]\s+")
_SIGNED = re.compile(r"^\s*[\u2190-\u2bff\U0001f300-\U0001faff]")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_GRID = re.compile(r"^\s*\+(?:[-=]+\+)+\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]{1,200}\]:\s")
_DIRECTIVE = re.compile(r"^(\s*)\.\. ")
_BOLD_LINE = re.compile(r"^\s*(?:\*\*|__)([^*_]{1,120})(?:\*\*|__)\s*:?\s*$")
_QUOTED = re.compile(r"^\s{0,3}(?:>\s?)+(?:\[![A-Z]+\])?")


def units(source: str, commands: tuple[str, ...] = ()) -> list[Unit]:
    """The units of a text, in order. Of code only the lines are kept that hold one of `commands`, in lower case."""
    return list(_Reader(source, commands).read())


def plain(text: str, line: int = 0) -> list[Unit]:
    """The units of a text that is no document, such as a description: its sentences."""
    cleaned = inline(plainly(text[:MOST_IN_LINE]).replace("\n", " "))
    return [Unit(sentence, line, line) for sentence, _ in sentences(cleaned)]


class _Reader:
    """Walks the lines once; what is open (paragraph, item, table, code) is its state."""

    def __init__(self, source: str, commands: tuple[str, ...]) -> None:
        self.commands = commands
        text = plainly(source[:MOST_CHARACTERS])
        text = _HTML_CODE.sub(keep_lines, _COMMENT.sub(keep_lines, text))
        self.text = _PICTURE.sub(" ", text)
        self.headings: list[tuple[int, str]] = []
        self.above: tuple[str, ...] | None = None
        """The words of the headings, once a unit needs them."""
        self.titled = False
        self.leads: list[tuple[int, str]] = []
        self.block: list[tuple[str, int]] = []
        self.item_indent: int | None = None
        self.columns: tuple[str, ...] = ()
        self.in_table = False
        self.fence = ""
        self.hidden_indent: int | None = None
        self.underlines: list[str] = []
        self.blank_before = True
        self.ready: list[Unit] = []

    def read(self) -> Iterator[Unit]:
        for number, raw in enumerate(self.text.split("\n"), 1):
            if len(raw) > MOST_IN_LINE or self._is_code(raw):
                self._close()
                if self.commands and len(raw) <= MOST_IN_LINE:
                    self._command(raw, number)
                self.blank_before = False
            elif "<" in raw or ">" in raw:
                for line in self._parts(raw):
                    self._line(line, number)
            else:
                self._line(raw, number)
            if self.ready:
                yield from self.ready
                self.ready = []
        self._close()
        yield from self.ready

    def _command(self, raw: str, number: int) -> None:
        line = raw.strip().lower()
        if any(command in line for command in self.commands):
            self._unit(line, number, number).code = True

    def _is_code(self, raw: str) -> bool:
        if raw and not self.fence and raw[0] not in CODE and not raw[0].isspace():
            self.hidden_indent = None
            return False
        if self._is_fenced(raw):
            return True
        if not raw.strip():
            return False
        indent = len(raw) - len(raw.lstrip())
        if self.hidden_indent is not None:
            if indent > self.hidden_indent:
                return True
            self.hidden_indent = None
        directive = _DIRECTIVE.match(raw) if ".. " in raw else None
        if directive:
            self.hidden_indent = len(directive[1])
        return directive is not None or (
            indent >= 4 and self.blank_before and self.item_indent is None and not _ITEM.match(raw)
        )

    def _is_fenced(self, raw: str) -> bool:
        fence = _FENCE.match(raw) if "```" in raw or "~~~" in raw else None
        if self.fence:
            if fence and fence[1].startswith(self.fence) and not raw.strip(" `~"):
                self.fence = ""
            return True
        if fence and "```" not in raw.strip()[3:]:
            self.fence = fence[1]
            return True
        return False

    def _parts(self, raw: str) -> list[str]:
        """A line, cut where tags of HTML begin something new."""
        line = _QUOTED.sub("", raw) if ">" in raw[:8] else raw
        if "<" not in line:
            return [line]
        line = _HTML_HEADING.sub(lambda match: f"{_SPLIT}{'#' * int(match[1])} ", line)
        line = _HTML_BLOCK.sub(_SPLIT, _HTML_ITEM.sub(f"{_SPLIT}- ", line))
        return [part for part in line.split(_SPLIT) if part.strip()] if _SPLIT in line else [line]

    def _line(self, line: str, number: int) -> None:
        stripped = line.lstrip()
        if not stripped or (stripped[0] == "[" and _DEFINITION.match(line)):
            self._close()
            self.in_table = False
            self.blank_before = True
            return
        blank_before, self.blank_before = self.blank_before, False
        heading = _HEADING.match(line) if stripped[0] == "#" else None
        if heading:
            self._close()
            self._heading(len(heading[1]), heading[2], number)
        elif not (stripped[0] in UNDERLINES and self._underline(line)) and not self._row(line, number):
            self._words(line, stripped, number, blank_before)

    def _heading(self, level: int, text: str, number: int) -> None:
        text = inline(text)
        first = level == 1 and not self.headings and not self.titled
        self.headings = [(depth, words) for depth, words in self.headings if depth < level]
        self.above = None
        self.leads = []
        if text:
            self._unit(text, number, number).head = True
            self.titled = self.titled or first
            self.headings.append((level, text))
            self.above = None

    def _underline(self, line: str) -> bool:
        match = _UNDERLINE.match(line) if line[1:2] in UNDERLINES else None
        if not match or self.item_indent is not None:
            return False
        if len(self.block) == 1 and "|" not in self.block[0][0]:
            (text, number), self.block = self.block[0], []
            sign = match[1]
            if sign not in self.underlines:
                if sign == "-" and not self.underlines:
                    self.underlines.append("=")
                self.underlines.append(sign)
            self._heading(self.underlines.index(sign) + 1, text, number)
        return not (len(self.block) and "|" in self.block[-1][0])

    def _row(self, line: str, number: int) -> bool:
        """Take a row of a table; False if the line is none."""
        if "|" not in line and "+" not in line:
            self.in_table = False
            return False
        if "+" in line and _GRID.match(line):
            self._grid(line)
            return True
        if "|" in line and _RULE.match(line) and self.block and "|" in self.block[-1][0]:
            head = self.block.pop()[0]
            self._close()
            self.columns, self.in_table = tuple(_cells(head)), True
            return True
        if self.in_table and "|" in line:
            cells = tuple(inline(cell) for cell in _cells(line))
            text = " ; ".join(cell for cell in cells if cell)
            if text:
                unit = self._unit(text, number, number)
                unit.cells, unit.columns = cells, self.columns
            return True
        self.in_table = False
        return False

    def _grid(self, line: str) -> None:
        """A line between the rows of a grid table; the row above one of `=` is its head."""
        self._close()
        if "=" in line and self.in_table and self.ready and self.ready[-1].cells:
            self.columns = self.ready.pop().cells
        elif not self.in_table:
            self.columns, self.in_table = (), True

    def _words(self, line: str, stripped: str, number: int, blank_before: bool) -> None:
        item = _ITEM.match(line) if stripped[0] in BULLETS or stripped[0].isdecimal() else None
        if item or (not line.isascii() and _SIGNED.match(line)):
            self._close()
            indent = len(item[1]) if item else len(line) - len(line.lstrip())
            text = item[2] if item else line
            self.leads = [(depth, words) for depth, words in self.leads if depth < indent]
            if not _INNER_LINK.match(text):
                self.item_indent = indent
                self.block = [(text, number)]
            return
        if blank_before and self.item_indent is None and not line.startswith(" "):
            self.leads = []
        if not self.block and stripped.startswith(("**", "__")) and (bold := _BOLD_LINE.match(line)):
            self._heading(7, bold[1], number)
            return
        self.block.append((line, number))
        if len(self.block) >= MOST_IN_BLOCK:
            self._close()

    def _close(self) -> None:
        """End the open paragraph or item."""
        indent, self.item_indent = self.item_indent, None
        if not self.block:
            return
        block, self.block = self.block, []
        checked = None
        if indent is not None and (box := _BOX.match(block[0][0])):
            checked = box[1] in "xX"
            block[0] = (block[0][0][box.end() :], block[0][1])
        text, places = "", []
        for words, _ in block:
            places.append(len(text))
            text += inline(words) + " "
        last = ""
        for sentence, offset in sentences(text):
            if len(sentence) > MOST_IN_SENTENCE:
                continue
            first = final = block[0][1]
            if len(block) > 1:
                first = block[bisect_right(places, offset) - 1][1]
                final = block[bisect_right(places, offset + len(sentence) - 1) - 1][1]
            unit = self._unit(sentence, first, final)
            unit.item, unit.checked = indent is not None, checked
            last = sentence
        if last.endswith(":"):
            self.leads.append((-1 if indent is None else indent, last))

    def _unit(self, text: str, line: int, last_line: int) -> Unit:
        """A new unit, the last of those that are ready."""
        if self.above is None:
            self.above = tuple(words for _, words in self.headings)
        leads = tuple(words for _, words in self.leads) if self.leads else ()
        unit = Unit(text, line, last_line, self.above, leads, self.titled)
        self.ready.append(unit)
        return unit


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
