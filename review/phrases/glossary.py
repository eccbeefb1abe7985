"""Every technical term that a reader meets, in one sentence."""

Pair = tuple[str, str]

TERMS: tuple[tuple[Pair, Pair], ...] = (
    (
        ("Beleg", "evidence"),
        (
            "die gespeicherte Antwort einer Quelle oder die Adresse, die eine Person gelesen hat, mit Tag und Wortlaut",
            "the stored response of a source, or the address a person read, with day and words",
        ),
    ),
    (
        ("Bündel", "bundle"),
        (
            "zwei oder drei Produkte, die zusammen den Bedarf decken sollen",
            "two or three products that are to meet the need together",
        ),
    ),
    (
        ("Commit", "commit"),
        ("eine einzelne aufgezeichnete Änderung am Quelltext", "one recorded change of the source code"),
    ),
    (
        ("Copyleft", "copyleft"),
        (
            "Klausel einer freien Lizenz, nach der geänderte Fassungen unter derselben Lizenz weiterzugeben sind",
            "clause of a free licence by which changed versions must be passed on under the same licence",
        ),
    ),
    (
        ("Edition", "edition"),
        (
            "eine lizenzierte Ausgabe eines Produkts, etwa die freie neben der käuflichen",
            "one licensed form of a product, such as the free one beside the one that is sold",
        ),
    ),
    (
        ("Ende-zu-Ende-Verschlüsselung", "end-to-end encryption"),
        (
            "Verschlüsselung, bei der nur die Beteiligten selbst mitlesen können, nicht der Betreiber",
            "encryption by which only those who take part can read, not the operator",
        ),
    ),
    (
        ("freie Software", "open-source software"),
        (
            "Software, die alle verwenden, untersuchen, ändern und weitergeben dürfen; „quelloffen“ meint dasselbe",
            "software that everyone may use, study, change and pass on",
        ),
    ),
    (
        ("Kandidat", "candidate"),
        ("ein Produkt, das verglichen wird", "a product that is compared"),
    ),
    (
        ("Muss- und Soll-Anforderung", "must and should"),
        (
            "ein Muss schließt aus, wenn es belegt nicht erfüllt ist; ein Soll bringt Punkte",
            "a must excludes if it is shown not to be met; a should earns points",
        ),
    ),
    (
        ("openCode", "openCode"),
        (
            "die Plattform der öffentlichen Verwaltung in Deutschland für offenen Quelltext",
            "the platform of the public administration in Germany for open source code",
        ),
    ),
    (
        ("OSBA", "OSBA"),
        (
            "Open Source Business Alliance, Verband der Unternehmen für freie Software in Deutschland",
            "Open Source Business Alliance, the association of open-source companies in Germany",
        ),
    ),
    (
        ("OSI", "OSI"),
        (
            "Open Source Initiative, die Stelle, die Lizenzen als quelloffen anerkennt",
            "Open Source Initiative, the body that approves licences as open source",
        ),
    ),
    (
        ("Profil", "profile"),
        (
            "die Liste der Anforderungen einer Stelle mit Stufen, Gewichten und Prüfregeln",
            "a buyer's list of requirements with levels, weights and tests",
        ),
    ),
    (
        ("Spanne", "interval"),
        (
            "kleinster und größter Wert, zwischen denen ein Ergebnis wegen offener Fragen liegt",
            "smallest and largest value between which a result lies because of open questions",
        ),
    ),
    (
        ("SPDX-Ausdruck", "SPDX expression"),
        (
            "einheitliche Kurzschreibweise für Lizenzen, zum Beispiel Apache-2.0",
            "uniform short form of licences, for example Apache-2.0",
        ),
    ),
    (
        ("Stand", "snapshot"),
        (
            "unveränderliche Aufnahme aller Daten eines Tages unter einem Namen wie 2026Q3",
            "unchangeable copy of all data of one day under a label such as 2026Q3",
        ),
    ),
    (
        ("Überlappungsgruppe", "overlap group"),
        (
            "Produkte, deren Spannen sich überschneiden und die deshalb keine Reihenfolge haben",
            "products whose intervals overlap and which therefore have no order",
        ),
    ),
    (
        ("Worttreffer", "words found in a text"),
        (
            "Fund eines Fachworts in einem Text, der nichts beweist und eine Prüfung anregt",
            "a technical word found in a text, which proves nothing and suggests a check",
        ),
    ),
)
"""(term, sentence), each in German and English."""
