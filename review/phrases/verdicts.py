"""The sentences of the parts R05 to R09: who is out and why, all verdicts, coverage, points and their order."""

Pair = tuple[str, str]

PHRASES: dict[str, Pair] = {
    "long_list_counts": (
        "{candidates} Kandidaten: {meets_all} erfüllen nachweislich alle Muss-Anforderungen, {open} sind offen, "
        "{excluded} scheiden aus.",
        "{candidates} candidates: {meets_all} are shown to meet every must, {open} are open, {excluded} are excluded.",
    ),
    "long_list_archived": (
        "{count} Kandidaten sind archiviert; auch sie stehen in der Liste.",
        "{count} candidates are archived; they are listed too.",
    ),
    "exclusions_none": (
        "Kein Kandidat ist ausgeschieden.",
        "No candidate is excluded.",
    ),
    "matrix_reading": (
        "Jede Zelle nennt das Urteil in Wort und Zeichen. Ein unterstrichenes Urteil führt zu seinen Belegen. „Nicht "
        "belegt“ heißt: Es liegt nichts vor, das zählt; es heißt nie „nein“. Systeme im Einsatz stehen zum Vergleich "
        "in den ersten Zeilen und werden nicht gereiht.",
        "Each cell gives the verdict in word and sign. An underlined verdict leads to its evidence. “Not shown” means "
        "that nothing is known that counts; it never means “no”. Systems in use stand in the first rows for comparison "
        "and are not ranked.",
    ),
    "matrix_editions": (
        "Beurteilt wird je Edition: Eine Funktion, die nur eine geschlossene Edition hat, zählt für die offene nicht.",
        "Editions are judged one by one: a function that only a closed edition has does not count for the open one.",
    ),
    "proof_reading": (
        "Die Tabelle nennt zu jedem Urteil, das auf etwas beruht: die Aussage oder den Messwert, wer sie wann gemacht "
        "hat, wo sie steht und in welchen Worten. Zitate stehen in der Sprache der Quelle.",
        "For each verdict that rests on something the table names the statement or figure, who made it when, where it "
        "stands and in which words. Quotes stand in the language of the source.",
    ),
    "coverage_reading": (
        "„Nicht abgedeckt“ ist eine Aussage über den gefundenen Markt, „nicht belegt“ eine über unser Wissen. Nur "
        "„nicht abgedeckt“ ist ein Negativbefund.",
        "“Not covered” is a statement about the market that was found, “not shown” one about our knowledge. Only “not "
        "covered” is a negative finding.",
    ),
    "coverage_counts": (
        "Von {musts} Muss-Anforderungen sind {covered} abgedeckt, {partly} teilweise abgedeckt, {not_shown} nicht "
        "belegt und {not_covered} nicht abgedeckt. Gezählt sind {rows} Kandidaten, jede offene Edition für sich.",
        "Of {musts} musts {covered} are covered, {partly} partly covered, {not_shown} not shown and {not_covered} not "
        "covered. {rows} candidates are counted, each open edition by itself.",
    ),
    "negative_finding": (
        "Fehlanzeige für {id} ({text}): Keiner der {candidates} Kandidaten erfüllt diese Anforderung, auch nicht "
        "teilweise. Quellen: {sources}; Stand {day}.",
        "Negative finding for {id} ({text}): none of the {candidates} candidates meets this requirement, not even "
        "partly. Sources: {sources}; data of {day}.",
    ),
    "no_negative_finding": (
        "Für keine Muss-Anforderung ist belegt, dass der Markt sie nicht abdeckt.",
        "Of no must is it shown that the market does not cover it.",
    ),
    "comparison_reading": (
        "Zum Vergleich stehen die Systeme im Einsatz neben den Kandidaten, für die je Gruppe am meisten belegt ist. "
        "Nicht belegte Anforderungen zählen weder dafür noch dagegen.",
        "For comparison the systems in use stand beside the candidates for which most is shown in each group. "
        "Requirements that are not shown count neither for nor against.",
    ),
    "points_formula": (
        "Erfüllt zählt 10 Punkte, teilweise 5, nicht erfüllt 0; Unbekanntes zählt mindestens 0 und höchstens 10. "
        "Punkte in Prozent = 100 × Summe aus Gewicht × Punkten ÷ (10 × Summe der anwendbaren Gewichte). Gerechnet "
        "wird exakt, gerundet erst für die Anzeige: auf eine Stelle, halbe von der Null weg.",
        "Met counts 10 points, partly met 5, not met 0; what is unknown counts at least 0 and at most 10. Points in "
        "percent = 100 × sum of weight × points ÷ (10 × sum of the applicable weights). The calculation is exact; "
        "rounding is for display only: to one place, half away from zero.",
    ),
    "points_order": (
        "Ein Produkt liegt nur dann sicher vor einem anderen, wenn seine Spanne ganz über der anderen liegt. Innerhalb "
        "einer Überlappungsgruppe gibt es keine Reihenfolge; dort sind die Produkte nach dem Namen geordnet. "
        "Ausgeschiedene Produkte und Systeme im Einsatz haben keinen Rang. Preise bringen keine Punkte.",
        "A product is surely ahead of another only if its whole interval lies above the other's. Within an overlap "
        "group there is no order; products stand by name there. Excluded products and systems in use have no rank. "
        "Prices earn no points.",
    ),
    "points_no_order": (
        "Alle {products} nicht ausgeschiedenen Kandidaten überlappen: Die Daten tragen keine Reihenfolge.",
        "All {products} candidates that are not excluded overlap: the data carry no order.",
    ),
    "points_groups": (
        "Es gibt {groups} Überlappungsgruppen; eine Reihenfolge besteht nur zwischen ihnen.",
        "There are {groups} overlap groups; there is an order only between them.",
    ),
    "points_weightless": (
        "Das Profil gibt keiner Soll-Anforderung ein Gewicht; es gibt keine Punkte.",
        "The profile gives no should a weight; there are no points.",
    ),
    "and": (" und ", " and "),
    "sensitivity_reading": (
        "Jede Gruppe mit Gewicht wird mit den Faktoren {factors} gerechnet. Eine Aussage „A liegt sicher vor B“ heißt "
        "belastbar, wenn sie mit den Gewichten des Profils und in jeder dieser Rechnungen gilt.",
        "Each group with a weight is calculated with the factors {factors}. A statement “A is surely ahead of B” is "
        "called robust if it holds with the weights of the profile and in each of these calculations.",
    ),
    "robust_none": (
        "Mit den Gewichten des Profils gibt es keine Aussage über eine Reihenfolge, also auch keine belastbare.",
        "With the weights of the profile there is no statement about an order, and so no robust one.",
    ),
    "robust_counts": (
        "{given} Aussagen gelten mit den Gewichten des Profils, {robust} davon sind belastbar.",
        "{given} statements hold with the weights of the profile, {robust} of them are robust.",
    ),
}
"""Name → German and English."""
