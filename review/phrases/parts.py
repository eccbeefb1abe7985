"""Titles of the parts, captions of the tables, titles and statements of the charts."""

Pair = tuple[str, str]

TITLES: dict[str, Pair] = {
    "title_R01": ("Zweck und rechtliche Einordnung", "Purpose and legal standing"),
    "title_R02": ("Stand der Daten", "Date of the data"),
    "title_R03": ("Bedarf und Anforderungen", "Need and requirements"),
    "title_R04": ("Suchraum", "Search space"),
    "title_R05": ("Alle Kandidaten mit Begründung", "All candidates with reasons"),
    "title_R06": ("Matrix der Urteile", "Matrix of verdicts"),
    "title_R07": ("Abdeckung der Muss-Anforderungen", "Coverage of the musts"),
    "title_R08": ("Punkte der Soll-Anforderungen", "Points of the shoulds"),
    "title_R09": ("Belastbarkeit der Reihenfolge", "Robustness of the order"),
    "title_R10": ("Wirtschaftlichkeit", "Economics"),
    "title_R11": ("Datenschutz und Souveränität", "Data protection and sovereignty"),
    "title_R12": ("Lizenzen", "Licences"),
    "title_R13": ("Reife und Pflege", "Maturity and maintenance"),
    "title_R14": ("Offene Fragen", "Open questions"),
    "title_R15": ("Änderungen seit der letzten Markterkundung", "Changes since the last review"),
    "title_R16": ("Widersprüche zwischen Quellen", "Contradictions between sources"),
    "title_R17": ("Quellen und Belege", "Sources and evidence"),
    "title_R18": ("Wiederholung", "How to repeat it"),
    "title_R19": ("Grenzen", "Limits"),
    "title_S04": ("Glossar", "Glossary"),
    "title_S05": ("Kontakte zu Unternehmen", "Contacts with companies"),
    "title_S06": ("Bündel", "Bundles"),
    "title_S07": ("Beobachtete Produkte", "Watched products"),
    "title_S08": ("Fast am Ziel", "Nearly there"),
    "title_S10": ("Vergleich mit einem anderen Profil", "Comparison with another profile"),
    "title_C1": ("Frage und Antwort", "Question and answer"),
    "title_C2": ("Ergebnis in Zahlen", "Result in figures"),
    "title_C3": ("Was fehlt", "What is missing"),
    "title_C4": ("Drei Vergleiche", "Three comparisons"),
    "title_C5": ("Kosten", "Cost"),
    "title_C6": ("Wovon es abhängt", "What it depends on"),
    "title_C7": ("Was sich geändert hat", "What changed"),
    "title_C8": ("Nächster Schritt", "Next step"),
    "title_C9": ("Einordnung", "Standing"),
}

TABLES: dict[str, Pair] = {
    "table_sources": ("Quellen und ihr letzter Abruf", "Sources and when they were last read"),
    "table_documents": ("Dokumente, die den Bedarf nennen", "Documents that state the need"),
    "table_requirements": ("Anforderungen des Profils", "Requirements of the profile"),
    "table_searched": ("Was die Quellen gezeigt haben", "What the sources showed"),
    "table_funnel": ("Vom Fund zum Kandidaten", "From what was found to the candidates"),
    "table_long-list": ("Alle Kandidaten und ihr Ergebnis", "All candidates and their result"),
    "table_exclusions": ("Gründe des Ausscheidens", "Reasons for exclusion"),
    "table_matrix": ("Urteile je Produkt und Anforderung", "Verdicts by product and requirement"),
    "table_verdicts": ("Alle Urteile einzeln", "All verdicts one by one"),
    "table_proof": ("Worauf die Urteile beruhen", "What the verdicts rest on"),
    "table_coverage": ("Abdeckung je Muss-Anforderung", "Coverage of each must"),
    "table_comparison": (
        "Systeme im Einsatz neben den Kandidaten mit den meisten Belegen",
        "Systems in use beside the candidates with the most evidence",
    ),
    "table_points": ("Punkte in Prozent als Spanne", "Points in percent as an interval"),
    "table_points-by-group": ("Beitrag der Gruppen zu den Punkten", "What each group adds to the points"),
    "table_sensitivity": ("Wirkung anderer Gewichte", "Effect of other weights"),
    "table_robust": ("Aussagen zur Reihenfolge", "Statements about the order"),
    "table_prices": ("Bekannte Preise", "Known prices"),
    "table_prices-missing": ("Bekannte und fehlende Preise je Kostenart", "Known and missing prices by component"),
    "table_data-protection": (
        "Urteile zu Datenschutz und Sicherheit",
        "Verdicts on data protection and security",
    ),
    "table_sovereignty": ("Score für Digitale Souveränität", "Score of digital sovereignty"),
    "table_makers": ("Hersteller, Inhaber und Dienstleister", "Makers, owners and supporters"),
    "table_licences": ("Lizenzen der verglichenen Produkte", "Licences of the products compared"),
    "table_licence-classes": ("Kandidaten je Lizenzklasse", "Candidates by licence class"),
    "table_licence-contradictions": ("Widersprüchliche Angaben zur Lizenz", "Contradicting findings about licences"),
    "table_licence-lists": ("Verwendete Lizenzlisten", "Lists of licences used"),
    "table_maturity": ("Messwerte je Kandidat", "Figures of each candidate"),
    "table_cadence": ("Mittlerer Abstand der Veröffentlichungen", "Median gap between releases"),
    "table_people": ("Personen hinter der Hälfte der Commits", "People behind half of the commits"),
    "table_questions": ("Offene Fragen nach ihrer Wirkung", "Open questions by their effect"),
    "table_changes": ("Änderungen im Einzelnen", "Changes one by one"),
    "table_change-counts": ("Zahl der Änderungen je Art", "Number of changes by kind"),
    "table_verdict-changes": ("Geänderte Urteile und ihre Ursache", "Changed verdicts and their cause"),
    "table_requirement-changes": ("Geänderte Anforderungen", "Changed requirements"),
    "table_result-changes": ("Geänderte Ergebnisse und ihr Grund", "Changed results and why"),
    "table_judgings": ("Was beurteilt wurde", "What was judged"),
    "table_other-requirements": ("Anforderungen, die sich unterscheiden", "Requirements that differ"),
    "table_other-verdicts": ("Urteile, die sich unterscheiden", "Verdicts that differ"),
    "table_other-results": ("Produkte, die ein Profil vorzieht", "Products that one of the profiles prefers"),
    "table_contradictions": ("Widersprüche und ihre Entscheidung", "Contradictions and their decision"),
    "table_evidence": ("Gespeicherte Antworten der Quellen", "Stored responses of the sources"),
    "table_entered": ("Von Personen gelesene Adressen", "Addresses read by people"),
    "table_source-terms": ("Nutzungsbedingungen der Quellen", "Terms of the sources"),
    "table_unknown-share": ("Anteil offener Zellen je Anforderung", "Share of open cells by requirement"),
    "table_hand-entered": ("Von Personen eingetragene Aussagen", "Claims entered by people"),
    "table_bundles": ("Kleinste Bündel", "Smallest bundles"),
    "table_watch-list": ("Beobachtete Produkte", "Watched products"),
    "table_nearly-there": ("Produkte, denen ein Muss fehlt", "Products that lack one must"),
}

