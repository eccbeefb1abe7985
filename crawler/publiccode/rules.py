"""Turns the standard (publiccode.yml 0.7) into one table of keys: type, presence, values, and what is deprecated.

The validator and the tolerant reader both follow it. The order of the keys is that in which the reference parser
reads them: of several keys that it cannot decode it names the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.publiccode import checks
from crawler.publiccode.checks import DEPRECATED, Check, file_in_repository, length, one_of

VERSION = "publiccodeYmlVersion"
VERSIONS = ["0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0", "0.5.0", "0.5", "0.7.0", "0.7"]
"""Versions that the reference parser accepts; each is read as 0.7."""
ITALY = ("IT", "it")
DROP = f"{DEPRECATED} It's safe to drop it"


@dataclass(frozen=True, slots=True)
class Text:
    """One text."""

    check: Check | None = None
    required: bool = False
    warning: str | None = None
    """What to say where the key has a value; `{value}` is that value."""
    advice: Check | None = None
    """A warning that depends on the value."""
    path: Check | None = None
    """A check of a file's path, reported beside what `check` says."""
    online: bool = False
    """Whether the address is asked for in the check with network."""


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    required: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """A list of values of one kind."""

    of: "Text | Section"
    least: int = 0
    """Fewest items; a missing list has none."""
    required: bool = False
    single: bool = False
    """Whether one value may stand without a list around it."""
    needed_for: frozenset[str] = frozenset()
    """Values of the key `type` beside it with which the list must be there."""
    only_for: frozenset[str] = frozenset()
    """Values of the key `type` beside it without which the list must not be there."""
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Keys and their values; `expected` if what is required in it is missed even where the whole section is missing."""

    keys: Mapping[str, "Rule"]
    expected: bool = False
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Languages:
    """One section a language."""

    of: Section


Rule = Text | Flag | List | Section | Languages

ORGANISATION = Section({"name": Text(), "uri": Text(checks.organisation, required=True)})
DESCRIPTION = Section(
    {
        "localisedName": Text(),
        "genericName": Text(length(35), warning=DROP),
        "shortDescription": Text(length(150), required=True),
        "longDescription": Text(length(10_000, least=150), required=True),
        "documentation": Text(checks.web, online=True),
        "apiDocumentation": Text(checks.web, online=True),
        "features": List(Text(), least=1),
        "screenshots": List(Text(path=file_in_repository(checks.PICTURES))),
        "videos": List(Text(checks.web)),
        "awards": List(Text()),
    }
)
CONTRACTOR = Section(
    {
        "name": Text(required=True),
        "email": Text(checks.mailbox),
        "website": Text(checks.web),
        "until": Text(checks.day, required=True),
    }
)
CONTACT = Section(
    {"name": Text(required=True), "email": Text(checks.mailbox), "affiliation": Text(), "phone": Text()},
)
DEPENDENCY = Section(
    {"name": Text(required=True), "versionMin": Text(), "versionMax": Text(), "optional": Flag(), "version": Text()}
)
COUNTRIES = List(Text(checks.country, advice=checks.lower_case_country))
ITALIAN = Section(
    {
        "countryExtensionVersion": Text(one_of("0.2", "1.0")),
        "conforme": Section(
            {
                "lineeGuidaDesign": Flag(),
                "modelloInteroperabilita": Flag(),
                "misureMinimeSicurezza": Flag(),
                "gdpr": Flag(),
            },
            warning=DROP,
        ),
        "riuso": Section(
            {
                "codiceIPA": Text(
                    checks.italian_code,
                    warning=f"{DEPRECATED} Use 'organisation.uri' and set it to 'urn:x-italian-pa:{{value}}' instead",
                )
            }
        ),
        "piattaforme": Section({name: Flag() for name in ("spid", "pagopa", "cie", "anpr", "io")}),
    }
)

STANDARD = Section(
    {
        VERSION: Text(required=True),
        "name": Text(required=True),
        "applicationSuite": Text(),
        "url": Text(checks.url, required=True, online=True),
        "landingURL": Text(checks.web, online=True),
        "isBasedOn": List(Text(checks.url), single=True),
        "softwareVersion": Text(),
        "releaseDate": Text(checks.day),
        "logo": Text(path=file_in_repository(checks.LOGOS)),
        "monochromeLogo": Text(path=file_in_repository(checks.LOGOS), warning=f"{DEPRECATED} Use 'logo' instead"),
        "organisation": ORGANISATION,
        "inputTypes": List(Text(checks.media_type), warning=DROP),
        "outputTypes": List(Text(checks.media_type), warning=DROP),
        "platforms": List(Text(), least=1),
        "categories": List(Text(checks.category)),
        "usedBy": List(Text()),
        "fundedBy": List(ORGANISATION),
        "supports": List(Section({"id": Text(checks.supported, required=True)})),
        "roadmap": Text(checks.web, online=True),
        "developmentStatus": Text(one_of("concept", "development", "beta", "stable", "obsolete"), required=True),
        "softwareType": Text(
            one_of(
                *(f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")),
                *("addon", "library", "configurationFiles"),
            ),
            required=True,
        ),
        "intendedAudience": Section(
            {"scope": List(Text(checks.scope)), "countries": COUNTRIES, "unsupportedCountries": COUNTRIES}
        ),
        "description": Languages(DESCRIPTION),
        "legal": Section(
            {
                "license": Text(checks.licence, required=True),
                "mainCopyrightOwner": Text(),
                "repoOwner": Text(warning=f"{DEPRECATED} Use 'organisation.name' instead"),
                "authorsFile": Text(path=file_in_repository(), warning=DROP),
            },
            expected=True,
        ),
        "maintenance": Section(
            {
                "type": Text(one_of("internal", "contract", "community", "none"), required=True),
                "contractors": List(CONTRACTOR, needed_for=frozenset({"contract"}), only_for=frozenset({"contract"})),
                "contacts": List(CONTACT, needed_for=frozenset({"community", "internal"})),
            },
            expected=True,
        ),
        "localisation": Section(
            {
                "localisationReady": Flag(required=True),
                "availableLanguages": List(Text(checks.language), least=1, required=True),
            },
            expected=True,
        ),
        "dependsOn": Section({kind: List(DEPENDENCY) for kind in ("open", "proprietary", "hardware")}),
        **dict.fromkeys(ITALY, ITALIAN),
    },
    expected=True,
)
"""Every key that a file of version 0 may have."""
