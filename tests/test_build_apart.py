"""A build in parts: the same catalogue, each unit once, and only by machines that would do the same as this one."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.units import Order, do
from oscan.cluster.jobs import Here, Job
from oscan.cluster.parts import Parts
from oscan.errors import CatalogueError, ClusterLostError
from oscan.settings.market import Market
from tests.build_content import content
from tests.catalog_cases import lay_out, make_market, repository, run
from tests.test_capabilities_build import README, VOCABULARY, document, listing

DAY, LATER = "2026-10-01", "2026-10-02"


class Counted(Here):
    """This machine, which is lost after some units."""

    def __init__(self, parts: str, most: int = 1000) -> None:
        super().__init__(parts)
        self.done, self._most = list[str](), most

    def work(self, names: Sequence[str], job: Callable[[str], Job]) -> Iterator[tuple[str, Any]]:
        for name, done in super().work(names, job):
            if len(self.done) == self._most:
                raise ClusterLostError("units", "lost", "")
            self.done.append(name)
            yield name, done


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return make_market(tmp_path, vocabulary=VOCABULARY)


@pytest.fixture
def data(tmp_path: Path, market: Market, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two runs over three repositories, one of which changed its licence, with texts and entries; built whole."""
    monkeypatch.setattr("catalog.spread.MEGABYTES_OF_A_PART", 0.0005)
    monkeypatch.setattr("catalog.capabilities.apart.AT_ONCE", 1)
    said = [
        *(
            repository(DAY, n, f"a/{word}", summary=f"{word} has polls.", licence="MIT")
            for n, word in enumerate("xyz", 1)
        ),
        *(document(DAY, n, README.replace("# One", f"# {n}")) for n in (1, 2)),
        listing(DAY, 2, features=["Recording (beta)"]),
        repository(LATER, 1, "a/x", licence="AGPL-3.0"),
        repository(LATER, 3, "a/z", unchanged=True),
    ]
    lay_out(tmp_path / "d", said, [run(DAY), run(LATER)])
    build(tmp_path / "d", market, "1")
    return tmp_path / "d"


def test_a_build_in_parts_says_the_same_and_a_lost_one_is_taken_up(data: Path, market: Market) -> None:
    before = content(data)
    assert {len(before[name]) > 0 for name in ("claim", "fact", "listing", "licence_period")} == {True}
    shutil.rmtree(data / ".cache")
    lost = Counted(str(data / "units"), 4)
    with pytest.raises(ClusterLostError):
        build(data, market, "1", workers=lost)
    written = {path: path.stat().st_mtime_ns for path in (data / "units").rglob("read-*.parquet")}
    assert written
    assert content(data) == before, "what was published stays"

    kept: dict[Path, int] = {}

    class Looking(Counted):
        def work(self, names: Sequence[str], job: Callable[[str], Job]) -> Iterator[tuple[str, Any]]:
            kept.update({path: path.stat().st_mtime_ns for path in (data / "units").rglob("read-*.parquet")})
            yield from super().work(names, job)

    second = Looking(str(data / "units"))
    build(data, market, "1", workers=second)
    assert content(data) == before
    assert second.done[: len(lost.done)] == lost.done, "the units have the same names"
    assert kept.items() >= written.items(), "what lay there whole was not made again"
    assert len({name.rpartition("-")[0] for name in second.done if name.startswith("believe")}) > 1
    assert len([name for name in second.done if name.startswith("texts")]) > 1
    assert not (data / "units" / "build").exists()


def test_nothing_is_built_in_parts_too(tmp_path: Path, market: Market) -> None:
    build(tmp_path / "d", market, "1", workers=Here(f"memory://{tmp_path.name}"))
    assert content(tmp_path / "d")["repository"] == []


def test_a_worker_of_another_version_or_without_the_storage_does_nothing(tmp_path: Path) -> None:
    parts = Parts(str(tmp_path))
    parts.write("one.given", {"code": "another"})
    with pytest.raises(CatalogueError, match="another version"):
        do(Order(str(tmp_path), "one"))
    with pytest.raises(CatalogueError, match="nothing of it lies at"):
        do(Order(str(tmp_path), "two"))
