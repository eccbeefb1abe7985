"""Says in German and English what the words of a profile mean; `{name}` is filled in."""

FIGURES: dict[str, tuple[str, str]] = {
    "absence_factor_183d": (
        "Personen, von denen die Hälfte der Commits stammt (183 Tage)",
        "people behind half of the commits (183 days)",
    ),
    "archived": ("Projekt archiviert", "project archived"),
    "authors_183d": ("Beitragende (183 Tage)", "authors (183 days)"),
    "badge_maintained": ("Stufe „Maintained“ von openCode (0 bis 3)", "openCode's level 'Maintained' (0 to 3)"),
    "bot_share": ("Anteil automatischer Commits", "share of automatic commits"),
    "change_request_closure_ratio_92d": (
        "Anteil erledigter Änderungsvorschläge (92 Tage)",
        "share of change requests closed (92 days)",
    ),
    "commits_183d": ("Commits (183 Tage)", "commits (183 days)"),
    "days_since_last_commit": ("Tage seit dem letzten Commit", "days since the last commit"),
    "days_since_last_release": ("Tage seit der letzten Veröffentlichung", "days since the last release"),
    "elephant_factor_365d": (
        "Organisationen, von denen die Hälfte der Commits stammt (365 Tage)",
        "organisations behind half of the commits (365 days)",
    ),
    "max_release_gap_days": (
        "längster Abstand zwischen Veröffentlichungen (Tage)",
        "longest gap between releases (days)",
    ),
    "mean_first_response_days_92d": (
        "mittlere Tage bis zur ersten Antwort (92 Tage)",
        "mean days to the first answer (92 days)",
    ),
    "median_release_gap_days": (
        "mittlerer Abstand der Veröffentlichungen (Tage)",
        "median gap between releases (days)",
    ),
    "osi_approved": ("Lizenz von der OSI anerkannt", "licence approved by the OSI"),
    "protected_default_branch": ("Hauptzweig geschützt", "default branch protected"),
    "public_references": ("Referenzen in der öffentlichen Verwaltung", "references in public administration"),
    "releases_365d": ("Veröffentlichungen (365 Tage)", "releases (365 days)"),
    "security_lag_days": (
        "Tage bis zur Übernahme von Sicherheitskorrekturen",
        "days until security fixes are taken over",
    ),
    "security_policy": ("Regeln für Sicherheitsmeldungen vorhanden", "security policy present"),
    "support_organisations": ("Unternehmen mit Unterstützungsangebot", "companies that offer support"),
    "upstream_age_days": ("Alter der enthaltenen Ausgangsversion (Tage)", "age of the upstream version shipped (days)"),
    "vendor_parent_hq_in_eu": ("Konzernmutter des Herstellers in der EU", "maker's parent company in the EU"),
}
"""Each figure of a `metric` test in German and English."""

PHRASES: dict[str, tuple[str, str]] = {
    "must": ("Muss", "must"),
    "should": ("Soll", "should"),
    "stated": ("in einem Dokument verlangt", "stated by a document"),
    "inferred": ("aus einem Dokument geschlossen", "inferred from a document"),
    "external": ("in keinem der Dokumente", "in none of the documents"),
    "level": ("Stufe", "level"),
    "weight": ("Gewicht", "weight"),
    "threshold": ("Schwelle", "threshold"),
    "draft": ("Entwurf", "draft"),
    "confirmed": ("bestätigt", "confirmed"),
    "any": ("im Bündel genügt ein Produkt", "in a bundle one product is enough"),
    "every": ("im Bündel muss jedes Produkt es erfüllen", "in a bundle each product must meet it"),
    "single": ("im Bündel zählt das beste Produkt allein", "in a bundle the best product alone counts"),
    "sum": ("im Bündel wird nur zusammengezählt", "in a bundle it is only added up"),
    "heading": ("{title}\nProfil {name}, {status}", "{title}\nProfile {name}, {status}"),
    "counts": (
        "Muss-Anforderungen: {musts}. Wer eine davon nachweislich nicht erfüllt, scheidet aus; Unbekanntes schließt "
        "nie aus.\nSoll-Anforderungen: {shoulds}, zusammen {weights} Gewichtspunkte. Unbekanntes zählt als Spanne von "
        "nichts bis alles.",
        "Musts: {musts}. Whoever is shown not to meet one is out; what is unknown never excludes.\n"
        "Shoulds: {shoulds}, together {weights} points of weight. What is unknown counts as a range from nothing to "
        "all.",
    ),
    "proposals": (
        "Anforderungen mit Vorschlägen, die noch niemand bestätigt hat (mit * bezeichnet): {count}.",
        "Requirements with proposals that nobody has confirmed yet (marked *): {count}.",
    ),
    "unset": ("Noch nicht bekannt: {names}.", "Not known yet: {names}."),
    "group": ("{name} ({share} % des Gewichts)", "{name} ({share} % of the weight)"),
    "line": ("{id}  {text}", "{id}  {text}"),
    "basis": ("{level} ({basis}); {bundle}", "{level} ({basis}); {bundle}"),
    "weighing": ("Gewicht {weight}", "weight {weight}"),
    "report_only": ("nur berichtet, ohne Punkte", "only reported, no points"),
    "met_if": ("erfüllt, wenn {test}", "met if {test}"),
    "number_from": ("Herkunft der Zahlen: {text}", "where the numbers come from: {text}"),
    "capability": ("die Funktion „{label}“ belegt ist", "the function “{label}” is shown"),
    "addon": (" (auch als offener Zusatz)", " (also as an open add-on)"),
    "max_age": (", mit Belegen von höchstens {days} Tagen", ", by evidence of at most {days} days"),
    "metric": ("{column} {op} {value}", "{column} {op} {value}"),
    "truth": ("{column}: {value}", "{column}: {value}"),
    "yes": ("ja", "yes"),
    "no": ("nein", "no"),
    "partial": (" (teilweise bei {op} {value})", " (partial if {op} {value})"),
    "listing": ("{source} das Produkt verzeichnet", "{source} lists the product"),
    "manual": (
        "eine Person die Frage bejaht: {question} (Nachweis: {evidence})",
        "a person says yes to: {question} (shown by: {evidence})",
    ),
    "all_of": ("alles davon gilt: {tests}", "all of these hold: {tests}"),
    "any_of": ("eines davon gilt: {tests}", "one of these holds: {tests}"),
    "count_of": (
        "mindestens {met_from} davon gelten (teilweise ab {partial_from}): {tests}",
        "at least {met_from} of these hold (partial from {partial_from}): {tests}",
    ),
    "partial_from": (" (teilweise ab {partial_from})", " (partial from {partial_from})"),
    "needed_users": ("Zahl der Konten", "number of accounts"),
    "calendar_system": ("vorhandenes Kalendersystem", "calendar system in use"),
    "discount_rate": ("Zinssatz", "discount rate"),
    "not_known": ("nicht belegt", "not known"),
    "beside": ("Neben den Punkten, nie addiert: {names}.", "Beside the points, never added: {names}."),
}
"""Each phrase in German and English."""
