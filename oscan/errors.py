"""Turns what went wrong into three things a person needs: the subject, the fact and the next step.

OscanError
├── UsageError           wrong words on the command line (exit code 2)
├── DefinitionError      a market, profile or settings file that cannot be used; names file and line
├── SourceError          a source that cannot be asked at all
├── EvidenceError        stored evidence that is missing or damaged
├── CatalogueError       a catalogue or snapshot that is missing or cannot be built
├── BusyError            another run holds the lock
└── ClusterLostError     the machines that worked for this one are gone
"""


class OscanError(Exception):
    """Anything oscan can explain. Only the command turns it into an exit code.

    `subject` is what it is about, `fact` what is the case, `next_step` what the reader can do.
    """

    exit_code = 1

    def __init__(self, subject: str, fact: str, next_step: str = "") -> None:
        super().__init__(subject, fact, next_step)
        self.subject = subject
        self.fact = fact
        self.next_step = next_step

    def __str__(self) -> str:
        sentence = f"{self.subject}: {self.fact}"
        if not sentence.endswith((".", "!", "?")):
            sentence += "."
        return f"{sentence} {self.next_step}".strip()


class UsageError(OscanError):
    """The command was called with words it cannot use."""

    exit_code = 2


class DefinitionError(OscanError):
    """A hand-written file (market, profile, settings) that cannot be used; the subject is FILE:LINE."""


class SourceError(OscanError):
    """A source that cannot be asked at all."""


class EvidenceError(OscanError):
    """Stored evidence that is missing or damaged."""


class CatalogueError(OscanError):
    """A catalogue or snapshot that is missing, damaged or could not be built."""


class BusyError(OscanError):
    """Another run holds the lock on the data folder."""


class ClusterLostError(OscanError):
    """The machines of a cluster cannot go on; what they did is kept, and the next call takes it up."""
