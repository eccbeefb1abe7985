"""What the part on economics says about scenarios of cost, the codes and the columns of their tables."""

from review.kinds import Kind

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "measure": {"nominal": ("nominal", "nominal"), "discounted": ("Kapitalwert", "net present value")},
    "cost_unit": {
        "total": ("gesamt", "in total"),
        "user": ("Person", "user"),
        "staff_day": ("Personentag", "day of work"),
        "server": ("Server", "server"),
    },
    "cost_statement": {
        "cheaper": ("ist günstiger als", "is cheaper than"),
        "dearer": ("ist teurer als", "is more expensive than"),
        "no_statement": ("keine Aussage gegenüber", "no statement against"),
    },
    "no_statement_because": {
        "incomplete": ("Beträge fehlen", "amounts are missing"),
        "overlap": ("die Spannen überschneiden sich", "the intervals overlap"),
    },
    "break_even": {
        "incomplete": ("keine Aussage, Beträge fehlen", "no statement, amounts are missing"),
        "not_within": ("nicht in diesem Zeitraum", "not within these years"),
        "not_surely_within": (
            "frühestens ab dem genannten Jahr, nicht sicher in diesem Zeitraum",
            "from the year named at the earliest, not surely within these years",
        ),
        "within": ("im genannten Zeitraum", "within the years named"),
    },
    "missing_because": {
        "no_price": ("kein Preis bekannt", "no price known"),
        "not_stated": ("kein Betrag angegeben", "no amount stated"),
        "quantity_unknown": ("Menge nicht bekannt", "quantity not known"),
        "no_upper_bound": ("nach oben offen", "no upper bound"),
        "several_terms": (
            "mehrere Einheiten oder Zeiträume, keine ausgewählt",
            "several units or periods, none chosen",
        ),
        "other_currency_or_tax": (
            "nur in anderer Währung oder mit anderem Steuersatz bekannt",
            "known only in another currency or with other tax",
        ),
        "product_unknown": ("Produkt nicht im Stand enthalten", "product not in the snapshot"),
    },
    "said_by": {"assumed": ("angenommen", "assumed")},
}
"""Column → code → German and English."""

