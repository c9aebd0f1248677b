"""When an article told something."""

from dataclasses import replace

from compare.telling import told_at
from scraper.article import Moment
from tests.toys import PACT


def test_a_live_blog_tells_no_hour() -> None:
    assert told_at(PACT[0]) == PACT[0].published
    assert told_at(replace(PACT[0], kind="live")) == Moment.parse("2031-03-10", origin="given")
    assert told_at(replace(PACT[0], kind="live", published=None)) is None
