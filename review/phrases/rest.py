"""The sentences of the parts from R14 on: questions, changes, evidence, limits, and the further parts."""

Pair = tuple[str, str]

PHRASES: dict[str, Pair] = {
    "questions_reading": (
        "Die Fragen stehen in der Reihenfolge, in der ihre Antwort die Auswahl am stärksten ändern würde: zuerst nach "
        "der Zahl der Produkte, denen nur dieses Muss fehlt, dann nach der Zahl der Produkte, für die es offen ist, "
        "dann nach den offenen Punkten.",
        "The questions stand in the order in which their answers would change the choice most: first by the number of "
        "products that lack only this must, then by the number of products for which it is open, then by the points at "
        "stake.",
    ),
    "question_plain": ("Erfüllt das Produkt diese Anforderung: {text}?", "Does the product meet this: {text}?"),
    "settled_by_capability": (
        "Dokumentation mit Fundstelle, Test oder Auskunft des Herstellers",
        "documentation with the place, a test, or an answer of the maker",
    ),
    "settled_by_metric": ("Messwert der Projektplattform", "a figure of the project's forge"),
    "settled_by_listing": ("Eintrag im Verzeichnis", "an entry of the listing"),
    "questions_none": ("Es gibt keine offenen Fragen.", "There are no open questions."),
    "first_review": (
        "Dies ist die erste Markterkundung mit diesen Daten; es gibt keinen früheren Stand zum Vergleich.",
        "This is the first review of these data; there is no earlier snapshot to compare with.",
    ),
    "changes_compared": (
        "Verglichen werden die Stände {previous} und {label}. Eine Quelle, die nicht vollständig gelesen wurde, lässt "
        "kein Produkt als verschwunden gelten.",
        "The snapshots {previous} and {label} are compared. A source that was not read completely makes no product "
        "count as gone.",
    ),
    "changes_values": (
        "Bloße Werte, etwa eine neue Versionsnummer, änderten sich {count}-mal; sie sind nur gezählt.",
        "Mere values, such as a new version number, changed {count} times; they are only counted.",
    ),
    "changes_profile_same": (
        "Das Profil ist seit dem früheren Stand dasselbe; was sich an Urteilen geändert hat, kommt aus den Daten.",
        "The profile is the same as for the earlier snapshot; what changed in verdicts comes from the data.",
    ),
    "changes_profile_other": (
        "Der frühere Stand ist nach dem Profil seiner Zeit beurteilt ({before}), dieser nach {now}. Für jedes "
        "geänderte Urteil nennt die Tabelle die Ursache. Das Profil ist es, wenn das damalige Profil über die heutigen "
        "Daten ebenso urteilt wie damals.",
        "The earlier snapshot is judged by the profile of its time ({before}), this one by {now}. The table says of "
        "each changed verdict whether the profile or the data are the reason: if the profile of then would judge "
        "today's data as it did then, it is the profile.",
    ),
    "changes_profile_unknown": (
        "Der frühere Stand enthält keine lesbare Kopie des Profils seiner Zeit. Er ist nach dem heutigen Profil "
        "beurteilt; was nur das Profil geändert hat, ist deshalb nicht zu erkennen.",
        "The earlier snapshot holds no readable copy of the profile of its time. It is judged by today's profile, so "
        "what only the profile changed cannot be told.",
    ),
    "result_changes_none": (
        "Kein Ergebnis eines Produkts hat sich geändert.",
        "No result of a product has changed.",
    ),
    "other_reading": (
        "Dieselben Daten sind auch nach dem Profil {other} beurteilt. Anforderungen gelten als dieselben, wenn sie "
        "dieselbe Kennung haben. Punkte zweier Profile gewichten verschiedenen Bedarf und werden nicht verglichen.",
        "The same data are judged by the profile {other} too. Requirements count as the same if they have the same "
        "id. Points of two profiles weigh different needs and are not compared.",
    ),
    "other_requirements_none": (
        "Beide Profile fragen dasselbe.",
        "Both profiles ask the same.",
    ),
    "other_verdicts_none": (
        "Kein Urteil über eine gemeinsame Anforderung unterscheidet sich.",
        "No verdict on a requirement of both differs.",
    ),
    "other_results_none": (
        "Kein Produkt schneidet nach einem der Profile sicher besser ab.",
        "No product surely does better by one of the profiles.",
    ),
    "verdict_changes_none": (
        "Kein Urteil hat sich geändert.",
        "No verdict has changed.",
    ),
    "contradictions_none": ("Es gibt keine Widersprüche.", "There are no contradictions."),
    "contradictions_reading": (
        "{count} Widersprüche über Funktionen, davon {material} wesentlich (eine Quelle sagt ja, eine andere nein) und "
        "{undecided} ohne Entscheidung einer Person. Das Urteil ist, was die Regeln daraus machen; ein Strich steht, "
        "wo nicht geurteilt wird, weil die Lizenz nicht offen ist.",
        "{count} contradictions about functions, {material} of them material (one source says yes, another no) and "
        "{undecided} without a decision of a person. The verdict is what the rules make of it; a dash stands where "
        "none is given, since the licence is not open.",
    ),
    "evidence_reading": (
        "Jede gespeicherte Antwort ist mit Adresse, Zeit und Prüfsumme aufgeführt und liegt unverändert im Archiv; "
        "Angaben zu Personen wurden vor dem Speichern entfernt.",
        "Each stored response is listed with address, time and checksum and lies unchanged in the archive; data about "
        "persons were removed before storing.",
    ),
    "share_alike_none": (
        "Keine der Quellen verlangt eine Weitergabe unter gleichen Bedingungen.",
        "None of the sources demands sharing alike.",
    ),
    "share_alike_some": (
        "Daten dieser Quellen dürfen nur unter gleichen Bedingungen weitergegeben werden und sind in einer Spalte "
        "bezeichnet: {names}.",
        "Data of these sources may be passed on under the same terms only and are marked in a column: {names}.",
    ),
    "terms_github": (
        "Angaben über öffentliche Projekte; Texte bleiben unter den Lizenzen ihrer Projekte",
        "facts about public projects; texts stay under the licences of their projects",
    ),
    "terms_opencode": (
        "jedes Projekt unter seiner eigenen Lizenz; für das Verzeichnis als Ganzes ist keine genannt",
        "each project under its own licence; none is stated for the listing as a whole",
    ),
    "terms_osba": (
        "keine Lizenz genannt; übernommen werden einzelne Angaben",
        "no licence is stated; single facts are taken",
    ),
    "repeat_table": (
        "Eine einzelne Tabelle gibt dieser Befehl wieder, mit ihrem Namen an der Stelle der Punkte: {query}",
        "A single table is repeated by this command, with its name in the place of the dots: {query}",
    ),
    "repeat_reading": (
        "Der Befehl erzeugt aus demselben Stand dieselben Dateien, bis auf den Zeitpunkt der Erstellung. Jede Tabelle "
        "entsteht aus einer SQL-Abfrage, die vollständig unten und im Ordner sql steht.",
        "The command makes the same files from the same snapshot, but for the time of making. Each table is made by "
        "one SQL statement, which stands complete below and in the folder sql.",
    ),
    "term_command": ("Befehl", "command"),
    "term_version": ("Version von oscan", "version of oscan"),
    "term_checksum": ("Prüfsumme des Standes", "checksum of the snapshot"),
    "term_profile_sha256": ("Prüfsumme des Profils", "checksum of the profile"),
    "term_vocabulary": ("Prüfsumme des Vokabulars", "checksum of the vocabulary"),
    "term_market_sha256": ("Prüfsumme der Marktdefinition", "checksum of the market's definition"),
    "sql_of": ("SQL der Tabelle „{table}“", "SQL of the table “{table}”"),
    "limits_metadata": (
        "Angaben aus Verzeichnissen, Texten und Projektdaten zeigen, was behauptet und was gemessen wird. Sie zeigen "
        "nicht, wie gut eine Funktion ist, ob sie mit den eigenen Systemen zusammenarbeitet, wie sicher der Betrieb "
        "ist und wie Menschen damit zurechtkommen. Das zeigt nur eine Erprobung.",
        "Listings, texts and project data show what is claimed and what is measured. They do not show how good a "
        "function is, whether it works with one's own systems, how secure operation is and how people get on with it. "
        "Only a trial shows that.",
    ),
    "limits_terms": (
        "Worttreffer in Texten sind eine Näherung: {count} Urteile über Kandidaten ruhen ganz oder in Teilen nur "
        "darauf. Für Muss-Anforderungen zählen sie {must}, für Soll-Anforderungen {should}.",
        "Words found in texts are a heuristic: {count} verdicts on candidates rest wholly or in part on them only. For "
        "musts they {must}, for shoulds they {should}.",
    ),
    "terms_count": ("mit", "count"),
    "terms_count_not": ("nicht", "do not count"),
    "limits_mean": (
        "Im Mittel sind {pct} Prozent der Zellen einer Anforderung offen.",
        "On average {pct} percent of the cells of a requirement are open.",
    ),
    "limits_rules": (
        "Näherungen außerdem: die Zuordnung von Projekten zu Produkten, die Erkennung von Programmen unter den "
        "Beitragenden und die Lesart von Lizenztexten.",
        "Further heuristics: which projects belong to which product, which contributors are programs, and how texts of "
        "licences are read.",
    ),
    "entered_none": ("Keine Aussage wurde von einer Person eingetragen.", "No claim was entered by a person."),
    "contacts_none": (
        "Für diese Markterkundung hat oscan kein Unternehmen angeschrieben. Die Daten enthalten {count} Angaben der "
        "Art „Angabe des Herstellers“.",
        "For this review oscan contacted no company. The data hold {count} statements of the kind “statement of the "
        "maker”.",
    ),
    "contacts_office": ("Die Stelle gibt an: {text}", "The unit states: {text}"),
    "contacts_office_none": (
        "Ob die Stelle selbst mit Unternehmen gesprochen hat, ist nicht angegeben.",
        "Whether the unit itself spoke with companies is not stated.",
    ),
    "bundles_reading": (
        "Ein Bündel fasst bis zu drei Produkte zusammen. Funktionen darf irgendein Mitglied beitragen; Lizenz, "
        "Datenschutz und Pflege müssen für jedes Mitglied gelten. Aufgeführt sind nur kleinste Bündel. Für jedes "
        "Bündel aus mehreren Produkten bleibt eine Frage offen: Das Zusammenspiel der Mitglieder ist zu erproben.",
        "A bundle puts up to three products together. Any member may bring a function; licence, data protection and "
        "upkeep must hold for each member. Only smallest bundles are listed. One question stays open for every bundle "
        "of several products: integration between the members is to be tested.",
    ),
    "bundles_counts": (
        "{covering} Bündel decken alle Muss-Anforderungen ab; {possible} weitere sind möglich, aber offen.",
        "{covering} bundles cover every must; {possible} more are possible, but open.",
    ),
    "bundles_none": ("Es gibt kein Bündel, das möglich ist.", "There is no bundle that is possible."),
    "watch_reading": (
        "Nächste Prüfung: mit dem folgenden Quartalsstand, spätestens am {day}.",
        "Next check: with the next quarter's snapshot, at the latest on {day}.",
    ),
    "overdue": ("{day} (überfällig)", "{day} (overdue)"),
    "nearly_none": (
        "Kein Produkt, dem genau eine Muss-Anforderung fehlt.",
        "No product lacks exactly one must.",
    ),
    "nearly_reading": (
        "Diesen Produkten fehlt genau eine Muss-Anforderung. Fahrpläne der Projekte liest oscan noch nicht.",
        "These products lack exactly one must. oscan does not read roadmaps of projects yet.",
    ),
}
"""Name → German and English."""
