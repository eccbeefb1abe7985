"""Any letter can be printed, whatever the locale says: files and programs get UTF-8, a terminal what it can show."""

import os
import pty
import subprocess
import sys

import pytest

WORDS = [sys.executable, "-m", "oscan", "query", "--list", "--lang", "de"]


@pytest.mark.parametrize("coding", ["latin-1", "ascii"])
def test_what_another_program_reads_is_utf_8(coding: str) -> None:
    told = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": coding}
    done = subprocess.run(WORDS, env=told, capture_output=True, check=True)
    assert "für" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_a_terminal_without_such_a_letter_shows_a_question_mark() -> None:
    ours, theirs = pty.openpty()
    told = {**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "100"}
    with subprocess.Popen(WORDS, env=told, stdout=theirs, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
        assert process.wait() == 0
    os.close(ours)
    assert b"f?r" in shown
    assert shown.isascii()