CHARTS: dict[str, Pair] = {
    "chart_funnel": ("Vom Fund zum Kandidaten", "From what was found to the candidates"),
    "chart_funnel_says": (
        "Von {found} gefundenen Einträgen bleiben {candidates} Kandidaten.",
        "Of {found} entries found {candidates} candidates remain.",
    ),
    "chart_matrix": ("Urteile auf einen Blick", "Verdicts at a glance"),
    "chart_matrix_says": (
        "Von {cells} Zellen sind {met} erfüllt, {partial} teilweise, {not_met} nicht erfüllt und {unknown} nicht "
        "belegt.",
        "Of {cells} cells {met} are met, {partial} partly met, {not_met} not met and {unknown} not shown.",
    ),
    "chart_coverage": ("Abdeckung der Muss-Anforderungen", "Coverage of the musts"),
    "chart_coverage_says": (
        "{covered} von {musts} Muss-Anforderungen erfüllt mindestens ein Kandidat nachweislich.",
        "{covered} of {musts} musts are shown to be met by at least one candidate.",
    ),
    "chart_points": ("Spannen der Punkte", "Intervals of the points"),
    "chart_points_says": (
        "Die Spannen der {products} nicht ausgeschiedenen Kandidaten bilden {groups} Überlappungsgruppen; nur zwischen "
        "den Gruppen gibt es eine Reihenfolge.",
        "The intervals of the {products} candidates that are not excluded form {groups} overlap groups; only between "
        "groups is there an order.",
    ),
    "chart_points_one_says": (
        "Die Spannen aller {products} nicht ausgeschiedenen Kandidaten überlappen; es gibt keine Reihenfolge.",
        "The intervals of all {products} candidates that are not excluded overlap; there is no order.",
    ),
    "chart_licence-classes": ("Lizenzklassen der Kandidaten", "Licence classes of the candidates"),
    "chart_licence-classes_says": (
        "{free} von {products} Kandidaten stehen unter einer freien Lizenz; bei {unknown} ist die Klasse nicht belegt.",
        "{free} of {products} candidates stand under a free licence; of {unknown} the class is not known.",
    ),
    "chart_cadence": ("Abstand der Veröffentlichungen", "Gap between releases"),
    "chart_cadence_says": (
        "{monthly} von {products} Kandidaten veröffentlichen im Mittel spätestens alle 35 Tage; bei {unknown} ist der "
        "Abstand nicht belegt.",
        "{monthly} of {products} candidates release every 35 days or sooner at the median; of {unknown} the gap is "
        "not known.",
    ),
    "chart_people": ("Personen hinter den Produkten", "People behind the products"),
    "chart_people_says": (
        "Bei {one} von {products} Kandidaten stammt die Hälfte der Commits von einer einzigen Person; bei {unknown} "
        "ist das nicht belegt.",
        "Of {one} of {products} candidates one person makes half of the commits; of {unknown} this is not known.",
    ),
    "chart_change-counts": ("Änderungen seit dem letzten Stand", "Changes since the last snapshot"),
    "chart_change-counts_says": (
        "Seit dem Stand {previous} wurden {changes} Änderungen festgestellt.",
        "Since the snapshot {previous} {changes} changes were found.",
    ),
}

PHRASES: dict[str, Pair] = TITLES | TABLES | CHARTS
"""Name → German and English."""
