"""A token that stops being taken while a run is under way: one message, nothing asked after it, earlier data stay."""

from pathlib import Path

from oscan.settings.market import Market
from tests.fakes.app import Request, Response, Server
from tests.fakes.github import FakeGithub
from tests.runs import FakeClock, crawl, observations, repository, settings


class Expiring(FakeGithub):
    """Takes the token for so many requests."""

    left = 1

    def serve(self, request: Request) -> Response:
        if self.left == 0:
            self.token = "another-token"
        self.left -= 1
        return super().serve(request)


def test_a_token_that_expires_in_mid_run_ends_it_once(tmp_path: Path, watched: Market) -> None:
    fake, clock = Expiring([repository(number) for number in range(60)]), FakeClock()
    fake.left = 1000
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token", record_max_age_days=0)
        good = crawl("github", given, watched, clock)
        asked, fake.left = len(fake.requests), 2
        bad = crawl("github", given, watched, clock)
    assert good.status == "complete"
    assert len(fake.requests) - asked == 3, "the refused request is the last one"
    assert bad.status == "failed"
    refusals = [error["message"] for error in bad.errors if "GITHUB_TOKEN was refused" in error["message"]]
    assert len(refusals) == 1
    assert len(observations(tmp_path / "data", "github", good.run_id)) > 60
    assert not (tmp_path / "data" / "observations" / "github" / f"{bad.run_id}.jsonl.zst").exists()
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"test-token" not in stored
