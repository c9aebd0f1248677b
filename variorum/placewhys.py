"""Why each article stands in its event, as the event's page tells it."""

from __future__ import annotations

from compare.eventwhy import PairWhy, Why
from compare.spans import HasSpan, Span
from db.records import StoredArticle
from scraper.article import PARAGRAPH_BREAK
from variorum.facts import Facts
from variorum.placewords import decided, shared_terms
from variorum.views import PlaceWhy
from variorum.when import short_moment


def place_whys(facts: Facts) -> tuple[PlaceWhy, ...]:
    """Of every article that stands with others, in order of publication; those without a reason on record are left
    out."""
    known = facts.source.whys
    return tuple(
        _place(facts, item, known[key])
        for key, item in facts.articles.items()
        if key in known and known[key].closest is not None
    )


def _place(facts: Facts, item: StoredArticle, why: Why) -> PlaceWhy:
    pair = why.closest
    other = facts.articles.get(pair.other) if pair is not None else None
    return PlaceWhy(
        outlet=facts.name(item.article.outlet),
        published=short_moment(item.article.published),
        score="" if why.score is None else f"{why.score:.2f}",
        closest="" if pair is None or other is None else f"{_named(facts, other)}, {pair.score:.2f}",
        shared="" if pair is None else _shared(facts, item.article.key, pair),
        sentences="" if pair is None or other is None else _sentences(item, other, pair),
        decided=decided(why),
    )


def _named(facts: Facts, item: StoredArticle) -> str:
    several = len(facts.outlets[item.article.outlet]) > 1
    return facts.name(item.article.outlet) + (f" ({short_moment(item.article.published)})" if several else "")


def _shared(facts: Facts, article: str, pair: PairWhy) -> str:
    """Words that stand where they may be printed."""

    def word(place: Span) -> str:
        return facts.text(article)[place.start : place.end] if facts.holds(article, place.start, place.end) else ""

    return shared_terms(pair, word)


def _sentences(here: StoredArticle, there: StoredArticle, pair: PairWhy) -> str:
    """ "¶2 and ¶1": where the two closest sentences stand."""
    if pair.sentences is None:
        return ""
    places = [(here, pair.sentences.here_place), (there, pair.sentences.there_place)]
    told = " and ".join(_paragraph(item.article.text, place) for item, place in places)
    return f"{told}, likeness in meaning {pair.sentences.cosine:.2f}"


def _paragraph(text: str, place: HasSpan) -> str:
    number = text.count(PARAGRAPH_BREAK, 0, place.start)
    return f"¶{number}" if number else "headline"
