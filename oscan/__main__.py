"""Turns the words on the command line into one command: makes the rooms importable, then starts it."""

import gc
import io
import os
import resource
import sys
import threading

from oscan.rooms import make_importable


def main() -> int:
    """Run the command; returns its exit code, or ends the process with it where the process is this command."""
    gc.set_threshold(100_000, 20, 50)  # a page of JSON is 100,000 objects and no cycle
    # what a crash writes out would hold the tokens
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    _any_letter()
    make_importable()
    from oscan.command import run

    code = run(sys.argv[1:])
    if _is_the_process() and threading.active_count() == 1:
        _end(code)
    return code


def _any_letter() -> None:
    """Print any letter whatever the locale: UTF-8 to files and programs; `?` on a terminal that cannot show one."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


def _is_the_process() -> bool:
    """Whether Python was started for this command, not for something that calls it."""
    started = getattr(sys.modules["__main__"], "__file__", None)
    return started is not None and (started == __file__ or os.path.basename(started) == "oscan")


def _end(code: int) -> None:
    """End without clearing what Python holds, which takes as long as answering a question.

    Files are closed by then, and what was printed is handed over here; where that fails, Python ends as it always does.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
