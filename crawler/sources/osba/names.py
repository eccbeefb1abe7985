"""Turns names as printed into keys for matching, and knows the legal forms of companies."""

import re
import unicodedata

_FORMS = (
    r"(?:GmbH|AG|SE|UG)\s*&\s*Co\.?\s*KG(?:aA)?",
    r"g?UG(?:\s*\(haftungsbeschränkt\))?",
    r"g?GmbH|mbH|gAG|AG|SE|KGaA|KG|OHG|GbR|PartG(?:\s*mbB)?",
    r"e\.?\s?V\.?|e\.?\s?G\.?|e\.?\s?K\.?|eGmbH",
    r"A\.?ö\.?R\.?|K\.?d\.?ö\.?R\.?",
    r"Inc\.?|Ltd\.?|LLC|LLP|Corp\.?|PLC|Pty\.?",
    r"s\.\s?r\.\s?o\.?|a\.\s?s\.|d\.\s?o\.\s?o\.|sp\.\s?z\s?o\.\s?o\.",
    r"S\.\s?à\s?r\.\s?l\.?|S\.?r\.?l\.?|S\.\s?p\.\s?A\.|SARL|SAS|S\.\s?A\.\s?S\.|S\.\s?A\.|SA",
    r"B\.?V\.?|N\.?V\.?|Oy|AB|ApS|A/S",
)
_FORM = "(?:" + "|".join(_FORMS) + ")"
_WHOLE = re.compile(_FORM, re.IGNORECASE)
_AT_END = re.compile(rf"(?:^|[\s,]){_FORM}\Z", re.IGNORECASE)
_FORM_THEN_AND = re.compile(rf"{_FORM}\s+(?:und|sowie|and)\s", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_SPACES = dict.fromkeys((0x00A0, 0x2007, 0x202F), " ")
_IGNORED = re.compile(r"[\s&-]+")
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_LONGEST_NAME = 200

_GENERIC = re.compile(
    r"bild|details|foto|hier|home|homepage|icon|image|link|logos?|mehr(?: erfahren| infos| lesen)?|more(?: info)?|"
    r"profil|read more|site|startseite|unternehmen|url|(?:visit )?website|visit|webseite|weiter(?:lesen)?|"
    r"zum (?:mitglied|profil|unternehmen)|zur (?:homepage|seite|webseite|website)|zurück"
)
_NO_VENDOR = re.compile(
    r"ministerium|ministry|bundesamt|landesamt|bundesagentur|behörde|stiftung\b|\bfoundation\b|open source business "
    r"alliance|landeshauptstadt|universität|hochschule",
    re.IGNORECASE,
)
_LOGO_WORDS = re.compile(r"^logo:?\s+(?:(?:von|der|des)\s+)?|\s+logo$", re.IGNORECASE)
_MAIL = re.compile(r"\S@\S+\.\w")


def tidy(text: object) -> str:
    """A name as a reader sees it: white space of the markup collapsed, every other character kept as printed."""
    return _WHITE.sub(" ", text).strip(" ,;") if isinstance(text, str) else ""


def plain(text: str) -> str:
    """For comparison only: composed letters, plain dashes and spaces, nothing invisible."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(_INVISIBLE).translate(_DASHES).translate(_SPACES)


def name_key(name: str) -> str:
    """The key under which all spellings of one name meet: no case, legal form, dashes, spaces or `&`.

    A name that is nothing but a legal form keeps it. The key is the same in every run for the same name.
    """
    key = plain(name)[:_LONGEST_NAME].strip()
    while (match := _AT_END.search(key)) and match.start() > 0:
        key = key[: match.start()].rstrip(" ,;-&")
    return _IGNORED.sub("", key.casefold()).rstrip(".,;") or plain(name).casefold().strip()


def is_legal_form(text: str) -> bool:
    """True if the text is a legal form and nothing else."""
    return len(text) <= _LONGEST_NAME and _WHOLE.fullmatch(plain(text).strip()) is not None


def ends_with_legal_form(text: str) -> bool:
    """True if the text closes with a legal form, as most names of companies do."""
    return _AT_END.search(plain(text).strip()[-_LONGEST_NAME:]) is not None


def starts_with_legal_form(text: str) -> bool:
    """True for `s.r.o. und Jota GmbH`: a legal form cut off its name by a comma, and a conjunction."""
    return _FORM_THEN_AND.match(plain(text).strip()[:_LONGEST_NAME]) is not None


def is_generic(text: str) -> bool:
    """True for words that stand where a name should: `Website`, `Logo`, `mehr erfahren`, nothing."""
    word = plain(text).casefold().strip(" .:»›>→…\u2197")
    return not any(letter.isalnum() for letter in word) or _GENERIC.fullmatch(word) is not None


def from_image(text: str) -> str:
    """The name in an image's text: `Logo der Alpha GmbH` is about `Alpha GmbH`."""
    return tidy(_LOGO_WORDS.sub("", tidy(text)[:_LONGEST_NAME]))


def is_plausible(name: str) -> bool:
    """False for what cannot be an organisation's name: prose, mail addresses, generic words."""
    return len(name) <= 120 and len(name.split()) <= 12 and not is_generic(name) and not _MAIL.search(name)


def flags_of(name: str) -> tuple[str, ...]:
    """What a person should look at: ministries, foundations and the association itself stand in such lists too."""
    return ("not a vendor?",) if _NO_VENDOR.search(plain(name)) else ()
