"""The sentences of the council page: plain words, no abbreviation without its meaning, no praise of products."""

Pair = tuple[str, str]

PHRASES: dict[str, Pair] = {
    "council_title": ("Kurzfassung für den Stadtrat", "Summary for the council"),
    "council_asked": (
        "Gefragt war, ob freie Software den Bedarf deckt: {title}{motion}.",
        "The question was whether open-source software meets the need: {title}{motion}.",
    ),
    "council_motion": (" ({title} vom {day})", " ({title} of {day})"),
    "council_answer_none": (
        "Nach dem Stand vom {day} ist von keinem Produkt belegt, dass es alle Muss-Anforderungen erfüllt; bei {open} "
        "ist das offen.",
        "By the data of {day} no product is shown to meet every must; for {open} this is open.",
    ),
    "council_answer_some": (
        "Nach dem Stand vom {day} ist von {count} belegt, dass sie alle Muss-Anforderungen erfüllen: {names}.",
        "By the data of {day} {count} are shown to meet every must: {names}.",
    ),
    "council_products": ("{count} Produkten", "{count} products"),
    "council_product": ("einem Produkt", "one product"),
    "council_figures": (
        "{found} Einträge gefunden, {candidates} Produkte verglichen, {excluded} ausgeschieden, {open} offen, "
        "{meets_all} mit allen Muss-Anforderungen. Bündel aus bis zu drei Produkten, die alle Muss-Anforderungen "
        "abdecken: {bundles}.",
        "{found} entries found, {candidates} products compared, {excluded} excluded, {open} open, {meets_all} meeting "
        "every must. Bundles of up to three products that cover every must: {bundles}.",
    ),
    "council_not_covered": (
        "Nicht abgedeckt, also bei allen verglichenen Produkten verneint: {names}.",
        "Not covered, that is denied for all products compared: {names}.",
    ),
    "council_not_covered_none": (
        "Für keine Muss-Anforderung ist belegt, dass sie niemand erfüllt.",
        "Of no must is it shown that nobody meets it.",
    ),
    "council_not_shown": (
        "Nicht belegt, das heißt: niemand weiß es bisher: {names}.",
        "Not shown, that is: nobody knows yet: {names}.",
    ),
    "council_not_shown_none": (
        "Jede Muss-Anforderung erfüllt mindestens ein Produkt nachweislich.",
        "Each must is shown to be met by at least one product.",
    ),
    "council_partly": ("Nur teilweise abgedeckt: {names}.", "Only partly covered: {names}."),
    "council_compare": (
        "{factor}: {baseline}. {candidates}",
        "{factor}: {baseline}. {candidates}",
    ),
    "council_compare_baseline": (
        "{name} erfüllt belegt {met} von {all} Anforderungen",
        "{name} is shown to meet {met} of {all} requirements",
    ),
    "council_compare_candidates": (
        "Unter den offenen Produkten sind höchstens {met} von {all} belegt, bei {names}.",
        "Among the open-source products at most {met} of {all} are shown, for {names}.",
    ),
    "council_compare_nothing": (
        "Für die offenen Produkte ist dazu nichts belegt.",
        "For the open-source products nothing is shown on this.",
    ),
    "council_baseline_nothing": (
        "Zum System im Einsatz ist nichts eingetragen",
        "Nothing is entered about a system in use",
    ),
    "council_more": ("{names} und {count} weiteren", "{names} and {count} more"),
    "factor_other": ("Funktion und Reife", "Function and maturity"),
    "factor_data_protection": ("Datenschutz und Sicherheit", "Data protection and security"),
    "factor_economics": ("Wirtschaftlichkeit", "Economics"),
    "council_order_robust": (
        "Eine Reihenfolge tragen die Daten für {count} Paare von Produkten, auch bei anderen Gewichten.",
        "For {count} pairs of products the data carry an order, also with other weights.",
    ),
    "council_order_none": (
        "Eine belastbare Reihenfolge der Produkte tragen die Daten nicht.",
        "The data carry no robust order of the products.",
    ),
    "council_cost_none": (
        "Kein Preis bekannt: Für {products} verglichene Produkte und {baseline} Systeme im Einsatz fehlen alle Preise.",
        "No price known: all prices of {products} products compared and {baseline} systems in use are missing.",
    ),
    "council_cost_some": (
        "Preise mit Quelle und Datum liegen für {priced} Produkte und Systeme vor; eine Rechnung über {years} Jahre "
        "enthält die vollständige Fassung, soweit sie möglich ist.",
        "Prices with source and date are known of {priced} products and systems; the full version holds a calculation "
        "over {years} years as far as it is possible.",
    ),
    "council_depends": ("{question} Beantworten kann das {who}.", "{question} It can be answered by {who}."),
    "council_who_evidence": ("der Hersteller oder eine Erprobung", "the maker or a trial"),
    "council_who_manual": ("die zuständige Stelle der Stadt", "the responsible unit of the city"),
    "council_who_decision": ("eine Entscheidung der zuständigen Stelle", "a decision of the responsible unit"),
    "council_change": ("{kind}: {count}", "{kind}: {count}"),
    "council_change_named": ("{kind}: {names}", "{kind}: {names}"),
    "council_first": (
        "Es ist die erste Markterkundung; ein früherer Stand fehlt.",
        "It is the first review; there is no earlier snapshot.",
    ),
    "council_no_change": (
        "Seit dem Stand {previous} hat sich nichts Wesentliches geändert.",
        "Nothing of weight has changed since the snapshot {previous}.",
    ),
    "council_flips": ("Geänderte Urteile: {count}", "Changed verdicts: {count}"),
    "council_flips_profile": (
        ", davon {profile} nur, weil das Profil anders fragt",
        ", {profile} of them only because the profile asks otherwise",
    ),
    "council_step_questions": (
        "Die offenen Fragen gehen an die Hersteller und in eine Erprobung; danach wird neu bewertet.",
        "The open questions go to the makers and into a trial; then the products are judged anew.",
    ),
    "council_step_pilot": (
        "Die Produkte, die alle Muss-Anforderungen erfüllen, werden erprobt.",
        "The products that meet every must are tried.",
    ),
    "council_next": ("Nächste Markterkundung: spätestens am {day}.", "Next market review: on {day} at the latest."),
    "council_foot": (
        "Markterkundung, kein Vergabeverfahren. Daten vom {day}, Stand {label}. Vollständige Fassung: {home}. Stelle: "
        "{unit}.",
        "Market review, not a procurement procedure. Data of {day}, snapshot {label}. Full version: {home}. Unit: "
        "{unit}.",
    ),
    "council_home": ("review.de.html im selben Ordner", "review.en.html in the same folder"),
    "council_sample": ("Beispieldaten, kein eigener Abruf.", "Sample data, not a crawl of one's own."),
    "council_too_old": (
        "Achtung: Die Daten sind {age} Tage alt, älter als vorgesehen.",
        "Note: the data are {age} days old, older than intended.",
    ),
    "council_troubled": (
        "Nicht einwandfrei gelesen: {names}.",
        "Not read without fault: {names}.",
    ),
}
"""Name → German and English."""
