"""The house keeps its own rules: arrows of imports, words of sources, sizes, papers that tell the truth."""

import ast
import importlib
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from crawler.source import Source
from oscan import __version__
from oscan.command import run
from oscan.settings.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("oscan", "crawler", "catalog", "queries", "review", "data")
OTHERS = ("tests", "benchmarks", "docs")

COMMON = {"oscan.errors", "oscan.settings", "oscan.files", "oscan.ledger"}
SHOWING = {"oscan.show", "oscan.table", "oscan.workbook"}
ARROWS: dict[str, set[str]] = {
    "oscan": {"oscan.rooms", "oscan.settings", "catalog"},
    "oscan.rooms": set(),
    "oscan.errors": set(),
    "oscan.files": {"oscan.errors"},
    "oscan.ledger": {"oscan.files"},
    "oscan.settings": {"oscan.errors", "oscan.files"},
    "oscan.show": {"oscan.errors", "oscan.files", "oscan.table"},
    "oscan.table": {"oscan.errors", "oscan.show"},
    "oscan.cluster": {"oscan.errors", "oscan.files"},
    "crawler": COMMON | {"oscan.cluster"},
    "catalog": COMMON | {"oscan.cluster"},
    "queries": COMMON,
    "review": COMMON | {"catalog", "queries", "oscan.show", "oscan.workbook"},
    "data": set(),
    "oscan.commands": {"oscan", "oscan.cluster", *COMMON, *SHOWING, "crawler", "catalog", "queries", "review"},
    "oscan.words": {"oscan.errors", "oscan.settings", "oscan.commands"},
    "oscan.workbook": {"oscan.errors", "oscan.show"},
    "oscan.publishing": {"oscan.settings", "oscan.commands", "oscan.words"},
    "oscan.profiling": {"oscan.settings", "oscan.commands"},
    "oscan.claiming": {"oscan.settings", "oscan.commands", "oscan.words"},
    "oscan.logs": set(),
    "oscan.command": {
        *("oscan", "oscan.errors", "oscan.settings", "oscan.show", "oscan.commands", "oscan.words", "oscan.logs"),
        *("oscan.claiming", "oscan.profiling", "oscan.publishing"),
    },
    "oscan.__main__": {"oscan.command", "oscan.rooms"},
}
"""Unit → the units it may import beside itself. The longest name that fits a module is its unit."""

PARTS: dict[str, set[str]] = {
    "scrapy": {"crawler"},
    "uvloop": {"crawler"},
    "warcio": {"crawler"},
    "distributed": {"crawler", "oscan.cluster"},
    "fsspec": {"oscan.cluster"},
    "bs4": {"crawler"},
    "lxml": {"crawler"},
    "duckdb": {"catalog", "queries", "review", "oscan.commands"},
    "license_expression": {"catalog", "crawler"},
    "yaml": {"oscan.settings", "oscan.commands", "crawler"},
    "typer": {"oscan.claiming", "oscan.command", "oscan.profiling", "oscan.publishing", "oscan.words"},
    "jinja2": {"review"},
    "markupsafe": {"review"},
    "typst": {"review"},
    "xlsxwriter": {"oscan.workbook", "oscan.commands"},
    "openpyxl": {"oscan.commands"},
    "rich": {"oscan.show", "oscan.table", "oscan.commands"},
}
"""Package of others → the units that may know of it."""

