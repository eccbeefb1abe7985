"""What can have to be told to a person, and in which words: one template for each event, in German and English."""

from dataclasses import dataclass, field
from typing import Any

TEMPLATES: dict[str, dict[str, tuple[str, str]]] = {
    "run_failed": {
        "de": ("Marktlauf abgebrochen", "{subject}: {fact}. {next_step} Der letzte gültige Stand bleibt unverändert."),
        "en": ("Market run stopped", "{subject}: {fact}. {next_step} The last good state stays as it was."),
    },
    "source_failed": {
        "de": (
            "Quelle {source} nicht vollständig gelesen",
            "Stand: {status}. {fact}. Frühere Angaben dieser Quelle gelten weiter; der nächste Lauf fragt erneut.",
        ),
        "en": (
            "Source {source} was not read completely",
            "Status: {status}. {fact}. What it said before stays valid; the next run tries again.",
        ),
    },
    "source_stale": {
        "de": (
            "Angaben der Quelle {source} sind veraltet",
            "Der letzte vollständige Lauf ist {days} Tage her. `oscan runs` und `oscan doctor` zeigen den Grund.",
        ),
        "en": (
            "What source {source} said is old",
            "Its last complete run was {days} days ago. `oscan runs` and `oscan doctor` show why.",
        ),
    },
    "relicensed": {
        "de": ("{product}: Lizenz geändert", "Bisher {before}, jetzt {after}. Beleg: oscan evidence {id} licence"),
        "en": ("{product}: licence changed", "It was {before}, it is {after}. Evidence: oscan evidence {id} licence"),
    },
    "archived": {
        "de": (
            "{product}: Entwicklung archiviert",
            "Das Hauptrepository wurde archiviert. Beleg: oscan evidence {id} archived",
        ),
        "en": ("{product}: archived", "Its main repository was archived. Evidence: oscan evidence {id} archived"),
    },
    "release_stopped": {
        "de": (
            "{product}: keine neuen Versionen mehr",
            "Letzte Version vor {days} Tagen, obwohl weiterentwickelt wird. Beleg: oscan evidence {id} latest_release",
        ),
        "en": (
            "{product}: releases stopped",
            "Its latest release was {days} days ago while work goes on. Evidence: oscan evidence {id} latest_release",
        ),
    },
    "security_advisory": {
        "de": (
            "{product}: neue Sicherheitsmeldung {advisory}",
            "Schwere: {severity}, veröffentlicht am {day}. {url} Beleg: oscan query security-advisories",
        ),
        "en": (
            "{product}: new security advisory {advisory}",
            "Severity: {severity}, published on {day}. {url} Evidence: oscan query security-advisories",
        ),
    },
    "verdict_flipped": {
        "de": (
            "{product}: Bewertung von {requirement} geändert",
            "Nach dem Profil {profile} bisher {before}, jetzt {after}. `oscan query evidence-trail` zeigt die Belege.",
        ),
        "en": (
            "{product}: verdict on {requirement} changed",
            "By the profile {profile} it was {before}, it is {after}. `oscan query evidence-trail` shows the evidence.",
        ),
    },
    "review_ready": {
        "de": ("Marktprüfung {profile} zu {label} liegt vor", "Die Dokumente liegen in {path}."),
        "en": ("Market review {profile} of {label} is ready", "The documents lie in {path}."),
    },
    "review_failed": {
        "de": ("Marktprüfung {profile} zu {label} nicht erstellt", "{problem}. Der nächste Lauf versucht es erneut."),
        "en": ("Market review {profile} of {label} was not written", "{problem}. The next run tries again."),
    },
}
"""Event → language → (title, text)."""

VERDICTS = {
    "met": "erfüllt",
    "partial": "teilweise erfüllt",
    "not_met": "nicht erfüllt",
    "conflict": "widersprüchlich",
}
"""German words for verdicts."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be told."""

    event: str
    key: str
    """What it is about: the same key is not told again while it lasts."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What fills the template."""

    def words(self, language: str) -> tuple[str, str]:
        """Title and text; foreign text in it has lost what a terminal or a mail client would obey."""
        from oscan.show import harmless

        facts = dict(self.facts)
        if language == "de":
            facts |= {name: VERDICTS.get(facts[name], facts[name]) for name in ("before", "after") if name in facts}
        plain = {name: harmless(str(value)).rstrip(".") for name, value in facts.items()}
        title, text = TEMPLATES[self.event][language]
        return title.format(**plain), text.format(**plain).replace(" .", "")
