"""Measures the detection of capabilities: precision and recall over the cases, speed, agreement with collected facts.

`python -m benchmarks.capabilities` prints figures of the cases and the speed. With `--facts FILE --mapping FILE --data
FOLDER` it also compares the derived claims of a built catalogue with a table of facts (`product,capability,value`),
whose names of capabilities `--mapping` translates into keys of the vocabulary.
"""

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from itertools import cycle
from pathlib import Path

import duckdb

from catalog.capabilities.detect import Detector
from catalog.capabilities.resolve import resolve
from tests.capability_cases import UNSEEN, Case, cases, score, vocabulary

SIZE = 10_000
NUMBER = 400
MOST_PLACES = 4
PROSE = (
    "This part tells how the program is installed, started, stopped and looked after. It names files and settings that"
    " an administrator may want to change, one after the other, and why the defaults are what they are.\n\n"
)

FITS = {
    "yes": lambda value, edition: edition is None and value in ("yes", "partial"),
    "plugin": lambda value, edition: value in ("addon", "partial") or edition is not None,
    "no": lambda value, edition: value == "no",
}
"""Word of the facts → whether a claim says the same."""


def readmes(all_cases: list[Case], prose: int) -> list[str]:
    """Texts of 10 kB: cases one after the other, each with so many times its length of prose."""
    made: list[str] = []
    text = ""
    for case in cycle(all_cases):
        text += case.text + "\n\n" + PROSE * max(1, prose * len(case.text) // len(PROSE))
        if len(text) >= SIZE:
            made.append(text[:SIZE])
            text = ""
        if len(made) == NUMBER:
            return made
    return made


def speed(all_cases: list[Case], prose: int) -> float:
    """READMEs of 10 kB that one core reads in a second, patterns compiled before."""
    detector = Detector(vocabulary())
    texts = readmes(all_cases, prose)
    for text in texts[:50]:
        detector.read(text, ["Example"])
    begun = time.process_time()
    for text in texts:
        resolve(detector.read(text, ["Example"]))
    return len(texts) / (time.process_time() - begun)


def by_places(all_cases: list[Case]) -> list[str]:
    """The same figures if only claims count that stand in so many places of a text."""
    lines = []
    for least in range(2, MOST_PLACES + 1):
        total, _, _ = score(all_cases, least)
        made = total.right + total.wrong
        lines.append(f"from {least} places: {made} claims, precision {total.precision:.3f}, recall {total.recall:.3f}")
    return lines


def compare(facts: Path, mapping: Path, data: Path) -> list[str]:
    """Agreement of derived claims with facts, by word of the facts, and every difference."""
    keys = _keys(mapping)
    claims = _claims(data / "catalog.duckdb")
    right, wrong, missing = Counter[str](), Counter[str](), Counter[str]()
    differences = []
    with facts.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said = claims.get(row["product"].casefold())
            if said is None or row["value"] not in FITS:
                continue
            for key in keys[row["capability"]]:
                if key not in said:
                    missing[row["value"]] += 1
                elif any(FITS[row["value"]](*pair) for pair in said[key]):
                    right[row["value"]] += 1
                else:
                    wrong[row["value"]] += 1
                    words = ", ".join(f"{value} {edition or ''}".strip() for value, edition in said[key])
                    differences.append(f"  {row['product']} {key}: fact {row['value']}, claim {words}; {row['note']}")
    lines = [f"{word}: {right[word]} agree, {wrong[word]} differ, {missing[word]} without claim" for word in FITS]
    return [*lines, *differences]


def _keys(mapping: Path) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = defaultdict(list)
    with mapping.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["relation"] == "exact" or row["new_key"] == "crypto.e2ee_chat":
                keys[row["old_name"]].append(row["new_key"])
    return keys


def _claims(catalogue: Path) -> dict[str, dict[str, list[tuple[str, str | None]]]]:
    """Name of a product that has a README → capability → values with editions."""
    connection = duckdb.connect(str(catalogue), read_only=True)
    found: dict[str, dict[str, list[tuple[str, str | None]]]] = {}
    for (name,) in connection.execute(
        "select distinct product.name from product join document using (product_id)"
    ).fetchall():
        found[name.casefold()] = defaultdict(list)
    for name, key, value, edition in connection.execute(
        "select product.name, capability, value, edition from claim join product using (product_id)"
        " where kind = 'derived'"
    ).fetchall():
        if name.casefold() in found:
            found[name.casefold()][key].append((value, edition))
    return {name: dict(claims) for name, claims in found.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    for name in ("facts", "mapping", "data"):
        parser.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    all_cases = cases()
    total, _, _ = score(all_cases)
    print(f"{len(all_cases)} cases: precision {total.precision:.3f}, recall {total.recall:.3f}")
    print("\n".join(by_places(all_cases)))
    unseen = cases(UNSEEN)
    apart, _, _ = score(unseen)
    print(f"{len(unseen)} unseen cases: precision {apart.precision:.3f}, recall {apart.recall:.3f}")
    print("\n".join(by_places(unseen)))
    for prose, kind in ((4, "a fifth of them lists of features"), (1, "half of them lists of features")):
        print(f"{speed(all_cases, prose):.0f} READMEs of 10 kB a second and core, {kind}")
    if given.facts and given.mapping and given.data:
        print("\n".join(compare(given.facts, given.mapping, given.data)))


if __name__ == "__main__":
    main()
