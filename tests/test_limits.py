"""Limits of one run: whichever is reached is named with its setting, and what came before is kept."""

import os
from pathlib import Path

import pytest

from oscan.errors import DefinitionError
from oscan.settings import load_settings
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import FakeClock, crawl, settings


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("max_requests", 1, "stopped after 1 requests, the limit of a run (max_requests)"),
        ("max_evidence_mib", 0, "MiB, the limit of a run (max_evidence_mib)"),
        ("max_memory_mib", 1, "MiB of memory, the limit of a run (max_memory_mib)"),
        ("least_free_mib", 2**40, "MiB of disk left, fewer than a run needs (least_free_mib)"),
    ],
)
def test_a_limit_that_is_reached_is_named(
    tmp_path: Path, fake: FakeGithub, watched: Market, limit: str, value: int, words: str
) -> None:
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token", **{limit: value})
        report = crawl("github", given, watched)
    assert report.status in ("partial", "failed")
    assert words in " ".join(error["message"] for error in report.errors)
    assert len(fake.requests) <= 1


def test_the_time_of_a_run_ends_it(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token", max_seconds=0.0)
        report = crawl("github", given, watched, clock)
    assert "the limit of a run (max_seconds)" in report.errors[0]["message"]
    assert fake.requests == []


def test_a_file_with_a_token_that_everybody_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "oscan.toml"
    path.write_text('github_token = "canary-token"\n', encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(DefinitionError, match="everybody may read it") as caught:
        load_settings({}, {"OSCAN_CONFIG": str(path)})
    assert "canary-token" not in str(caught.value)
    path.chmod(0o640)
    assert load_settings({}, {"OSCAN_CONFIG": str(path)}).github_token == "canary-token"


def test_a_file_without_secrets_may_be_read_by_all(tmp_path: Path) -> None:
    path = tmp_path / "oscan.toml"
    path.write_text('contact = "https://stadt.example"\nreviews = ["munich-ucc"]\n', encoding="utf-8")
    path.chmod(0o644)
    loaded = load_settings({}, {"OSCAN_CONFIG": str(path)})
    assert (loaded.contact, loaded.reviews) == ("https://stadt.example", ("munich-ucc",))


def test_secrets_come_from_systemd_too_and_the_environment_is_stronger(tmp_path: Path) -> None:
    (tmp_path / "github_token").write_text("laid-out\n", encoding="utf-8")
    (tmp_path / "max_requests").write_text("1", encoding="utf-8")
    given = {"CREDENTIALS_DIRECTORY": str(tmp_path), "OSCAN_CONFIG": os.devnull}
    loaded = load_settings({}, given)
    assert (loaded.github_token, loaded.origin["github_token"]) == ("laid-out", "credential")
    assert loaded.max_requests == 20_000, "only secrets are credentials"
    assert load_settings({}, {**given, "GITHUB_TOKEN": "set"}).github_token == "set"


@pytest.mark.parametrize("value", ['"munich-ucc"', "[1]", "[true]"])
def test_a_list_of_names_is_a_list_of_names(tmp_path: Path, value: str) -> None:
    path = tmp_path / "oscan.toml"
    path.write_text(f"reviews = {value}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="is not a list"):
        load_settings({}, {"OSCAN_CONFIG": str(path)})
