"""An item in its context: its sentence with its marks and its neighbours, and what the others wrote for the claim.

The words are shown as they are held. The limit on excerpts is the published site's: the desk shows one person what lies
on their own disk, and publishes nothing.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from compare.claims import Reading
from compare.difference import Difference
from compare.framing import Flag
from compare.proportions import Proportion
from compare.rules import Rule
from compare.sentences import paragraphs, split_text
from compare.spans import HasSpan, Span, contains
from compare.speakerwords import own_words_for, speaker_words
from compare.verdicts import CONTEXT, acceptance, same_passage
from db.errors import UnknownKeyError
from db.records import StoredArticle, StoredClaim
from db.store import Store
from db.thinned import is_gone, shown
from scraper.article import Article, Moment
from variorum.contrasts import contrast, join_words
from variorum.describing import Descriptions
from variorum.desk.inventory import Stock
from variorum.desk.views import BatchLine, Passage, QuotedWords
from variorum.excerpts import ExcerptBudget
from variorum.facts import Facts
from variorum.inputs import EventInput, Method, OutletLabel, Report
from variorum.kinds import chip
from variorum.links import place_href, safe_href
from variorum.readings import reading_view, row
from variorum.recordwords import found_words
from variorum.reviewing import Item, difference_id, standing
from variorum.sharedviews import is_house_voice, whose
from variorum.views import Cell, Chip, Contrast, Stretch
from variorum.when import long_moment, short_moment

_MOMENT: Final = re.compile(r"\b\d{4}-\d\d-\d\d(?:T\d\d:\d\dZ)?\b")
KEPT_EVENTS: Final = 16  # whose records are kept at hand: a queue goes to and fro between some of them


class WholeText(ExcerptBudget):
    """No limit: everything that is still held may be shown to the person at the desk."""

    def __init__(self) -> None:
        super().__init__(0)

    def holds(self, article: str, start: int, text: str) -> bool:
        return not is_gone(text)


class Contexts:
    """Reads events as the pages need them, and keeps the latest at hand. Threads may use it."""

    def __init__(
        self, store: Store, labels: Mapping[str, OutletLabel], *, root: str, rules: Sequence[Rule] = ()
    ) -> None:
        self._store, self._root = store, root
        self._report = Report(outlets=labels, method=Method(rules=rules))
        self._descriptions = Descriptions(rules)
        self._kept: OrderedDict[tuple[str, str], EventInput] = OrderedDict()
        self._lock = threading.Lock()

    def facts(self, event: str, stock: Stock, *, untold: str = "") -> Facts:
        """One event's records. Of the item `untold` it is not told that it was accepted. Raises UnknownKeyError where
        the event has vanished."""
        if event not in stock.stamps:
            raise UnknownKeyError(f"event {event} is not stored any more; go on to the next item")
        with self._lock:
            source = self._source(event, stock.stamps[event])
        accepted = frozenset(
            one.id
            for one in stock.items.values()
            if one.event == event and one.id != untold and one.review.state == "accepted"
        )
        return Facts(replace(source, reviewed=accepted), self._report, WholeText(), self._root)

    def name(self, outlet: str) -> str:
        return self._report.label(outlet).name

    def described(self, flag: Flag) -> str:
        """What readers of the report are told of a flag: that is what a reviewer lets stand or not."""
        return self._descriptions.of(flag)

    def articles(self, keys: Iterable[str]) -> dict[str, StoredArticle]:
        return {one.article.key: one for one in self._store.articles(sorted(set(keys)))}

    def href(self, article: Article, place: HasSpan) -> str | None:
        """Where a passage can be read at its source; None without a safe address."""
        href = safe_href(self._report.label(article.outlet).source_url(article.url), root=self._root)
        return None if href is None else place_href(href, article.text, place, lambda *_: True)

    def _source(self, event: str, stamp: str) -> EventInput:
        key = (event, stamp)
        if key not in self._kept:
            results = self._store.results(event)
            stored = next(iter(self._store.events([event])), None)
            if stored is None:
                raise UnknownKeyError(f"event {event} vanished while it was read; go on to the next item")
            named = {flag.article for flag in results.flags} | {
                reading.article for one in results.claims for reading in one.claim.readings
            }
            articles = self._store.articles({*named, *stored.event.articles})
            by_key = {one.article.key: one for one in articles}
            self._kept[key] = EventInput(
                event=stored,
                articles=tuple(articles),
                results=standing(results, by_key),
                shares=self._store.shares(stored.event.articles),
            )
            while len(self._kept) > KEPT_EVENTS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def claim_of(facts: Facts, item: Item) -> StoredClaim | None:
    """The claim that a difference stands in, or that a flag's sentence tells with other outlets."""
    if isinstance(item.what, Difference):
        wanted = next(
            (d.claim for d in facts.source.results.differences if difference_id(d.claim, d.difference) == item.id), None
        )
        return next((one for one in facts.shared if one.id == wanted), None)
    article, flag = item.quotes[0].article, item.what
    return next((c for c in facts.shared for r in c.claim.readings if r.article == article and contains(r, flag)), None)


