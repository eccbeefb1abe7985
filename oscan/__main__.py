"""Turns the words on the command line into one command: makes the rooms importable, then starts it."""

import gc
import resource
import sys

from oscan.rooms import make_importable


def main() -> int:
    """Run the command; returns its exit code."""
    gc.set_threshold(100_000, 20, 50)  # a page of JSON is 100,000 objects and no cycle
    # what a crash writes out would hold the tokens
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    make_importable()
    from oscan.command import run

    code = run(sys.argv[1:])
    if "duckdb" not in sys.modules:  # its binding complains if Python ends without looking for cycles
        gc.freeze()  # looking through all that a crawl leaves takes as long as answering four requests
    return code


if __name__ == "__main__":
    sys.exit(main())
