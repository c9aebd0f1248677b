"""Everything known of one event, as what counts over events takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from compare.claims import Claim, Reading
from compare.difference import Difference
from compare.framing import RULE_LANGUAGE, Flag
from compare.spans import HasSpan
from compare.wirecopy import Shares
from scraper.article import Article


@dataclass(frozen=True)
class EventFindings:
    """One event.

    `articles` are its articles by key; `masked` has, of some of them, the numbers from 1 of the paragraphs that are
    site furniture; `claims` are by id, and `differences` come with their claim's; `flags` come with their article's
    key, without those that repeat another article's; `shares` knows which sentences are shared text.
    """

    articles: Mapping[str, Article]
    masked: Mapping[str, tuple[int, ...]]
    claims: Mapping[str, Claim]
    differences: tuple[tuple[str, Difference], ...]
    flags: tuple[tuple[str, Flag], ...]
    shares: Shares

    @cached_property
    def read(self) -> Mapping[str, Article]:
        """The articles that rules and differences are there for: those in the rules' language, by key, sorted."""
        return {key: one for key, one in sorted(self.articles.items()) if one.language == RULE_LANGUAGE}

    @cached_property
    def house_flags(self) -> tuple[tuple[str, Flag], ...]:
        """The flags on words that a house answers for: its own text and its edits of somebody else's."""
        return tuple((key, flag) for key, flag in self.flags if key in self.read and self.is_house(key, flag))

    def is_house(self, article: str, place: HasSpan) -> bool:
        """Are these words the house's: in no sentence that it shares, or put into one by it?"""
        return self.shares.charged(article, place) is None

    def readings(self, claim: Claim) -> tuple[Reading, ...]:
        """The claim's readings in the rules' language."""
        return tuple(reading for reading in claim.readings if reading.article in self.read)
