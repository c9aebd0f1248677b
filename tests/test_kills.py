"""SIGKILL at any moment of a night, and a night run again, leave what an uninterrupted one leaves."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.killing import Forks, forks, killed_nights, postgresql_databases, sqlite_files

KILLS = 20
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")


@pytest.fixture(scope="module")
def work() -> Iterator[Forks]:
    with forks() as made:
        yield made


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nights_killed_at_random_moments_lose_and_double_nothing(work: Forks, kind: str, tmp_path: Path) -> None:
    seed = random.randrange(10**6)  # another each time: over a year of runs the moments add up
    if kind == "sqlite":
        outcome = killed_nights(work, sqlite_files(tmp_path), tmp_path, KILLS, seed)
    else:
        if reason := postgres.missing():
            pytest.skip(reason)
        with postgres.cluster() as url:
            outcome = killed_nights(work, postgresql_databases(url), tmp_path, KILLS, seed)
    assert outcome.differences == [], f"seed {seed}"
    assert outcome.kills == KILLS
    assert len(outcome.tenths) > 4, "the kills fell all over the night"
