"""What may be said of an outlet that has no reading of a claim: whether anything comes close, and which came first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from compare.absence import is_surely_first
from compare.claims import Nearest
from scraper.article import Moment

Order = Literal["older", "not older", "not known"]
"""An outlet's newest text against the first publication of a claim."""


def is_close(near: Nearest | None, threshold: float) -> bool:
    """Is a sentence alike enough with one reading at least? Then the claim can't be said not to be found."""
    return near is not None and near.highest >= threshold


def first_published(published: Sequence[Moment | None]) -> tuple[Moment | None, bool]:
    """When a claim first stood, given its articles' times in order, None where that is not known; and whether it is
    sure that none of them was earlier."""
    first = published[0]
    return first, first is not None and is_surely_first(first, published)


def text_order(text: Moment | None, published: Sequence[Moment | None]) -> Order:
    """What is known of an outlet's newest text against the first publication of a claim that it does not hold."""
    if text is None:
        return "not known"
    if all(moment is not None and text.surely_before(moment) for moment in published):
        return "older"
    known = [moment for moment in published if moment is not None]
    if any((moment == text and moment.precision != "day") or moment.surely_before(text) for moment in known):
        return "not older"
    return "not known"
