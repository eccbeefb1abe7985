"""github-to-sqlite: every repository's record into SQLite, then git-history over it. Arguments: address, names, folder.

The address of GitHub is written into the program; it is replaced in each call. git-history reads the versions of a JSON
file in a git repository, so the records are committed there once.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
import sqlite_utils
from github_to_sqlite import utils

ADDRESS, NAMES, FOLDER = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3])
session = requests.Session()


def get(url: str, **options: Any) -> Any:
    """A request to loopback instead of GitHub, over one connection."""
    return session.get(url.replace("https://api.github.com", ADDRESS), **options)


utils.requests.get = get
database = sqlite_utils.Database(str(FOLDER / "market.db"))
for name in NAMES:
    utils.save_repo(database, utils.fetch_repo(name, token="test-token"))
utils.ensure_db_shape(database)

history = FOLDER / "history"
history.mkdir()
rows = [dict(row) for row in database["repos"].rows]
(history / "repositories.json").write_text(json.dumps(rows, default=str))
identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
for words in (["init", "-q", "-b", "main"], ["add", "."], [*identity, "commit", "-q", "-m", "a day"]):
    subprocess.run(["git", *words], cwd=history, check=True)
command = Path(sys.executable).parent / "git-history"
subprocess.run(
    [str(command), "file", str(FOLDER / "history.db"), "repositories.json", "--id", "id", "--repo", str(history)],
    cwd=history,
    check=True,
    stdout=subprocess.DEVNULL,
)
