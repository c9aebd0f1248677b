"""What the fetch stage remembers from one run to the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from db.store import open_store
from scraper.errors import FetchError
from variorum.fetching import LONGEST_WAIT, remembered_robots

NIGHT = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_host_that_asked_to_wait_is_left_alone_by_later_runs_until_then(url: str) -> None:
    with open_store(url) as store:
        with remembered_robots(store, lambda: NIGHT) as pacer:
            pacer.close("bell.example", FetchError("asked to wait", "429"), until=NIGHT + 2 * HOUR)
            pacer.close("post.example", FetchError("asked to wait", "429, and no time named"))
        with remembered_robots(store, lambda: NIGHT + HOUR) as pacer:
            assert pacer.is_closed("bell.example")
            assert not pacer.is_closed("post.example")
        with remembered_robots(store, lambda: NIGHT + 3 * HOUR) as pacer:
            assert not pacer.is_closed("bell.example")


def test_a_wait_of_a_year_is_remembered_for_a_week(url: str) -> None:
    with open_store(url) as store:
        with remembered_robots(store, lambda: NIGHT) as pacer:
            pacer.close("bell.example", FetchError("asked to wait", "429"), until=NIGHT + timedelta(days=365))
        with remembered_robots(store, lambda: NIGHT + LONGEST_WAIT - HOUR) as pacer:
            assert pacer.is_closed("bell.example")
        with remembered_robots(store, lambda: NIGHT + 2 * LONGEST_WAIT) as pacer:
            assert not pacer.is_closed("bell.example")
