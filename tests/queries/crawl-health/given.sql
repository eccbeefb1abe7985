-- One source of each finding; the run before is the one before in time, not in the alphabet.
insert into meta (build_id, as_of) values ('b1', '2026-10-01 06:00:00');
insert into source_run (source, run_id, started_at, finished_at, status, subjects, last_good_at) values
    ('dropped', 'r1', '2026-09-01 00:00:00', '2026-09-01 01:00:00', 'complete', 1000, '2026-09-01 01:00:00'),
    ('dropped', 'r0', '2026-09-30 00:00:00', '2026-09-30 01:00:00', 'complete', 700, '2026-09-30 01:00:00'),
    ('failed', 'r1', '2026-09-30 00:00:00', '2026-09-30 01:00:00', 'failed', 0, '2026-07-01 01:00:00'),
    ('fine', 'r1', '2026-09-01 00:00:00', '2026-09-01 01:00:00', 'complete', 1000, '2026-09-01 01:00:00'),
    ('fine', 'r2', '2026-09-30 00:00:00', '2026-09-30 01:00:00', 'complete', 801, '2026-09-30 01:00:00'),
    ('old', 'r1', '2026-08-01 00:00:00', '2026-08-01 01:00:00', 'complete', 10, '2026-08-01 01:00:00'),
    ('partial', 'r1', '2026-09-30 00:00:00', '2026-09-30 01:00:00', 'partial', 10, '2026-09-30 01:00:00');
