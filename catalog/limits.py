"""Decides how much memory and how many threads a build takes, and opens the database it works in.

What one step needs at once cannot be known before: a build that has too little is made again with the most, and if that
is too little too, in parts (decision 0034).
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

from catalog.database import Connection, connect
from catalog.inputs import Inputs
from catalog.schema import copy_empty
from oscan.cluster.jobs import Here
from oscan.errors import CatalogueError

LEAST_MEMORY, MEMORY_FOR_EACH, MOST_MEMORY = 150, 40, 1000
"""Megabytes at least, for each one of compressed observations beyond `SMALL`, and at most; Python takes 130 more."""
SMALL = 16
"""Megabytes of compressed observations up to which a build has one thread and the least memory."""


def memory_for(inputs: Inputs) -> int:
    """Megabytes a build may take before it writes to disk: little for a city's market, more for a large one."""
    return min(LEAST_MEMORY + MEMORY_FOR_EACH * max(packed(inputs) - SMALL, 0), MOST_MEMORY)


def packed(inputs: Inputs) -> int:
    """Megabytes of compressed observations."""
    return sum(path.stat().st_size for path in inputs.observation_files) // 2**20


@contextmanager
def forgiving(memory: int, notes: list[str]) -> Iterator[None]:
    """Pass over the error of a build that may not take more memory than so many megabytes, but no other, and note it.

    With little memory DuckDB's internal errors are passed over too: some come only there.
    """
    least = memory < MOST_MEMORY
    passed = (duckdb.OutOfMemoryException, duckdb.InternalException) if least else (duckdb.OutOfMemoryException,)
    try:
        yield
    except (CatalogueError, duckdb.Error) as error:
        cause = error.__cause__ or error
        if not isinstance(cause, passed):
            raise
        told = "the build was made again with more memory" if least else "the build was made again in parts"
        notes.append(f"{told} ({str(cause).splitlines()[0]})")


@contextmanager
def in_parts(data: Path) -> Iterator[Here]:
    """This machine as one that does a build part by part, each within its own memory.

    Raises CatalogueError where what keeps the parts is not installed.
    """
    if find_spec("fsspec") is None:
        fact = f"needs more memory than a build takes in one piece ({MOST_MEMORY} MB)"
        raise CatalogueError("catalogue", fact, "Install `oscan[cluster]`: then it is made in parts.")
    with tempfile.TemporaryDirectory(prefix=f".scratch.{os.getpid()}.building-", dir=data) as folder:
        yield Here(folder)


@contextmanager
def opened(path: Path, scratch: str, inputs: Inputs, memory: int) -> Iterator[Connection]:
    """A connection to a new empty catalogue in `path` that takes so many megabytes, and spills into `scratch`."""
    copy_empty(path)
    connection = connect(path)
    try:
        connection.execute("set temp_directory = $1", [str(Path(scratch) / "spill")])
        connection.execute("set memory_limit = $1", [f"{memory}MB"])
        connection.execute("set threads = $1", [2 if packed(inputs) >= SMALL else 1])
        connection.execute("set checkpoint_threshold = '1KB'")  # the commit writes the file itself, not a log first
        yield connection
    finally:
        connection.close()
