"""`variorum events why`: why an article stands in its event, in plain lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

import click

from compare.eventwhy import PairWhy, Why
from compare.spans import Span
from db.records import StoredArticle
from db.store import Store
from variorum.errors import InputError
from variorum.eventlists import columns, one_line
from variorum.placewords import SIGNALS, decided, shared_terms
from variorum.references import find_article

ALONE = "no group reached {:.3f} with it"
SHOWN_QUOTATIONS = 3  # of those that both texts print
WIDTH = 100  # characters of a printed sentence's line


def why_verb(store: Store, article: str) -> None:
    """Print why an article stands where it does. Raises InputError for one that is unknown or not grouped yet."""
    articles = {item.article.key: item for item in store.articles()}
    key = find_article(article, articles, store)
    event = next((one for one in store.events() if key in one.event.articles), None)
    found = store.whys([key]).get(key)
    if event is None or found is None:
        raise InputError(f"article {key}: not grouped yet, or by an earlier version; run: variorum compare")
    click.echo(f"event {event.id}: {one_line(event.event.title)}")
    click.echo("\n".join(why_lines(found, articles)))


def why_lines(why: Why, articles: Mapping[str, StoredArticle]) -> Iterator[str]:
    """The article, its score against the threshold, the closest others, and what it shares with the closest."""
    yield f"article {why.article}: {_told(articles[why.article])}"
    if why.score is None or why.closest is None:
        by_person = decided(why)
        why_alone = f"{by_person}; see: variorum events decisions" if by_person else ALONE.format(why.threshold)
        yield f"stands alone: {why_alone}"
        return
    yield f"score {why.score:.3f} on average with the event's others; groups are joined from {why.threshold:.3f} on"
    if told := decided(why):
        yield f"{told}; see: variorum events decisions"
    yield "closest:"
    rows = [(f"{score:.3f}", other, _told(articles[other])) for other, score in why.pairs if other in articles]
    yield from (f"  {line}" for line in columns(rows))
    yield from _pair_lines(why.closest, articles[why.article], articles.get(why.closest.other))


def _pair_lines(pair: PairWhy, here: StoredArticle, there: StoredArticle | None) -> Iterator[str]:
    if there is None:
        return

    def word(place: Span) -> str:
        return here.article.text[place.start : place.end]

    yield f"with the closest, {there.article.outlet}, it shares: {shared_terms(pair, word) or 'no telling word'}"
    if pair.sentences is not None:
        yield f"closest sentences (likeness in meaning {pair.sentences.cosine:.3f}):"
        for item, place in ((here, pair.sentences.here_place), (there, pair.sentences.there_place)):
            text = f"{item.article.outlet}: {one_line(item.article.text[place.start : place.end])}"
            yield textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
    for quotation in pair.quotations[:SHOWN_QUOTATIONS]:
        yield f"both quote: {one_line(word(quotation.here))}"
    if len(pair.quotations) > SHOWN_QUOTATIONS:
        yield f"and {len(pair.quotations) - SHOWN_QUOTATIONS} more quotations"
    if pair.days_apart is not None:
        yield f"published {pair.days_apart:.1f} days apart"
    yield f"what the score of {pair.score:.3f} is made of, in log-odds (starting from {pair.constant:+.2f}):"
    parts = sorted(pair.contributions, key=lambda part: (-abs(part.log_odds), part.signal))
    yield from (f"  {part.log_odds:+6.2f}  {SIGNALS[part.signal]} ({part.value:.2f})" for part in parts)


def _told(item: StoredArticle) -> str:
    return f"{item.article.outlet}: {one_line(item.article.title)}"
