"""Command-line words of what hands data on: exports of snapshots, and the site of all reviews."""

from pathlib import Path
from typing import Annotated

import typer

from oscan.words import offered, one_of

Theme = Annotated[Path | None, typer.Option("--theme", help="File of your office: name, colours, logo.")]


def export(
    label: Annotated[str, typer.Argument(help="Label of a snapshot.", autocompletion=offered("labels"))],
    format: Annotated[str, typer.Option("--format", help="parquet, csv, jsonl or xlsx.")] = "parquet",  # noqa: A002  # the option's name is fixed by the contract of the command
    out: Annotated[
        Path | None, typer.Option("--out", help="A new folder; without it LABEL-FORMAT in the working folder.")
    ] = None,
) -> int:
    """Write the tables of a snapshot into a folder, described by datapackage.json."""
    from oscan.commands.export import run_export
    from oscan.settings import load_settings

    return run_export(load_settings(), label, one_of(format, "parquet", "csv", "jsonl", "xlsx"), out)


def publish(
    folder: Annotated[Path, typer.Argument(help="A new folder, or that of an earlier site, which is replaced.")],
    theme: Theme = None,
) -> int:
    """Make a static site of all reviews and snapshots, with every product's history and a feed of changes."""
    from oscan.commands.publish import run_publish
    from oscan.settings import load_settings

    return run_publish(load_settings(), folder, theme)


def questions(
    products: Annotated[
        list[str] | None, typer.Argument(help="Watched products; without any: all of the short list.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="A new folder.")] = Path("questions"),
    at: Annotated[str | None, typer.Option("--at", help="Label of a snapshot; without it the last build.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="Profile (name or path).")] = None,
    market: Annotated[str | None, typer.Option("--market", help="Name of a market, or path of its folder.")] = None,
) -> int:
    """Write the open points of a profile as questions to makers, the same for all (XLSX and YAML)."""
    from oscan.commands.questionnaire import run_questions
    from oscan.settings import load_settings

    return run_questions(load_settings({"profile": profile, "market": market}), products or [], at, out)
