"""Turns a line of code in a text into the capability that it shows: `docker pull example/server`."""

import re

from oscan.settings.vocabulary import Vocabulary


class Commands:
    """The commands of a vocabulary, and what they show."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.known = vocabulary.commands
        self.all = tuple(text for commands in self.known.values() for text in (*commands.any, *commands.named))

    def shows(self, line: str, own: frozenset[str]) -> str | None:
        """The capability that a line of code in lower case shows; None if there is none."""
        words = {word for name in own for word in re.findall(r"[^\W_]{4,}", name)}
        for key, commands in self.known.items():
            named = any(text in line for text in commands.named) and any(word in line for word in words)
            if named or any(text in line for text in commands.any):
                return key
        return None
