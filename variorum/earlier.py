"""Which words of an article's versions have to be paid for when a change is printed.

An article's share of printed words is one, whichever of its versions they stand in. A budget knows stretches by their
offsets in the newest text; those of an earlier text are moved beyond every offset a newest text can have, each version
to a region of its own. Of a sentence that was changed the words that stayed are paid for once, in the later version.
"""

from __future__ import annotations

from typing import Final

from compare.revisions import SentenceChange, word_edits
from compare.spans import Span
from db.records import StoredRevision

REGION_CHARS: Final = 10**9
"""Characters between the regions of two versions: no text is as long (a page has at most some 10 MB)."""

Stretch = tuple[int, str]
"""A place as the budget counts it, and the text that stands there."""


def stretch_of(revision: StoredRevision, place: Span, *, newest: int) -> Stretch:
    """A stretch of any version of an article whose newest version is number `newest`."""
    start = place.start if revision.number == newest else revision.number * REGION_CHARS + place.start
    return start, revision.article.text[place.start : place.end]


def stretches_of(
    change: SentenceChange, before: StoredRevision, after: StoredRevision, *, newest: int
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """What is to be paid for the sentence in the earlier version, and for the one in the later.

    The earlier one may be printed where both were paid for, the later one where its own part was.
    """
    later = () if change.after is None else (stretch_of(after, change.after, newest=newest),)
    if change.before is None or change.change == "moved":
        return (), later
    if change.after is None:
        return (stretch_of(before, change.before, newest=newest),), later
    gone = (
        Span(change.before.start + edit.before.start, change.before.start + edit.before.end)
        for edit in word_edits(
            before.article.text[change.before.start : change.before.end],
            after.article.text[change.after.start : change.after.end],
        )
    )
    return tuple(stretch_of(before, place, newest=newest) for place in gone if place.start < place.end), later
