"""Turns `oscan claims` into sheets of open cells, and filled-in sheets into files of the market's claims folder."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from oscan.errors import DefinitionError, UsageError
from oscan.files import exclusive, whole_file
from oscan.settings import Settings
from oscan.settings.claims import FOLDER, Claim, Entered, Subject, check_together, load_claims, read_claims, subject_of
from oscan.settings.handwritten import MOST_BYTES, MOST_NODES, read_document
from oscan.settings.market import Market
from oscan.settings.names import slug
from oscan.settings.profile import claimable
from oscan.settings.vocabulary import Vocabulary, load_vocabulary
from oscan.settings.yamlfile import YamlReadError, read_yaml


@dataclass(slots=True)
class Taken:
    """What became of a sheet."""

    path: Path
    """File of the market that holds the product's claims."""
    new: list[Entered] = field(default_factory=list)
    known: int = 0
    """Claims of the sheet that were there already, word for word."""
    still_open: int = 0
    notes: list[str] = field(default_factory=list)
    """Contradictions between sources: kept, for a person to decide."""


def run_template(settings: Settings, product: str, out: Path | None, kind: str | None) -> int:
    """Write a sheet of every capability of the vocabulary without a usable claim for the product.

    `kind` is `yaml` or `xlsx`; None: what the ending of `out` says.
    """
    from oscan.commands.catalogue import market_of
    from oscan.commands.sheets import Cell, sheet
    from oscan.commands.workbooks import write_workbook

    kind = kind or ("xlsx" if out is not None and out.suffix.lower() == ".xlsx" else "yaml")
    market = market_of(settings)
    vocabulary = _vocabulary(market)
    subject = _subject(market, product)
    answered = answered_cells(_own(load_claims(market, claimable(market.folder, vocabulary)), subject), _today())
    cells = [
        Cell(key, (one.label.de, one.label.en), (one.definition.de, one.definition.en))
        for key, one in vocabulary.capabilities.items()
        if key not in answered
    ]
    if out is None and kind != "xlsx":
        sys.stdout.write(sheet(subject, cells))
        return 0
    if out is None:
        raise UsageError("--format xlsx", "a workbook needs a file", "Name it with --out FILE.xlsx.")
    if out.exists():
        raise UsageError(str(out), "there is a file already", "Name another with --out, or move it away.")
    with whole_file(out) as stream:
        if kind == "xlsx":
            write_workbook(stream, subject, cells)
        else:
            stream.write(sheet(subject, cells).encode())
    sys.stderr.write(f"oscan: {len(cells)} open cells of {subject.name} are in {out}\n")
    return 0


def run_import(settings: Settings, file: Path) -> int:
    """Check a filled-in sheet and take it into the market, whole or not at all."""
    from oscan.commands.catalogue import market_of

    with exclusive(settings.data / "oscan.lock", "oscan claims import"):
        market = market_of(settings)
        taken = take(file, market, _vocabulary(market), _today())
    for note in taken.notes:
        sys.stderr.write(f"oscan: {note}\n")
    sys.stdout.write(
        f"{len(taken.new)} claims taken into {taken.path}; {taken.known} were there already,"
        f" {taken.still_open} cells are still open.\n"
    )
    if taken.new:
        sys.stdout.write("`oscan build` takes them into the catalogue.\n")
    return 0


def answered_cells(claims: Sequence[Entered], today: date) -> set[str]:
    """Capabilities with a claim that is neither superseded nor past its last day."""
    replaced = {item.claim.supersedes for item in claims}
    usable = [item for item in claims if item.claim_id not in replaced]
    return {
        item.claim.capability for item in usable if item.claim.valid_until is None or item.claim.valid_until >= today
    }


def take(file: Path, market: Market, vocabulary: Vocabulary, today: date) -> Taken:
    """Add the claims of a sheet to the file of its product; raises DefinitionError, and then nothing is written."""
    from oscan.commands.workbook_reader import is_workbook, read_workbook

    stored = load_claims(market, claimable(market.folder, vocabulary))
    document = read_workbook(file) if is_workbook(file) else read_document(file)
    subject, offered, still_open = read_claims(file, document, market, claimable(market.folder, vocabulary))
    own = _own(stored, subject)
    name = slug(subject.name) or "product"
    taken = Taken(own[0].path if own else market.folder / FOLDER / f"{name}.yml", still_open=still_open)
    _check_sheet(offered, today)
    known = {item.claim_id: item for item in own}
    for item in offered:
        twin = known.get(item.claim_id)
        if twin is not None and twin.claim == item.claim:
            taken.known += 1
            continue
        _check_against(item, twin, own)
        taken.new.append(item)
        taken.notes += _contradictions(item, own)
    check_together([*own, *taken.new])
    if taken.new:
        _append(taken, subject, market, vocabulary, [item.claim for item in own])
    return taken


