"""Turns the words of a marker or the head of a column into the name of the edition that they speak of."""

UNNAMED = "commercial"
"""An edition that is sold and has no name."""
EDITIONS = ("enterprise", "professional", "premium", "business", "pro")


def edition_named(marker: str | None) -> str:
    """The edition that a marker names: `enterprise`, `pro` and the like, else `commercial`."""
    words = (marker or "").lower()
    if words.strip() == "ee":
        return "enterprise"
    named = next((name for name in EDITIONS if name in words), UNNAMED)
    return "pro" if named == "professional" else named
