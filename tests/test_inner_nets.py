"""A public name that leads into an inner net is not connected to, whoever answers for it; a host one chose may."""

from pathlib import Path

import pytest

from crawler.reach import InnerAddressError, is_public, refuse_inner
from oscan.settings import Settings, load_settings
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import crawl, settings

INNER = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104  # an address to refuse
    "224.0.0.1",
    *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "::"),
)


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_known(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(InnerAddressError, match=r"api\.github\.com leads to"):
        refuse_inner("api.github.com", [(2, 1, 6, "", (address, 443))], frozenset({"elsewhere"}))


@pytest.mark.parametrize("address", ["140.82.121.6", "2606:50c0:8000::153", "::ffff:140.82.121.6"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_one_inner_address_among_public_ones_is_enough() -> None:
    found = [(2, 1, 6, "", ("140.82.121.6", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    with pytest.raises(InnerAddressError):
        refuse_inner("api.github.com", found, frozenset())


def test_a_public_name_that_is_answered_with_loopback_is_not_asked(
    tmp_path: Path, fake: FakeGithub, watched: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(fake) as server:
        address = server.url.replace("127.0.0.1", "localhost")
        given = settings(tmp_path / "data", github_api=address, github_token="test-token")
        monkeypatch.setattr(Settings, "is_moved", lambda self, source: False)
        report = crawl("github", given, watched)
    assert report.status == "failed"
    assert fake.requests == []
    assert "localhost leads to" in report.errors[0]["message"]


def test_a_host_that_somebody_chose_may_lie_in_an_inner_net(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        address = server.url.replace("127.0.0.1", "localhost")
        report = crawl("github", settings(tmp_path / "data", github_api=address, github_token="test-token"), watched)
    assert report.status == "complete", report.errors


def test_a_chosen_address_is_told_from_the_shipped_one() -> None:
    shipped = load_settings({"data": "x"}, {})
    assert not any(shipped.is_moved(source) for source in ("github", "opencode", "osba"))
    assert load_settings({"data": "x"}, {"OSCAN_OSBA_URL": "https://verband.example"}).is_moved("osba")
