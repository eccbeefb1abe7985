"""What the codes of the catalogue mean, by the column they stand in."""

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "verdict": {
        "met": ("erfüllt", "met"),
        "partial": ("teilweise", "partly met"),
        "not_met": ("nicht erfüllt", "not met"),
        "unknown": ("nicht belegt", "not shown"),
        "conflict": ("widersprüchlich", "contradicted"),
        "not_applicable": ("entfällt", "does not apply"),
    },
    "finding": {
        "covered": ("abgedeckt", "covered"),
        "partly_covered": ("teilweise abgedeckt", "partly covered"),
        "not_shown": ("nicht belegt", "not shown"),
        "not_covered": ("nicht abgedeckt", "not covered"),
    },
    "result": {
        "meets_all": ("erfüllt alle Muss-Anforderungen", "meets every must"),
        "open": ("offen", "open"),
        "excluded": ("ausgeschieden", "excluded"),
    },
}
"""Column → code → German and English."""
