"""Command-line words of `oscan claims`: what people enter about products, and what is asked of makers."""

from pathlib import Path
from typing import Annotated

import typer

from oscan.words import one_of

Market = Annotated[str | None, typer.Option("--market", help="Name of a market, or path of its folder.")]

claims = typer.Typer(help="What people enter about products: sheets to fill in, and taking them.", no_args_is_help=True)


@claims.command()
def template(
    product: Annotated[str, typer.Argument(help="Name, alias or id of a watched product or system in use.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write the sheet to this new file.")] = None,
    market: Market = None,
    format: Annotated[str | None, typer.Option("--format", help="yaml or xlsx; else by the ending of --out.")] = None,  # noqa: A002  # the option's name
) -> int:
    """Write a sheet (YAML or XLSX) of the cells nobody has filled in for a product."""
    from oscan.commands.claims import run_template
    from oscan.settings import load_settings

    kind = None if format is None else one_of(format, "yaml", "xlsx")
    return run_template(load_settings({"market": market}), product, out, kind)


@claims.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A sheet (YAML or XLSX) that was filled in.")],
    market: Market = None,
) -> int:
    """Check a filled-in sheet (YAML or XLSX) and take it into the market, whole or not at all."""
    from oscan.commands.claims import run_import
    from oscan.settings import load_settings

    return run_import(load_settings({"market": market}), file)


@claims.command()
def questions(
    products: Annotated[
        list[str] | None, typer.Argument(help="Watched products; without any: all of the short list.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="A new folder.")] = Path("questions"),
    at: Annotated[str | None, typer.Option("--at", help="Label of a snapshot; without it the last build.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="Profile (name or path).")] = None,
    market: Market = None,
) -> int:
    """Write the open points of a profile as questions to makers, the same for all (XLSX and YAML)."""
    from oscan.commands.questionnaire import run_questions
    from oscan.settings import load_settings

    return run_questions(load_settings({"profile": profile, "market": market}), products or [], at, out)
