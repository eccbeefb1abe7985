"""`oscan publiccode`: validates files, folders and standard input, and prints what is wrong like a compiler."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan import __version__
from oscan.errors import UsageError

if TYPE_CHECKING:
    from crawler.publiccode import Message, Report
    from crawler.publiccode.online import Reach

NAMES = frozenset({"publiccode.yml", "publiccode.yaml"})
ENDINGS = (".yml", ".yaml")
STDIN = "-"
NOT_SEARCHED = frozenset({".git"})
VERDICTS = {"valid": "valid", "warnings": "with warnings", "invalid": "invalid"}
"""Each verdict in the words of the last line."""


def run_publiccode(paths: Sequence[str], format: str, online: bool, notes: bool) -> int:  # noqa: A002  # the option's name
    """Validate; 0 if all files are valid, with or without warnings, else 1."""
    from oscan.show import harmless, json_text

    counts: Counter[str] = Counter()
    documents: list[dict[str, Any]] = []
    reach = _reach() if online else None
    for name in found(paths):
        report = checked(name, reach, notes)
        counts[report.verdict] += 1
        if format == "json":
            documents.append(document(name, report))
        else:
            sys.stdout.writelines(f"{harmless(line(name, message))}\n" for message in report.messages)
    if format == "json":
        sys.stdout.write(json_text(documents, indent=2) + "\n")
    said = ", ".join(f"{counts[verdict]:,} {words}" for verdict, words in VERDICTS.items() if counts[verdict])
    total = counts.total()
    sys.stderr.write(f"oscan: {total:,} {'file' if total == 1 else 'files'}: {said}\n")
    return 1 if counts["invalid"] else 0


def checked(name: str, reach: "Reach | None" = None, notes: bool = False) -> "Report":
    """What is to be said about one file; a file that cannot be opened is an invalid one."""
    from crawler.publiccode import Message, Report, read_document, validated
    from crawler.publiccode.notes import notes as notes_on

    try:
        content = _content(name)
    except OSError as error:
        return Report([Message("error", "", 0, 0, f"cannot be read: {error.strerror}")])
    document = read_document(content)
    report = validated(document)
    if reach:
        report.messages.extend(reach.messages(report))
    if notes:
        report.messages.extend(notes_on(document, datetime.now(UTC).date()))
    return report


def found(paths: Sequence[str]) -> Iterator[str]:
    """The files that paths name. Raises UsageError before the first for a path that is not there."""
    for path in paths:
        if path != STDIN and not Path(path).exists():
            raise UsageError(path, "there is no such file or folder", "Name files, folders or - for standard input.")
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            yield from _searched(path)
        else:
            yield path


def _searched(folder: str) -> Iterator[str]:
    """The publiccode files at any depth; where there is none, every YAML file."""
    files: list[str] = []
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if name not in NOT_SEARCHED)
        files.extend(str(Path(place, name)) for name in sorted(names) if name.lower().endswith(ENDINGS))
    named = [file for file in files if Path(file).name.lower() in NAMES]
    if not files:
        raise UsageError(folder, "holds no publiccode.yml", "Name the folder of a checkout, or files.")
    if not named:
        sys.stderr.write(f"oscan: {folder} holds no publiccode.yml; all its YAML files are taken for such\n")
    yield from named or files


def line(name: str, message: "Message") -> str:
    """A message as compilers print it."""
    key = f"{message.key}: " if message.key else ""
    return f"{name}:{message.line}:{message.column}: {message.severity}: {key}{message.text}"


def document(name: str, report: "Report") -> dict[str, Any]:
    """A file's part of the JSON document."""
    fields = ("severity", "key", "line", "column", "text")
    messages = [{field: getattr(message, field) for field in fields} for message in report.messages]
    return {"file": name, "verdict": report.verdict, "messages": messages}


def _content(name: str) -> bytes:
    """A file's bytes, no more than are needed to see that it is too large."""
    from oscan.settings.yamlfile import MOST_BYTES

    if name == STDIN:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(name).open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _reach() -> "Reach":
    from crawler.publiccode.online import Reach

    return Reach(f"oscan/{__version__}")
