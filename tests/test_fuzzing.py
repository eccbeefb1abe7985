"""Damaged bytes break no reader; what broke one once is tried again. `make fuzz` throws many more."""

import random

import pytest

from tests.fuzzing import TARGETS, damaged, kept, trouble


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_bytes_break_no_reader(name: str) -> None:
    target, lot = TARGETS[name], random.Random(20261129)
    seeds = [seed for seed in target.seeds() if seed]
    assert seeds
    bodies = [*(path.read_bytes() for path in kept(name)), *(damaged(lot, seeds) for _ in range(25))]
    assert {said for body in bodies if (said := trouble(target, body, lot))} == set()
