"""The part of the compare stage that finds shared text: agency credits, links between outlets, and origins.

Only articles whose text is new or changed are compared, with those published within WINDOW_DAYS of them. Origins are
traced anew for these and for everything that links hold together with them; the rest stays as it is stored.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from compare.agencies import agencies
from compare.credits import Credit, credits_of, dateline_end
from compare.sentences import Sentence
from compare.sharedtext import Link, Text, candidates, links, text_of
from compare.wirecopy import Origin, Source, trace
from db.records import StoredArticle
from db.store import Store
from variorum.progress import Progress

WINDOW_DAYS = 10  # between two articles that may share text: as long as an event is expected to stay in the news


@dataclass(frozen=True, slots=True)
class SharingSummary:
    """`checked` articles were looked through this time; `shared` sentences of the articles traced are shared text."""

    checked: int
    traced: int
    shared: int


def sharing_stage(
    store: Store,
    stored: Sequence[StoredArticle],
    sentences: Mapping[str, Sequence[Sentence]],
    wires: Mapping[str, str],
    version: str,
    progress: Progress,
) -> SharingSummary:
    """Bring credits, links and shared sentences up to date with the stored articles.

    `sentences` holds those of every stored article by key; `wires` maps the slugs of outlets that are agencies to their
    names; `version` names the code. Where nothing changed, nothing is computed.
    """
    known = agencies(wires)
    held = store.sharing_checked()
    wanted = {item.article.key: fingerprint(item, sentences[item.article.key], wires, version) for item in stored}
    stale = {key for key, now in wanted.items() if held.get(key) != now}
    if not stale:
        return SharingSummary(0, 0, 0)
    articles = {item.article.key: item.article for item in stored}
    times = {item.article.key: time_of(item) for item in stored}
    prepared: dict[str, Text] = {}

    def text(key: str) -> Text:
        if key not in prepared:
            article = articles[key]
            prepared[key] = text_of(article, sentences[key], start=dateline_end(article, known))
        return prepared[key]

    with progress.stage("finding shared text", len(stale)) as advance:
        near = {key: text(key) for key in within_window(times, stale)}
        found = [
            link
            for a, b in candidates(near, stale)
            if abs(times[a] - times[b]) <= timedelta(days=WINDOW_DAYS)
            for link in links(near[a], near[b])
        ]
        credited: dict[str, Sequence[Credit]] = {key: credits_of(articles[key], known) for key in sorted(stale)}
        traced, bound = held_together(store, stale, found)
        by_article = {**store.credits(traced - stale), **credited}
        sources = {
            key: Source(text(key), articles[key].published, tuple(by_article.get(key, ()))) for key in sorted(traced)
        }
        shared = trace(sources, bound, known)
        store.save_sharing(
            checked={key: wanted[key] for key in sorted(stale)},
            credited=credited,
            links=found,
            traced=traced,
            shared=shared,
        )
        advance(len(stale))
    return SharingSummary(len(stale), len(traced), len(shared))


def fingerprint(item: StoredArticle, sentences: Sequence[Sentence], wires: Mapping[str, str], version: str) -> str:
    """Everything that an article's part in shared text is computed from, in 64 hexadecimal digits."""
    article = item.article
    parts = [
        article.digest,
        str(article.published),
        list(article.authors),
        list(article.quarantined),
        [[sentence.start, sentence.end] for sentence in sentences],
        sorted(wires.items()),
        version,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def time_of(item: StoredArticle) -> datetime:
    """When it was published, or, where that is not known, when it was first seen."""
    return item.article.published.at if item.article.published else item.first_seen


def within_window(times: Mapping[str, datetime], stale: Iterable[str]) -> list[str]:
    """The articles within WINDOW_DAYS of any of these, these among them, sorted."""
    order = sorted(times, key=lambda key: (times[key], key))
    moments = [times[key] for key in order]
    near: set[str] = set()
    reach = timedelta(days=WINDOW_DAYS)
    done = 0  # everything before this place is in
    for key in sorted(stale, key=lambda key: (times[key], key)):
        first = max(done, bisect_left(moments, times[key] - reach))
        done = bisect_right(moments, times[key] + reach)
        near.update(order[first:done])
    return sorted(near)


def held_together(store: Store, stale: Collection[str], found: Sequence[Link]) -> tuple[set[str], list[Link]]:
    """The articles that links hold together with these, and all their links: the new ones, and of the stored ones those
    that touch none of `stale`."""
    before = store.text_links(stale)
    reached = {*stale, *keys_of(found), *keys_of(before)}
    bound = set(found)
    frontier = reached - set(stale)
    while frontier:
        kept = {link for link in store.text_links(frontier) if not keys_of([link]) & set(stale)}
        bound |= kept
        frontier = keys_of(kept) - reached
        reached |= frontier
    return reached, sorted(bound)


def keys_of(found: Iterable[Link]) -> set[str]:
    return {key for link in found for key in (link.a.article, link.b.article)}


def origin_row(origin: Origin | None) -> dict[str, str | None] | None:
    """An origin as exports give it, None for house text. Rows of one `voice` count once."""
    if origin is None:
        return None
    article = origin.place.article if origin.place else None
    return {"outlet": origin.outlet, "article": article, "agency": origin.agency, "voice": origin.voice}
