"""The files of deploy/ call commands that there are, and systemd, where it is here, has nothing against its units."""

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import yaml

from oscan.settings import Settings, load_settings
from tests.deployment import DEPLOY, judged, units

Oscan = Callable[..., tuple[int, str, str]]


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def container() -> list[list[str]]:
    """The words of CMD and HEALTHCHECK, without the entry point."""
    found = re.findall(r"^(?:HEALTHCHECK .*)?CMD (\[.*\])$", text("Containerfile"), re.MULTILINE)
    return [[word for word in yaml.safe_load(words) if word != "oscan"] for words in found]


def pods() -> dict[str, dict[str, Any]]:
    """The pods of all files for Kubernetes."""
    jobs = {name: yaml.safe_load(text(name)) for name in ("cronjob.yaml", "kubernetes/run.yaml")}
    found = {name: job["spec"]["jobTemplate"]["spec"]["template"]["spec"] for name, job in jobs.items()}
    cluster = next(yaml.safe_load_all(text("kubernetes/cluster.yaml")))["spec"]
    return {**found, **{part: cluster[part]["spec"] for part in ("worker", "scheduler")}}


def called() -> list[list[str]]:
    """What each file has oscan do."""
    jobs = [pods()[name]["containers"][0]["args"] for name in ("cronjob.yaml", "kubernetes/run.yaml")]
    start = re.search(r"^ExecStart=\S+/oscan (.*)$", text("oscan.service"), re.MULTILINE)
    cron = re.search(r"^17 4 \* \* 1 +oscan +\S+/oscan (.*) >/dev/null$", text("oscan.cron"), re.MULTILINE)
    assert start
    assert cron
    return [*container(), *jobs, start[1].split(), cron[1].split()]


def test_they_call_commands_that_there_are(oscan: Oscan) -> None:
    assert {words[0] for words in called()} == {"run", "doctor"}
    for words in called():
        code, out, err = oscan(*words, "--help")
        assert (code, err) == (0, ""), words
        assert "Usage" in out


def test_they_set_what_oscan_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every variable changes a setting, and the secret has the name that is looked for."""
    named = {item["name"] for pod in pods().values() for item in pod["containers"][0].get("env", ())}
    named |= set(re.findall(r"(OSCAN_[A-Z_]+)=", text("oscan.service") + text("oscan.cron") + text("Containerfile")))
    on_a_cluster = {"OSCAN_CLUSTER", "OSCAN_CLUSTER_STORAGE"}
    assert named == {"OSCAN_DATA", "OSCAN_CONFIG", "OSCAN_CONTACT", "CREDENTIALS_DIRECTORY", *on_a_cluster}
    assert {name.removeprefix("OSCAN_").lower() for name in on_a_cluster} <= {item.name for item in fields(Settings)}
    credential = re.search(r"^LoadCredential=(\w+):", text("oscan.service"), re.MULTILINE)
    assert credential
    (tmp_path / credential[1]).write_text("canary-token", encoding="utf-8")
    found = load_settings({}, {"CREDENTIALS_DIRECTORY": str(tmp_path), "OSCAN_CONTACT": "https://stadt.example"})
    assert (found.github_token, found.contact) == ("canary-token", "https://stadt.example")


@pytest.mark.parametrize("name", pods())
def test_a_container_runs_as_nobody_on_a_root_that_is_only_read(name: str) -> None:
    pod, user = pods()[name], re.search(r"^USER (\d+)", text("Containerfile"), re.MULTILINE)
    guard = pod["containers"][0]["securityContext"]
    assert user
    assert pod["securityContext"]["runAsUser"] == int(user[1]) > 0
    assert guard["readOnlyRootFilesystem"] is True
    assert guard["allowPrivilegeEscalation"] is False
    assert guard["capabilities"] == {"drop": ["ALL"]}


# reason: only systemd's own program judges its units, and a machine without systemd lacks it; the tests above read the
# files everywhere, and `make deploy` installs the program and leaves nothing out.
@pytest.mark.skipif(not which("systemd-analyze"), reason="only systemd judges its units; `make deploy` installs it")
def test_systemd_has_nothing_against_its_units(tmp_path: Path) -> None:
    for check in units(tmp_path):
        assert judged(*check), check
