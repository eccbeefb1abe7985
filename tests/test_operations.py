"""docs/operations.md says what to do for each message, and each error brings its next step along."""

import ast
from pathlib import Path

from tests.fault_table import ROOT, groups

ERRORS = {"OscanError", "UsageError", "DefinitionError", "SourceError", "EvidenceError", "CatalogueError", "BusyError"}
PASSED_ON = {
    "crawler/single.py": "who asked knows what to do, and says it",
    "oscan/commands/channels.py": "the notice that could not be given waits for the next run, which is said",
    "catalog/retention.py": "the sentence it passes on brings its own",
}
"""Where an error is made without a next step, and why."""


def _without_a_step(path: Path) -> list[int]:
    """Lines in which an error is made whose next step is not there or empty."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
            step = node.args[2] if len(node.args) > 2 else None
            whole = any(isinstance(word, ast.Starred) for word in node.args)
            if not whole and (step is None or (isinstance(step, ast.Constant) and not step.value)):
                found.append(node.lineno)
    return found


def test_every_error_brings_its_next_step() -> None:
    paths = [
        path for room in ("oscan", "crawler", "catalog", "queries", "review") for path in (ROOT / room).rglob("*.py")
    ]
    lacking = {path.relative_to(ROOT).as_posix() for path in paths if _without_a_step(path)}
    assert lacking == PASSED_ON.keys()


def test_every_text_of_the_table_of_faults_is_answered() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition("## Messages")[2]
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
    assert all(len(row) == 2 and len(row[1]) > 10 for row in rows), [row for row in rows if len(row) != 2]
    messages = "\n".join(row[0] for row in rows)
    said = {text.strip() for group in groups() for fault in group["faults"] for text in fault["says"]}
    assert {text for text in said if text not in messages} == set()