def check_places(facts: Facts, item: Item) -> None:
    """Raises UnknownKeyError where the item does not stand at its places in these texts: one of them changed in the
    moment between the two looks."""
    places = (
        [(one.article, one.start, one.end, one.text) for one in item.what.variants]
        if isinstance(item.what, Difference)
        else [(item.quotes[0].article, item.what.start, item.what.end, item.what.match)]
    )
    for article, start, end, text in places:
        if article not in facts.articles or facts.text(article)[start:end] != text:
            raise UnknownKeyError(f"item {item.id} changed while it was read; go on to the next one")


def passages(facts: Facts, item: Item, claim: StoredClaim | None) -> tuple[Passage, ...]:
    """Every passage of an item within its sentence, in the order of the page's columns."""
    if not isinstance(item.what, Difference):
        return (_passage(facts, item.quotes[0].article, item.what, claim),)
    order = {key: number for number, key in enumerate(facts.articles)}
    variants = sorted(item.what.variants, key=lambda one: (order[one.article], one.start))
    return tuple(_passage(facts, one.article, one, claim) for one in variants)


def _passage(facts: Facts, article: str, place: HasSpan, claim: StoredClaim | None) -> Passage:
    item = facts.articles[article]
    text = item.article.text
    reading = _reading(facts, item, place)
    with_marks = claim if claim is not None and reading in claim.claim.readings else None
    view = reading_view(facts, reading, with_marks)
    before, now, after = _parted(view.stretches, reading.start, place)
    sentences = split_text(text, start=0 if reading.paragraph == 0 else item.article.body_start)
    previous = next((one for one in reversed(sentences) if one.end <= reading.start), None)
    following = next((one for one in sentences if one.start >= reading.end), None)
    return Passage(
        outlet=facts.name(item.article.outlet),
        time=short_moment(item.article.published),
        section=item.article.section or "",
        headline="" if reading.paragraph == 0 else item.article.title,
        place=view.place,
        lang=view.lang,
        previous=shown(text[previous.start : previous.end]) if previous else "",
        before=before,
        now=now,
        after=after,
        next=shown(text[following.start : following.end]) if following else "",
        shared=view.shared,
        href=facts.href(article, place.start, place.end),
    )


def _reading(facts: Facts, item: StoredArticle, place: HasSpan) -> Reading:
    """The sentence that a place stands in, as it was aligned, or cut here where it stands in no claim."""
    key, text = item.article.key, item.article.text
    for claim in facts.source.results.claims:
        for reading in claim.claim.readings:
            if reading.article == key and contains(reading, place):
                return reading
    found = sentence_around(text, place)
    number = sum(one.end <= place.start for one in paragraphs(text))
    return Reading(key, item.article.outlet, found.start, found.end, text[found.start : found.end], number)


def sentence_around(text: str, place: HasSpan) -> Span:
    """The sentence, or where the place runs over several, the paragraph, or else the place alone."""
    paragraph = next((one for one in paragraphs(text) if contains(one, place)), None)
    if paragraph is None:
        return Span(place.start, place.end)
    inside = split_text(text, start=paragraph.start, end=paragraph.end)
    return next((one for one in inside if contains(one, place)), paragraph)


