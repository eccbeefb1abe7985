"""Measures `oscan publiccode` over a folder of 10,000 generated files, as a whole process: files a second."""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NUMBER = int(os.environ.get("OSCAN_BENCH_FILES", "10000"))
RUNS = int(os.environ.get("OSCAN_BENCH_RUNS", "3"))
ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("de", "en", "fr", "de-AT", "en_GB")
LICENCES = ("EUPL-1.2", "AGPL-3.0-or-later", "Apache-2.0 OR MIT", "AGPLv3")
STATUSES = ("stable", "beta", "development", "production")
CATEGORIES = ("instant-messaging", "video-conferencing", "collaboration", "office", "chatbot")
SENTENCE = "Räume werden je Vorgang angelegt, und Dateien bleiben im eigenen Rechenzentrum der Verwaltung. "


def content(draw: random.Random) -> str:
    """One file, right or wrong, of about 3 kB: the mean of files in use."""
    lines = [
        'publiccodeYmlVersion: "0.4"',
        f"name: Bote {draw.randrange(10_000)}",
        f"url: https://git.stadt.example/it/bote-{draw.randrange(10_000)}.git",
        "landingURL: https://bote.example",
        f"softwareVersion: {draw.randrange(9)}.{draw.randrange(20)}",
        f"releaseDate: {draw.choice(('2026-02-23', '2025-13-01'))}",
        "platforms: [web, linux, ios]",
        f"categories: [{', '.join(draw.sample(CATEGORIES, 3))}]",
        f"developmentStatus: {draw.choice(STATUSES)}",
        "softwareType: standalone/web",
        "usedBy:",
        *(f"  - Stadt {draw.randrange(500)}" for _ in range(draw.randrange(1, 12))),
        "intendedAudience: {countries: [DE, at], scope: [government]}",
        "description:",
    ]
    for language in draw.sample(LANGUAGES, 2):
        lines += [f"  {language}:", "    shortDescription: Nachrichten für die Verwaltung", "    longDescription: >"]
        lines += [f"      {SENTENCE}" for _ in range(draw.randrange(2, 12))]
        lines += ["    features:", *(f"      - Merkmal {draw.randrange(999)}" for _ in range(10))]
    lines += [
        f"legal:\n  license: {draw.choice(LICENCES)}",
        "maintenance:\n  type: community\n  contacts:\n    - name: Team",
    ]
    lines += ["localisation:\n  localisationReady: true\n  availableLanguages: [de, en, fr]"]
    lines += ["dependsOn:\n  open:", *(f"    - name: Teil {number}\n      optional: false" for number in range(5))]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the files, validate them a few times, print the figures."""
    draw = random.Random(20261120)
    with tempfile.TemporaryDirectory() as folder:
        size = 0
        for number in range(NUMBER):
            path = Path(folder, f"{number // 100:03}", f"{number:05}", "publiccode.yml")
            path.parent.mkdir(parents=True)
            size += path.write_text(content(draw), encoding="utf-8")
        print(f"{NUMBER:,} files, {size / NUMBER:,.0f} characters each, {os.cpu_count()} cores")
        for format_name in ("table", "json"):
            seconds = [timed(folder, format_name) for _ in range(RUNS)]
            print(
                f"--format {format_name}: {NUMBER / min(seconds):,.0f} to {NUMBER / max(seconds):,.0f} files a second"
            )


def timed(folder: str, format_name: str) -> float:
    """Seconds of one run over all files."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "oscan", "publiccode", folder, "--format", format_name]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
