"""Small markets in memory, and profiles made of a few words, judged by the real SQL.

A requirement is written as its verdict is tested: `requirement("R1", key="a.b", level="should", weight=40)`.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from catalog.database import connect
from catalog.schema import create_schema
from oscan.settings.profile import Profile
from oscan.settings.vocabulary import Vocabulary
from queries.answer import ask
from queries.loader import bind, find
from review.judge import judge

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

EXAMPLES = Path(__file__).parent / "review"
TODAY = date(2026, 11, 20)
VALUES = {"met": "yes", "partial": "partial", "not_met": "no", "not_applicable": "not_applicable"}
"""The value of a claim that gives a verdict."""


def example(number: int) -> Any:
    """One worked example of the method, as data."""
    (path,) = EXAMPLES.glob(f"{number}-*.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def market(*products: str, today: date = TODAY, **columns: Any) -> Connection:
    """An empty catalogue that speaks of `today`, with these candidates in it."""
    connection = connect()
    create_schema(connection)
    put(connection, "meta", as_of=today)
    for product in products:
        put(connection, "product", product_id=product, name=product, role="candidate", **columns)
    return connection


def put(connection: Connection, table: str, **values: Any) -> None:
    """Insert one row."""
    marks = ", ".join("?" for _ in values)
    columns = ", ".join(values)
    connection.execute(f"insert into {table} ({columns}) values ({marks})", [*values.values()])  # noqa: S608  # the test's own names


def claim(connection: Connection, capability: str, value: str, product: str = "p", **more: Any) -> None:
    """Insert one claim: curated and of this year unless told otherwise."""
    count = connection.execute("select count(*) from claim").fetchall()[0][0]
    usual = {
        "kind": "curated",
        "source": "s",
        "evidence_date": date(2026, 5, 1),
        "claim_id": f"c{count}",
        "exclusive": False,
    }
    put(connection, "claim", **{**usual, "product_id": product, "capability": capability, "value": value, **more})


def say(connection: Connection, key: str, verdict: str, product: str = "p") -> None:
    """Insert claims that give this verdict for this key."""
    if verdict == "conflict":
        claim(connection, key, "yes", product, source="one")
        claim(connection, key, "no", product, source="other")
    elif verdict != "unknown":
        claim(connection, key, VALUES[verdict], product)


def capability(key: str, **more: Any) -> Row:
    return {"kind": "capability", "key": key, **more}


def requirement(name: str, level: str = "must", **more: Any) -> Row:
    """A requirement with the test `test`, or the capability `key`; a should weighs 1."""
    key = more.pop("key", None)
    usual: Row = {
        "group": "g",
        "bundle": "any",
        "level_basis": "external",
        "text": {"de": name, "en": name},
        "weight": 1 if level == "should" else None,
    }
    return {**usual, "id": name, "level": level, **({"test": capability(key)} if key else {}), **more}


def profile(requirements: Sequence[Row], **more: Any) -> Profile:
    """A profile of these requirements."""
    return _profile(json.dumps([requirements, more], sort_keys=True))


@lru_cache(maxsize=64)
def _profile(written: str) -> Profile:
    """Read once: laws are tried on many markets by the same profile."""
    requirements, more = json.loads(written)
    heading = {"id": "test", "version": "1", "status": "draft", "title": {"de": "Probe", "en": "Test"}}
    names = {item["group"] for item in requirements}
    groups = {name: {"de": name, "en": name, "factor": "other"} for name in names}
    return Profile.model_validate(
        {"schema": "oscan-profile/1", "profile": heading, "groups": groups, "requirements": requirements, **more}
    )


def judged(
    connection: Connection, requirements: Sequence[Row], vocabulary: Vocabulary | None = None, **more: Any
) -> Connection:
    """The same connection, its catalogue judged."""
    judge(connection, profile(requirements, **more), vocabulary)
    return connection


def verdicts(connection: Connection) -> Mapping[tuple[str, str], str]:
    """(product, requirement) → verdict."""
    found = connection.execute("select product_id, requirement_id, verdict from verdict").fetchall()
    return {(product, name): verdict for product, name, verdict in found}


def answer(connection: Connection, query: str, *given: str) -> list[Row]:
    """The rows of a stored question."""
    question = find(query)
    return ask(connection, question.sql, bind(question, given), query).records()
