"""Keeps every test on this machine: no connection but to loopback, no settings and no home of whoever runs it."""

import gc
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvloop

if TYPE_CHECKING:
    from oscan.settings.market import Market
    from tests.fakes.github import FakeGithub

OURS = ("OSCAN_", "GITHUB_TOKEN", "OPENCODE_TOKEN", "XDG_")
PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy"})
"""A proxy of the machine would stand between a test and its own server."""

attempts: list[str] = []
"""What was refused since the last test; code under test may swallow the error, the test fails all the same."""


class NetworkRefusedError(OSError):
    """A test wanted to leave this machine."""


def is_local(host: Any) -> bool:
    """Whether a host is this machine: a loopback address or a name that always means it."""
    if isinstance(host, bytes):
        host = host.decode("idna", "replace")
    if host in (None, "", "localhost") or str(host).endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(host: Any) -> None:
    attempts.append(str(host))
    raise NetworkRefusedError(f"tests may not reach {host}")


def _checks_address(original: Callable[..., Any], position: int) -> Callable[..., Any]:
    """A socket method that looks at the address first; paths of Unix sockets pass."""

    def checked(self: socket.socket, *arguments: Any, **named: Any) -> Any:
        address = arguments[position]
        if isinstance(address, tuple) and not is_local(address[0]):
            _refuse(address[0])
        return original(self, *arguments, **named)

    return checked


def _checks_name(original: Callable[..., Any], position: int) -> Callable[..., Any]:
    """A look-up that asks no name server."""

    def checked(*arguments: Any, **named: Any) -> Any:
        host = arguments[position] if len(arguments) > position else named.get("host")
        if not is_local(host):
            _refuse(host)
        return original(*arguments, **named)

    return checked


def _without_settings(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in list(os.environ):
        if name.startswith(OURS) or name.lower() in PROXIES:
            patch.delenv(name)
    patch.setenv("HOME", str(home))


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Refuse the network in all ways that Python, asyncio and uvloop have; also for fixtures that outlive a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name, position in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
            patch.setattr(socket.socket, name, _checks_address(getattr(socket.socket, name), position))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            patch.setattr(socket, name, _checks_name(getattr(socket, name), 0))
        patch.setattr(uvloop.Loop, "getaddrinfo", _checks_name(uvloop.Loop.getaddrinfo, 1))
        patch.setattr(uvloop.Loop, "create_connection", _checks_name(uvloop.Loop.create_connection, 2))
        _without_settings(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(scope="session")
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests: what lies in it is named by what it was made from."""
    return tmp_path_factory.mktemp("cache")


gc.set_threshold(30_000, 20, 50)
"""Rarer than usual: looking for circles among all that the tests' modules hold took an eighth of their time."""


def pytest_collection_finish() -> None:
    """What the modules made stays to the end and need not be looked through."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait for a server that does not answer."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user_cache: Path) -> Iterator[None]:
    """No settings, a home of its own, and no attempt to leave the machine."""
    _without_settings(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(user_cache))
    yield
    refused = ", ".join(attempts)
    attempts.clear()
    assert not refused, f"this test wanted to reach {refused}"


@pytest.fixture
def oscan(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command; returns exit code, standard output and standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        from oscan.command import run

        code = run(words)
        streams = capsys.readouterr()
        return code, streams.out, streams.err

    return call


@pytest.fixture(scope="session")
def small_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small catalogue, to be copied."""
    from tests.small_catalogue import write_small_catalogue

    path = tmp_path_factory.mktemp("small") / "catalog.duckdb"
    write_small_catalogue(path)
    return path


@pytest.fixture
def fake() -> "FakeGithub":
    """A GitHub of sixty repositories."""
    from tests.fakes.github import FakeGithub
    from tests.runs import repository

    return FakeGithub([repository(number) for number in range(60)])


@pytest.fixture
def watched(tmp_path: Path) -> "Market":
    """A market that watches them all."""
    from tests.runs import market

    return market(tmp_path / "market", {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(60)})
