"""Words of the page itself: what leads through a document."""

Pair = tuple[str, str]

PHRASES: dict[str, Pair] = {
    "page_skip": ("Zum Inhalt springen", "Skip to the content"),
    "page_contents": ("Inhalt", "Contents"),
    "page_back": ("Zum Inhaltsverzeichnis", "Back to the contents"),
    "page_rows": ("{count} Zeilen", "{count} rows"),
    "and_more": ("{names} und {count} weitere", "{names} and {count} more"),
    "page_row": ("eine Zeile", "one row"),
    "page_show_table": ("Tabelle „{caption}“ mit {rows} zeigen", "Show the table “{caption}” with {rows}"),
    "page_data_only": (
        "Die Tabelle „{caption}“ mit {rows} steht in den Datendateien.",
        "The table “{caption}” with {rows} is in the data files.",
    ),
    "page_chart_data": ("Daten zum Bild „{title}“", "Data of the chart “{title}”"),
    "page_filter": ("Zeilen suchen", "Search rows"),
    "page_filter_verdict": ("Nur Zeilen mit dem Urteil", "Only rows with the verdict"),
    "page_filter_column": ("in der Anforderung", "for the requirement"),
    "page_all": ("alle", "all"),
    "page_any": ("irgendeine", "any"),
    "page_shown": ("{shown} von {all} Zeilen", "{shown} of {all} rows"),
    "page_sort": ("nach „{label}“ ordnen", "sort by “{label}”"),
    "page_order": ("ordnen", "sort"),
    "page_close": ("Schließen", "Close"),
    "page_evidence": ("Beleg {id}", "Evidence {id}"),
    "page_proof": ("Belege", "Evidence"),
    "page_legend": ("Bedeutung der Zeichen", "Meaning of the signs"),
    "page_summary": ("Kurzfassung", "Summary"),
    "page_full": ("Vollständige Fassung", "Full version"),
    "page_other_language": ("English version", "Deutsche Fassung"),
    "page_made": ("Erstellt mit oscan {version} am {moment}.", "Made with oscan {version} on {moment}."),
    "page_matrix": ("Matrix", "Matrix"),
    "page_sql": ("SQL aller Tabellen", "SQL of all tables"),
    "page_empty": ("keine Zeile", "no row"),
    "page_no_address": ("ohne sichere Adresse", "without a safe address"),
    "page_chart_left_out": (
        "Im Bild stehen {count} Zeilen ohne Namen, weil es sehr viele sind; die Tabelle nennt alle.",
        "The chart shows {count} rows without names because there are so many; the table names all.",
    ),
}
"""Name → German and English."""
