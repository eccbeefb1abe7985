"""The list of parts names every locked package with version and hashes, and nothing else."""

import re

from tests.sbom import ROOT, document

LOCK = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")


def test_every_locked_package_is_a_part() -> None:
    made = document(LOCK)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    locked = re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", LOCK, re.MULTILINE)
    assert [(part["name"], part["version"]) for part in made["components"]] == locked
    assert len(locked) > 20
    assert sum(len(part["hashes"]) for part in made["components"]) == LOCK.count("--hash=sha256:")
    assert made["dependencies"][0]["dependsOn"] == [part["bom-ref"] for part in made["components"]]


def test_the_same_lock_gives_the_same_list_and_another_another_number() -> None:
    assert document(LOCK) == document(LOCK)
    assert document(LOCK)["serialNumber"] != document(LOCK.replace("scrapy==", "scrapy-x=="))["serialNumber"]
