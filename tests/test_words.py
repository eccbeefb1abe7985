"""Words on the command line become values, and a command loads only what it needs."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer

from oscan.words import convert_plainly

Parts = Annotated[list[str] | None, typer.Option("-p")]
HEAVY = ("pydantic", "duckdb", "rich", "scrapy", "bs4")


def loaded_by(*words: str) -> list[str]:
    """What of HEAVY a command has loaded when it ends."""
    code = f"import sys; from oscan.command import run; run({list(words)!r}); print(*{HEAVY!r} & sys.modules.keys())"
    code = code.replace(f"{HEAVY!r}", f"{set(HEAVY)!r}")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.splitlines()[-1].split()


@pytest.mark.parametrize("words", [("query", "--list"), ("query", "--show", "crawl-health"), ("--version",)])
def test_a_light_command_loads_nothing_heavy(words):
    assert loaded_by(*words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a"], ("a", None, [], False)),
        (["a", "--path", "b/c"], ("a", Path("b/c"), [], False)),
        (["a", "-p", "x=1", "-p", "y=2", "--flag"], ("a", None, ["x=1", "y=2"], True)),
    ],
)
def test_words_become_values_of_the_type_asked_for(words, expected):
    convert_plainly()
    app, seen = typer.Typer(), []

    @app.command()
    def command(
        text: str,
        path: Path | None = None,
        parts: Parts = None,
        flag: bool = False,
    ) -> None:
        seen.append((text, path, list(parts or []), flag))

    app(words, standalone_mode=False)
    assert seen == [expected]


@pytest.mark.parametrize(("word", "number"), [("3", 3), ("three", None)])
def test_other_types_are_converted_as_always(word, number):
    convert_plainly()
    app, seen = typer.Typer(), []

    @app.command()
    def command(number: int) -> None:
        seen.append(number)

    if number is None:
        with pytest.raises(Exception, match="integer"):
            app([word], standalone_mode=False)
    else:
        app([word], standalone_mode=False)
        assert seen == [number]
