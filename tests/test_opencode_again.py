"""openCode's next run: what has not changed is confirmed, not asked for again."""

from tests.drive import market
from tests.opencode_runs import BASE, WORDS, asked, projects, quiet, run


def test_a_run_in_which_nothing_changed_asks_for_the_list_only() -> None:
    before = run(quiet())
    again = run(quiet(), known=before.known(), evidence="f")
    assert [ask.url.partition(BASE)[2].partition("?")[0] for ask in again.asks] == [
        "/robots.txt",
        *["/api/v4/projects"] * 2,
    ]
    assert all(entry.unchanged for entry in again.observations)
    assert {entry.source_key for entry in again.observations} == {entry.source_key for entry in before.observations}


def test_unchanged_points_at_the_evidence_that_said_it() -> None:
    before = run(quiet(560))
    again = run(quiet(560), known=before.known(), evidence="f")
    said = {(entry.kind, entry.source_key): entry for entry in before.observations if entry.name}
    for entry in again.observations:
        original = said[(entry.kind, entry.source_key)]
        listed = next(seen for seen in before.of(entry.kind, entry.source_key) if seen.name)
        assert entry.confirms in (original.evidence_id, listed.evidence_id)
        facts = entry.record().keys() - {
            "kind",
            "source",
            "source_key",
            "observed_at",
            "evidence_id",
            "locator",
            "about",
        }
        assert facts == {"unchanged", "confirms", "state"}


def test_what_is_known_does_not_wear_out_from_run_to_run() -> None:
    before = run(quiet())
    second = run(quiet(), known=before.known(), evidence="f")
    third = run(quiet(), known=second.known(), evidence="g")
    assert [ask.url for ask in third.asks] == [ask.url for ask in second.asks]
    assert [entry.confirms for entry in third.observations] == [entry.confirms for entry in second.observations]


def test_activity_with_the_same_file_costs_a_head() -> None:
    before = run(quiet(560))
    moved = projects(560, last_activity_at="2026-06-23T07:00:00.000Z")
    again = run(moved, known=before.known(), evidence="f")
    assert [ask.method for ask in asked(again, "publiccode.yml")] == ["HEAD"]
    entry = again.of("listing", "560/publiccode.yml")[0]
    assert (entry.unchanged, entry.confirms) == (True, before.of("listing")[0].evidence_id)
    assert again.merged("repository", "560")["reasons"] == before.merged("repository", "560")["reasons"]
    assert asked(again, "/commits")
    assert not asked(run(moved, known={**before.known(), **again.known()}), "publiccode.yml")


def test_activity_with_another_file_reads_it() -> None:
    before = run(quiet(560))
    changed = projects(560, last_activity_at="2026-06-23T07:00:00.000Z")
    changed[0]["files"]["publiccode.yml"] += "softwareVersion: 2.1.0\n"
    again = run(changed, known=before.known())
    assert [ask.method for ask in asked(again, "publiccode.yml")] == ["HEAD", "GET"]
    assert again.merged("listing", "560/publiccode.yml")["version"] == "2.1.0"


def test_a_project_without_file_is_asked_again_only_after_activity() -> None:
    before = run(quiet(902))
    assert [ask.method for ask in asked(before, "publiccode.yml")] == ["GET"]
    assert not asked(run(quiet(902), known=before.known()), "publiccode.yml")
    moved = run(projects(902, last_activity_at="2026-06-23T07:00:00.000Z"), known=before.known())
    assert [ask.method for ask in asked(moved, "publiccode.yml")] == ["GET"]


def test_a_file_that_is_gone_is_said_to_be_gone() -> None:
    before = run(quiet(351))
    bare = projects(351, last_activity_at="2026-06-23T07:00:00.000Z", files={"README.md": "x"})
    again = run(bare, known=before.known())
    assert again.of("listing", "351/publiccode.yml")[0].status == "gone"
    assert again.merged("repository", "351")["relevant"] is False
    assert again.known()["351"]["file_reasons"] == []


def test_other_words_of_the_market_judge_again() -> None:
    before = run(quiet(351))
    words = {**WORDS, "terms": ["Bäume", "Gießkanne"]}
    again = run(quiet(351), known=before.known(), of=market(**words))
    assert [ask.method for ask in asked(again, "publiccode.yml")] == ["GET"]
    assert again.merged("repository", "351")["relevant"] is True


def test_old_details_are_read_again_with_their_validators() -> None:
    before = run(quiet(560))
    known = before.known()
    known["560"]["read_at"] = "2026-05-01T00:00:00Z"
    again = run(quiet(560), known=known, evidence="f")
    conditional = [ask for ask in again.asks if "If-None-Match" in ask.headers]
    parts = ["?license=true", "/repository/tags?per_page=100", "/languages", "/releases?per_page=100"]
    assert [ask.url.partition("/560")[2] for ask in conditional] == parts
    assert [answer.status for answer in again.answers].count(304) == 4
    confirmed = [entry for entry in again.of("repository", "560") if entry.unchanged]
    licensed = next(entry for entry in before.of("repository", "560") if entry.licence)
    assert confirmed[1].confirms == licensed.evidence_id
    assert again.known()["560"]["read_at"] > "2026-06-01"
    assert not asked(again, "publiccode.yml")


def test_a_new_name_without_activity_is_noticed() -> None:
    before = run(quiet(560))
    again = run(projects(560, name="Chart"), known=before.known())
    assert again.merged("repository", "560")["name"] == "Chart"
    assert len(again.asks) == 3
