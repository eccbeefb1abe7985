"""perceval: every repository's record as a line of JSON. Arguments: address, names, folder."""

import json
import sys
from pathlib import Path

from perceval.backends.core.github import (
    CATEGORY_REPO,
    GitHub,
)

ADDRESS, NAMES, FOLDER = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3])

with (FOLDER / "repositories.jsonl").open("w") as lines:
    for name in NAMES:
        owner, repository = name.split("/")
        source = GitHub(owner, repository, api_token=["test-token"], base_url=ADDRESS)
        for item in source.fetch(category=CATEGORY_REPO):
            lines.write(json.dumps(item) + "\n")
