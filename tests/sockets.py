"""What a process listens on, as Linux tells it; elsewhere the tests that ask fail, since nothing would be shown."""

import os
from pathlib import Path


def listening(process: int | str = "self") -> set[str]:
    """Sockets of a process that wait for connections, by inode; none of a process that has ended."""
    own = set[str]()
    try:
        for handle in os.listdir(f"/proc/{process}/fd"):
            own |= _target(f"/proc/{process}/fd/{handle}")
        tables = [Path(f"/proc/{process}/net/{name}").read_text(encoding="ascii") for name in ("tcp", "tcp6")]
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        if not Path("/proc/self/net/tcp").is_file():
            raise
        return set()
    rows = [row.split() for table in tables for row in table.splitlines()[1:]]
    return {row[9] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own}


def _target(handle: str) -> set[str]:
    try:
        return {os.readlink(handle)}
    except OSError:
        return set()  # closed since it was listed
