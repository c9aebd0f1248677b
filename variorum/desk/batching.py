"""Flags of one rule that are decided together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from variorum.desk.choosing import section_of
from variorum.desk.inventory import Stock
from variorum.reviewing import Item

BATCHES: Final[Mapping[str, str]] = {
    "rule": "",
    "outlet": "in {}",
    "event": "in this event",
    "section": "in {} stories",
}
"""By what flags of a rule are put together, and how that is said."""


def batch_of(stock: Stock, item: Item, by: str) -> list[Item]:
    """The unreviewed flags of an item's rule, by themselves or in its outlet, event or section."""
    section = section_of(item, stock)
    if by not in BATCHES or item.subject != "flag" or (by == "section" and not section):
        return []
    return [
        one
        for one in stock.items.values()
        if one.subject == "flag"
        and one.about == item.about
        and one.review.state == "unreviewed"
        and (by != "outlet" or one.outlets == item.outlets)
        and (by != "event" or one.event == item.event)
        and (by != "section" or section_of(one, stock) == section)
    ]