def _check_sheet(offered: Sequence[Entered], today: date) -> None:
    """Nothing of tomorrow, and one answer a cell: a sheet is one person's."""
    first: dict[tuple[str | None, ...], Entered] = {}
    for item in offered:
        if item.claim.retrieved_at > today:
            fact = f"{item.claim.capability}: retrieved_at {item.claim.retrieved_at} lies in the future"
            raise DefinitionError(item.place, fact, "Correct the day.")
        cell = (item.claim.capability, item.claim.edition, item.claim.kind)
        other = first.setdefault(cell, item)
        if other.claim.value != item.claim.value and other.claim_id != item.claim.supersedes:
            fact = f"{item.claim.capability} is {item.claim.value} here and {other.claim.value} in {other.at}"
            raise DefinitionError(item.place, fact, "Give one answer for each cell of a sheet, edition and kind.")


def _check_against(item: Entered, twin: Entered | None, own: Sequence[Entered]) -> None:
    """A stored claim is neither changed nor outvoted by an older one."""
    from oscan.commands.sheets import described

    if twin is not None:
        fact = f"{item.claim.capability} is {item.claim.value}, but the same source and day already gave"
        raise DefinitionError(item.place, f"{fact} {described(twin)}", "Correct the stored claim itself, or the sheet.")
    replaced = {other.claim.supersedes for other in own} | {item.claim.supersedes}
    for other in own:
        newer = other.claim.speaks_for > item.claim.speaks_for
        if newer and other.claim.speaker == item.claim.speaker and other.claim_id not in replaced:
            fact = f"{item.claim.capability} of {item.claim.speaks_for} is older than the stored {described(other)}"
            raise DefinitionError(item.place, fact, f"`supersedes: {other.claim_id}` replaces that one all the same.")


def _contradictions(item: Entered, own: Sequence[Entered]) -> list[str]:
    """Other sources of the same kind that say something else."""
    from oscan.commands.sheets import described

    replaced = {other.claim.supersedes for other in own} | {item.claim.supersedes}
    return [
        f"{item.claim.capability} is {item.claim.value} here and {described(other)}; both are kept for a decision"
        for other in own
        if other.claim_id not in replaced
        and (other.claim.capability, other.claim.edition, other.claim.kind)
        == (item.claim.capability, item.claim.edition, item.claim.kind)
        and other.claim.source != item.claim.source
        and other.claim.value != item.claim.value
    ]


def _append(taken: Taken, subject: Subject, market: Market, vocabulary: Vocabulary, before: Sequence[Claim]) -> None:
    """Add the new claims to the text of the file, so that its comments stay, and read the result before it is kept."""
    from oscan.commands.sheets import claims_text, file_head

    path = taken.path
    if path.exists():
        text, indent = path.read_text(encoding="utf-8"), _indent(path)
        text += "" if text.endswith("\n") else "\n"
    else:
        text, indent = file_head(subject), 2
    text += claims_text((item.claim for item in taken.new), indent)
    wanted = [*before, *(item.claim for item in taken.new)]
    try:
        document = read_yaml(text.encode(), MOST_BYTES, MOST_NODES)
        _, claims, _ = read_claims(path, document, market, claimable(market.folder, vocabulary))
    except (YamlReadError, DefinitionError):
        claims = []
    if [item.claim for item in claims] != wanted:
        fact = "nothing can be added to this file: `claims` must come last in it, and `for_all` must not touch new ones"
        raise DefinitionError(str(path), fact, "Bring it into the shape docs/claims.md shows, then import again.")
    with whole_file(path) as stream:
        stream.write(text.encode())


def _indent(path: Path) -> int:
    """How far the items of `claims` are indented; 2 if there is none."""
    document = read_document(path)
    value: Mapping[str, object] = document.value if isinstance(document.value, dict) else {}
    claims = value.get("claims")
    columns = (
        [document.positions["claims", number][1] for number in range(len(claims))] if isinstance(claims, list) else []
    )
    return max(columns[-1] - 3, 0) if columns else 2


def _vocabulary(market: Market) -> Vocabulary:
    vocabulary = load_vocabulary(market.folder)
    if vocabulary is None:
        fact = "this market has no vocabulary.yml, so nothing can be claimed in it"
        raise DefinitionError(str(market.folder), fact, "Choose another with --market, or write one.")
    return vocabulary


def _subject(market: Market, word: str) -> Subject:
    subject = subject_of(market, word)
    if isinstance(subject, str):
        raise UsageError("product", subject, "Products are those of the watch list and the baseline.")
    return subject


def _own(claims: Sequence[Entered], subject: Subject) -> list[Entered]:
    return [item for item in claims if item.subject == subject]


def _today() -> date:
    return datetime.now(UTC).date()
