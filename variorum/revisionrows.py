"""The rows of `export revisions`: every text an article had, and what changed from the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from compare.reframing import Reframing
from compare.revisions import SentenceChange
from compare.spans import Span
from db.records import StoredRevision
from db.store import Store
from variorum.earlier import Stretch, stretch_of, stretches_of
from variorum.excerpts import ExcerptBudget

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Share:
    """What may be printed of one article; everything where there is no budget."""

    budget: ExcerptBudget | None
    newest: int

    def pays(self, key: str, stretches: Sequence[Stretch]) -> bool:
        """Whether all of these stretches can be paid for."""
        budget = self.budget
        if budget is None:
            return True
        return all(budget.spend(key, start, start + len(text), text) for start, text in stretches)

    def holds(self, revision: StoredRevision, place: Span | None) -> bool:
        """Whether these words may be printed; they are paid for where they were not yet."""
        return place is None or self.pays(revision.key, [stretch_of(revision, place, newest=self.newest)])


def revision_rows(store: Store, budget: ExcerptBudget | None) -> Iterator[Row]:
    """One row for each revision, by article and number. Without a budget every text of a change is printed; with one,
    as far as the article's share reaches: the marked words first, then the sentences. `changes` and `framing` are null
    for a first revision and for one that `compare` has not looked at yet."""
    found = {(changes.key, changes.number): changes for changes in store.changes()}
    for _, group in groupby(store.revisions(), key=lambda revision: revision.key):
        revisions = list(group)
        newest = revisions[-1].number

        share = _Share(budget, newest)
        for before, revision in zip((None, *revisions), revisions, strict=False):
            changes = found.get((revision.key, revision.number))
            row = _row(revision)
            if before is None or changes is None:
                yield row | {"changes": None, "framing": None}
                continue
            framing = [_framing(item, before, revision, share) for item in changes.framing]
            yield row | {
                "changes": [_change(item, before, revision, share) for item in changes.changes],
                "framing": framing,
            }


def _row(revision: StoredRevision) -> Row:
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


def _change(item: SentenceChange, before: StoredRevision, after: StoredRevision, share: _Share) -> Row:
    earlier, later = stretches_of(item, before, after, newest=share.newest)
    shown = share.pays(after.key, later)  # the later sentence first: the earlier one shares words with it
    return {
        "change": item.change,
        **_side("before", before, item.before, shown=shown and share.pays(before.key, earlier)),
        **_side("after", after, item.after, shown=shown),
    }


def _framing(item: Reframing, before: StoredRevision, after: StoredRevision, share: _Share) -> Row:
    return {
        "change": item.change,
        "rule": item.rule,
        "category": item.category,
        "level": item.level,
        "voice": item.voice,
        "source": item.source,
        **_side("before", before, item.before, shown=share.holds(before, item.before)),
        **_side("after", after, item.after, shown=share.holds(after, item.after)),
    }


def _side(name: str, revision: StoredRevision, place: Span | None, *, shown: bool) -> Row:
    return {
        name: revision.article.text[place.start : place.end] if shown and place is not None else None,
        f"{name}_start": None if place is None else place.start,
        f"{name}_end": None if place is None else place.end,
    }
