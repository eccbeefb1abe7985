"""Turns the catalogue before and after a run into what happened to watched products, as notices.

Only what is known on both sides is compared: a value that nobody looked at is no change.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from oscan.commands.notices import Notice
from oscan.errors import DefinitionError
from oscan.settings import Settings

State = dict[str, dict[str, Any]]
"""Product id → what is noted of it from run to run."""

_PRODUCTS = """
    select product.product_id, product.name, product.licence, main.archived
    from product left join repository as main on main.repository_id = product.release_source
    where product.watched and product.role = 'candidate'
"""
_VERDICTS = """
    select product_id, profile, requirement_id, verdict from verdict
    where verdict in ('met', 'partial', 'not_met', 'conflict')
"""
_ADVISORIES = """
    select
        document.product_id, advisory.advisory_id, advisory.severity, advisory.published_at::date::varchar as day,
        advisory.url
    from document
    left join advisory on advisory.repository_id = document.repository_id and advisory.withdrawn_at is null
    where document.name = 'advisories'
    order by all
"""
_PARTS = ("licence", "archived", "release_stopped", "advisories")


def state_of(settings: Settings) -> State:
    """What the published catalogue says of each watched product; empty without a catalogue."""
    from catalog.database import CATALOGUE
    from oscan.commands.asking import opened
    from oscan.commands.judging import opened_and_judged
    from queries.answer import ask
    from queries.loader import bind, find

    if not (settings.data / CATALOGUE).is_file():
        return {}
    with opened(settings) as connection:
        state: State = {row["product_id"]: row for row in ask(connection, _PRODUCTS, {}, "notices").records()}
        query = find("releases-stopped")
        stopped = ask(connection, query.sql, bind(query, []), query.name).records()
        days = {row["product_id"]: row["days_since_last_release"] for row in stopped}
        for key, row in state.items():
            row |= {"release_stopped": key in days, "days": days.get(key), "verdicts": {}, "advisories": None}
        for said in ask(connection, _ADVISORIES, {}, "notices").records():
            if said["product_id"] in state:
                row = state[said["product_id"]]
                row["advisories"] = row["advisories"] or {}  # asked: none is known, unless it follows
                if said["advisory_id"]:
                    row["advisories"][said["advisory_id"]] = [said["severity"], said["day"], said["url"]]
    for profile in settings.reviews:
        judged = opened_and_judged(replace(settings, profile=profile), frozenset({"verdict"}), {})
        with suppress(DefinitionError), judged as connection:  # the review tells of a profile with a mistake
            for row in ask(connection, _VERDICTS, {}, "notices").records():
                if row["product_id"] in state:
                    place = f"{row['profile']}|{row['requirement_id']}"
                    state[row["product_id"]]["verdicts"][place] = row["verdict"]
    return state


def happened(before: Mapping[str, Any], after: State) -> Iterator[Notice]:
    """The notices between two states."""
    for key, now in sorted(after.items()):
        old = before.get(key)
        if isinstance(old, dict):
            yield from _of_product(key, old, now)


def _of_product(key: str, old: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Notice]:
    about = {"product": now["name"], "id": key}
    if old.get("licence") and now["licence"] and old["licence"] != now["licence"]:
        facts = {**about, "before": old["licence"], "after": now["licence"]}
        yield Notice("relicensed", f"relicensed {key} {now['licence']}", facts)
    if old.get("archived") is False and now["archived"]:
        yield Notice("archived", f"archived {key}", about)
    if old.get("release_stopped") is False and now["release_stopped"]:
        yield Notice("release_stopped", f"release_stopped {key}", {**about, "days": now["days"]})
    if isinstance(old.get("advisories"), dict):
        for name, (severity, day, url) in sorted((now["advisories"] or {}).items()):
            if name not in old["advisories"]:
                facts = {**about, "advisory": name, "severity": severity or "?", "day": day or "?", "url": url}
                yield Notice("security_advisory", f"security_advisory {key} {name}", facts)
    verdicts = old.get("verdicts") or {}
    for place, verdict in sorted(now["verdicts"].items()):
        if verdicts.get(place, verdict) != verdict:
            profile, _, requirement = place.partition("|")
            facts = {**about, "profile": profile, "requirement": requirement}
            facts |= {"before": verdicts[place], "after": verdict}
            yield Notice("verdict_flipped", f"verdict_flipped {key} {place} {verdict}", facts)


def kept(before: Mapping[str, Any], after: State) -> State:
    """What is noted for the next run: where nothing is known now, what was known before stays."""
    merged: State = {key: old for key, old in before.items() if isinstance(old, dict)}
    for key, now in after.items():
        old = merged.get(key, {})
        known = {name: now[name] for name in _PARTS if now[name] is not None}
        verdicts = {**(old.get("verdicts") or {}), **now["verdicts"]}
        merged[key] = {**old, "name": now["name"], **known, "verdicts": verdicts}
    return merged
