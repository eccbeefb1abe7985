"""The sentences of the parts R10 to R13: cost, data protection and sovereignty, licences, maturity."""

Pair = tuple[str, str]

PHRASES: dict[str, Pair] = {
    "prices_reading": (
        "Preise stehen neben den Punkten und bringen keine; ein Quotient aus Punkten und Preis wird nicht gebildet, "
        "denn es liegen keine Angebote vor.",
        "Prices stand beside the points and earn none; no quotient of points and price is formed, for there are no "
        "bids.",
    ),
    "prices_none": (
        "Kein Preis bekannt: weder für einen der {candidates} Kandidaten noch für ein System im Einsatz liegt ein "
        "Preis mit Quelle und Datum vor. Das gilt für jede Kostenart: {components}.",
        "No price known: neither for one of the {candidates} candidates nor for a system in use is there a price with "
        "source and date. That holds for each component of cost: {components}.",
    ),
    "scenarios_none": (
        "Eine Rechnung über {years} Jahre ist ohne Preise und ohne Angaben zu Umfang und Aufwand nicht möglich; "
        "geschätzt wird nichts.",
        "A calculation over {years} years is not possible without prices, quantities and effort; nothing is estimated.",
    ),
    "privacy_reading": (
        "Vorgesehene Betriebsmodelle: {models}. Wo Schlüssel liegen und ob ein Betrieb auf eigenen Servern möglich "
        "ist, sagen die Urteile der Tabelle. Ob Dritte außerhalb der EU zugreifen können, ist kein Feld einer Quelle; "
        "einen Anhalt geben der Sitz der Organisation und der Konzernmutter.",
        "Operating models intended: {models}. Where keys lie and whether operation on own servers is possible is said "
        "by the verdicts in the table. Whether third parties outside the EU can gain access is a field of no source; "
        "the seats of the organisation and of its parent company give a hint.",
    ),
    "self_hosted": ("eigener Betrieb", "operation of one's own"),
    "hosted_by_public_body": ("Betrieb durch eine öffentliche Stelle", "operation by a public body"),
    "hosted_by_company": ("Betrieb durch ein Unternehmen", "operation by a company"),
    "sds_reading": (
        "Der Score reicht von 1 (am besten) bis 5 (am schlechtesten). Eine unbekannte Antwort macht ihn zur Spanne. Er "
        "steht neben den Punkten und wird nie zu ihnen addiert, weil Lizenz, Sitz und Standards sonst doppelt zählten. "
        "Grundlage: {version}.",
        "The score reaches from 1 (most sovereign) to 5 (least). An unknown answer makes it an interval. It stands "
        "beside the points and is never added to them, because licence, seat and standards would count twice. Basis: "
        "{version}.",
    ),
    "sds_unknown": (
        "Für {count} von {products} Zeilen ist mindestens eine Frage des Scores offen.",
        "In {count} of {products} rows at least one question of the score is open.",
    ),
    "licence_reading": (
        "„Quelloffen“ heißt hier: von der OSI anerkannt. Die drei Listen urteilen an manchen Stellen verschieden; das "
        "Profil legt fest, welche zählt. Eine unbekannte Lizenz schließt kein Produkt aus.",
        "“Open source” here means approved by the OSI. The three lists differ in places; the profile says which one "
        "counts. An unknown licence excludes no product.",
    ),
    "licence_no_contradiction": (
        "Zwischen den Quellen gibt es keinen wesentlichen Widerspruch über eine Lizenz.",
        "There is no material contradiction between sources about a licence.",
    ),
    "licence_contradictions_count": (
        "Über {count} Produkte sagen Quellen wesentlich Verschiedenes; beide Angaben stehen in der Tabelle.",
        "About {count} products sources say materially different things; both are in the table.",
    ),
    "maturity_reading": (
        "Gemessen wird am Hauptprojekt, nie an einem Spiegel. Die Zeiträume enden am {day}. Beiträge von Programmen "
        "sind herausgerechnet; ihr Anteil steht in der Tabelle. „Nicht belegt“ heißt: nicht gemessen.",
        "The main project is measured, never a mirror. The windows end on {day}. Contributions of programs are left "
        "out; their share is in the table. “Not known” means: not measured.",
    ),
    "formula_days_since_last_release": (
        "Tage vom Tag der neuesten Veröffentlichung bis zum Stand",
        "days from the day of the newest release to the date of the data",
    ),
    "formula_releases_365d": (
        "verschiedene Tage mit einer endgültigen Veröffentlichung in 365 Tagen",
        "distinct days with a final release within 365 days",
    ),
    "formula_median_release_gap_days": (
        "Median der Abstände zwischen aufeinanderfolgenden Tagen mit einer Veröffentlichung; daneben der längste "
        "Abstand",
        "median of the gaps between consecutive days with a release; the longest gap stands beside it",
    ),
    "formula_commits_183d": (
        "Commits auf dem Hauptzweig in 183 Tagen, ohne Programme",
        "commits on the default branch within 183 days, programs left out",
    ),
    "formula_authors_183d": (
        "verschiedene Beitragende in 183 Tagen, ohne Programme",
        "distinct authors within 183 days, programs left out",
    ),
    "formula_absence_factor_183d": (
        "kleinste Zahl von Personen, die zusammen mindestens die Hälfte der Commits stellen (CHAOSS, Contributor "
        "Absence Factor)",
        "smallest number of people who together make at least half of the commits (CHAOSS, contributor absence factor)",
    ),
    "formula_badge_maintained": (
        "Stufe 0 bis 3 nach den veröffentlichten Regeln von openCode nachgerechnet; unbekannte Werte ergeben eine "
        "Spanne",
        "level 0 to 3, recomputed by openCode's published rules; unknown values give an interval",
    ),
}
"""Name → German and English."""
