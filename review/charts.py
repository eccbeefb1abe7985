"""Turns a chart of a document into SVG: drawn by hand, coloured by the page's own classes, read aloud by its statement.

Colours come from CSS variables with a fallback, so that one picture serves light and dark paper and stands alone too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from oscan.show import harmless
from review.document import Chart, Table
from review.phrases import Language, word
from review.printing import MARKS, number, printed

STYLE = """.ink{fill:var(--ink,#171a2b)}.soft{fill:var(--muted,#4c5370)}.bar{fill:var(--accent,#2044aa)}
.rule{stroke:var(--line,#a5aac3);stroke-width:1;fill:none}.met{fill:var(--met,#00654c)}.partial{fill:var(--part,#7a4600)}
.not_met{fill:var(--not,#b3160e)}.unknown{fill:var(--unk-g,#c9cddd)}.conflict{fill:var(--conf,#6a2ea0)}
.not_applicable{fill:var(--hued,#f5f6f9)}.on{fill:var(--paper,#fff)}.onsoft{fill:var(--ink,#171a2b)}
text{font:13px "Fira Sans","Noto Sans",system-ui,sans-serif}"""
"""What a picture that stands alone needs; a page has the same rules in its style sheet."""

WIDTH = 720
ROW = 26
LABEL = 260
MOST_NAMED = 60
"""More rows than this are drawn thin and without names."""
THIN = 6
VERDICTS = ("met", "partial", "not_met", "conflict", "unknown", "not_applicable")


def svg(chart: Chart, language: Language, alone: bool = False) -> Markup:
    """The picture of a chart; `alone` puts the style inside, for a file or a document without a style sheet."""
    draw = {"bars": _bars, "stacked": _stacked, "intervals": _intervals, "heatmap": _heatmap}[chart.kind]
    height, body = draw(chart.table, language)
    style = f"<style>{STYLE}</style>" if alone else ""
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    return Markup(  # noqa: S704  # every text in `body` went through `escape`
        f'<svg{space} class="chart" role="img" aria-labelledby="g-{chart.name}-t g-{chart.name}-d" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">{style}'
        f'<title id="g-{chart.name}-t">{escape(chart.title)}</title>'
        f'<desc id="g-{chart.name}-d">{escape(chart.statement)}</desc>{body}</svg>'
    )


def _text(x: float, y: float, words: str, kind: str = "ink", anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{escape(harmless(words))}</text>'


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return f'<rect x="{x:.4g}" y="{y:g}" width="{width:.4g}" height="{height:g}" class="{kind}"/>'


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bars(table: Table, language: Language) -> tuple[int, str]:
    """The first column names a bar, the second is its length."""
    largest = max((row[1] for row in table.rows), default=0) or 1
    room = WIDTH - LABEL - 70
    lines = []
    for place, row in enumerate(table.rows):
        y = place * ROW
        length = room * row[1] / largest
        lines += [
            _text(LABEL - 10, y + 18, _short(printed(row[0], table.columns[0], language)), anchor="end"),
            _rect(LABEL, y + 4, max(length, 1), ROW - 8, "bar"),
            _text(LABEL + length + 8, y + 18, number(row[1], language)),
        ]
    return max(len(table.rows) * ROW, ROW), "".join(lines)


def _stacked(table: Table, language: Language) -> tuple[int, str]:
    """Each must as one bar of its verdicts, with sign and number where there is room."""
    shares = ("met_by", "partly_by", "denied_for", "conflict_for", "unknown_for", "not_applicable_for")
    room = WIDTH - LABEL
    lines = [_legend(language)]
    for place, row in enumerate(table.records(), 1):
        y, x = place * ROW + 6, float(LABEL)
        whole = sum(row[name] for name in shares) or 1
        lines.append(
            _text(LABEL - 10, y + 18, _short(f"{row['requirement_id']} {row['requirement_text']}"), anchor="end")
        )
        for name, verdict in zip(shares, VERDICTS, strict=True):
            length = room * row[name] / whole
            if length:
                lines.append(_rect(x, y + 4, length, ROW - 8, verdict))
                if length > 46:  # enough for the sign and three digits
                    tone = "onsoft" if verdict in ("unknown", "not_applicable") else "on"
                    lines.append(_text(x + 6, y + 18, f"{MARKS[verdict]} {row[name]}", tone))
            x += length
    return (len(table.rows) + 1) * ROW + 10, "".join(lines)


def _legend(language: Language, names: Sequence[str] = VERDICTS[:5]) -> str:
    parts, x = [], 0.0
    for name in names:
        label = f"{MARKS[name]} {word('verdict', name, language)}"
        parts += [_rect(x, 4, 14, 14, name), _text(x + 20, 16, label)]
        x += 44 + 7.6 * len(label)
    return "".join(parts)


def _intervals(table: Table, language: Language) -> tuple[int, str]:
    """A line from the least to the most points of each candidate that is not excluded, in the order of the table."""
    rows = [row for row in table.records() if row["overlap_group"] is not None]
    named = len(rows) <= MOST_NAMED
    step, left = (ROW, LABEL) if named else (THIN, 40)
    room = WIDTH - left - 20
    lines = [_scale(left, room, 20 + len(rows) * step, language)]
    for place, row in enumerate(rows):
        y = 24 + place * step
        x, length = left + room * float(row["lower_pct"]) / 100, room * float(row["upper_pct"] - row["lower_pct"]) / 100
        if named:
            lines.append(_text(left - 10, y + 14, _short(row["product_name"]), anchor="end"))
        lines.append(_rect(x, y + step * 0.3, max(length, 2), step * 0.4, "bar"))
    return 30 + len(rows) * step, "".join(lines)


def _scale(left: int, room: int, bottom: int, language: Language) -> str:
    return "".join(
        f'<path d="M{left + room * value / 100:g} 20V{bottom}" class="rule"/>'
        + _text(left + room * value / 100, 14, f"{number(value, language)} %", "soft", "middle")
        for value in (0, 25, 50, 75, 100)
    )


def _heatmap(table: Table, language: Language) -> tuple[int, str]:
    """One small cell a verdict, products down, requirements across; one path for each verdict keeps it light."""
    places = [place for place, column in enumerate(table.columns) if column.kind == "verdict"]
    if not places or not table.rows:
        return ROW, _legend(language)
    width = min(18.0, WIDTH / len(places))
    height = min(width, max(2.0, 900 / len(table.rows)))
    found: Counter[str] = Counter()
    paths: dict[str, list[str]] = {name: [] for name in VERDICTS}
    for line, row in enumerate(table.rows):
        for start, length, verdict in _runs([row[place] for place in places]):
            paths[verdict].append(f"M{start} {line}h{length}v1h-{length}z")
            found[verdict] += length
    drawn = "".join(
        f'<path class="{name}" transform="translate(0 30) scale({width:.4g} {height:.4g})" d="{"".join(parts)}"/>'
        for name, parts in paths.items()
        if parts
    )
    return int(40 + height * len(table.rows)), _legend(language, [name for name in VERDICTS if found[name]]) + drawn


def _runs(verdicts: Iterable[Any]) -> Iterable[tuple[int, int, str]]:
    """(first place, length, verdict) of each run of equal verdicts."""
    start, last, place = 0, None, -1
    for place, verdict in enumerate(verdicts):
        if verdict != last:
            if last is not None:
                yield start, place - start, last
            start, last = place, verdict
    if last is not None:
        yield start, place + 1 - start, last
