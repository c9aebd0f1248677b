"""Flags and differences of an event beside what reviewers decided of them, and the order in which to look at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compare.difference import Difference
from compare.framing import Flag
from compare.proportions import Proportion
from compare.spans import Span
from compare.verdicts import Quote, Review, Reviews, ReviewState, Subject, Verdict, acceptance, quote
from db.records import EventResults, StoredArticle
from db.told import difference_id as difference_id
from scraper.article import Article
from variorum.settings import Show

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Item:
    """A flag or a difference that can be reviewed. `id` is a flag's; that of a difference comes from its places."""

    id: str
    event: str
    subject: Subject
    about: str
    quotes: tuple[Quote, ...]
    review: Review
    what: Flag | Difference

    @property
    def category(self) -> str:
        """The category of a flag's rule, or the kind of a difference."""
        return self.what.category if isinstance(self.what, Flag) else self.what.kind

    @property
    def outlets(self) -> frozenset[str]:
        return frozenset(one.outlet for one in self.quotes)


def quoted(article: Article, place: Span) -> Quote:
    """The quote of a place in an article's text."""
    return quote((article.key, article.outlet, article.url, article.canonical_url), article.text, place)


def items_of(
    event: str, found: EventResults, articles: Mapping[str, StoredArticle], verdicts: Iterable[Verdict]
) -> Iterator[Item]:
    """What there is to review in an event: its flags, once each, then its differences, in the order of the page.
    `verdicts` are those about a passage of its articles."""
    reviews = Reviews(verdicts)
    for flag in found.flags:
        if not flag.repeats:
            passage = quoted(articles[flag.article].article, Span(flag.flag.start, flag.flag.end))
            review = reviews.of("flag", flag.flag.rule, [passage])
            yield Item(flag.id, event, "flag", flag.flag.rule, (passage,), review, flag.flag)
    for stored in found.differences:
        one = stored.difference
        passages = tuple(sorted(quoted(articles[v.article].article, Span(v.start, v.end)) for v in one.variants))
        review = reviews.of("difference", one.kind, passages)
        yield Item(difference_id(stored.claim, one), event, "difference", one.kind, passages, review, one)


def standing(found: EventResults, articles: Mapping[str, StoredArticle]) -> EventResults:
    """The claims, flags and differences of which all words stand where they were found. Others wait for the next
    comparison: their article changed."""

    def stands(article: str, start: int, end: int, text: str) -> bool:
        return article in articles and articles[article].article.text[start:end] == text

    return replace(
        found,
        claims=tuple(
            one for one in found.claims if all(stands(r.article, r.start, r.end, r.text) for r in one.claim.readings)
        ),
        flags=tuple(one for one in found.flags if stands(one.article, one.flag.start, one.flag.end, one.flag.match)),
        differences=tuple(
            one
            for one in found.differences
            if all(stands(v.article, v.start, v.end, v.text) for v in one.difference.variants)
        ),
    )


def published(items: Sequence[Item], found: EventResults, *, show: Show) -> tuple[EventResults, frozenset[str]]:
    """What of an event's results the site shows, and the ids of its flags that were accepted. `items` are all of the
    event's.

    What was rejected is not shown; with `show` "reviewed" nothing is that was not accepted. Claims and their readings
    stay.
    """
    accepted = frozenset(one.id for one in items if one.review.state == "accepted")
    hidden = {one.id for one in items if one.review.state == "rejected"}
    if show == "reviewed":
        hidden = {one.id for one in items} - accepted
    words = {(flag.flag.rule, flag.flag.match) for flag in found.flags if flag.id in hidden}
    kept = replace(
        found,
        # The same words in another article of the event go the way of those that count.
        flags=tuple(
            flag
            for flag in found.flags
            if flag.id not in hidden and not (flag.repeats and (flag.flag.rule, flag.flag.match) in words)
        ),
        differences=tuple(d for d in found.differences if difference_id(d.claim, d.difference) not in hidden),
    )
    return kept, accepted


@dataclass(frozen=True, slots=True, order=True)
class Reviewed:
    """What is counted of the review: flags of a rule or differences of a kind (`about`) in one state. The `category` of
    a difference is its kind."""

    subject: Subject
    category: str
    about: str
    state: ReviewState


def review_counts(items: Iterable[Item]) -> dict[Reviewed, int]:
    """How much of what there is to review is in which state, sorted."""
    counted = Counter(Reviewed(one.subject, one.category, one.about, one.review.state) for one in items)
    return dict(sorted(counted.items()))


def all_items(store: Store, events: Iterable[str] | None = None) -> Iterator[Item]:
    """Every item of these events, or of all, event by event, but for those that wait for the next comparison."""
    wanted = None if events is None else set(events)
    for stored in store.events(wanted):
        articles = {item.article.key: item for item in store.articles(stored.event.articles)}
        found = standing(store.results(stored.id), articles)
        yield from items_of(stored.id, found, articles, store.verdicts(articles))


def accepted_by_rule(store: Store) -> dict[str, Proportion]:
    """What reviewers decided, for the rules' records: of each rule's flags that were decided, those accepted."""
    return {rule: Proportion(*counts) for rule, counts in sorted(acceptance(store.verdicts()).items())}


def queue(items: Iterable[Item]) -> list[Item]:
    """What nobody has decided, most informative first.

    Disputed ones stand at the head, for somebody must settle them. Then what others wrote otherwise comes before what
    stands alone, a mark before a note, and a rule or kind with fewer verdicts before one with more: of that the next
    verdict tells most. Else the order given.
    """
    known = list(items)
    judged = Counter(one.about for one in known for _ in one.review.verdicts)
    waiting = [one for one in known if one.review.state in ("unreviewed", "disputed")]
    return sorted(waiting, key=lambda one: (one.review.state != "disputed", *_weight(one), judged[one.about]))


def _weight(item: Item) -> tuple[bool, bool]:
    if isinstance(item.what, Difference):
        return False, False
    return not item.what.others, item.what.level != "mark"
