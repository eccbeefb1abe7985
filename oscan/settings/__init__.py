"""Turns flags, environment and `oscan.toml`, strongest first, into one Settings that knows whence each value came."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from oscan.errors import DefinitionError

ROOT = Path(__file__).resolve().parents[2]
"""The checkout; in an installed copy the folder that holds the package `oscan`."""
SECRETS = frozenset({"github_token", "opencode_token", "notify_webhook", "notify_matrix_token", "notify_mail_password"})
"""Never printed. An address of a webhook counts: who knows it can post there."""


MOST = {"days": 36_500, "hours": 876_000, "": 10**9}
"""No number of a setting is larger, by the last word of its name: it keeps infinity and what no date can bear away."""
REVIEW_FORMATS = ("html", "pdf", "xlsx", "csv", "parquet", "json", "md", "questions")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "review_formats": REVIEW_FORMATS,
    "review_languages": ("de", "en"),
    "notify_lang": ("de", "en"),
    "github_advisories": ("", "on", "off"),
}
"""What settings may name that are known words."""


def _definitions() -> Path:
    """Where the definitions that ship with oscan lie (markets, sample)."""
    installed = ROOT / "oscan" / "_rooms" / "data"
    return installed if installed.is_dir() else ROOT / "data"


def _default_data() -> Path:
    if (ROOT / "pyproject.toml").is_file() and (ROOT / "data").is_dir():
        return ROOT / "data"
    from platformdirs import user_data_path

    return user_data_path("oscan")


@dataclass(frozen=True, slots=True)
class Settings:
    """All a run can be told. Each field is read from the environment as OSCAN_<NAME> unless noted."""

    data: Path
    """Folder of everything a run leaves (OSCAN_DATA)."""
    definitions: Path
    """Folder of the markets and the sample that ship with oscan; not settable."""
    market: str = "ucc"
    """Name or path of the market."""
    profile: str = "munich-ucc"
    """Name or path of the requirements profile by which products are judged."""
    contact: str = ""
    """Address or page in the User-Agent, so that a source's operator can reach who runs this."""
    github_token: str = ""
    """Token for GitHub (GITHUB_TOKEN)."""
    opencode_token: str = ""
    """Token for openCode, optional (OPENCODE_TOKEN)."""
    github_api: str = "https://api.github.com"
    opencode_url: str = "https://gitlab.opencode.de"
    osba_url: str = "https://osb-alliance.de"
    github_advisories: str = ""
    """`on` or `off`: whether GitHub is asked for security advisories; empty: where its own interface is asked."""
    opencode_badges: str = ""
    """Base address of openCode's badge service; empty (it is not established): badges are not asked for."""
    spdx_licences: str = "https://raw.githubusercontent.com/spdx/license-list-data/main/json/licenses.json"
    """Where `oscan doctor --refresh-licences` asks for SPDX's list of licences."""
    queries: str = ""
    """Folder of your own stored questions, which is searched first (OSCAN_QUERIES)."""
    max_seconds: float = 7200.0
    """Longest time one source may take in one run, waits included, in seconds."""
    max_wait_seconds: float = 900.0
    """Longest single wait a source may ask for; a run that would have to wait longer ends in part."""
    max_requests: int = 20_000
    """Most requests one source may make in one run."""
    max_body_mib: int = 16
    """Largest response that is read, in MiB, also after decompression."""
    max_evidence_mib: int = 2048
    """Most that one source may send in one run, in MiB as it came."""
    max_memory_mib: int = 2048
    """A run whose process has needed more memory than this asks no more, in MiB."""
    least_free_mib: int = 500
    """With less free disk than this at the data folder nothing is asked, in MiB."""
    timeout_seconds: float = 30.0
    """Longest time one response may take, in seconds."""
    record_max_age_days: int = 30
    """A repository record older than this is read again even if nothing seems to have changed."""
    resume_hours: float = 24.0
    """An unfinished run younger than this is taken up again."""
    cluster: str = ""
    """Address of the scheduler of a Dask cluster on which a crawl is done; empty: on this machine."""
    cluster_storage: str = ""
    """Folder, or address that fsspec knows, for the parts of a run on a cluster; empty: below the data folder."""
    reviews: tuple[str, ...] = ()
    """Profiles of which `oscan run` writes a review for each new snapshot."""
    review_formats: tuple[str, ...] = ()
    """Formats in which a review is written; empty: all."""
    review_languages: tuple[str, ...] = ()
    """Languages in which a review is written, `de` and `en`; empty: both."""
    compare: str = ""
    """Name or path of another profile, with which a review compares."""
    theme: str = ""
    """File of your office, whose name and colours a review bears."""
    evidence_days: int = 400
    """Evidence that no snapshot, review or catalogue refers to is removed after so many days; 0: never."""
    stale_days: int = 35
    """Data of a source older than this is old: `oscan run` tells it."""
    notify_webhook: str = ""
    """Address that is sent JSON when something has to be told."""
    notify_matrix: str = ""
    """Matrix room that is told: `https://HOMESERVER/ROOM-ID`."""
    notify_matrix_token: str = ""
    """Access token of the account that writes to the Matrix room."""
    notify_mail: str = ""
    """Who is sent mail, separated by blanks or commas."""
    notify_mail_from: str = ""
    """Sender of that mail."""
    notify_mail_server: str = "localhost"
    """Mail server, HOST or HOST:PORT; port 465 speaks TLS from the start, any other is asked for it."""
    notify_mail_user: str = ""
    """Account at the mail server, if it wants one."""
    notify_mail_password: str = ""
    notify_lang: str = "de"
    """Language of what is told: `de` or `en`."""
    metrics_file: str = ""
    """File that `oscan run` writes figures to, in OpenMetrics format; empty: none."""
    at_least: Mapping[str, int] = field(default_factory=dict)
    """Guard of a source by name, instead of the one the source ships with."""
    pause_seconds: Mapping[str, float] = field(default_factory=dict)
    """Pause between two requests to a source, by name, instead of the one the source ships with."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """Where each value came from: default, oscan.toml, environment or flag."""

    def services(self, source: str) -> dict[str, str]:
        """Further services of a source that are set up: name → base address."""
        asked = self.github_advisories == "on" or (self.github_advisories != "off" and not self.is_moved("github"))
        advisories = self.base_url("github") if asked else ""
        known = {"opencode": {"badges": self.opencode_badges.rstrip("/")}, "github": {"advisories": advisories}}
        return {name: address for name, address in known.get(source, {}).items() if address}

    @property
    def query_folder(self) -> Path | None:
        """The folder of the reader's own stored questions, if there is one."""
        return Path(self.queries).expanduser() if self.queries else None

    def base_url(self, source: str) -> str:
        """The base address of a source, without a slash at its end."""
        return str(getattr(self, _ADDRESSES[source])).rstrip("/")

    def is_moved(self, source: str) -> bool:
        """Whether somebody chose the base address of a source: it may then lie in an inner net."""
        shipped = {item.name: item.default for item in fields(Settings)}[_ADDRESSES[source]]
        return bool(getattr(self, _ADDRESSES[source]) != shipped)


