"""The judgements that a reviewer may give of an item, with their buttons and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from compare.verdicts import Judgement
from variorum.desk.views import Act
from variorum.reviewing import Item

#: The buttons, with their keys; of a difference the first two say what it is that is right or not.
_ACTS: Final[tuple[tuple[Judgement, str, str], ...]] = (
    ("accepted", "Accept", "a"),
    ("rejected", "Reject", "r"),
    ("quoted", "Quoted, not own", "o"),
    ("other-claim", "Not the same claim", "c"),
)
_OF_DIFFERENCES: Final[Mapping[Judgement, str]] = {
    "accepted": "Yes, they differ so",
    "rejected": "No, they do not",
}
#: Kinds of differences in which it does not matter whose words they are.
_NOBODYS: Final = frozenset({"absence", "prominence", "number"})


def acts_of(item: Item, *, in_claim: bool) -> tuple[Act, ...]:
    """The judgements that mean something of this item."""
    is_flag = item.subject == "flag"
    without = {"quoted"} if item.category in _NOBODYS else set()
    if is_flag and not in_claim:
        without.add("other-claim")
    return tuple(
        Act(judgement, label if is_flag else _OF_DIFFERENCES.get(judgement, label), key)
        for judgement, label, key in _ACTS
        if judgement not in without
    )
