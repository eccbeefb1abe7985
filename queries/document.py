"""Turns the headers of the stored questions into docs/queries.md: `python -m queries.document > docs/queries.md`."""

import sys

from queries.loader import TOPICS, Query, all_queries

_INTRODUCTION = """# Stored questions

Written by `python -m queries.document` from the headers of the files in `queries/`; change them there. `oscan query
NAME` asks one, `-p key=value` sets a parameter, `--at LABEL` asks a snapshot instead of the last build, `--show NAME`
prints the SQL. Ages are counted from the day the data speaks of, never from today. Nothing in a cell means unknown,
never no. How Spark is asked what is portable: [scale.md](scale.md#on-apache-spark).
"""


def document() -> str:
    """The whole page."""
    parts = [_INTRODUCTION]
    for topic in TOPICS:
        of_topic = [query for query in all_queries().values() if query.topic == topic]
        if of_topic:
            parts.append(f"## {topic.capitalize()}\n")
            parts.extend(_section(query) for query in of_topic)
    return "\n".join(parts)


def _section(query: Query) -> str:
    lines = [f"### {query.name}", "", query.title, "", f"*{query.title_de}*", "", f"Grain: {query.grain}.", ""]
    lines += [f"Columns: {', '.join(f'`{name}`' for name in query.columns)}.", ""]
    if query.shown:
        lines += [f"A table shows: {', '.join(f'`{name}`' for name in query.shown)}.", ""]
    lines += [f"Reads: {', '.join(f'`{name}`' for name in query.tables)}.", ""]
    if query.portable:
        lines += ["Portable: Apache Spark answers it too.", ""]
    if query.parameters:
        lines += ["| parameter | type | default | meaning |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{item.name}` | {' or '.join(item.type.split('|'))} "
            f"| {'(must be given)' if item.default is None else item.default} | {item.meaning} |"
            for item in query.parameters
        ]
        lines.append("")
    lines += [line for note in query.notes for line in (note, "")]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(document())
