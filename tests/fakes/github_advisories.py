"""Turns the advisories of a record into the JSON in which GitHub publishes them."""

from tests.fakes.github_data import Owner, Record
from tests.fakes.github_shapes import account


def advisory(record: Record, item: Record, base: str) -> Record:
    """One published security advisory; people wrote, published and are thanked in it."""
    page = f"https://github.com/{record['full_name']}/security/advisories/{item['id']}"
    person = account(Owner("rita-reporter", "User", None, 77), base)
    part = {
        "package": {"ecosystem": "other", "name": record["full_name"]},
        "vulnerable_version_range": "< 2.0",
        "patched_versions": item.get("patched"),
        "vulnerable_functions": [],
    }
    return {
        "ghsa_id": item["id"],
        "cve_id": item.get("cve"),
        "url": f"{base}/advisories/{item['id']}",
        "html_url": page,
        "summary": "A weakness",
        "description": "Found by Rita Reporter <rita@reporter.example>.",
        "severity": item.get("severity", "high"),
        "author": None,
        "publisher": person,
        "state": "published",
        "identifiers": [{"type": "GHSA", "value": item["id"]}],
        "created_at": item["at"],
        "updated_at": item["at"],
        "published_at": item["at"],
        "closed_at": None,
        "withdrawn_at": item.get("withdrawn_at"),
        "submission": None,
        "vulnerabilities": [part],
        "cvss": None,
        "cwes": [],
        "cwe_ids": [],
        "credits": [{"login": "rita-reporter", "type": "finder"}],
        "credits_detailed": [{"user": person, "type": "finder", "state": "accepted"}],
        "collaborating_users": None,
        "collaborating_teams": None,
        "private_fork": None,
    }
