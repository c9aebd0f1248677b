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
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np

from compare.agencies import agencies
from compare.credits import Credit, credits_of, dateline_end
from compare.nights import open_stretches
from compare.sentences import Sentence
from compare.sharedtext import Link, Text, candidates, links, signature, text_of
from compare.wirecopy import Origin, Source, trace
from db.records import StoredArticle
from variorum.corpus import Corpus
from variorum.progress import Progress

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store

METHOD = "sharing: method"  # the state: what looked through the articles last time
WINDOW_DAYS = 10  # between two articles that may share text: as long as an event is expected to stay in the news
KEPT_DAYS = 2 * WINDOW_DAYS  # behind the latest article, for which signatures stay: some come days late
SIGNATURE = "<u8"  # as they are stored on every machine


@dataclass(frozen=True, slots=True)
class SharingSummary:
    """`checked` articles were looked through this time; `shared` sentences of the articles traced are shared text."""

    checked: int
    traced: int
    shared: int


def sharing_stage(
    store: Store,
    corpus: Corpus,
    keys: Collection[str],
    wires: Mapping[str, str],
    version: str,
    progress: Progress,
) -> SharingSummary:
    """Bring credits, links and shared sentences up to date with these articles, or with all where the method changed.

    `wires` maps the slugs of outlets that are agencies to their names; `version` names the code. Where nothing changed,
    nothing is computed.
    """
    known = agencies(wires)
    made_by = [version, metadata.version("rensa")]
    shelf, method = corpus.shelf, _digest([sorted(wires.items()), *made_by])
    if store.state(METHOD) != method:
        keys = store.whole_keys()
    shelf.fetch(keys)
    held = store.sharing_checked(keys)
    wanted = {key: fingerprint(shelf.article(key), corpus.sentences(key), method) for key in sorted(keys)}
    stale = {key for key, now in wanted.items() if held.get(key) != now}
    if not stale:
        _remember(store, method)
        return SharingSummary(0, 0, 0)
    # What was read of an article decides where it stands in time, whatever was stored of it since.
    own = {key: time_of(shelf.article(key)) for key in sorted(stale)}
    times = {**_times_near(store, own.values()), **own}
    prepared: dict[str, Text] = {}

    def text(key: str) -> Text:
        if key not in prepared:
            article = shelf.article(key).article
            prepared[key] = text_of(article, corpus.sentences(key), start=dateline_end(article, known))
        return prepared[key]

    with progress.stage("finding shared text", len(stale)) as advance:
        around = within_window(times, stale)
        held_signatures = store.text_signatures(set(around) - stale)
        made = {key: signature(text(key)) for key in around if key not in held_signatures}
        near = made | {key: np.frombuffer(data, SIGNATURE) for key, data in held_signatures.items()}
        pairs = [
            (a, b)
            for a, b in candidates(near, store.outlets_of(around), stale)
            if abs(times[a] - times[b]) <= timedelta(days=WINDOW_DAYS)
        ]
        shelf.fetch(key for pair in pairs for key in pair)
        found = [link for a, b in pairs for link in links(text(a), text(b))]
        credited: dict[str, Sequence[Credit]] = {
            key: credits_of(shelf.article(key).article, known) for key in sorted(stale)
        }
        traced, bound = held_together(store, stale, found)
        shelf.fetch(traced)
        by_article = {**store.credits(traced - stale), **credited}
        sources = {
            key: Source(text(key), shelf.article(key).article.published, tuple(by_article.get(key, ())))
            for key in sorted(traced)
        }
        shared = trace(sources, bound, known)
        since = max(own.values()) - timedelta(days=KEPT_DAYS)
        store.save_sharing(
            checked={key: wanted[key] for key in sorted(stale)},
            credited=credited,
            links=found,
            traced=traced,
            shared=shared,
            signatures={key: one.astype(SIGNATURE).tobytes() for key, one in made.items() if times[key] >= since},
            since=since,
        )
        _remember(store, method)
        advance(len(stale))
    return SharingSummary(len(stale), len(traced), len(shared))


def _remember(store: Store, method: str) -> None:
    if store.state(METHOD) != method:
        store.set_state(METHOD, method)


def _times_near(store: Store, moments: Iterable[datetime]) -> dict[str, datetime]:
    """When the articles were published, or first seen, that lie within WINDOW_DAYS of any of these moments."""
    times: dict[str, datetime] = {}
    for first, last in open_stretches([(moment, moment) for moment in moments], WINDOW_DAYS):
        times |= store.times(first, last)
    return times


def fingerprint(item: StoredArticle, sentences: Sequence[Sentence], method: str) -> str:
    """Everything that an article's part in shared text is computed from, in 64 hexadecimal digits."""
    article = item.article
    return _digest(
        [
            article.digest,
            str(article.published),
            list(article.authors),
            list(article.quarantined),
            [[sentence.start, sentence.end] for sentence in sentences],
            method,
        ]
    )


def _digest(parts: list[object]) -> str:
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
    that touch none of `stale`. Articles whose texts were thinned keep what is known of them, and are left out."""
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
