"""What the sheets of the workbook are called, where a caption would be too long to find one."""

PHRASES: dict[str, tuple[str, str]] = {
    "sheet_about": ("Über diese Datei", "about this file"),
    "sheet_matrix": ("Matrix", "matrix"),
    "sheet_proof": ("Belege der Urteile", "claims and evidence"),
    "sheet_long-list": ("Produkte", "products"),
    "sheet_changes": ("Änderungen", "changes"),
    "sheet_evidence": ("Quellen", "sources"),
    "sheet_questions": ("Offene Fragen", "open questions"),
    "sheet_cost-lines": ("Annahmen und Preise", "assumptions and prices"),
    "sheet_fact": ("Angabe", "fact"),
    "sheet_value": ("Wert", "value"),
    "sheet_empty": ("leere Zelle", "empty cell"),
    "sheet_empty_means": ("nicht belegt, niemals „nein“", "not known, never “no”"),
    "sheet_document": ("Dokument", "document"),
    "sheet_snapshot": ("Stand", "snapshot"),
    "sheet_data_of": ("Daten vom (UTC)", "data of (UTC)"),
    "sheet_profile": ("Profil", "profile"),
    "sheet_command": ("wiederholt mit", "repeated by"),
    "sheet_rows": ("Zeilen: {sheet}", "rows: {sheet}"),
}
"""Each phrase in German and English."""
