"""Turns the folders of `tests/capabilities` into cases: a text, the product's name, and what a person reads in it."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalog.capabilities.detect import Detector
from catalog.capabilities.resolve import Statement, resolve
from oscan.settings.vocabulary import Vocabulary, load_vocabulary
from oscan.settings.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "capabilities"
UNSEEN = ROOT / "tests" / "capabilities_unseen"
"""Cases from which no word and no rule was taken: they tell what a new text must expect."""

Said = tuple[str, str, str]
"""Capability, value, edition (empty: not stated)."""


@dataclass(frozen=True)
class Case:
    """One folder."""

    name: str
    product: str
    text: str
    expected: dict[Said, str]
    """What is said → the condition, empty if there is none."""


@dataclass(frozen=True)
class Score:
    """How often a claim was right, wrong, or missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the claims that are right; 1 if there is no claim."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of what is said that was found; 1 if nothing is said."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the market that ships with oscan."""
    loaded = load_vocabulary(ROOT / "data" / "markets" / "ucc")
    assert loaded is not None
    return loaded


@lru_cache(maxsize=1)
def detector() -> Detector:
    """A detector with that vocabulary."""
    return Detector(vocabulary())


def cases(folder: Path = CASES) -> list[Case]:
    """All cases, by name."""
    return [_case(path) for path in sorted(folder.iterdir()) if path.is_dir()]


def _case(folder: Path) -> Case:
    meta = read_yaml((folder / "meta.yml").read_bytes()).value
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    expected = {(row["capability"], row["value"], row["edition"]): row["condition"] for row in rows}
    return Case(folder.name, meta["product"], (folder / "text.md").read_text(encoding="utf-8"), expected)


def statements(case: Case) -> dict[Said, Statement]:
    """What the detector makes of a case."""
    found = resolve(detector().read(case.text, [case.product]))
    return {(item.capability, item.value, item.edition or ""): item for item in found}


def score(all_cases: Iterable[Case], least_places: int = 1) -> tuple[Score, dict[str, Score], list[str]]:
    """Figures over all cases, figures by capability, and every difference in words.

    Claims that stand in fewer places of a text count as not made.
    """
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    differences: list[str] = []
    for case in all_cases:
        found = {said: item for said, item in statements(case).items() if item.places >= least_places}
        right.update(key for key, *_ in found.keys() & case.expected.keys())
        for said in sorted(found.keys() - case.expected.keys()):
            wrong[said[0]] += 1
            differences.append(f"{case.name}: wrong {said}: {found[said].finding.quote!r}")
        for said in sorted(case.expected.keys() - found.keys()):
            missed[said[0]] += 1
            differences.append(f"{case.name}: missed {said}")
    keys = sorted(right.keys() | wrong.keys() | missed.keys())
    by_key = {key: Score(right[key], wrong[key], missed[key]) for key in keys}
    return Score(right.total(), wrong.total(), missed.total()), by_key, differences
