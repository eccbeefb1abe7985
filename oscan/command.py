"""Turns command-line words into calls of the rooms; the only place that exits, prints errors or knows Typer.

What `--help` does not need is imported inside the commands: Scrapy and DuckDB cost most of a second.
"""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from typer._click import exceptions as words  # Typer 0.29 carries its own Click and exports no UsageError

from oscan import __version__, claiming, profiling, publishing
from oscan.errors import OscanError
from oscan.logs import lines_of_json
from oscan.settings import REVIEW_FORMATS
from oscan.words import convert_plainly, offered, one_of, some_of

COMMON = ("--debug", "--log-format=json", "--log-format=text")
"""Words that may stand anywhere."""

app = typer.Typer(
    name="oscan",
    help="Check the open-source market: collect, keep the evidence, ask with SQL, show what changed.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(claiming.claims, name="claims")
app.add_typer(profiling.profiles, name="profile")

Cluster = Annotated[
    str | None, typer.Option("--cluster", help="Work on a Dask cluster: its scheduler, tcp://HOST:PORT.")
]
Market = Annotated[str | None, typer.Option("--market", help="Name of a market, or path of its folder.")]
Format = Annotated[str, typer.Option("--format", help="table or json.")]
At = Annotated[
    str | None,
    typer.Option("--at", help="Label of a snapshot; without it the last build.", autocompletion=offered("labels")),
]


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns 0 done, 1 stopped by an error, 2 wrong usage, 3 done in part."""
    convert_plainly()
    given = "\0".join(arguments).replace("--log-format\0", "--log-format=").split("\0") if arguments else []
    with lines_of_json() if "--log-format=json" in given else nullcontext():
        return _call([word for word in given if word not in COMMON], debug="--debug" in given)


def _call(arguments: Sequence[str], *, debug: bool) -> int:
    try:
        result = app(list(arguments), prog_name="oscan", standalone_mode=False)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if debug and not isinstance(error, words.UsageError):
            raise
        text, code = _explained(error)
        sys.stderr.write(f"{text}\n")
        return code
    return result if isinstance(result, int) else 0


def _explained(error: BaseException) -> tuple[str, int]:
    """What a person reads about an error, and the exit code."""
    if isinstance(error, words.NoArgsIsHelpError):
        return error.format_message(), 2
    if isinstance(error, words.UsageError):
        place = error.ctx.command_path if error.ctx else "oscan"
        return f"oscan: {error.format_message()} See `{place} --help`.", 2
    if isinstance(error, (typer.Abort, KeyboardInterrupt)):
        return "oscan: stopped by you.", 1
    if isinstance(error, OSError):
        place = str(error.filename or "this machine")
        error = OscanError(place, error.strerror or str(error), "Nothing half-written was left.")
    elif not isinstance(error, OscanError):
        fact = f"oscan made a mistake ({type(error).__name__}: {error})"
        error = OscanError("this command", fact, "Please report it with what --debug prints.")
    from oscan.show import cell_text

    return f"oscan: {cell_text(str(error))}", error.exit_code  # a message may quote what a source said


def _settings(**flags: Any) -> Any:
    from oscan.settings import load_settings

    return load_settings(flags)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"oscan {__version__}")
        raise typer.Exit


@app.callback()
def _every_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    log_format: Annotated[
        str, typer.Option("--log-format", help="text, or json: each line of standard error is an object.")
    ] = "text",
) -> None:
    """Options of every command."""


@app.command()
def demo() -> int:
    """Show a market check made from the recorded sample market."""
    from oscan.commands.demo import run_demo

    return run_demo()


@app.command()
def crawl(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources to ask; without any: all.")] = None,
    market: Market = None,
    replay: Annotated[
        list[Path] | None, typer.Option("--replay", help="Answer from this stored evidence (file or folder) only.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be asked and what it would cost.")
    ] = False,
    cluster: Cluster = None,
    format: Format = "table",  # noqa: A002  # the option's name is fixed by the contract of the command
) -> int:
    """Ask the sources; every response is kept."""
    from oscan.commands.crawl import run_crawl

    return run_crawl(
        _settings(market=market, cluster=cluster), sources or [], replay or [], dry_run, one_of(format, "table", "json")
    )


@app.command()
def build(market: Market = None, cluster: Cluster = None) -> int:
    """Make the catalogue anew from the observations."""
    from oscan.commands.catalogue import run_build

    return run_build(_settings(market=market, cluster=cluster))


@app.command()
def snapshot(
    label: Annotated[str | None, typer.Argument(help="Label; without it the current quarter.")] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List the snapshots.")] = False,
    market: Market = None,
    format: Format = "table",  # noqa: A002  # the option's name is fixed by the contract of the command
) -> int:
    """Freeze the catalogue under a label."""
    from oscan.commands.catalogue import run_snapshot

    return run_snapshot(_settings(market=market), label, list_them, one_of(format, "table", "json"))


@app.command()
def query(
    name: Annotated[
        str | None, typer.Argument(help="Name of a stored question.", autocompletion=offered("names"))
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List the stored questions.")] = False,
    show: Annotated[
        str | None,
        typer.Option("--show", help="Print the SQL of a stored question.", autocompletion=offered("names")),
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", help="A parameter, key=value.", autocompletion=offered("parameters"))
    ] = None,
    sql: Annotated[str | None, typer.Option("--sql", help="Ask with your own SQL (read-only).")] = None,
    file: Annotated[Path | None, typer.Option("-f", help="Ask with the SQL in a file (read-only).")] = None,
    at: At = None,
    profile: Annotated[
        str | None, typer.Option("--profile", help="Profile (name or path) for questions about requirements.")
    ] = None,
    format: Annotated[  # noqa: A002  # the option's name is fixed by the contract of the command
        str,
        typer.Option(
            "--format",
            help="table, csv, json, jsonl, md, xlsx or parquet; piped output is csv unless told otherwise.",
            autocompletion=offered("formats"),
        ),
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="en or de: language and numbers of tables and XLSX.")] = "en",
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the answer to this file; its ending names the format.")
    ] = None,
    columns: Annotated[str, typer.Option("--columns", help="Only these, or all; a table shows the main ones.")] = "",
) -> int:
    """Ask the catalogue a stored question, or your own in SQL."""
    from oscan.commands.query import run_query
    from oscan.commands.writing import Target

    given = {"name": name, "show": show, "sql": sql, "file": file, "list": list_them or None}
    return run_query(_settings(profile=profile), given, parameter or [], at, Target(format, out, lang), columns)


@app.command()
def evidence(
    product: Annotated[str, typer.Argument(help="Name, alias or id of a product.")],
    field: Annotated[str | None, typer.Argument(help="A field of the product; without it all.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Print the stored response itself.")] = False,
    at: At = None,
    format: Format = "table",  # noqa: A002  # the option's name is fixed by the contract of the command
) -> int:
    """Show which stored response said a value."""
    from oscan.commands.evidence import run_evidence

    return run_evidence(_settings(), product, field, raw, at, one_of(format, "table", "json"))


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="Label of the earlier snapshot.")],
    after: Annotated[str, typer.Argument(help="Label of the later snapshot.")],
    format: Annotated[str, typer.Option("--format", help="table, json or md.")] = "table",  # noqa: A002  # as above
) -> int:
    """Show what changed between two snapshots."""
    from oscan.commands.catalogue import run_diff

    return run_diff(_settings(), before, after, one_of(format, "table", "json", "md"))


app.command()(publishing.export)
app.command()(publishing.publish)


@app.command()
def review(
    profile: Annotated[
        str | None, typer.Argument(help="Profile (name or path); without it the one that is set.")
    ] = None,
    check: Annotated[
        str | None,
        typer.Option("--check", metavar="PROFILE", help="Only explain this profile, or say what is wrong with it."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="Label of a snapshot; without it the newest.", autocompletion=offered("labels")),
    ] = None,
    format: Annotated[  # noqa: A002  # as above
        str | None, typer.Option("--format", help=f"Some of {','.join(REVIEW_FORMATS)}; without it all.")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Only de or en; without it both.")] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="PROFILE", help="Compare with what this profile makes of it.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write to.")] = None,
    theme: Annotated[Path | None, typer.Option("--theme", help="File of your office: name, colours, logo.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Use a snapshot older than the profile allows.")] = False,
    market: Market = None,
) -> int:
    """Write the market review of a profile: documents and data, dated, with all evidence."""
    from oscan.commands.review import Wanted, run_check, run_review

    if lang not in (None, "de", "en"):
        raise words.UsageError(f"--lang {lang} is not one of de, en.")
    if check is not None:
        return run_check(_settings(market=market, profile=check), "en" if lang == "en" else "de")
    settings = _settings(
        market=market,
        profile=profile,
        compare=compare,
        theme=theme and str(theme),
        review_formats=format and some_of(format, *REVIEW_FORMATS),
        review_languages=lang and [lang],
    )
    return run_review(settings, Wanted(at, force), out)


@app.command()
def publiccode(
    paths: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Files, folders to search, or - for standard input.")
    ],
    online: Annotated[bool, typer.Option("--online", help="Also ask whether the addresses answer.")] = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Also tell of old dates, template texts and misspelt keys; never counted.")
    ] = False,
    format: Format = "table",  # noqa: A002  # the option's name is fixed by the contract of the command
) -> int:
    """Validate publiccode.yml files; 1 if any is invalid."""
    from oscan.commands.publiccode import run_publiccode

    return run_publiccode(paths, one_of(format, "table", "json"), online, notes)


@app.command("run")
def run_(
    snapshot: Annotated[str | None, typer.Option("--snapshot", help="Freeze now under this label.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be done, removals included.")] = False,
    market: Market = None,
    format: Format = "table",  # noqa: A002  # the option's name is fixed by the contract of the command
) -> int:
    """What cron calls: crawl, build, freeze each quarter, review, tell."""
    if dry_run:
        from oscan.commands.run_forecast import run_forecast

        return run_forecast(_settings(market=market), one_of(format, "table", "json"), snapshot)
    from oscan.commands.run import run_run

    return run_run(_settings(market=market), one_of(format, "table", "json"), snapshot)


@app.command()
def runs(
    most: Annotated[int, typer.Option("--last", min=1, help="So many runs.")] = 20,
    format: Format = "table",  # noqa: A002  # the option's name is fixed by the contract of the command
) -> int:
    """List the last runs of the sources: cost, age, drops, errors."""
    from oscan.commands.runs import run_runs

    return run_runs(_settings(), most, one_of(format, "table", "json"))


@app.command()
def sources(format: Format = "table") -> int:  # noqa: A002  # the option's name is fixed by the contract
    """List the sources with terms, age and last run."""
    from oscan.commands.sources import run_sources

    return run_sources(_settings(), one_of(format, "table", "json"))


@app.command()
def doctor(
    source: Annotated[str | None, typer.Option("--source", help="Look at one source on the live site.")] = None,
    refresh_licences: Annotated[
        bool, typer.Option("--refresh-licences", help="Renew SPDX's list of licences from its own site.")
    ] = False,
    online: Annotated[bool, typer.Option("--online", help="Also ask each source once, and for the limits.")] = False,
    thorough: Annotated[bool, typer.Option("--thorough", help="Also compare all evidence with its checksums.")] = False,
    market: Market = None,
    format: Format = "table",  # noqa: A002  # the option's name is fixed by the contract of the command
) -> int:
    """Check settings, disk and data, or one source's site."""
    if refresh_licences:
        from oscan.commands.licences import run_refresh

        return run_refresh(_settings(market=market), one_of(format, "table", "json"))
    from oscan.commands.doctor import run_doctor

    return run_doctor(_settings(market=market), source, online, thorough, one_of(format, "table", "json"))
