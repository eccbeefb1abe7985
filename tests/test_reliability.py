"""The table of faults tells the truth: each test it names exists, each text it quotes stands in the code."""

import ast
import re

import pytest

from tests.fault_table import PAGE, ROOT, groups, page

FAULTS = [fault for group in groups() for fault in group["faults"]]
ROOMS = ("oscan", "crawler", "catalog")


def named_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.fixture(scope="module")
def code() -> str:
    """All texts of the rooms, with what Python joins joined."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return re.sub(r"\"\s*\n\s*f?\"", "", text)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"][:40])
def test_a_fault_names_tests_that_exist_and_texts_that_are_printed(fault: dict[str, list[str]], code: str) -> None:
    assert fault["tests"]
    for test in fault["tests"]:
        file, _, name = test.partition("::")
        assert name in named_in(file), test
    for text in fault["says"]:
        assert text in code, text


def test_every_failure_mode_of_github_is_there() -> None:
    told = {fault["fault"].split()[0] for fault in FAULTS}
    assert {f"F{number}" for number in range(1, 30)} <= told


def test_the_page_is_in_step() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.fault_table"


def test_every_threat_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and " | " in line][1:]
    assert len(rows) >= 15
    for row in rows:
        tests = re.findall(r"`(test_\w+\.py)::(\w+)`", row)
        assert tests or row.startswith("| ---"), row
        for file, name in tests:
            assert name in named_in(file), row
