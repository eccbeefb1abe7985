"""The files of deploy/ call commands that there are, and systemd, where it is here, has nothing against its units."""

import re
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest
import yaml

from oscan.settings import load_settings
from tests.deployment import DEPLOY, judged, units

Oscan = Callable[..., tuple[int, str, str]]


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def container() -> list[list[str]]:
    """The words of CMD and HEALTHCHECK, without the entry point."""
    found = re.findall(r"^(?:HEALTHCHECK .*)?CMD (\[.*\])$", text("Containerfile"), re.MULTILINE)
    return [[word for word in yaml.safe_load(words) if word != "oscan"] for words in found]


def called() -> list[list[str]]:
    """What each file has oscan do."""
    job = yaml.safe_load(text("cronjob.yaml"))["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    start = re.search(r"^ExecStart=\S+/oscan (.*)$", text("oscan.service"), re.MULTILINE)
    cron = re.search(r"^17 4 \* \* 1 +oscan +\S+/oscan (.*) >/dev/null$", text("oscan.cron"), re.MULTILINE)
    assert start
    assert cron
    return [*container(), job["args"], start[1].split(), cron[1].split()]


def test_they_call_commands_that_there_are(oscan: Oscan) -> None:
    assert {words[0] for words in called()} == {"run", "doctor"}
    for words in called():
        code, out, err = oscan(*words, "--help")
        assert (code, err) == (0, ""), words
        assert "Usage" in out


def test_they_set_what_oscan_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every variable changes a setting, and the secret has the name that is looked for."""
    job = yaml.safe_load(text("cronjob.yaml"))["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    named = {item["name"] for item in job["containers"][0]["env"]}
    named |= set(re.findall(r"(OSCAN_[A-Z_]+)=", text("oscan.service") + text("oscan.cron") + text("Containerfile")))
    assert named == {"OSCAN_DATA", "OSCAN_CONFIG", "OSCAN_CONTACT", "CREDENTIALS_DIRECTORY"}
    credential = re.search(r"^LoadCredential=(\w+):", text("oscan.service"), re.MULTILINE)
    assert credential
    (tmp_path / credential[1]).write_text("canary-token", encoding="utf-8")
    found = load_settings({}, {"CREDENTIALS_DIRECTORY": str(tmp_path), "OSCAN_CONTACT": "https://stadt.example"})
    assert (found.github_token, found.contact) == ("canary-token", "https://stadt.example")


def test_a_container_runs_as_nobody_on_a_root_that_is_only_read() -> None:
    job = yaml.safe_load(text("cronjob.yaml"))["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    guard, user = (
        job["containers"][0]["securityContext"],
        re.search(r"^USER (\d+)", text("Containerfile"), re.MULTILINE),
    )
    assert user
    assert job["securityContext"]["runAsUser"] == int(user[1]) > 0
    assert guard["readOnlyRootFilesystem"] is True
    assert guard["allowPrivilegeEscalation"] is False
    assert guard["capabilities"] == {"drop": ["ALL"]}


@pytest.mark.skipif(which("systemd-analyze") is None, reason="systemd is not on this machine; it judges its own units")
def test_systemd_has_nothing_against_its_units(tmp_path: Path) -> None:
    for check in units(tmp_path):
        assert judged(*check), check
