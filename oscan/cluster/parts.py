"""Keeps the parts of one run or build where all machines of a cluster reach them: a folder, or what else fsspec knows.

    run.json             what every unit of a run is given
    UNIT.given.json      what one unit is given beside it
    UNIT.json            its result and figures, and which files hold what it made

A unit is there whole as soon as its `UNIT.json` is, which is written last. Its files have names of their own for each
attempt, so that two machines that work on the same unit do not get into each other's way: the last word counts.
"""

import json
import shutil
from pathlib import Path
from typing import IO, Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from oscan.errors import OscanError
from oscan.files import json_bytes, whole_file


class Parts:
    """The folder of these parts: a path, `memory://parts/RUN`, `s3://bucket/parts/RUN` or the like."""

    def __init__(self, address: str) -> None:
        """Raises OscanError for an address whose kind is unknown, or needs a package that is not installed."""
        try:
            self._files, self._folder = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise OscanError(
                f"cluster_storage {address}", f"cannot be used ({error})", "Correct it, or install what it needs."
            ) from None

    def read(self, name: str) -> Any:
        """The JSON value under a name; None if there is none."""
        try:
            return json.loads(self._files.cat_file(f"{self._folder}/{name}.json"))
        except FileNotFoundError:
            return None

    def write(self, name: str, value: Any) -> None:
        """Keep a JSON value under a name, whole or not at all."""
        content, _ = json_bytes(value, in_order=True)
        target = f"{self._folder}/{name}.json"
        if isinstance(self._files, LocalFileSystem):
            with whole_file(Path(target)) as stream:
                stream.write(content)
        else:
            self._files.pipe_file(target, content)

    def put(self, name: str, path: Path) -> None:
        """Keep a copy of a file under a name, durable before this returns."""
        target = f"{self._folder}/{name}"
        if isinstance(self._files, LocalFileSystem):
            with path.open("rb") as given, whole_file(Path(target)) as stream:
                shutil.copyfileobj(given, stream)
        else:
            self._files.put_file(str(path), target)

    def open(self, name: str) -> IO[bytes]:
        """A file that was `put`, to be read."""
        opened: IO[bytes] = self._files.open(f"{self._folder}/{name}", "rb")
        return opened

    def fetch(self, name: str, folder: Path) -> Path:
        """A file that was `put`, on this machine: where it lies, or a copy below `folder`."""
        if isinstance(self._files, LocalFileSystem):
            return Path(self._folder) / name
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._files.get_file(f"{self._folder}/{name}", str(path))
        return path

    def clear(self) -> None:
        """Remove all of them."""
        if self._files.exists(self._folder):
            self._files.rm(self._folder, recursive=True)
