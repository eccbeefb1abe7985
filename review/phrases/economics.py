"""What the part on economics says."""

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "measure": {"nominal": ("nominal", "nominal"), "discounted": ("Kapitalwert", "net present value")},
    "net_gross": {"net": ("netto", "net"), "gross": ("brutto", "gross")},
    "period": {"once": ("einmalig", "once"), "month": ("je Monat", "a month"), "year": ("je Jahr", "a year")},
    "component": {
        "licence": ("Lizenz", "licence"),
        "subscription": ("Nutzungsentgelt", "subscription"),
        "operation": ("Betrieb", "operation"),
        "support": ("Pflege und Unterstützung", "support"),
        "migration": ("Umstellung", "migration"),
        "training": ("Schulung", "training"),
        "integration": ("Anbindung", "integration"),
        "exit": ("Ausstieg", "exit"),
    },
    "unit": {
        "total": ("gesamt", "in total"),
        "user": ("Person", "user"),
        "staff_day": ("Personentag", "day of work"),
    },
    "statement": {
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
    "sources": {"assumed": ("angenommen", "assumed")},
}
"""Column → code → German and English."""

PHRASES: dict[str, tuple[str, str]] = {
    "cost_beside": (
        "Die Kosten stehen neben den Punkten. Ein Preis bringt keine Punkte, und Punkte werden nie durch Preise "
        "geteilt: Es liegen keine Angebote vor. Beträge sind Spannen aus belegten Preisen und gekennzeichneten "
        "Annahmen.",
        "Cost stands beside the points. A price earns no points, and points are never divided by prices: there are no "
        "bids. Amounts are intervals made of sourced prices and of assumptions that are marked as such.",
    ),
    "cost_none_entered": (
        "Für dieses Profil hat noch niemand Szenarien mit Kosten eingetragen; es gibt deshalb keine Kostenspanne.",
        "Nobody has entered scenarios of cost for this profile yet, so there is no interval of cost.",
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
    "cost_no_price": (
        "Es ist kein Preis bekannt: In diesem Stand des Katalogs gibt es für keines der Produkte einen belegten Preis.",
        "No price known: in this snapshot the catalogue holds no sourced price for any of the products.",
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
    "costs": ("Kosten je Szenario über {years} Jahre", "Cost of each scenario over {years} years"),
    "cost-comparison": ("Vergleich der Szenarien", "Scenarios compared"),
    "break-even": (
        "Jahr, ab dessen Ende die aufgelaufenen Kosten unter denen des Bestands bleiben",
        "Year from whose end on the cumulated cost stays below that of what is in use",
    ),
    "cost-lines": ("Preise und Annahmen im Einzelnen", "Prices and assumptions one by one"),
    "prices": ("Bekannte Preise im Katalog", "Prices known to the catalogue"),
    "cost_at_least": (
        "Ist der höchste Wert nicht belegt, gilt der niedrigste als „mindestens“.",
        "Where the highest value is not known, the lowest one means “at least”.",
    ),
    "cost_only_complete": (
        "Verglichen wird nur, wo beide Spannen vollständig sind; günstiger heißt: der höchste Wert liegt unter dem "
        "niedrigsten des anderen.",
        "Only complete intervals are compared; cheaper means that the highest value lies below the other's lowest.",
    ),
    "cost_no_sum": (
        "Jeder Preis gilt für eine Einheit. Hier wird nichts umgerechnet oder zusammengezählt.",
        "Each price is for one unit. Nothing is converted or added up here.",
    ),
    "cost.scenario": ("Szenario", "scenario"),
    "cost.products": ("Produkte", "products"),
    "cost.measure": ("Rechenweise", "measure"),
    "cost.cost_low": ("mindestens", "at least"),
    "cost.cost_high": ("höchstens", "at most"),
    "cost.currency": ("Währung", "currency"),
    "cost.net_gross": ("netto/brutto", "net/gross"),
    "cost.per_user_month_low": ("je Person und Monat mindestens", "per user and month at least"),
    "cost.per_user_month_high": ("je Person und Monat höchstens", "per user and month at most"),
    "cost.lines": ("Positionen", "lines"),
    "cost.missing": ("davon unvollständig", "of these incomplete"),
    "cost.statement": ("Aussage", "statement"),
    "cost.compared_with": ("verglichen mit", "compared with"),
    "cost.no_statement_because": ("Grund", "reason"),
    "cost.break_even": ("Aussage", "statement"),
    "cost.earliest_year": ("frühestens", "at the earliest"),
    "cost.latest_year": ("spätestens", "at the latest"),
    "cost.component": ("Kostenart", "component"),
    "cost.position": ("Position", "line"),
    "cost.period": ("Zeitraum", "period"),
    "cost.unit": ("Einheit", "unit"),
    "cost.unit_low": ("je Einheit mindestens", "per unit at least"),
    "cost.unit_high": ("je Einheit höchstens", "per unit at most"),
    "cost.quantity_low": ("Menge mindestens", "quantity at least"),
    "cost.quantity_high": ("Menge höchstens", "quantity at most"),
    "cost.missing_because": ("was fehlt", "what is missing"),
    "cost.sources": ("Quelle", "source"),
    "cost.source_urls": ("Adresse", "address"),
    "cost.dated": ("Stand", "date"),
    "cost.reason": ("Begründung", "reason"),
    "cost.entered_in": ("eingetragen in", "entered in"),
    "cost.product_name": ("Produkt", "product"),
    "cost.edition": ("Ausgabe", "edition"),
    "cost.amount_low": ("mindestens", "at least"),
    "cost.amount_high": ("höchstens", "at most"),
    "cost.minimum_quantity": ("kleinste Menge", "smallest quantity"),
    "cost.source": ("Quelle", "source"),
    "cost.source_url": ("Adresse", "address"),
    "cost.evidence_date": ("Stand", "date"),
}
"""Each phrase in German and English."""