PHRASES: dict[str, tuple[str, str]] = {
    "council_cost_scenarios": (
        "Kosten über {years} Jahre, nominal, {tax}, nach den eingetragenen Szenarien:",
        "Cost over {years} years, nominal, {tax}, by the scenarios entered:",
    ),
    "council_cost_between": ("{low} bis {high} {currency}", "{low} to {high} {currency}"),
    "council_cost_at_least": (
        "mindestens {low} {currency}; höchstens: nicht belegt",
        "at least {low} {currency}; at most: not known",
    ),
    "cost_draft": (
        "Die Szenarien sind ein Entwurf, den die Stelle noch nicht bestätigt hat.",
        "The scenarios are a draft that the unit has not confirmed yet.",
    ),
    "cost_missing": (
        "Von {lines} Kostenpositionen fehlt bei {missing} der Betrag oder sein oberes Ende. Was fehlt, ist im "
        "niedrigsten Wert mit null enthalten („mindestens“) und macht den höchsten Wert unbekannt. Es wird nicht "
        "geschätzt.",
        "Of {lines} lines of cost {missing} have no amount or no upper end. What is missing counts as zero in the "
        "lowest value (“at least”) and leaves the highest value unknown. Nothing is estimated.",
    ),
    "cost_nothing": (
        "Für keine der {lines} Positionen der {scenarios} Szenarien ist ein Betrag bekannt. Was die Wege kosten, "
        "welcher günstiger ist und ab wann sich ein Wechsel trägt, lässt sich deshalb nicht sagen; geschätzt wird "
        "nicht. Die Tabelle zeigt, welche Angaben fehlen.",
        "Of none of the {lines} lines of the {scenarios} scenarios an amount is known. What the ways cost, which is "
        "cheaper and when a change pays off can therefore not be said; nothing is estimated. The table shows which "
        "figures are missing.",
    ),
    "cost_nominal_only": (
        "Ein Zinssatz ist nicht festgelegt. Die Beträge sind deshalb nominal; ein Kapitalwert wird nicht ausgewiesen.",
        "No discount rate is set. Amounts are therefore nominal; no net present value is shown.",
    ),
    "cost_frame": ("Rahmen der Rechnung", "Frame of the calculation"),
    "cost_plan": ("Szenarien", "scenarios"),
    "cost_years": ("Zeitraum", "period"),
    "cost_years_are": (
        "{years} Jahre; Einmaliges zu Beginn, Laufendes am Jahresende",
        "{years} years; one-off amounts at the start, running ones at each year's end",
    ),
    "cost_currency": ("Währung", "currency"),
    "cost_currency_is": ("{currency}, {tax}; anderes wird nie dazugezählt", "{currency}, {tax}; nothing else is added"),
    "cost_rate": ("Zinssatz im Jahr", "yearly discount rate"),
    "cost_users": ("Personen", "users"),
    "cost_day": ("Kosten eines Personentags", "cost of a day of work"),
    "cost_quantity": ("Anzahl: {unit}", "number of: {unit}"),
    "cost_stated": ("{figure} ({source})", "{figure} ({source})"),
    "cost_source_of": ("{source}, {day}", "{source}, {day}"),
    "cost_assumed": ("angenommen: {reason}", "assumed: {reason}"),
    "cost_profile": ("aus dem Profil", "from the profile"),
    "cost_from": ("ab {low}", "from {low}"),
    "cost_between": ("{low} bis {high}", "{low} to {high}"),
    "table_costs": ("Kosten je Szenario über den ganzen Zeitraum", "Cost of each scenario over the whole period"),
    "table_cost-comparison": ("Vergleich der Szenarien", "Scenarios compared"),
    "table_break-even": (
        "Jahr, ab dessen Ende die aufgelaufenen Kosten unter denen des Bestands bleiben",
        "Year from whose end on the cumulated cost stays below that of what is in use",
    ),
    "table_cost-lines": ("Preise und Annahmen im Einzelnen", "Prices and assumptions one by one"),
    "cost_at_least": (
        "Ist der höchste Wert nicht belegt, gilt der niedrigste als „mindestens“.",
        "Where the highest value is not known, the lowest one means “at least”.",
    ),
    "cost_only_complete": (
        "Verglichen wird nur, wo beide Spannen vollständig sind; günstiger heißt: der höchste Wert liegt unter dem "
        "niedrigsten des anderen.",
        "Only complete intervals are compared; cheaper means that the highest value lies below the other's lowest.",
    ),
}
"""Each phrase in German and English."""

COLUMNS: dict[str, tuple[Kind, str, str]] = {
    "scenario": ("text", "Szenario", "scenario"),
    "scenario_products": ("list", "Produkte", "products"),
    "measure": ("word", "Rechenweise", "measure"),
    "cost_low": ("money", "Kosten mindestens", "cost at least"),
    "cost_high": ("money", "Kosten höchstens", "cost at most"),
    "per_user_month_low": ("money", "je Person und Monat mindestens", "per user and month at least"),
    "per_user_month_high": ("money", "je Person und Monat höchstens", "per user and month at most"),
    "cost_lines": ("integer", "Positionen", "lines"),
    "cost_missing": ("integer", "davon unvollständig", "of these incomplete"),
    "cost_statement": ("word", "Aussage", "statement"),
    "compared_with": ("text", "verglichen mit", "compared with"),
    "no_statement_because": ("word", "Grund", "reason"),
    "break_even": ("word", "Aussage zum Jahr", "statement on the year"),
    "earliest_year": ("integer", "Jahr frühestens", "year at the earliest"),
    "latest_year": ("integer", "Jahr spätestens", "year at the latest"),
    "cost_position": ("text", "Position", "line"),
    "cost_unit": ("word", "Einheit", "unit"),
    "unit_low": ("money", "je Einheit mindestens", "per unit at least"),
    "unit_high": ("money", "je Einheit höchstens", "per unit at most"),
    "quantity_low": ("number", "Menge mindestens", "quantity at least"),
    "quantity_high": ("number", "Menge höchstens", "quantity at most"),
    "missing_because": ("word", "was fehlt", "what is missing"),
    "entered_in": ("list", "eingetragen in", "entered in"),
    "said_by": ("words", "gesagt von", "said by"),
}
"""Columns of the tables on cost: kind, German, English."""
