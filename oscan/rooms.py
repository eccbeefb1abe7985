"""Makes the rooms importable: in an installed copy they lie in `oscan/_rooms`, in a checkout beside `oscan`."""

import sys
from pathlib import Path

ROOMS = Path(__file__).resolve().parent / "_rooms"


def make_importable() -> None:
    """Put the folder of the rooms on the path of imports, where there is one."""
    if ROOMS.is_dir() and str(ROOMS) not in sys.path:
        sys.path.insert(0, str(ROOMS))


def dask_setup(_: object) -> None:
    """What `dask worker --preload oscan.rooms` calls, and the scheduler likewise: both meet our functions."""
    make_importable()
