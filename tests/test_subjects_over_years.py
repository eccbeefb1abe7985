"""What a build makes of many runs: the same as the definitions say, and with rows that grow like the runs."""

import json
import random

import duckdb
import pytest

from catalog.database import SQL, Connection, connect

STEP = SQL / "build" / "040_subjects.sql"
COLUMNS = """
create temp table run(source varchar, run_id varchar, as_of timestamp, started_at timestamp, status varchar);
create temp table observed(
    source varchar, kind varchar, source_key varchar, run_id varchar, observed_at timestamp, run_as_of timestamp,
    status varchar, evidence_id varchar, relevant boolean, reasons varchar[], unchanged boolean, confirms varchar,
    missing varchar[], place bigint
);
set variable part = 0;
set variable parts = 1
"""
ONE_MORE = "insert into observed values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
REGULAR = """
insert into run
select 'a', number::varchar, timestamp '2026-01-01 06:00:00' + to_days(number::integer), null, 'complete'
from range(getvariable('runs')) t(number);
insert into observed
select
    'a', 'x', key::varchar, run_id, as_of, as_of, null, run_id, true, null, false, null, ['licence'],
    run_id::bigint * 10 + key
from run, range(10) u(key)
where run_id = '0' or key < 5
"""
WITHDRAWN = """
select older.place, list(distinct asked.field order by asked.field) as withdrawn
from observed as older
join (select *, unnest(missing) as field from observed) as asked using (source, kind, source_key)
where not older.unchanged and asked.place > older.place and asked.run_id <> older.run_id
group by older.place
order by older.place
"""
MISSED = """
with sight as (
    select source, kind, source_key, max(observed_at) as newest,
        max(observed_at) filter (where status is null or status = 'blocked') as last_seen
    from observed group by all
),
without as (
    select kind, source_key, run_id, null as status from sight join run using (source)
    where run.status = 'complete' and coalesce(as_of, started_at) > coalesce(last_seen, newest)
    union all
    select kind, source_key, run_id, status from sight join observed using (source, kind, source_key)
    where status in ('gone', 'unknown') and (last_seen is null or observed_at > last_seen)
),
verdict as (select kind, source_key, run_id, coalesce(min(status), 'absent') as status from without group by all)
select
    kind, source_key, count(*) filter (where status <> 'unknown') as missed,
    count(*) filter (where status = 'gone') as gone, count(*) as unread
from verdict group by all
"""


def by_lot(seed: int) -> Connection:
    """Runs and observations of one source by lot."""
    lot, connection = random.Random(seed), connect()
    connection.execute(COLUMNS)
    place = 0
    for number in range(lot.randint(1, 12)):
        day = f"2026-01-{max(1, number + lot.randint(0, 1)):02}"
        began = [f"{day} 06:00:00" if lot.random() < 0.9 else None for _ in range(2)]
        run = ["a", f"r{number}", *began, lot.choice(["complete", "complete", "partial"])]
        if lot.random() < 0.9:
            connection.execute("insert into run values (?, ?, ?, ?, ?)", run)
        for key in lot.sample(range(6), 3):
            place += 1
            status, missing = lot.choice([None, None, "gone", "unknown"]), lot.choice([None, ["l"], ["l", "s"]])
            seen = [f"{day} 0{lot.randint(5, 8)}:10:00", f"{day} 06:00:00", status, f"e{place}", True, ["x"]]
            said = ["a", "x", str(key), f"r{number}", *seen, lot.random() < 0.4, None, missing, place]
            connection.execute(ONE_MORE, said)
    return connection


@pytest.mark.parametrize("seed", range(12))
def test_withdrawn_and_missed_are_what_the_definitions_say(seed: int) -> None:
    with by_lot(seed) as connection:
        connection.execute(STEP.read_text(encoding="utf-8"))
        withdrawn = connection.execute("select place, withdrawn from withdrawal order by place").fetchall()
        assert withdrawn == connection.execute(WITHDRAWN).fetchall()
        missed = {(kind, key): counts for kind, key, *counts in connection.execute(MISSED).fetchall()}
        said = connection.execute("select kind, source_key, ever_read, status from subject").fetchall()
        assert said
        for kind, key, ever_read, status in said:
            misses, gone, unread = missed.get((kind, key), (0, 0, 0))
            if ever_read and misses >= 2:
                assert status == ("gone" if gone else "not_listed")
            else:
                assert status == (None if ever_read and unread < 2 else "unknown")


def handled(runs: int) -> int:
    """Rows that all parts of the step hand on for so many runs of ten subjects; half are not seen after the first."""
    with connect() as connection:
        connection.execute(COLUMNS)
        connection.execute("set variable runs = $1", [runs])
        connection.execute(REGULAR)
        total = 0
        for statement in duckdb.extract_statements(STEP.read_text(encoding="utf-8")):
            (plan,) = connection.execute(f"explain (analyze, format json) {statement.query}").fetchall()
            total += int(json.loads(plan[1])["query"]["total_intermediate_rows"])
        return total


def test_a_build_handles_rows_like_the_number_of_runs_not_like_its_square() -> None:
    assert handled(400) < 2.5 * handled(200)
