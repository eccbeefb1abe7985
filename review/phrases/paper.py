"""What only the review on paper says."""

PHRASES: dict[str, tuple[str, str]] = {
    "paper_page": ("Seite", "page"),
    "paper_of": ("von", "of"),
    "paper_contents": ("Inhalt", "Contents"),
    "paper_note": ("Hinweis", "Note"),
    "paper_warning": ("Achtung", "Attention"),
    "paper_table": ("Tabelle", "Table"),
    "paper_chart": ("Abbildung", "Figure"),
    "paper_slice": ("{caption} (Teil {number} von {count})", "{caption} (part {number} of {count})"),
    "paper_label": ("Stand {label}", "Snapshot {label}"),
    "paper_foot": (
        "Markterkundung, kein Vergabeverfahren · Stand {label}, Daten vom {day} · Prüfsumme {checksum}",
        "Market investigation, not a tender · snapshot {label}, data of {day} · checksum {checksum}",
    ),
    "paper_subtitle": ("{subtitle} Erstellt am {day}.", "{subtitle} Made on {day}."),
    "paper_in_files": (
        "Diese Tabelle hat {rows} Zeilen und steht nur in den Datendateien: tables/{name}.csv und review.xlsx.",
        "This table has {rows} rows and stands in the data files only: tables/{name}.csv and review.xlsx.",
    ),
    "paper_more": ("{names} und {count} weitere", "{names} and {count} more"),
    "paper_signs": (
        "Zeichen, für die es hier keine Schrift gibt, stehen als U+ mit ihrer Nummer.",
        "Characters for which there is no typeface here are written as U+ with their number.",
    ),
    "paper_no_rows": ("Keine Zeilen.", "No rows."),
}
"""Each phrase in German and English."""
