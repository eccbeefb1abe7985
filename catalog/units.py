"""Does one unit of a build wherever it is called: what it is given lies among the parts, and what it makes goes there.

A unit is a few steps of the build, run in a database of its own over a part of all subjects, or over some files of
observations. What it leaves are Parquet files, whole or not at all.
"""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from catalog.database import SQL, Connection, connect, quoted, run_file
from catalog.schema import empty_file, public_tables
from oscan.cluster.parts import Parts
from oscan.errors import CatalogueError

WORDS = "010_words.sql"


@dataclass(frozen=True, slots=True)
class Order:
    """Which unit is to be done: small, and fit to be sent."""

    parts: str
    """Address of the parts of the build."""
    unit: str


Make = Callable[[Order, Parts, dict[str, Any], Path], dict[str, Any]]
"""Does a unit, given what it is, its parts, what it is given and an empty folder."""


def do(order: Order) -> dict[str, Any]:
    """Do some steps of a build, unless that was done: which files they left, and how many rows. Called on a worker."""
    return whole(order, _done)


def whole(order: Order, make: Make) -> dict[str, Any]:
    """What comes of a unit, made now unless it lies there. Raises what stopped it: then nothing of it is there."""
    parts = Parts(order.parts)
    done: dict[str, Any] | None = parts.read(order.unit)
    if done is not None:
        return done
    given = parts.read(f"{order.unit}.given")
    if given is None:
        fact = f"nothing of it lies at {order.parts}"
        raise CatalogueError(f"unit {order.unit}", fact, "All machines must reach it.")
    with tempfile.TemporaryDirectory(prefix="oscan-") as folder:
        done = make(order, parts, given, Path(folder))
    parts.write(order.unit, done)
    return done


def other_version(order: Order) -> CatalogueError:
    """What is wrong where a worker would not do just what this machine does."""
    return CatalogueError(f"unit {order.unit}", "a worker has another version of oscan", "Install the same one there.")


@lru_cache(maxsize=1)
def code() -> str:
    """Changes with what a unit does: parts of another version do not fit."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for step in sorted((SQL / "build").glob("*.sql")):
        digest.update(step.read_bytes())
    return digest.hexdigest()[:16]


def _done(order: Order, parts: Parts, given: dict[str, Any], folder: Path) -> dict[str, Any]:
    if given["code"] != code():
        raise other_version(order)
    connection = connect()
    try:
        connection.execute("set temp_directory = $1", [str(folder / "spill")])
        connection.execute("set memory_limit = $1", [f"{given['memory']}MB"])
        connection.execute("set threads = 1")
        _lay_out(connection, parts, given, folder)
        for step in given["steps"]:
            run_file(connection, SQL / "build" / step)
        done: dict[str, Any] = {"files": {}, "rows": {}}
        attempt = f"{order.unit}.{os.getpid()}-{secrets.token_hex(4)}"
        for relation, query in given["leaves"].items():
            made = write_parts(connection, query, folder / "made" / relation)
            done["rows"][relation] = connection.execute(f"select count(*) from {relation}").fetchall()[0][0]  # noqa: S608  # our own names
            done["files"][relation] = put(parts, made, f"{attempt}.{relation}")
    finally:
        connection.close()
    return done


def _lay_out(connection: Connection, parts: Parts, given: Mapping[str, Any], folder: Path) -> None:
    """Make what the steps read, and empty public tables for what they fill."""
    for name, value in given["variables"].items():
        connection.execute(f"set variable {name} = $1", [value])
    files = [str(parts.fetch(name, folder)) for name in given["observations"]] or [str(folder / "empty.jsonl")]
    (folder / "empty.jsonl").touch()  # read_json wants at least one file
    connection.execute("set variable observation_files = $1", [files])
    run_file(connection, SQL / "build" / WORDS)
    for relation, names in given["files"].items():
        connection.execute(
            f"create temp view {relation} as {lying(relation, [parts.fetch(name, folder) for name in names])}"
        )
    filled = [table.name for table in public_tables() if table.name in given["leaves"]]
    with empty_file() as path:
        connection.execute(f"attach {quoted(str(path))} as empty_catalogue (read_only)")
        for name in filled:
            connection.execute(f"create table {name} as from empty_catalogue.{name}")
        connection.execute("detach empty_catalogue")


def lying(relation: str, paths: Sequence[Path]) -> str:
    """The query that reads a relation where it lies; lines get the number that they have among those of all files."""
    listed = ", ".join(quoted(str(path)) for path in paths)
    rows = f"from read_parquet([{listed}], hive_partitioning = false)"
    if relation != "observed_numbered":
        return rows
    return f"select * exclude (unit) replace (line + getvariable('lines_before')[unit + 1] as line) {rows}"  # our own


def write_parts(connection: Connection, query: str, folder: Path) -> dict[str, list[Path]]:
    """Write the answer of a query below a folder: part → files, by its column `part`; under `` those for all parts.

    One of them may hold no row, so that each part knows the columns.
    """
    folder.mkdir(parents=True)
    columns = [row[0] for row in connection.execute(f"describe {query}").fetchall()]
    if "part" not in columns:
        connection.execute(
            f"copy ({query}) to {quoted(str(folder / 'all.parquet'))} (format parquet, compression zstd)"
        )
        return {"": [folder / "all.parquet"]}
    connection.execute(
        f"copy ({query}) to {quoted(str(folder))} (format parquet, compression zstd, partition_by (part))"
    )
    files = {path.name.partition("=")[2]: sorted(path.glob("*.parquet")) for path in sorted(folder.glob("part=*"))}
    empty = folder / "empty.parquet"
    nothing = f"select * exclude (part) from ({query}) limit 0"  # noqa: S608  # our own
    connection.execute(f"copy ({nothing}) to {quoted(str(empty))} (format parquet)")
    return files | {"": [empty]}


def put(parts: Parts, made: Mapping[str, Sequence[Path]], name: str) -> dict[str, list[str]]:
    """Keep the files of `write_parts` under names that begin with `name`."""
    named: dict[str, list[str]] = {}
    for part, paths in made.items():
        for number, path in enumerate(paths):
            target = f"{name}.{part or 'all'}-{number}.parquet"
            parts.put(target, path)
            named.setdefault(part, []).append(target)
    return named
