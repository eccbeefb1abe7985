"""The sentences of the parts R01 to R04: what this is, of which day, what is needed, where was searched."""

Pair = tuple[str, str]

PHRASES: dict[str, Pair] = {
    "document_title": ("Markterkundung: {title}", "Market review: {title}"),
    "document_subtitle": (
        "Stand {label}, Daten vom {as_of}, Profil {profile}",
        "Snapshot {label}, data of {as_of}, profile {profile}",
    ),
    "legal_label": ("Markterkundung, kein Vergabeverfahren", "Market review, not a procurement procedure"),
    "purpose": (
        "Dieses Dokument hält fest, was am genannten Tag über freie Software für den beschriebenen Bedarf bekannt "
        "war. Es ist eine Markterkundung: Es fordert niemanden zu einem Angebot auf, setzt keine Fristen und bereitet "
        "keinen Zuschlag vor.",
        "This document records what was known on the day named about open-source software for the need described. It "
        "is a market review: it asks nobody for an offer, sets no deadlines and prepares no award.",
    ),
    "neutral": (
        "Produktnamen stehen hier als Ergebnis der Suche. In eine Leistungsbeschreibung gehören Anforderungen als "
        "Funktionen, nicht Namen von Produkten.",
        "Names of products are findings of the search. A specification takes requirements as functions, not names of "
        "products.",
    ),
    "draft_profile": (
        "Das Profil ist ein Entwurf: Stufen, Gewichte und Schwellen, die als Vorschlag bezeichnet sind, hat noch "
        "niemand bestätigt.",
        "The profile is a draft: levels, weights and thresholds marked as proposals have been confirmed by nobody yet.",
    ),
    "no_advice": (
        "Das Dokument ist keine Rechtsberatung und kein Gutachten.",
        "The document is neither legal advice nor an expert opinion.",
    ),
    "sample_data": (
        "Die Daten stammen aus der mitgelieferten Beispielaufzeichnung, nicht aus einem eigenen Abruf. Teile davon "
        "kommen aus awesome-selfhosted-data (Beitragende von awesome-selfhosted, CC BY-SA 3.0), verändert.",
        "The data come from the recorded sample that ships with oscan, not from a crawl of one's own. Parts of it are "
        "from awesome-selfhosted-data (its contributors, CC BY-SA 3.0), changed.",
    ),
    "term_unit": ("Stelle", "unit"),
    "term_exported": ("erstellt am", "made on"),
    "term_profile": ("Profil", "profile"),
    "term_snapshot": ("Stand", "snapshot"),
    "term_as_of": ("Daten vom", "data of"),
    "term_legal_basis": ("Rechtsgrundlage", "legal basis"),
    "term_contact": ("Rückfragen", "questions to"),
    "term_home": ("vollständige Fassung", "full version"),
    "not_stated": ("nicht angegeben", "not stated"),
    "accessibility_note": (
        "Barrierefreiheit: Die HTML-Fassung ist nach EN 301 549 und WCAG 2.2, Stufe AA, gestaltet und wird bei jeder "
        "Änderung des Programms maschinell geprüft. Mit Tastatur und Bildschirmleser (Orca 43 in Chromium) wurde sie "
        "bei der Entwicklung dieser Version durchgegangen; eine Prüfung durch Menschen, die täglich mit einem "
        "Bildschirmleser arbeiten, steht aus. Bekannter Mangel: Bei Zitaten aus Quellen ist die Sprache nicht "
        "angegeben.",
        "Accessibility: the HTML version follows EN 301 549 and WCAG 2.2, level AA, and is checked by machine at every "
        "change of the program. During the development of this version it was gone through with keyboard and screen "
        "reader (Orca 43 in Chromium); a check by people who work with a screen reader every day has not been made. "
        "Known defect: the language of quotes from sources is not stated.",
    ),
    "data_span": (
        "Alle Angaben beziehen sich auf den Stand {label} vom {as_of}. Zwischen diesem Tag und der Erstellung liegen "
        "{age} Tage; das Profil erlaubt höchstens {allowed}.",
        "All statements refer to the snapshot {label} of {as_of}. Between that day and the making of this document lie "
        "{age} days; the profile allows at most {allowed}.",
    ),
    "too_old": (
        "Der Stand ist {age} Tage alt, älter als die {allowed} Tage, die das Profil erlaubt. Das Dokument wurde auf "
        "ausdrücklichen Wunsch dennoch erstellt.",
        "The snapshot is {age} days old, older than the {allowed} days the profile allows. The document was made all "
        "the same because that was asked for expressly.",
    ),
    "entered_after": (
        "Von Personen eingetragene Angaben reichen bis zum {day} und damit über den Tag des letzten Abrufs hinaus.",
        "What people entered reaches to {day}, later than the day of the last retrieval.",
    ),
    "source_troubled": (
        "Die Quelle {source} wurde zuletzt nicht einwandfrei gelesen: {finding}. Was dort fehlt, gilt nicht als "
        "verschwunden.",
        "The source {source} was not read without fault last time: {finding}. What is missing there does not count as "
        "gone.",
    ),
    "sources_fine": (
        "Alle Quellen wurden beim letzten Abruf vollständig gelesen.",
        "All sources were read completely at the last retrieval.",
    ),
    "profile_counts": (
        "Das Profil {name} (Version {version}, {status}) stellt {musts} Muss- und {shoulds} Soll-Anforderungen. Die "
        "Gewichte der Soll-Anforderungen ergeben zusammen {weights}. Prüfsumme der Datei: {sha256}.",
        "The profile {name} (version {version}, {status}) states {musts} musts and {shoulds} shoulds. The weights of "
        "the shoulds add up to {weights}. Checksum of the file: {sha256}.",
    ),
    "profile_rule": (
        "Ein Produkt scheidet nur aus, wenn belegt ist, dass es eine Muss-Anforderung nicht erfüllt. Was nicht belegt "
        "ist, schließt nie aus.",
        "A product is excluded only if it is shown that it does not meet a must. What is not shown never excludes.",
    ),
    "profile_proposals": (
        "Bei {count} Anforderungen ist die Stufe, das Gewicht oder die Schwelle ein Vorschlag.",
        "Of {count} requirements the level, the weight or the threshold is a proposal.",
    ),
    "profile_unset": (
        "Diese Angaben zum Bedarf fehlen noch: {names}.",
        "These facts about the need are still missing: {names}.",
    ),
    "searched_how": (
        "Gesucht wurde in den Quellen der Tabelle mit den Suchwörtern, Themen und Kategorien des Marktes {market}; "
        "dazu kommen die Produkte der Beobachtungsliste und alle Projekte der genannten Organisationen.",
        "The sources in the table were searched with the words, topics and categories of the market {market}; the "
        "products of the watch list and all projects of the organisations named are added.",
    ),
    "searched_not": (
        "Nicht durchsucht wurden andere Plattformen und Verzeichnisse, zum Beispiel Codeberg, GitLab.com, SourceForge "
        "und das Verzeichnis der Europäischen Kommission. Ein Produkt, das nur dort steht, kann fehlen.",
        "Other forges and listings were not searched, for example Codeberg, GitLab.com, SourceForge and the catalogue "
        "of the European Commission. A product that is listed only there may be missing.",
    ),
    "searched_lacking": (
        "Diese vorgesehenen Quellen wurden für diesen Stand nicht gelesen: {names}.",
        "These sources were meant to be read and were not for this snapshot: {names}.",
    ),
    "term_terms": ("Suchwörter", "search words"),
    "term_topics": ("Themen", "topics"),
    "term_categories": ("Kategorien", "categories"),
    "term_organisations": ("Organisationen", "organisations"),
    "term_excluded": ("ausgeschlossene Wörter", "words excluded"),
    "none": ("keine", "none"),
}
"""Name → German and English."""
