"""Command-line words of `oscan profile`: requirements profiles of a market."""

from typing import Annotated

import typer

profiles = typer.Typer(help="Requirements profiles of a market.", no_args_is_help=True)


@profiles.callback()
def _profile() -> None:
    """Requirements profiles of a market."""


@profiles.command()
def new(
    name: Annotated[str | None, typer.Argument(help="Name of the new profile; asked for if it is missing.")] = None,
    template: Annotated[str | None, typer.Option("--from", help="Profile (name or path) to begin from.")] = None,
    title_de: Annotated[str | None, typer.Option("--title-de", help="Title in German.")] = None,
    title_en: Annotated[str | None, typer.Option("--title-en", help="Title in English.")] = None,
    market: Annotated[str | None, typer.Option("--market", help="Name of a market, or path of its folder.")] = None,
) -> int:
    """Write a new profile, a draft, into the market's folder."""
    from oscan.commands.profiles import run_new
    from oscan.settings import load_settings

    return run_new(load_settings({"market": market}), name, template, {"de": title_de, "en": title_en})
