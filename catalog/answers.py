"""Turns the claims of a finished catalogue into kept answers, so that no question works them out again.

The catalogue's own functions then read what is kept, for every program that opens the file. A snapshot keeps none:
its claims are answered by the rules of today.
"""

import re

from catalog.database import SQL, Connection, run_file
from catalog.schema import schema_files

KEEP = SQL / "keep" / "answers.sql"


def keep_answers(connection: Connection) -> None:
    """Keep assessed editions, claims in force and answers in the schema `worked_out` of a catalogue being built.

    Where nobody claims or decides anything, the rules have nothing to do, and nothing is kept.
    """
    if not connection.execute("select 1 from claim union all select 1 from decision limit 1").fetchall():
        return
    run_file(connection, KEEP)
    for comment in _comments():
        connection.execute(comment)


def _comments() -> list[str]:
    """The statements that comment on the functions which are replaced, for with these their comments go."""
    replaced = re.findall(r"^create or replace macro (\w+)", KEEP.read_text(encoding="utf-8"), re.MULTILINE)
    commenting = re.compile(rf"^comment on macro table (?:{'|'.join(replaced)}) is .*;$", re.MULTILINE)
    return [found for step in schema_files() for found in commenting.findall(step.read_text(encoding="utf-8"))]
