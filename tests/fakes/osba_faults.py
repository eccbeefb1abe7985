"""Turns names of faults, some with a count, into what goes wrong at a fake association's site."""

from collections.abc import Iterable
from dataclasses import dataclass, field

EVERYWHERE = frozenset({"captcha", "login", "500", "slow", "cut"})
"""Faults of every page; `robots-forbid` is one of robots.txt, all others are faults of the directory."""
DIRECTORY = frozenset(
    {
        "empty",
        "shrunken",
        "repeated-page",
        "error-200",
        "redirect-host",
        "redirect-private",
        "redirect-file",
        "nameless",
        "renamed",
        "script-only",
        "latin1",
        "no-body",
        "big",
    }
)
VALIDATORS = frozenset({"etag-changes", "wrong-304", "bare-304", "412"})
"""Faults of conditional requests: a new ETag each time; 304 to whatever ETag is sent, with the page's own or without
any header; 412."""
KNOWN = EVERYWHERE | DIRECTORY | VALIDATORS | {"robots-forbid"}

REDIRECTS = {
    "redirect-host": "https://elsewhere.example/mitglieder/",
    "redirect-private": "http://10.0.0.1/mitglieder/",
    "redirect-file": "file:///etc/hostname",
}
CAPTCHA = """<!doctype html><html><head><title>Just a moment...</title></head>
<body><p>Bitte bestätigen Sie, dass Sie ein Mensch sind.</p><div class="h-captcha"></div></body></html>"""
LOGIN = """<!doctype html><html><head><title>Anmelden</title></head>
<body><form action="/anmelden"><input name="name"><input type="password" name="wort"></form></body></html>"""
ERROR = """<!doctype html><html><head><title>Fehler 500</title></head>
<body><h1>Das hat nicht geklappt</h1><p>Es ist ein Fehler aufgetreten. Bitte später noch einmal.</p></body></html>"""
SCRIPT_ONLY = """<!doctype html><html><head><title>Mitglieder</title></head>
<body><div id="app"></div><script src="/app.js"></script>
<script>start("#app", "/mitglieder.json")</script></body></html>"""


@dataclass
class Faults:
    """The faults that are on; `captcha*2` is on for the first two requests it matches."""

    given: Iterable[str] = ()
    left: dict[str, int | None] = field(default_factory=dict)
    """Fault → how often it still happens; None: always."""

    def __post_init__(self) -> None:
        for fault in self.given:
            name, _, times = fault.partition("*")
            if name not in KNOWN:
                raise ValueError(f"unknown fault '{name}'; known: {', '.join(sorted(KNOWN))}")
            self.left[name] = int(times) if times else None

    def strikes(self, name: str) -> bool:
        """True if the fault happens to this request; counts it."""
        if name not in self.left:
            return False
        left = self.left[name]
        if left is None:
            return True
        self.left[name] = max(0, left - 1)
        return left > 0
