"""What the report holds of an event, as that which counts over events takes it."""

from __future__ import annotations

from compare.eventfindings import EventFindings
from compare.sitefurniture import body_paragraphs
from db.records import StoredArticle
from variorum.inputs import EventInput


def findings_of(source: EventInput) -> EventFindings:
    """The event's published results: what reviewers rejected is not among them."""
    results = source.results
    return EventFindings(
        articles={item.article.key: item.article for item in source.articles},
        masked={item.article.key: masked_numbers(source, item) for item in source.articles},
        claims={item.id: item.claim for item in results.claims},
        differences=tuple((item.claim, item.difference) for item in results.differences),
        flags=tuple((item.article, item.flag) for item in results.flags if not item.repeats),
        shares=source.shares,
    )


def masked_numbers(source: EventInput, item: StoredArticle) -> tuple[int, ...]:
    """Numbers, from 1, of the article's paragraphs that are site furniture."""
    hidden = set(source.masked.get(item.article.key, ()))
    if not hidden:
        return ()
    return tuple(number for number, span in enumerate(body_paragraphs(item.article), 1) if span in hidden)
