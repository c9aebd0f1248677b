"""The rows of `export revisions`: every text an article had, and what changed from the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from compare.reframing import Reframing
from compare.revisions import SentenceChange
from compare.spans import Span
from db.records import StoredChanges, StoredRevision
from variorum.earlier import Stretch, stretch_of, stretches_of
from variorum.excerpts import ExcerptBudget

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store

Row = dict[str, Any]


Pays = Callable[[str, Iterable[Stretch]], bool]
"""Whether all of these stretches of an article may be printed."""


def revision_rows(store: Store, budget: ExcerptBudget | None) -> Iterator[Row]:
    """One row for each revision, by article and number. Without a budget every text of a change is printed; with one,
    as far as the article's share reaches: the marked words first, then the sentences. `changes` and `framing` are null
    for a first revision and for one that `compare` has not looked at yet."""
    return revision_rows_of(store.revisions(), store.changes(), budget)


def revision_rows_of(
    held: Iterable[StoredRevision], changes: Iterable[StoredChanges], budget: ExcerptBudget | None
) -> Iterator[Row]:
    """The rows of these revisions, sorted by article and number."""
    found = {(one.key, one.number): one for one in changes}

    def pays(key: str, stretches: Iterable[Stretch]) -> bool:
        return budget is None or all(budget.spend(key, start, start + len(text), text) for start, text in stretches)

    for _, group in groupby(held, key=lambda revision: revision.key):
        revisions = list(group)
        newest = revisions[-1].number
        for before, revision in zip((None, *revisions), revisions, strict=False):
            row = revision_row(revision)
            differs = found.get((revision.key, revision.number))
            if before is None or differs is None:
                yield row | {"changes": None, "framing": None}
                continue
            framing = [framing_row(item, before, revision, newest, pays) for item in differs.framing]
            changed = [change_row(item, before, revision, newest, pays) for item in differs.changes]
            yield row | {"changes": changed, "framing": framing}


def revision_row(revision: StoredRevision) -> Row:
    """What is known of a version, without what changed in it."""
    article = revision.article
    return {
        "article": revision.key,
        "outlet": article.outlet,
        "url": article.url,
        "revision": revision.number,
        "seen_at": revision.seen_at.isoformat(),
        "title": article.title,
        "published": None if article.published is None else str(article.published),
        "modified": None if article.modified is None else str(article.modified),
        "kind": article.kind,
        "extractor": article.extractor,
        "digest": article.digest,
        "characters": len(article.text),
    }


def change_row(item: SentenceChange, before: StoredRevision, after: StoredRevision, newest: int, pays: Pays) -> Row:
    """One sentence that is not as it was; `newest` is the number of the article's newest version."""
    earlier, later = stretches_of(item, before, after, newest=newest)
    shown = pays(after.key, later)  # the later sentence first: the earlier one shares words with it
    return {
        "change": item.change,
        **_side("before", before, item.before, shown=shown and pays(before.key, earlier)),
        **_side("after", after, item.after, shown=shown),
    }


def framing_row(item: Reframing, before: StoredRevision, after: StoredRevision, newest: int, pays: Pays) -> Row:
    """Marked words that came, went or were replaced."""

    def shown(revision: StoredRevision, place: Span | None) -> bool:
        return place is None or pays(revision.key, [stretch_of(revision, place, newest=newest)])

    return {
        "change": item.change,
        "rule": item.rule,
        "category": item.category,
        "level": item.level,
        "voice": item.voice,
        "source": item.source,
        **_side("before", before, item.before, shown=shown(before, item.before)),
        **_side("after", after, item.after, shown=shown(after, item.after)),
    }


def _side(name: str, revision: StoredRevision, place: Span | None, *, shown: bool) -> Row:
    return {
        name: revision.article.text[place.start : place.end] if shown and place is not None else None,
        f"{name}_start": None if place is None else place.start,
        f"{name}_end": None if place is None else place.end,
    }