_ADDRESSES = {"github": "github_api", "opencode": "opencode_url", "osba": "osba_url"}


ENVIRONMENT = {
    "github_token": "GITHUB_TOKEN",
    "opencode_token": "OPENCODE_TOKEN",
}


def environment_name(name: str) -> str:
    """The environment variable that sets the field `name`."""
    return ENVIRONMENT.get(name, f"OSCAN_{name.upper()}")


def load_settings(flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from flags, environment, systemd's credentials, `oscan.toml` (OSCAN_CONFIG, else in the working folder).

    Raises DefinitionError for an unknown key, a value of the wrong type, a file that is not TOML, or one with a
    secret that others than its owner and group may read.
    """
    environ = os.environ if environment is None else environment
    path = Path(environ.get("OSCAN_CONFIG", "oscan.toml"))
    names = {item.name for item in fields(Settings)} - {"definitions", "origin"}
    values: dict[str, Any] = {}
    origin: dict[str, str] = dict.fromkeys(names, "default")
    for name, value in _toml(path, names).items():
        values[name], origin[name] = value, str(path)
    for name, value in _credentials(Path(environ.get("CREDENTIALS_DIRECTORY") or "/nonexistent")):
        values[name], origin[name] = value, "credential"
    for name in names:
        given = environ.get(environment_name(name), "")
        if given:
            values[name], origin[name] = _from_text(name, given), "environment"
    for name, value in (flags or {}).items():
        if value is not None:
            values[name], origin[name] = value, "flag"
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    data = Path(values.pop("data", None) or _default_data()).expanduser().resolve()
    return Settings(data=data, definitions=_definitions(), origin=origin, **values)


def _credentials(folder: Path) -> Iterator[tuple[str, str]]:
    """Secrets that systemd lays out for the service (`LoadCredential=`), each a file named like its setting."""
    for name in sorted(SECRETS):
        with suppress(FileNotFoundError, NotADirectoryError):
            content = (folder / name).read_bytes().strip()
            if not content.isascii() or not content.decode("ascii").isprintable():
                raise DefinitionError(str(folder / name), "holds more than one line of plain letters", "Write it anew.")
            yield name, content.decode("ascii")


def _keeps_to_itself(path: Path, content: Mapping[str, Any]) -> None:
    """Raises DefinitionError if everybody on this machine may read a file that holds a secret."""
    secret = next((name for name in sorted(SECRETS) if content.get(name)), None)
    if secret and path.stat().st_mode & stat.S_IROTH:
        raise DefinitionError(str(path), f"holds {secret}, and everybody may read it", f"Call: chmod o= {path}")


def _toml(path: Path, names: set[str]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DefinitionError(str(path), error.strerror or str(error), "Let this user read it.") from None
    except (ValueError, RecursionError) as error:
        raise DefinitionError(str(path), str(error), "Correct the file.") from None
    for name, value in content.items():
        if name not in names:
            raise DefinitionError(str(path), f"unknown setting '{name}'", f"Settings: {', '.join(sorted(names))}.")
        _typed(name, value, str(path))
    _keeps_to_itself(path, content)
    return content


def _typed(name: str, value: Any, where: str) -> None:
    wanted = {item.name: item.type for item in fields(Settings)}[name]
    kinds: dict[Any, tuple[type, ...]] = {
        int: (int,),
        float: (int, float),
        str: (str,),
        Path: (str,),
        tuple[str, ...]: (list,),
    }
    expected = kinds.get(wanted, (dict,))
    words = not isinstance(value, list) or all(isinstance(item, str) for item in value)
    if isinstance(value, bool) or not isinstance(value, expected) or not words:
        raise DefinitionError(where, f"{name} = {_short(value)} is not a {expected[0].__name__}", "Correct the value.")
    _usable(name, value, where)


def _usable(name: str, value: Any, where: str) -> None:
    """Raises DefinitionError for a number below nothing, an unknown word of CHOICES, or an address that is none."""
    most = MOST.get(name.rpartition("_")[2], MOST[""])
    for number in value.values() if isinstance(value, dict) else (value,):
        counted = isinstance(number, (int, float)) and not isinstance(number, bool)
        if (counted and not 0 <= number <= most) or (isinstance(value, dict) and not counted):
            fact = f"{name}: {_short(number)} is no number from 0 to {most}"
            raise DefinitionError(where, fact, "Correct the value.")
    known = CHOICES.get(name, ())
    for word in (value if isinstance(value, (list, tuple)) else (value,)) if known else ():
        if word not in known:
            raise DefinitionError(
                where, f"{name} holds {_short(word)}", f"Known are: {', '.join(filter(None, known))}."
            )
    if name in _ADDRESSES.values() and not _is_address(value):
        raise DefinitionError(where, f"{name} = {_short(value)} is no address", "It begins with https:// or http://.")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _short(value: Any) -> str:
    """A value as it is quoted in a message; a number of thousands of digits cannot even be printed."""
    try:
        return repr(value)[:80]
    except ValueError:
        return "the value"


def _from_text(name: str, text: str) -> Any:
    """A value of the environment; raises DefinitionError for one that cannot be used."""
    wanted = {item.name: item.type for item in fields(Settings)}[name]
    where, value = environment_name(name), _read_text(wanted, text, environment_name(name))
    _usable(name, value, where)
    return value


def _read_text(wanted: Any, text: str, where: str) -> Any:
    if wanted in (str, Path):
        return text
    if wanted == tuple[str, ...]:
        return tuple(text.replace(",", " ").split())
    try:
        if wanted in (int, float):
            return wanted(text)
        return {key.strip(): float(value) for key, _, value in (part.partition("=") for part in text.split(","))}
    except ValueError:
        shape = "a number" if wanted in (int, float) else "SOURCE=NUMBER,SOURCE=NUMBER"
        raise DefinitionError(where, f"{_short(text)} is not {shape}", "Correct the environment.") from None
