"""Turns words that name a function only together into an answer to: do the others stand near this one?

Each word of a text is looked up once: it belongs to groups, or may begin a phrase of one. Only where such a beginning
stands, a pattern is searched for.
"""

import re
from functools import cached_property, reduce
from operator import or_

from catalog.capabilities.patterns import any_of, in_capitals
from oscan.settings.vocabulary import Together

WORD = re.compile(r"[^\W_]+")
_BLANKED = "".join(sign if sign.isalnum() else " " for sign in map(chr, range(128)))
"""For `str.translate`: of ASCII, letters and digits stay; so a text in ASCII is cut into words three times as fast."""
MOST_REMEMBERED = 100_000
NEAR = 60
"""Letters on each side of a word in which those must stand that give it its meaning."""
_BREAK = re.compile(r"[;|!?]|\.(?=\s|$)|\s-\s|\b(?:but|aber|while|whereas|während|jedoch)\b")
_BREAK_OR_COMMA = re.compile(_BREAK.pattern + "|[,()]")
_SINGLE = re.compile(r"[^\W_]+\*?")


class Group:
    """Texts of which one must stand somewhere. It has two bits: one of them is there, a phrase of them may begin."""

    def __init__(self, phrases: tuple[str, ...], place: int) -> None:
        self.is_there, self.may_begin = 1 << 2 * place, 2 << 2 * place
        self._phrases = phrases

    @cached_property
    def phrase(self) -> re.Pattern[str]:
        """Finds one of its texts that are no single word in any case."""
        return any_of(self._phrases)

    def stands(self, text: str, bits: int) -> bool:
        """Whether one of its texts stands in a text; `bits` are those of its words."""
        if bits & self.is_there:
            return True
        return bits & self.may_begin != 0 and self.phrase.search(text) is not None


class Near:
    """What must stand near a word, and what must not stand in its unit."""

    def __init__(self, groups: tuple[Group, ...], unless: Group | None, lists: bool) -> None:
        self.groups = groups
        self.unless = unless
        self.either = groups[0].is_there | groups[0].may_begin
        """Bits of which a unit must have one."""
        self.edge = _BREAK if lists else _BREAK_OR_COMMA

    def stands(self, text: str, bits: int) -> bool:
        """Whether a text holds one text of each group; `bits` are those of its words."""
        for group in self.groups:  # noqa: SIM110  # asked for most words: `all` would make a generator each time
            if not (bits & group.is_there or group.stands(text, bits)):
                return False
        return True

    def may_stand(self, text: str, bits: int) -> bool:
        """Whether a unit holds one text of each group, and none that gives them another meaning."""
        return self.stands(text, bits) and (self.unless is None or not self.unless.stands(text, bits))


class Groups(dict[str, int]):
    """Word as it stands in a text → its bits in all groups; remembers every word it was asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Group] = {}
        self._exact: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        """Beginnings of words that go on."""
        self._lengths: set[int] = set()

    def __missing__(self, word: str) -> int:
        low = word.lower()
        if len(self) > MOST_REMEMBERED:
            self.clear()
        found = self._exact.get(low, 0)
        for length in self._lengths:
            found |= self._stems.get(low[:length], 0)
        self[word] = found
        return found

    def near(self, together: Together) -> Near:
        """What the first group of some words needs; to be called for all before any text is read."""
        groups = tuple(map(self._group, together.words[1:]))
        return Near(groups, self._group(together.unless) if together.unless else None, together.lists)

    def _group(self, texts: tuple[str, ...]) -> Group:
        if texts not in self._known:
            single = [text for text in texts if _SINGLE.fullmatch(text) and not in_capitals(text)]
            phrases = tuple(text for text in texts if text not in single)
            self._known[texts] = group = Group(phrases, len(self._known))
            for text in single:
                self._add(text.lower(), group.is_there)
            for text in phrases:
                first = _SINGLE.search(text.lower())
                self._add(first[0] if first else "*", group.may_begin)
        return self._known[texts]

    def _add(self, text: str, bit: int) -> None:
        word = text.removesuffix("*")
        where = self._stems if text.endswith("*") else self._exact
        where[word] = where.get(word, 0) | bit
        self._lengths = set(map(len, self._stems))

    def of(self, words: list[str]) -> int:
        """The bits of all words of a text."""
        return reduce(or_, filter(None, map(self.__getitem__, words)), 0)

    def near_by(self, near: Near, text: str, begin: int, end: int) -> bool:
        """Whether one text of each group stands near a place, in the same clause."""
        before = near.edge.split(text[max(0, begin - NEAR) : begin])[-1]
        after = near.edge.split(text[end : end + NEAR], maxsplit=1)[0]
        around = f"{before} | {after}"
        return near.stands(around, self.of(words_of(around)))


def words_of(text: str) -> list[str]:
    """The words of a text, as printed."""
    return text.translate(_BLANKED).split() if text.isascii() else WORD.findall(text)


def starts_of(text: str) -> list[int]:
    """Where each word of a text begins."""
    if not text.isascii():
        return [match.start() for match in WORD.finditer(text)]
    starts, place = [], 0
    for piece in text.translate(_BLANKED).split(" "):
        if piece:
            starts.append(place)
            place += len(piece)
        place += 1
    return starts
