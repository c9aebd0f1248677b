"""What of an event's texts is cited, by its page, its files, exports and verdicts, and what is left when the rest goes.

`thinned` finds it out twice over: it takes together all places that anything stored names and all that is printed, and
then writes everything again from what would be left. Only where that comes out the same may the rest go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from compare.norms import event_tallies
from compare.sentences import split_text
from compare.spans import HasSpan, Span, overlaps
from compare.verdicts import CONTEXT, Verdict
from db.keeping import Cut
from db.records import EventResults, StoredArticle, StoredClaim, ThinnedArticle
from db.thinned import can_be_cut, cut, rebuilt
from scraper.article import Article
from variorum.earlier import REGION_CHARS
from variorum.eventrender import RenderedEvent, render_event
from variorum.excerpts import ExcerptBudget
from variorum.exporting import of_one_text
from variorum.findings import findings_of
from variorum.inputs import EventInput, Report
from variorum.naming import OWNER_REACH, known_referents
from variorum.revisionrows import revision_rows_of

LEAST_SHARE: Final = 0.1
"""Of an event's characters that must go: for less it is not worth that nothing can be computed of it any more."""

Text = tuple[str, int]
"""An article's key and the number of a revision."""


@dataclass(frozen=True, slots=True)
class Thinning:
    """What would be left of an event's texts, by the ids of their revisions; `size` are the bytes that would go."""

    texts: Mapping[str, Cut]
    size: int


def thinned(
    shown: Sequence[EventInput], results: EventResults, verdicts: Iterable[Verdict], report: Report
) -> Thinning | None:
    """What can be left of an event's texts. `shown` has it as each setting of `report.show` would show it, the one in
    force first; `results` are all of its results. None where too little can go, or where something would come out
    otherwise."""
    whole = shown[0]
    texts = {(one.key, one.number): one.article for one in whole.revisions}
    if not all(can_be_cut(article.text) for article in texts.values()):
        return None
    budgets = [ExcerptBudget(report.excerpt_words) for _ in shown]
    before = [render_event(source, report, budget) for source, budget in zip(shown, budgets, strict=True)]
    cited = _cited(whole, results, list(verdicts), texts)
    printed = [_printed(source, budget, report) for source, budget in zip(shown, budgets, strict=True)]
    for further in ({}, _spoken(whole)):
        for text, spans in further.items():
            cited[text] = [*cited.get(text, ()), *spans]
        left = {
            text: Cut(*cut(article.text, _kept(article, cited[text], (one.get(text, ()) for one in printed))))
            for text, article in texts.items()
        }
        gone = sum(len(article.text.encode()) - len(left[text].rest.encode()) for text, article in texts.items())
        if gone < LEAST_SHARE * sum(len(article.text.encode()) for article in texts.values()):
            return None
        if _comes_out_the_same(whole, before[0], left, report):
            return Thinning({f"{key}-{number}": one for (key, number), one in left.items()}, gone)
    return None


def _cited(
    source: EventInput, results: EventResults, verdicts: Sequence[Verdict], texts: Mapping[Text, Article]
) -> dict[Text, list[Span]]:
    """The places that something stored names, with the words around them by which verdicts know them again.

    Not so what comes closest to a claim that is not found in a text, of which there is nearly every sentence: of that
    only what is printed stays.
    """
    newest = {item.article.key: (item.article.key, item.revision) for item in source.articles}
    found: dict[Text, list[Span]] = {text: [Span(0, len(article.title))] for text, article in texts.items()}

    def add(article: str, place: HasSpan, around: int = 0) -> None:
        if article in newest:
            found[newest[article]].append(Span(max(0, place.start - around), place.end + around))

    for claim in results.claims:
        if len({reading.outlet for reading in claim.claim.readings}) > 1:
            for reading in claim.claim.readings:
                add(reading.article, reading)
    for stored in results.differences:
        for variant in stored.difference.variants:
            add(variant.article, variant, CONTEXT)
    told = {(other.outlet, other.text) for item in results.flags for other in item.flag.others}
    for item in results.flags:
        add(item.article, item.flag, CONTEXT)
    for claim in results.claims:
        for reading in claim.claim.readings:
            if (reading.outlet, reading.text) in told:
                add(reading.article, reading)
    for shared in source.shares.sentences:
        add(shared.place.article, shared.place)
        if shared.origin.place is not None:
            add(shared.origin.place.article, shared.origin.place)
    for key, places in source.masked.items():
        for place in places:
            add(key, place)
    for key, why in source.whys.items():
        pair = why.closest
        if pair is not None:
            both = [(key, term.here) for term in pair.terms] + [(pair.other, term.there) for term in pair.terms]
            both += [(key, one.here) for one in pair.quotations] + [(pair.other, one.there) for one in pair.quotations]
            if pair.sentences is not None:
                both += [(key, pair.sentences.here_place), (pair.other, pair.sentences.there_place)]
            for article, place in both:
                add(article, place)
    for changes in source.changes:
        pairs = [(one.before, one.after) for one in changes.changes]
        pairs += [(one.before, one.after) for one in changes.framing]
        for both_places in pairs:
            for number, there in zip((changes.number - 1, changes.number), both_places, strict=True):
                if there is not None and (changes.key, number) in found:
                    found[changes.key, number].append(there)
    for verdict in verdicts:
        for passage in verdict.quotes:
            for text in found:
                if text[0] == passage.article:
                    found[text] += _occurrences(texts[text].text, passage.exact)
    return found


