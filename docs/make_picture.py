"""Turns the real output of `oscan demo` into docs/demo.svg, the picture in the README.

    .venv/bin/python docs/make_picture.py

The demo runs in a terminal of 100 columns with a data folder of its own. The picture loads no font from anywhere.
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "demo.svg"
TITLE = "oscan demo"
WIDTH = 100
HEIGHT = 60
LONGEST = 300
"""Seconds the demo may take."""
FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


class DemoFailedError(Exception):
    """What the demo said instead of a market check."""


def output_of(command: list[str]) -> str:
    """What a command writes to a terminal of WIDTH columns, colours included. Raises DemoFailedError if it fails."""
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as errors:
        environment = {
            "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ.get('PATH', '')}",  # found by its name, whoever draws it
            "HOME": folder,
            "OSCAN_DATA": str(Path(folder) / "data"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLUMNS": str(WIDTH),
        }
        demo = subprocess.Popen(  # noqa: S603  # our own command
            command, stdin=subprocess.DEVNULL, stdout=terminal, stderr=errors, env=environment, cwd=folder
        )
        os.close(terminal)
        shown = _read(master)
        if demo.wait(LONGEST):
            errors.seek(0)
            raise DemoFailedError(errors.read().decode("utf-8", "replace")[-2000:])
    # where it was drawn is nobody's business
    return shown.decode("utf-8", "replace").replace("\r\n", "\n").replace(f"{folder}/", "")


def _read(master: int) -> bytes:
    """All that comes through a terminal; Linux ends it with an error when the other side is closed."""
    pieces = []
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(master)
    return b"".join(pieces)


def without_web_fonts(template: str) -> str:
    """rich's template with fonts that a reader's machine has, and readable as a picture by assistive software."""
    template = re.sub(r"@font-face \{\{.*?\}\}", "", template, flags=re.DOTALL)
    template = template.replace("Fira Code, monospace", FONTS)
    return template.replace("<svg ", f'<svg role="img" aria-label="Terminal output of {TITLE}" ', 1)


def picture_of(text: str) -> str:
    """A terminal's text as SVG; the same text gives the same picture."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ {TITLE}", style="bold"))
    console.print(Text.from_ansi(text.strip("\n")), soft_wrap=False)
    svg = console.export_svg(title=TITLE, code_format=without_web_fonts(CONSOLE_SVG_FORMAT))
    if "@font-face" in svg or "url(http" in svg:
        raise DemoFailedError("rich's template changed: the picture would load a font from the web")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def main() -> int:
    """Draw the picture; 1 if the demo failed."""
    try:
        svg = picture_of(output_of([str(ROOT / ".venv" / "bin" / "oscan"), "demo"]))
    except DemoFailedError as error:
        sys.stderr.write(f"docs/make_picture.py: {error}\n")
        return 1
    PICTURE.write_text(svg, encoding="utf-8")
    sys.stderr.write(f"written to {PICTURE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
