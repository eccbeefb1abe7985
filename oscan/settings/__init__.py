"""Turns flags, environment and `oscan.toml`, strongest first, into one Settings that knows whence each value came."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from oscan.errors import DefinitionError

ROOT = Path(__file__).resolve().parents[2]
"""The checkout; in an installed copy the folder that holds the package `oscan`."""
SECRETS = frozenset({"github_token", "opencode_token"})


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
    contact: str = ""
    """Address or page in the User-Agent, so that a source's operator can reach who runs this."""
    github_token: str = ""
    """Token for GitHub (GITHUB_TOKEN)."""
    opencode_token: str = ""
    """Token for openCode, optional (OPENCODE_TOKEN)."""
    github_api: str = "https://api.github.com"
    opencode_url: str = "https://gitlab.opencode.de"
    osba_url: str = "https://osb-alliance.de"
    opencode_badges: str = ""
    """Base address of openCode's badge service; empty (it is not established): badges are not asked for."""
    queries: str = ""
    """Folder of your own stored questions, which is searched first (OSCAN_QUERIES)."""
    spdx_licences: str = "https://raw.githubusercontent.com/spdx/license-list-data/main/json/licenses.json"
    """Where `oscan doctor --refresh-licences` asks for SPDX's list of licences."""
    max_seconds: float = 7200.0
    """Longest time one source may take in one run, waits included, in seconds."""
    max_wait_seconds: float = 900.0
    """Longest single wait a source may ask for; a run that would have to wait longer ends in part."""
    max_requests: int = 20_000
    """Most requests one source may make in one run."""
    max_body_mib: int = 16
    """Largest response that is read, in MiB, also after decompression."""
    timeout_seconds: float = 30.0
    """Longest time one response may take, in seconds."""
    record_max_age_days: int = 30
    """A repository record older than this is read again even if nothing seems to have changed."""
    resume_hours: float = 24.0
    """An unfinished run younger than this is taken up again."""
    at_least: Mapping[str, int] = field(default_factory=dict)
    """Guard of a source by name, instead of the one the source ships with."""
    pause_seconds: Mapping[str, float] = field(default_factory=dict)
    """Pause between two requests to a source, by name, instead of the one the source ships with."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """Where each value came from: default, oscan.toml, environment or flag."""

    def services(self, source: str) -> dict[str, str]:
        """Further services of a source that are set up: name → base address."""
        known = {"opencode": {"badges": self.opencode_badges.rstrip("/")}}
        return {name: address for name, address in known.get(source, {}).items() if address}

    @property
    def query_folder(self) -> Path | None:
        """The folder of the reader's own stored questions, if there is one."""
        return Path(self.queries).expanduser() if self.queries else None

    def base_url(self, source: str) -> str:
        """The base address of a source, without a slash at its end."""
        addresses = {"github": self.github_api, "opencode": self.opencode_url, "osba": self.osba_url}
        return addresses[source].rstrip("/")


ENVIRONMENT = {
    "github_token": "GITHUB_TOKEN",
    "opencode_token": "OPENCODE_TOKEN",
}


def environment_name(name: str) -> str:
    """The environment variable that sets the field `name`."""
    return ENVIRONMENT.get(name, f"OSCAN_{name.upper()}")


def load_settings(flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from flags, then environment, then `oscan.toml` (OSCAN_CONFIG, else in the working folder).

    Raises DefinitionError for an unknown key, a value of the wrong type or a file that is not TOML.
    """
    environ = os.environ if environment is None else environment
    path = Path(environ.get("OSCAN_CONFIG", "oscan.toml"))
    names = {item.name for item in fields(Settings)} - {"definitions", "origin"}
    values: dict[str, Any] = {}
    origin: dict[str, str] = dict.fromkeys(names, "default")
    for name, value in _toml(path, names).items():
        values[name], origin[name] = value, str(path)
    for name in names:
        given = environ.get(environment_name(name), "")
        if given:
            values[name], origin[name] = _from_text(name, given), "environment"
    for name, value in (flags or {}).items():
        if value is not None:
            values[name], origin[name] = value, "flag"
    data = Path(values.pop("data", None) or _default_data()).expanduser().resolve()
    return Settings(data=data, definitions=_definitions(), origin=origin, **values)


def _toml(path: Path, names: set[str]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DefinitionError(str(path), str(error), "Correct the file.") from None
    for name, value in content.items():
        if name not in names:
            raise DefinitionError(str(path), f"unknown setting '{name}'", f"Settings: {', '.join(sorted(names))}.")
        _typed(name, value, str(path))
    return content


def _typed(name: str, value: Any, where: str) -> None:
    wanted = {item.name: item.type for item in fields(Settings)}[name]
    kinds: dict[Any, tuple[type, ...]] = {
        int: (int,),
        float: (int, float),
        str: (str,),
        Path: (str,),
    }
    expected = kinds.get(wanted, (dict,))
    if isinstance(value, bool) or not isinstance(value, expected):
        raise DefinitionError(where, f"{name} = {value!r} is not a {expected[0].__name__}", "Correct the value.")


def _from_text(name: str, text: str) -> Any:
    wanted = {item.name: item.type for item in fields(Settings)}[name]
    if wanted in (int, float):
        try:
            return int(text) if wanted is int else float(text)
        except ValueError:
            raise DefinitionError(
                environment_name(name), f"'{text}' is not a number", "Correct the environment."
            ) from None
    if wanted in (str, Path):
        return text
    return {key: float(value) for key, _, value in (part.partition("=") for part in text.split(","))}
