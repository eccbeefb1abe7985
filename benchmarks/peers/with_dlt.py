"""dlt: every repository's record into DuckDB, its history kept (SCD2). Arguments: address, names, folder."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
from dlt.sources.helpers import requests

ADDRESS, NAMES, FOLDER = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3])


@dlt.resource(
    name="repository",
    primary_key="id",
    write_disposition={"disposition": "merge", "strategy": "scd2"},
    parallelized=True,
)
def repository() -> Iterator[Any]:
    """One request a repository, several at once as dlt does it."""

    @dlt.defer
    def record(name: str) -> Any:
        return requests.get(f"{ADDRESS}/repos/{name}", headers={"Authorization": "Bearer test-token"}).json()

    for name in NAMES:
        yield record(name)


pipeline = dlt.pipeline(
    "market",
    pipelines_dir=str(FOLDER / "state"),
    destination=dlt.destinations.duckdb(str(FOLDER / "market.duckdb")),
    dataset_name="records",
)
pipeline.run(repository())
