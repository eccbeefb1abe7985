"""Turns `oscan export --format hive` into one Hive-partitioned data set a table, to which each snapshot adds a part.

`product/snapshot_label=2026Q4/product.parquet`: what engines for many machines read as one table with one column more.
Verdicts are those of the profile in force, and what the catalogue's functions answer is written down too, since such an
engine does not know the rules.
"""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from oscan.files import whole_folder
from oscan.settings import Settings

if TYPE_CHECKING:
    from catalog.database import Connection
    from catalog.parquet import Rows


def run_hive(settings: Settings, label: str, out: Path | None) -> int:
    """Add the snapshot `label` to the data sets in a folder; all of them, or none if something fails on the way.

    Raises CatalogueError if there is no such snapshot or it was changed, DefinitionError if the profile is missing or
    wrong, UsageError if the folder holds this snapshot already.
    """
    from catalog.manifests import read_manifest, verify
    from catalog.parquet import write_rows
    from oscan.commands.judging import opened_and_judged
    from queries.spark import PARTITION
    from review.judge import COMPARED, JUDGED

    verify(settings.data, read_manifest(settings.data, label))
    target = out or Path(f"{label}-hive")
    with ExitStack() as parts:

        def part(table: str) -> Path:
            folder = whole_folder(target / table / f"{PARTITION}={label}")
            return parts.enter_context(folder) / f"{table}.parquet"

        with opened_and_judged(settings, JUDGED | COMPARED, {}, label) as connection:
            to_ask = _copied(settings, label, part, JUDGED | COMPARED)
            write_rows(worked_out(connection, to_ask, part))
    sys.stdout.write(f"Snapshot {label}: {len(to_ask)} tables worked out, the others copied, as hive in {target}.\n")
    return 0


def _copied(settings: Settings, label: str, part: Callable[[str], Path], judged: frozenset[str]) -> dict[str, str]:
    """Copy what the snapshot has as it is; returns table → statement for what has to be worked out.

    That is, beside verdicts and answers, a table that was of another make when the snapshot was taken.
    """
    from catalog.database import connect
    from catalog.manifests import folder_of
    from catalog.schema import public_tables
    from queries.spark import ANSWERS

    to_ask = dict(ANSWERS)
    with connect() as connection:
        for table in public_tables():
            file = folder_of(settings.data, label) / f"{table.name}.parquet"
            of_today = [(column.name, column.data_type) for column in table.columns]
            if table.name not in judged and _columns(connection, file) == of_today:
                shutil.copyfile(file, part(table.name))
            else:
                to_ask[table.name] = f'select * from "{table.name}"'  # noqa: S608  # our own names
    return to_ask


def _columns(connection: "Connection", file: Path) -> list[tuple[str, str]]:
    """Names and types of what stands in a Parquet file; empty if there is none."""
    if not file.is_file():
        return []
    described = connection.execute("select column_name, column_type from (describe from read_parquet($1))", [str(file)])
    return [(str(name), str(kind)) for name, kind in described.fetchall()]


def worked_out(
    connection: "Connection", statements: Mapping[str, str], part: Callable[[str], Path]
) -> "Iterator[Rows]":
    """What each statement answers, for the file that `part` names for its table."""
    from catalog.parquet import Rows
    from oscan.commands.export import fetched

    for name, statement in statements.items():
        result = connection.execute(f"select * from ({statement}) order by all")  # noqa: S608  # our own statements
        columns, types = ([str(column[place]) for column in result.description or ()] for place in (0, 1))
        yield Rows(part(name), columns, types, fetched(result))