def _parted(
    stretches: Sequence[Stretch], start: int, place: HasSpan
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Stretches before the place, those that touch it, and those after. A plain stretch is cut at its ends."""
    before: list[Stretch] = []
    now: list[Stretch] = []
    after: list[Stretch] = []
    at = start
    for one in stretches:
        end = at + sum(len(piece.text) for piece in one.pieces)
        if one.notes or end <= place.start or at >= place.end:
            (before if end <= place.start else after if at >= place.end else now).append(one)
        else:
            text = one.pieces[0].text
            left, right = max(0, place.start - at), min(len(text), place.end - at)
            for part, kept in ((text[:left], before), (text[left:right], now), (text[right:], after)):
                if part:
                    kept.append(replace(one, pieces=(replace(one.pieces[0], text=part),)))
        at = end
    return tuple(before), tuple(now), tuple(after)


def others(facts: Facts, claim: StoredClaim | None) -> tuple[tuple[Cell, ...], str]:
    """The claim's readings side by side, and which outlets have none, in words."""
    if claim is None:
        return (), ""
    cells = row(facts, claim).cells
    near = [one.outlet for one in cells if one.absence is not None and one.absence.found]
    none = [one.outlet for one in cells if one.absence is not None and not one.absence.found]
    told = [f"Not found in the text we hold: {join_words(none)}."] if none else []
    told += [f"Close to it, but not in this row: {join_words(near)}."] if near else []
    return tuple(one for one in cells if one.absence is None), " ".join(told)


def contrast_of(facts: Facts, item: Item, claim: StoredClaim | None) -> Contrast | None:
    if claim is None or not isinstance(item.what, Difference):
        return None
    return contrast(facts, claim, item.what)


def row_number(facts: Facts, claim: StoredClaim | None) -> int | None:
    return None if claim is None else facts.numbers[claim.id]


def chip_of(item: Item, facts: Facts | None = None) -> Chip:
    """The item's mark. It tells nothing of verdicts; without `facts` it is told whose words it marks, not whose text
    holds them."""
    if isinstance(item.what, Difference):
        return chip(item.what.kind)
    own = item.what.voice == "own" if facts is None else is_house_voice(facts, item.quotes[0].article, item.what)
    return chip(item.what.category, hollow=not own)


def whose_of(facts: Facts, item: Item) -> str:
    return "" if isinstance(item.what, Difference) else whose(facts, item.quotes[0].article, item.what)


def voice_words(flag: Flag) -> str:
    """Whose words a flag marks, in short."""
    speaker = speaker_words(flag.source)
    return {
        "own": "in its own voice",
        "paraphrase": own_words_for(speaker),
        "quoted": f"quoting {speaker or 'somebody'}",
    }[flag.voice]


def record_of(stock: Stock, item: Item, *, tell: bool) -> str:
    """What reviewers made of the flags of this rule so far; but for `tell`, of the others than this."""
    if isinstance(item.what, Difference):
        return ""
    counted = [one for one in stock.verdicts.values() if one.about == item.about]
    if not tell:
        counted = [one for one in counted if not same_passage(one.quotes[0], item.quotes[0])]
    counts = acceptance(counted).get(item.about)
    return f"reviewers accepted {found_words(Proportion(*counts))}" if counts else "no flag of it is decided yet"


def told_times(difference: Difference) -> str:
    """The explanation of a difference with its moments as pages write them: 12 March 2025, 10:05 UTC. Only where all
    words are our own, for what is quoted stays as it is."""
    if difference.kind not in ("absence", "prominence"):
        return difference.explanation
    return _MOMENT.sub(
        lambda at: long_moment(Moment(datetime.fromisoformat(at[0]), "minute" if "T" in at[0] else "day", "given")),
        difference.explanation,
    )


def words_of(quotes: Iterable[Any]) -> tuple[QuotedWords, ...]:
    """What verdicts or tickets name, amid the whole words that stand around it."""
    return tuple(QuotedWords(_from_whole_word(one.prefix), one.exact, _to_whole_word(one.suffix)) for one in quotes)


def _from_whole_word(prefix: str) -> str:
    """A prefix of full length was cut off wherever it was long enough."""
    return prefix.partition(" ")[2] if len(prefix) == CONTEXT and " " in prefix else prefix


def _to_whole_word(suffix: str) -> str:
    return suffix.rpartition(" ")[0] if len(suffix) == CONTEXT and " " in suffix else suffix


def batch_line(contexts: Contexts, item: Item, flag: Flag, stored: Article, *, ticket: str, event: str) -> BatchLine:
    """A flag within its sentence."""
    place = sentence_around(stored.text, flag)
    quiet = "" if stored.language == "en" else stored.language
    return BatchLine(
        id=item.id,
        ticket=ticket,
        outlet=contexts.name(stored.outlet),
        time=short_moment(stored.published),
        event=event,
        whose=voice_words(flag),
        before=stored.text[place.start : flag.start],
        words=flag.match,
        after=stored.text[flag.end : place.end],
        lang=quiet,
        chip=chip_of(item),
        href=contexts.href(stored, flag),
    )
