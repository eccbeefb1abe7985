"""What a crawl has noted for itself, damaged: links are found again from the observations."""

import json
import random
from pathlib import Path

from crawler.links import links, note_links
from oscan.errors import OscanError
from oscan.ledger import ledger
from tests.fuzz.stored import RUN, _with
from tests.fuzz.target import Target

ADDRESS = "https://example.org/a"
DIGEST = {"runs": [RUN], "said": {"1": [ADDRESS], "2": []}, "seen": ["1"]}


def _digest(body: bytes, _: random.Random) -> None:
    def read(data: Path) -> None:
        lines = ledger(data)
        assert all(isinstance(address, str) for address in links(data, lines, "osba", str))
        note_links(data, "github", lines)

    _with(".links/github.json", body, read)


DIGESTS = {"digest": Target(_digest, lambda: [json.dumps(DIGEST).encode()], (OscanError,))}
