"""What the shell offers while a question is typed; asking for it loads nothing heavy."""

import pytest

from oscan.command import run


@pytest.fixture
def offered(tmp_path, monkeypatch, capsys):
    """What a shell is offered for the last word of a line, as it asks for it."""
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path))
    (tmp_path / "snapshots" / "2026Q3").mkdir(parents=True)
    (tmp_path / "snapshots" / ".hidden").mkdir()

    def ask(line: str) -> list[str]:
        monkeypatch.setenv("_OSCAN_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        with pytest.raises(SystemExit):
            run([])
        return capsys.readouterr().out.split()

    return ask


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("oscan query cra", {"crawl-health"}),
        ("oscan query --show mark", {"market-overview"}),
        ("oscan query crawl-health -p ", {"max_drop_pct=", "max_age_days="}),
        ("oscan query crawl-health -p max_age_days=3 -p ", {"max_drop_pct="}),
        ("oscan query crawl-health --at ", {"2026Q3"}),
        ("oscan query crawl-health --format p", {"parquet"}),
        ("oscan query nosuch -p ", set()),
        ("oscan query -p ", set()),
    ],
)
def test_a_word_is_completed(line, some, offered):
    assert set(offered(line)) == some


def test_own_questions_are_offered_and_broken_ones_do_no_harm(offered, tmp_path, monkeypatch):
    own = tmp_path / "own"
    own.mkdir()
    (own / "broken.sql").write_text("select 1")
    monkeypatch.setenv("OSCAN_QUERIES", str(own))
    assert offered("oscan query broken") == []
    assert "crawl-health" in offered("oscan query ")
    monkeypatch.setenv("OSCAN_QUERIES", str(tmp_path / "nowhere"))
    assert offered("oscan query ") == []