MOST_LINES = 350
MOST_FUNCTION_LINES = 40
CASES = ROOT / "tests" / "responses"
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "deploy/README.md")
TEXT = {
    ".md",
    ".py",
    ".sql",
    ".toml",
    ".yml",
    ".yaml",
    ".txt",
    ".csv",
    ".json",
    ".jsonl",
    ".service",
    ".timer",
    ".svg",
    "",
}


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def unit_of(module: str) -> str:
    """The unit a module belongs to; its first word where the arrows do not know it."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in ARROWS), parts[0])


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are written with their whole name"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_module = (ROOT / inner.replace(".", "/")).with_suffix(".py").is_file() or (
                    ROOT / inner.replace(".", "/") / "__init__.py"
                ).is_file()
                yield inner if is_module else str(node.module)


def test_imports_follow_the_arrows() -> None:
    ours, wrong = {*ROOMS, *OTHERS}, []
    for path in modules(*ROOMS):
        unit = unit_of(named(path))
        for module in imports(path):
            target, top = unit_of(module), module.partition(".")[0]
            if top in ours and target != unit and target not in ARROWS[unit]:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
            if top in PARTS and not PARTS[top] & {unit, unit.partition(".")[0]}:
                wrong.append(f"{path.relative_to(ROOT)} imports {top}, which is not for {unit}")
    assert not wrong, "\n".join(wrong)


SOURCES = sorted(path.name for path in (ROOT / "crawler" / "sources").iterdir() if (path / "__init__.py").is_file())


@pytest.mark.parametrize("word", SOURCES)
def test_a_source_is_one_word(word: str) -> None:
    kind = getattr(importlib.import_module(f"crawler.sources.{word}"), f"{word.capitalize()}Spider")
    assert issubclass(kind, Source)
    assert kind.name == word
    said = {"unit", "observe", "forecast", "title", "terms", "licence", "counts"}
    assert said <= vars(kind).keys(), "every source says these itself"
    assert (ROOT / "docs" / "sources" / f"{word}.md").is_file(), "every source has its page"
    assert any(path.is_dir() for path in (CASES / word).glob("*")), "every source has recorded cases"


def test_every_folder_of_cases_belongs_to_a_source_and_says_what_is_expected() -> None:
    for folder in (path for word in CASES.iterdir() if word.is_dir() for path in word.iterdir() if path.is_dir()):
        assert folder.parent.name in SOURCES, folder
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert len(files) >= 2, f"{folder}: an input and what is expected of it"
        assert all(path.stat().st_size for path in files if path.stem == "expected"), f"{folder}: expects nothing"


def _too_long(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        text = path.read_text(encoding="utf-8")
        lines = len(text.splitlines())
        if lines > MOST_LINES:
            yield f"{path.relative_to(ROOT)}: {lines} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and path.parts[len(ROOT.parts)] in ROOMS:
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_FUNCTION_LINES:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines"


def test_modules_and_functions_stay_small() -> None:
    found = list(_too_long(modules(*ROOMS, *OTHERS)))
    assert not found, "\n".join(found)


def test_every_module_has_its_promise() -> None:
    for path in modules(*ROOMS, *OTHERS):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not tree.body or ast.get_docstring(tree), f"{path.relative_to(ROOT)} does not say what it is for"


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project; what runs and tools leave is not among them."""
    folders = ("oscan", "crawler", "catalog", "queries", "review", "tests", "benchmarks", "docs", "deploy", ".ci")
    folders = (*folders, "requirements", "data/markets", "data/sample")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    for path in sorted([*paths, *ROOT.glob("*")]):
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    registries = ["py" + "pi", "python" + "hosted", "npm" + "js", "proxy.golang" + ".org", "crates" + ".io"]
    places = [f"/{word}/" for word in ("work", "root", "tmp")]
    wrong = re.compile(
        rf"\b(?:{'|'.join(map(re.escape, registries))})\b|(?<![\w.~}}-])(?:{'|'.join(places)})", re.IGNORECASE
    )
    found = [f"{path.relative_to(ROOT)}: {hit.group()}" for path, text in texts() for hit in wrong.finditer(text)]
    assert not found, "\n".join(found)


def test_git_ignores_no_file_of_the_house(tmp_path: Path) -> None:
    names = "\0".join(str(path.relative_to(ROOT)) for path, _ in texts() if path.parent != ROOT)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True, timeout=60)  # an unpacked archive has no .git
    command = ["git", f"--git-dir={tmp_path / '.git'}", f"--work-tree={ROOT}", "check-ignore", "--no-index", "-z"]
    done = subprocess.run(
        [*command, "--stdin"], input=names, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert done.returncode in (0, 1), done.stderr
    assert not done.stdout, done.stdout.replace("\0", "\n")


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_lock_files_pin_by_hash_and_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip() and entry.strip()[0] != "#"]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def in_code(page: str) -> str:
    """What a page shows as code: in fences, in indented blocks and in lines."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = [*re.findall(r"^```.*?^```", text, re.DOTALL | re.MULTILINE), *re.findall(r"^ {4}.*$", text, re.MULTILINE)]
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_commands_and_targets_that_exist(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    listed = capsys.readouterr().out.partition("Commands:")[2]
    commands = set(re.findall(r"^ {2}([a-z]+)\b", listed, re.MULTILINE))
    assert {"demo", "crawl", "build", "query"} <= commands, "the help lists the commands"
    code = in_code(page)
    named_there = set(re.findall(r"(?:(?<![\w/.-])|(?<=bin/))oscan ([a-z]+)\b", code))
    assert named_there <= commands
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", code)) <= targets


def test_readme_is_one_screen_and_shows_the_way_in() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 70
    for way in ("make demo", "make test", "oscan crawl", "GITHUB_TOKEN", "docs/demo.svg"):
        assert way in text, way


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md", "docs/README.md"])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


def test_changelog_tells_of_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [line for extra in project["project"]["optional-dependencies"].values() for line in extra]
    wanted = [*project["project"]["dependencies"], *extras, *project["dependency-groups"]["dev"]]
    names = {match.group() for match in (re.match(r"[A-Za-z0-9._-]+", line) for line in wanted) if match}
    page = (ROOT / "docs" / "decisions" / "0013-dependencies.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| ([a-z0-9][a-z0-9._-]*) \|", page, re.MULTILINE)) - {"package"}
    assert told == {name.lower() for name in names}


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert f"decisions/{page.name}" in index
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{page.name} has no {part}"


def test_own_publiccode_is_complete() -> None:
    file = read_yaml((ROOT / "publiccode.yml").read_bytes()).value
    assert file["publiccodeYmlVersion"] in ("0", "0.7", "0.7.0")
    assert file["softwareVersion"] == __version__
    assert file["url"].startswith("https://")
    assert file["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert file["softwareType"].startswith("standalone/")
    assert file["platforms"]
    assert file["legal"]["license"]
    assert file["maintenance"]["type"] == "community"
    assert all(contact["name"] for contact in file["maintenance"]["contacts"])
    assert file["localisation"]["localisationReady"] in ("true", "false")
    assert file["localisation"]["availableLanguages"]
    assert {"de", "en"} <= file["description"].keys()
    for description in file["description"].values():
        assert 0 < len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