def _occurrences(text: str, words: str) -> Iterator[Span]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield Span(max(0, at - CONTEXT), at + len(words) + CONTEXT)
        at = text.find(words, at + 1)


def _printed(source: EventInput, shown: ExcerptBudget, report: Report) -> dict[Text, list[Span]]:
    """What the page and the exports print, each within its own share, and the names of the naming map."""
    exported = ExcerptBudget(report.excerpt_words)
    _exported_readings(source, exported)
    referents = known_referents(source, report.of_events()) or ()
    found: dict[Text, list[Span]] = {}
    for item in source.articles:
        key = item.article.key
        for budget in (shown, exported):
            for start, end in budget.printed(key):
                number, at = divmod(start, REGION_CHARS)
                found.setdefault((key, number or item.revision), []).append(Span(at, at + end - start))
        for referent in referents:
            for called in referent.called:
                for place in called.places:
                    if place.article == key:
                        near = Span(max(0, place.start - OWNER_REACH), place.end)
                        found.setdefault((key, item.revision), []).append(near)
    return found


def _spoken(source: EventInput) -> dict[Text, list[Span]]:
    """Whatever is somebody's words."""
    return {
        (item.article.key, item.revision): [
            Span(one.start, one.end) for one in source.results.voices.get(item.article.key, ())
        ]
        for item in source.articles
    }


def _kept(article: Article, cited: Collection[Span], printed: Iterable[Iterable[Span]]) -> list[tuple[int, int]]:
    """What is cited, with the whole sentences that it stands in, and what is printed."""
    whole = split_text(article.text, start=min(article.body_start, len(article.text)))
    order = sorted(cited)
    touched = [one for one in whole if any(overlaps(one, place) for place in order)]
    return [(one.start, one.end) for one in (*order, *touched, *chain.from_iterable(printed))]


def _comes_out_the_same(source: EventInput, before: RenderedEvent, left: Mapping[Text, Cut], report: Report) -> bool:
    """Are the event's files, what the pages over all events and the exports take from it, and the sentences that are
    left the same when made from what is left?"""
    other = with_texts(source, left)
    after = render_event(other, report)
    return (
        (before.files, before.part) == (after.files, after.part)
        and known_referents(source, report.of_events()) == known_referents(other, report.of_events())
        and event_tallies(findings_of(source)) == event_tallies(findings_of(other))
        and _exported(source, report) == _exported(other, report)
    )


def _exported(source: EventInput, report: Report) -> list[object]:
    """The rows of the event's revisions, and the texts that the export of claims prints of it."""
    readings = _exported_readings(source, ExcerptBudget(report.excerpt_words))
    rows = revision_rows_of(source.revisions, source.changes, ExcerptBudget(report.excerpt_words))
    return [*readings, *rows]


def _exported_readings(source: EventInput, budget: ExcerptBudget) -> list[str | None]:
    """What `export claims` prints of each reading and each nearest sentence, in its order."""
    texts = {item.article.key: item.article.text for item in source.articles}
    found = []
    for claim in sorted(source.results.claims, key=lambda one: of_one_text(one, source.shares)):
        for one in (*claim.claim.readings, *(near.reading for near in claim.claim.nearest)):
            text = texts[one.article][one.start : one.end]
            found.append(text if budget.spend(one.article, one.start, one.end, text) else None)
    return found


def with_texts(source: EventInput, left: Mapping[Text, Cut]) -> EventInput:
    """The event as it is read once its texts are thinned."""

    def thin(article: Article, text: Text) -> Article:
        if not left[text].gaps:
            return article
        fields = {name: getattr(article, name) for name in Article.__dataclass_fields__}
        fields |= {"text": rebuilt(left[text].rest, left[text].gaps), "whole_digest": article.digest}
        return ThinnedArticle(**fields)

    articles = tuple(
        replace(item, article=thin(item.article, (item.article.key, item.revision))) for item in source.articles
    )
    return replace(
        source,
        articles=articles,
        revisions=tuple(replace(one, article=thin(one.article, (one.key, one.number))) for one in source.revisions),
        results=_with_readings(source.results, articles),
    )


def _with_readings(results: EventResults, articles: Sequence[StoredArticle]) -> EventResults:
    texts = {item.article.key: item.article.text for item in articles}

    def of(claim: StoredClaim) -> StoredClaim:
        readings = tuple(replace(one, text=texts[one.article][one.start : one.end]) for one in claim.claim.readings)
        nearest = tuple(
            replace(
                near,
                reading=replace(near.reading, text=texts[near.reading.article][near.reading.start : near.reading.end]),
            )
            for near in claim.claim.nearest
        )
        return replace(claim, claim=replace(claim.claim, readings=readings, nearest=nearest))

    return replace(results, claims=tuple(of(claim) for claim in results.claims))
