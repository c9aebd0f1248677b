"""Exports: one line for each article, event, claim, difference, flag, verdict, revision or run, as JSON Lines or CSV.

The fields are those that `docs/data.md` lists. No export holds full texts unless asked to: of one article at most
`report.excerpt_words` words are printed, beyond that the text is null and the place still stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from compare.claims import Reading
from compare.spans import Span
from compare.verdicts import Review, Reviews
from compare.wirecopy import Shares
from db.records import EventResults, StoredArticle, StoredClaim
from db.store import Store
from db.thinned import is_gone, shown
from variorum.excerpts import ExcerptBudget
from variorum.reviewing import quoted
from variorum.revisionrows import revision_rows
from variorum.settings import ExportFormat
from variorum.sharing import origin_row
from variorum.tables import write_table
from variorum.verdictrows import DECIDED_COLUMNS, decided_rows

Row = dict[str, Any]


class _Texts:
    """Prints text of an article as long as its share lasts. The same stretch printed again costs nothing."""

    def __init__(self, store: Store, excerpt_words: int | None) -> None:
        self.budget = None if excerpt_words is None else ExcerptBudget(excerpt_words)
        self.aliases = store.aliases()
        self.articles: Mapping[str, StoredArticle] = {item.article.key: item for item in store.articles()}

    def of(self, article: str, start: int, end: int) -> str | None:
        text = self.articles[article].article.text[start:end]
        held = not is_gone(text) if self.budget is None else self.budget.spend(article, start, end, text)
        return text if held else None

    def whole(self, article: str) -> str | None:
        """The full text, which only `--full-text` prints, however short it is; dots stand where passages are gone."""
        return shown(self.articles[article].article.text) if self.budget is None else None


def export(store: Store, what: str, *, excerpt_words: int | None) -> Iterator[Row]:
    """The rows of one export, in an order that depends on content alone. `excerpt_words` None prints full texts."""
    return EXPORTS[what](store, _Texts(store, excerpt_words))


def write_export(rows: Iterable[Row], file_format: ExportFormat, out: TextIO, columns: Sequence[str] = ()) -> int:
    """Write rows and return how many there were. In CSV, nested values are JSON and no cell can start a formula;
    `columns` as `write_table` takes them."""
    if file_format == "csv":
        return write_table(rows, out, columns)
    count = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _articles(store: Store, texts: _Texts) -> Iterator[Row]:
    for item in texts.articles.values():
        article = item.article
        yield {
            "article": article.key,
            "outlet": article.outlet,
            "url": article.url,
            "canonical_url": article.canonical_url,
            "aliases": list(texts.aliases.get(article.key, ())),
            "title": article.title,
            "published": _moment(article.published),
            "published_origin": article.published.origin if article.published else None,
            "modified": _moment(article.modified),
            "authors": list(article.authors),
            "language": article.language,
            "kind": article.kind,
            "section": article.section,
            "extractor": article.extractor,
            "digest": article.digest,
            "characters": len(article.text),
            "revision": item.revision,
            "first_seen": item.first_seen.isoformat(),
            "text": texts.whole(article.key),
        }


def _revisions(store: Store, texts: _Texts) -> Iterator[Row]:
    return revision_rows(store, texts.budget)


def _events(store: Store, texts: _Texts) -> Iterator[Row]:
    for stored in store.events():
        members = [texts.articles[key].article for key in stored.event.articles]
        yield {
            "event": stored.id,
            "title": stored.event.title,
            "articles": [
                {
                    "article": a.key,
                    "outlet": a.outlet,
                    "url": a.url,
                    "title": a.title,
                    "published": _moment(a.published),
                }
                for a in members
            ],
        }


def _claims(store: Store, texts: _Texts) -> Iterator[Row]:
    results = [(event.id, store.results(event.id)) for event in store.events()]
    rows = [(event, item) for event, found in results for item in found.claims]
    shares = store.shares(texts.articles)
    rows.sort(key=lambda row: of_one_text(row[1], shares))
    for event, item in rows:
        yield {
            "claim": item.id,
            "event": event,
            "readings": [_reading(reading, texts, shares) for reading in item.claim.readings],
            "texts": shares.voices(item.claim.readings),
            "similarity": item.claim.similarity,
            "standings": list(item.standings) or None,
            "weakest": None if item.claim.weakest is None else list(item.claim.weakest),
            "nearest": [
                {
                    **_reading(near.reading, texts, shares),
                    "lowest": near.lowest,
                    "highest": near.highest,
                }
                for near in item.claim.nearest
            ],
        }


def of_one_text(item: StoredClaim, shares: Shares) -> bool:
    """Claims of several texts come first: they are what the excerpt is for."""
    return shares.voices(item.claim.readings) < 2


def _reading(reading: Reading, texts: _Texts, shares: Shares) -> Row:
    shared = shares.at(reading.article, reading)
    return {
        "article": reading.article,
        "outlet": reading.outlet,
        "sentence": texts.of(reading.article, reading.start, reading.end),
        "start": reading.start,
        "end": reading.end,
        "origin": origin_row(None if shared is None else shared.origin),
    }


def _differences(store: Store, texts: _Texts) -> Iterator[Row]:
    for event, found in _each_event(store):
        for item in found.differences:
            readings = [
                {
                    "article": v.article,
                    "outlet": v.outlet,
                    "text": texts.of(v.article, v.start, v.end),
                    "start": v.start,
                    "end": v.end,
                    "side": v.side,
                }
                for v in item.difference.variants
            ]
            shown = all(reading["text"] is not None for reading in readings)
            yield {
                "claim": item.claim,
                "event": event,
                "kind": item.difference.kind,
                "readings": readings,
                "explanation": item.difference.explanation if shown else None,  # it quotes them
            }


def _flags(store: Store, texts: _Texts) -> Iterator[Row]:
    shares = store.shares(texts.articles)
    reviews = Reviews(store.verdicts())
    for event, found in _each_event(store):
        places = {(r.outlet, r.text): r for claim in found.claims for r in claim.claim.readings}
        for item in found.flags:
            flag = item.flag
            others = [(other.outlet, places[other.outlet, other.text]) for other in flag.others]
            passage = quoted(texts.articles[item.article].article, Span(flag.start, flag.end))
            yield {
                "flag": item.id,
                "article": item.article,
                "outlet": texts.articles[item.article].article.outlet,
                "event": event,
                "rule": flag.rule,
                "category": flag.category,
                "match": flag.match,
                "start": flag.start,
                "end": flag.end,
                "voice": flag.voice,
                "source": flag.source,
                "message": flag.message,
                "others": [{"outlet": name, "text": texts.of(r.article, r.start, r.end)} for name, r in others],
                "verdict": _verdict(reviews.of("flag", flag.rule, [passage])),
                "shared": origin_row(shares.charged(item.article, flag)),
                "repeats": item.repeats,
            }


def _verdict(review: Review) -> Row | None:
    """The latest verdict and what holds, without the reviewer's name."""
    if not review.verdicts:
        return None
    latest = review.verdicts[-1]
    return {
        "judgement": latest.judgement,
        "at": latest.at.isoformat(),
        "note": latest.note,
        "state": review.state,
    }


def _verdicts(store: Store, texts: _Texts) -> Iterator[Row]:
    return iter(decided_rows(store))


def _runs(store: Store, texts: _Texts) -> Iterator[Row]:
    for run in store.runs():
        yield {
            "run": run.id,
            "verb": run.verb,
            "started_at": run.started_at.isoformat(),
            "finished_at": run.finished_at.isoformat() if run.finished_at else None,
            "status": run.status,
            "versions": dict(run.versions),
            "summary": dict(run.summary),
        }


def _each_event(store: Store) -> Iterator[tuple[str, EventResults]]:
    for event in store.events():
        yield event.id, store.results(event.id)


def _moment(moment: object) -> str | None:
    return None if moment is None else str(moment)


COLUMNS: Mapping[str, Sequence[str]] = {"verdicts": DECIDED_COLUMNS}
"""Of exports whose rows are of several kinds, whichever of them there are."""

EXPORTS: Mapping[str, Callable[[Store, _Texts], Iterator[Row]]] = {
    "articles": _articles,
    "revisions": _revisions,
    "events": _events,
    "claims": _claims,
    "differences": _differences,
    "flags": _flags,
    "verdicts": _verdicts,
    "runs": _runs,
}
