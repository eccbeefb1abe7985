"""Turns the words on the command line into one command: makes the rooms importable, then starts it."""

import sys
from pathlib import Path

ROOMS = Path(__file__).resolve().parent / "_rooms"


def main() -> int:
    """Run the command; returns its exit code."""
    if ROOMS.is_dir() and str(ROOMS) not in sys.path:
        sys.path.insert(0, str(ROOMS))
    from oscan.command import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
