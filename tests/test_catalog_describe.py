"""docs/data-format.md says what the schema says."""

from pathlib import Path

from catalog.describe import OBSERVATION, observation_fields, render
from catalog.schema import public_tables

PAGE = Path(__file__).parents[1] / "docs" / "data-format.md"


def test_the_page_is_the_schema() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m catalog.describe > docs/data-format.md"


def test_every_table_has_its_paragraph_and_every_column_its_sentence() -> None:
    tables = public_tables()
    assert len(tables) >= 20
    for table in tables:
        assert table.comment.endswith("."), table.name
        for column in table.columns:
            assert column.comment.endswith("."), f"{table.name}.{column.name}"


def test_every_field_of_an_observation_has_its_sentence() -> None:
    source = OBSERVATION.read_text(encoding="utf-8")
    fields = observation_fields(source)
    assert ("licence", "str") in [(name, kind) for name, kind, _ in fields]
    assert all(sentence.endswith(".") for _, _, sentence in fields)


PROMISED = {
    "product": "product_id name role kinds summary homepage licence licence_class osi_approved open_core status"
    " first_seen last_seen",
    "repository": "repository_id product_id role source forge host forge_id path url upstream_url is_mirror"
    " is_fork archived licence_printed licence created_at last_commit_at commits_183d authors_183d"
    " absence_factor_183d latest_release latest_release_at releases_365d median_release_gap_days"
    " stars forks open_issues security_policy observed_at evidence_id",
    "listing": "source source_key product_id name url licence_printed categories version release_date"
    " observed_at evidence_id",
    "organisation": "organisation_id name city country website osba_member",
    "product_organisation": "product_id organisation_id role source evidence_id",
    "relation": "product_id relation other_product_id source evidence_id",
    "claim": "product_id edition capability value kind method source source_url locator quote evidence_id"
    " evidence_date retrieved_at exclusive limit_users valid_until",
    "requirement": "profile requirement_id level weight group_name text_de text_en",
    "verdict": "profile product_id requirement_id verdict reason evidence_ids",
    "evidence": "evidence_id source run_id url method status fetched_at sha256 warc_file warc_offset",
    "change": "from_label to_label product_id kind field before after",
    "snapshot": "label taken_at as_of sources products checksum",
    "source_run": "source run_id started_at finished_at status requests not_modified bytes observations last_good_at",
    "match_review": "left_key right_key score reason",
    "edition": "",
    "exclusion": "",
    "decision": "",
    "price_fact": "",
    "metric": "metric window_end value sample_size computed_from",
}


def test_promised_names_are_kept() -> None:
    tables = {table.name: [column.name for column in table.columns] for table in public_tables()}
    for name, columns in PROMISED.items():
        assert set(columns.split()) <= set(tables[name]), name
