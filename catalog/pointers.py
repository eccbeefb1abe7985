"""Turns the tables of a catalogue or a snapshot into the stored responses to which they refer."""

from catalog.database import Connection

POINTERS = ("evidence_id", "before_evidence_id", "after_evidence_id")
"""Columns that name a stored response; `evidence_ids` holds several."""


def pointed(connection: Connection, tables: dict[str, str]) -> str:
    """A question for every `evidence_id` that tables name (name → what stands behind `from`), `evidence` left out.

    Its answer has no row where no table names any.
    """
    questions = ["select null::varchar as evidence_id where false"]
    for name, table in tables.items():
        if name == "evidence":
            continue
        columns = {row[0] for row in connection.execute(f"describe from {table}").fetchall()}
        questions += [f'select "{column}" as evidence_id from {table}' for column in POINTERS if column in columns]  # noqa: S608  # names of our own
        if "evidence_ids" in columns:
            questions.append(f"select unnest(evidence_ids) as evidence_id from {table}")  # noqa: S608  # as above
    return " union all ".join(questions)
