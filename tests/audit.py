"""Looks up known weaknesses of the locked packages: `make audit`. 0: none known, 1: some, 2: could not be looked up.

It runs pip-audit in an environment of its own, since only this check needs it; where that cannot be installed, or the
advisories cannot be reached, it says so: an audit that did not take place is no clean one.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / ".venv" / "audit"


def main() -> int:
    """Install the tool if it is not there, run it, and say what came of it."""
    python = TOOL / "bin" / "python"
    if not (TOOL / "bin" / "pip-audit").is_file():
        made = subprocess.run([sys.executable, "-m", "venv", TOOL]).returncode
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "pip-audit>=2.9,<3"]
        if made or subprocess.run(install).returncode:
            return _not_done("pip-audit could not be installed")
    lock = ROOT / "requirements" / "run.txt"
    words = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "-r", str(lock)]
    done = subprocess.run(
        [str(python), "-m", "pip_audit", *words], capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}
    )
    said = done.stdout + done.stderr
    if done.returncode and "Name" not in done.stdout:
        return _not_done("the advisories could not be asked for: " + (said.strip().splitlines() or ["no reason"])[-1])
    unknown = said.count("could not be audited")
    if unknown:
        return _not_done(f"of {unknown} packages the advisories were not found where this machine looks")
    sys.stdout.write(said)
    return done.returncode


def _not_done(reason: str) -> int:
    sys.stderr.write(f"audit: not done: {reason}. Nothing is known about weaknesses; try again with the network.\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
