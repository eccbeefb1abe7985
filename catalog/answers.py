"""Turns the claims of a finished catalogue into kept answers, so that no question works them out again.

The catalogue's own functions then read what is kept, for every program that opens the file. A snapshot keeps none:
its claims are answered by the rules of today.
"""

from catalog.database import SQL, Connection, quoted, run_file


def keep_answers(connection: Connection) -> None:
    """Keep assessed editions, claims in force and answers in the schema `worked_out` of a catalogue being built."""
    comments = connection.execute(
        "select function_name, comment from duckdb_functions() where not internal and function_type = 'table_macro'"
    ).fetchall()
    run_file(connection, SQL / "keep" / "answers.sql")
    for name, comment in comments:  # a function that is replaced loses its own
        connection.execute(f"comment on macro table {name} is {quoted(comment)}")
