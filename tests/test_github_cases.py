"""Each folder of tests/responses/github/ is a case: what was asked, what GitHub answered, what the source says."""

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.relevance import vocabulary
from crawler.source import Answer, Ask
from crawler.sources.github import GithubSpider
from crawler.sources.github.questions import Batch
from crawler.sources.github.rest import Single
from crawler.sources.github.search import Found
from crawler.sources.github.subjects import Candidates, Subject
from oscan.settings.market import MarketFile
from tests.drive import market

CASES = Path(__file__).parent / "responses" / "github"
SAME = {"source": "github", "observed_at": "2026-06-24T06:00:00Z", "evidence_id": "e1"}
"""What every observation of a case says, and no file repeats."""


def context_of(ask: dict[str, Any]) -> Any:
    words = vocabulary(MarketFile.model_validate({"name": "test", **ask["words"]}))
    if ask["kind"] == "search":
        return Found(ask["reason"], words, Candidates({}, market({}), words.fingerprint))
    if ask["kind"] == "single":
        return Single(Subject(**ask["subject"]), ask.get("by_id", False))
    return Batch(ask["kind"], [Subject(**subject) for subject in ask["subjects"]], words)


def said(case: Path) -> list[dict[str, Any]]:
    """What the source says of a case's answer."""
    ask = json.loads((case / "ask.json").read_text(encoding="utf-8"))
    response = json.loads((case / "response.json").read_text(encoding="utf-8"))
    url = "https://api.github.com/graphql"
    answer = Answer(
        Ask(url, "a case", context=context_of(ask)),
        response["status"],
        url,
        SAME["observed_at"],
        SAME["evidence_id"],
        response.get("headers", {}),
        json.dumps(response["body"]).encode(),
    )
    assert GithubSpider().pause(answer) is None
    records = [seen.record() for seen in GithubSpider().observe(answer)]
    assert all(record.items() >= SAME.items() for record in records)
    return [{name: value for name, value in record.items() if name not in SAME} for record in records]


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_an_answer_says_exactly_what_its_folder_expects(case: Path) -> None:
    ask = json.loads((case / "ask.json").read_text(encoding="utf-8"))
    expected = [json.loads(line) for line in (case / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert expected, "an empty expectation proves nothing"
    if ask.get("says_nothing"):
        assert said(case) == []
        assert [line["nothing"] for line in expected] == [ask["note"]]
    else:
        assert said(case) == expected
