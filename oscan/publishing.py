"""Command-line words of what hands data on: exports of snapshots, and the site of all reviews."""

from pathlib import Path
from typing import Annotated

import typer

from oscan.words import offered, one_of

Theme = Annotated[Path | None, typer.Option("--theme", help="File of your office: name, colours, logo.")]


def export(
    label: Annotated[str, typer.Argument(help="Label of a snapshot.", autocompletion=offered("labels"))],
    format: Annotated[str, typer.Option("--format", help="parquet, csv, jsonl, xlsx or hive.")] = "parquet",  # noqa: A002  # the option's name is fixed by the contract of the command
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="A new folder, or for hive one to add to; without it LABEL-FORMAT in the working folder.",
        ),
    ] = None,
) -> int:
    """Write the tables of a snapshot into a folder, described by datapackage.json, or as parts of hive data sets."""
    from oscan.commands.export import FORMATS, run_export
    from oscan.commands.hive import run_hive
    from oscan.settings import load_settings

    if one_of(format, *FORMATS, "hive") == "hive":
        return run_hive(load_settings(), label, out)
    return run_export(load_settings(), label, format, out)


def publish(
    folder: Annotated[Path, typer.Argument(help="A new folder, or that of an earlier site, which is replaced.")],
    theme: Theme = None,
) -> int:
    """Make a static site of all reviews and snapshots, with every product's history and a feed of changes."""
    from oscan.commands.publish import run_publish
    from oscan.settings import load_settings

    return run_publish(load_settings(), folder, theme)
