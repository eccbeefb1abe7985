"""Turns tests/faults.yml and tests/fuzzed.csv into docs/reliability.md: `python -m tests.fault_table`."""

import sys
from pathlib import Path
from typing import Any

import yaml

from tests.fuzzing import TARGETS, record

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"
HEAD = """# Faults that are tried

Written from `tests/faults.yml` and `tests/fuzzed.csv` by `python -m tests.fault_table`; do not edit. {count} faults,
each with the tests that try it. A text in quotation marks is what oscan prints; where none stands there is nothing to
be told. Exit codes: 0 done, 1 stopped by an error, 3 done in part.

`make faults` tries many more kills and full disks than the tests do. {measured}
{by_cron}"""
BY_CRON = """
`sudo make cron` installs the wheel for an account without rights, has cron call it every minute over stand-ins of the
three sources, kills it, and goes on from a copy. Last time:

{lines}
"""
BYTES = """
## Damaged bytes

`make fuzz` throws damaged bytes at each reader of foreign bytes; its longest time without a finding is noted. {whole}
of {count} had ten minutes of a processor. What was found before is mended, and its bytes lie in `tests/fuzz/kept/`.
"""
ENOUGH = 600
"""CPU seconds a reader is to stand without a finding."""
MEASURED = ROOT / "tests" / "faults_measured.txt"
"""What the last `make faults` printed."""
TRIED_BY_CRON = ROOT / "tests" / "by_cron_measured.txt"
"""What the last `make cron` printed."""


def groups() -> list[dict[str, Any]]:
    """The groups of faults."""
    return list(yaml.safe_load((ROOT / "tests" / "faults.yml").read_text(encoding="utf-8")))


def page() -> str:
    """The whole page."""
    found = groups()
    measured = _indented(MEASURED)
    told = f"Last time:\n\n{measured}\n" if measured else ""
    by_cron = BY_CRON.format(lines=_indented(TRIED_BY_CRON))
    parts = [HEAD.format(count=sum(len(group["faults"]) for group in found), measured=told, by_cron=by_cron)]
    for group in found:
        parts.append(f"\n## {group['group']}\n\n| fault | what one sees | what stays | how it mends | tests |")
        parts.append("| --- | --- | --- | --- | --- |")
        parts += [_row(fault) for fault in group["faults"]]
    return "\n".join([*parts, *_bytes()]) + "\n"


def _bytes() -> list[str]:
    """How long each reader of foreign bytes was fuzzed."""
    told = record()
    rows = [told.get(name, {"target": name, "inputs": "", "seconds": "", "day": ""}) for name in TARGETS]
    whole = sum(float(row["seconds"] or 0) >= ENOUGH for row in rows)
    return [
        BYTES.format(count=len(rows), whole=whole),
        "| reader | inputs | CPU minutes | on |",
        "| --- | ---: | ---: | --- |",
        *(f"| {row['target']} | {_tried(row)} |" for row in rows),
    ]


def _tried(row: dict[str, str]) -> str:
    if not row["seconds"]:
        return "not yet | |"
    return f"{int(row['inputs']):,} | {float(row['seconds']) / 60:.1f} | {row['day']}"


def _indented(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").strip().splitlines() if path.is_file() else []
    return "\n".join(f"    {line}" for line in lines)


def _row(fault: dict[str, Any]) -> str:
    says = "; ".join(f"“{text}”" for text in fault["says"]) or "–"
    tests = "<br>".join(f"`{test.removeprefix('test_').replace('.py::test_', ': ')}`" for test in fault["tests"])
    return f"| {fault['fault']} | {says} | {fault['keeps']} | {fault['mends']} | {tests} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
