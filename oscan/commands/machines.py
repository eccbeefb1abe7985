"""Opens the cluster that the settings name, and says what is missing where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oscan.errors import OscanError
from oscan.settings import Settings

if TYPE_CHECKING:
    from oscan.cluster.machines import Machines

ONLY_ON_A_CLUSTER = ("distributed", "dask", "fsspec")
"""Packages of the extra `cluster`."""


@contextmanager
def packages_of_a_cluster() -> Iterator[None]:
    """Raises OscanError, with what to call, where an import in the block wants a package that is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ONLY_ON_A_CLUSTER:
            raise
        fact = f"needs packages that are not installed ({error.name})"
        raise OscanError("--cluster", fact, "Call: pip install 'oscan[cluster]'") from None


def parts_of(settings: Settings) -> str:
    """Address of what all machines reach."""
    return settings.cluster_storage or str(settings.data / "units")


@contextmanager
def machines(settings: Settings) -> Iterator["Machines | None"]:
    """The workers of the cluster that the settings name; None if they name none."""
    if not settings.cluster:
        yield None
        return
    with packages_of_a_cluster():
        from oscan.cluster.machines import Machines
    workers = Machines(settings.cluster, parts_of(settings))
    try:
        yield workers
    finally:
        workers.close()
