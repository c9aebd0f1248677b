"""What is counted of outlets and of pairs of outlets, event by event: differences over claims, flags over words.

Counts add up over events in any order, and can be taken away again: an outlet's norm is what it has in its other
events, an event's norm what the other outlets have in the same event. There is no score and no order among outlets.

    EventFindings  ──event_tallies──▶  EventTallies  ──Norms.add──▶  Norms, over all events  ──estimates──▶  Estimate
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import combinations
from typing import Final, Literal, TypeVar, get_args

from compare.apart import COUNTED, counts, outlets_with_most, parted_pairs, speaking_outlets, standing_apart
from compare.eventfindings import EventFindings
from compare.housetext import house_words
from compare.intervals import Estimate, per_words, share
from compare.rules import Category
from compare.voice import VoiceKind

Pair = tuple[str, str]
"""Two outlets, in the alphabet."""
Of = Literal["difference", "flag"]
W = TypeVar("W", str, Pair)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: a kind of difference over claims, or flags of a category in one voice over words. `voice` is
    None for differences."""

    of: Of
    kind: str
    voice: VoiceKind | None = None


DIFFERENCES: Final = tuple(Measure("difference", kind) for kind in COUNTED)
FLAGS: Final = tuple(Measure("flag", kind, voice) for kind in get_args(Category) for voice in get_args(VoiceKind))
MEASURES: Final = (*DIFFERENCES, *FLAGS)
_PLACES: Final = {measure: place for place, measure in enumerate(MEASURES)}


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of one outlet, or of several together, in one event or in several.

    `claims` that outlets share with others, and for each kind in how many of them one stands apart; `articles` with
    words of their house, those words, and the flags in them. Measures that nothing was found of are missing in `found`.
    """

    claims: int = 0
    articles: int = 0
    words: int = 0
    found: Mapping[Measure, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        return self._with(other, 1)

    def __sub__(self, other: Tally) -> Tally:
        """Raises ValueError where more would be taken away than there is."""
        return self._with(other, -1)

    def _with(self, other: Tally, sign: int) -> Tally:
        names = sorted({*self.found, *other.found}, key=_PLACES.__getitem__)
        sums = {one: self.found.get(one, 0) + sign * other.found.get(one, 0) for one in names}
        claims = self.claims + sign * other.claims
        articles = self.articles + sign * other.articles
        words = self.words + sign * other.words
        if min(claims, articles, words, *sums.values()) < 0:
            raise ValueError("a tally can't have less than nothing; what is taken away was never added")
        return Tally(claims, articles, words, {one: count for one, count in sums.items() if count})

    def estimate(self, measure: Measure) -> Estimate:
        count = self.found.get(measure, 0)
        if measure.of == "difference":
            return share(count, self.claims)
        return per_words(count, self.words, self.articles)


NOTHING: Final = Tally()


@dataclass(frozen=True, slots=True)
class PairTally:
    """What was counted of two outlets where both are. `together`: the claims in which both have words of their own, and
    in how many they stand on different sides; `first` and `second` have the flags of either, in the alphabet."""

    together: Tally = NOTHING
    first: Tally = NOTHING
    second: Tally = NOTHING

    def __add__(self, other: PairTally) -> PairTally:
        return PairTally(self.together + other.together, self.first + other.first, self.second + other.second)


@dataclass(frozen=True)
class EventTallies:
    """One event: by outlet, sorted, and by pair of its outlets, sorted."""

    outlets: Mapping[str, Tally]
    pairs: Mapping[Pair, PairTally]

    @cached_property
    def _together(self) -> Tally:
        return summed(self.outlets.values())

    def others(self, outlet: str) -> Tally:
        """The event's norm as this outlet sees it: the other outlets together."""
        return self._together - self.outlets.get(outlet, NOTHING)


@dataclass(slots=True)
class Norms:
    """The sums over events, filled by `add`: of each outlet, of the others in its events, and of each pair."""

    events: int = 0
    outlets: dict[str, Tally] = field(default_factory=dict)
    around: dict[str, Tally] = field(default_factory=dict)
    pairs: dict[Pair, PairTally] = field(default_factory=dict)

    def add(self, event: EventTallies) -> None:
        self.events += 1
        for outlet, tally in event.outlets.items():
            self.outlets[outlet] = self.outlets.get(outlet, NOTHING) + tally
            self.around[outlet] = self.around.get(outlet, NOTHING) + event.others(outlet)
        for pair, tallies in event.pairs.items():
            self.pairs[pair] = self.pairs.get(pair, PairTally()) + tallies

    def elsewhere(self, outlet: str, here: Tally) -> Tally:
        """The outlet's own norm beside one of the events added: its other events."""
        return self.outlets[outlet] - here


def summed(tallies: Iterable[Tally]) -> Tally:
    return reduce(Tally.__add__, tallies, NOTHING)


def event_tallies(found: EventFindings) -> EventTallies:
    """Count one event. Articles in other languages than the rules' take no part."""
    outlets = sorted({article.outlet for article in found.read.values()})
    claims: Counter[str] = Counter()
    together: Counter[Pair] = Counter()
    by_most: dict[str, tuple[str, ...]] = {}
    speaking: dict[str, frozenset[Pair]] = {}
    for id_, claim in found.claims.items():
        by_most[id_] = outlets_with_most(claim, found)
        speaking[id_] = frozenset(combinations(speaking_outlets(claim, found), 2))
        claims.update(by_most[id_])
        together.update(speaking[id_])

    # A claim counts once for a kind, in however many places its readings differ so.
    apart = {
        (id_, difference.kind, outlet)
        for id_, difference in found.differences
        if counts(difference)
        for outlet in standing_apart(difference, found)
        if outlet in by_most[id_]
    }
    parted = {
        (id_, difference.kind, pair)
        for id_, difference in found.differences
        if counts(difference)
        for pair in parted_pairs(difference, found)
        if pair in speaking[id_]
    }
    apart_by_outlet = Counter((outlet, Measure("difference", kind)) for _, kind, outlet in apart)
    parted_by_pair = Counter((pair, Measure("difference", kind)) for _, kind, pair in parted)

    texts = {outlet: _of_texts(outlet, found) for outlet in outlets}
    tallies = {
        outlet: Tally(claims=claims[outlet], found=_of(outlet, apart_by_outlet)) + texts[outlet] for outlet in outlets
    }
    pairs = {
        pair: PairTally(Tally(claims=together[pair], found=_of(pair, parted_by_pair)), texts[pair[0]], texts[pair[1]])
        for pair in combinations(outlets, 2)
    }
    return EventTallies(tallies, pairs)


def _of(whose: W, counted: Mapping[tuple[W, Measure], int]) -> dict[Measure, int]:
    return {one: counted[whose, one] for one in DIFFERENCES if (whose, one) in counted}


def _of_texts(outlet: str, found: EventFindings) -> Tally:
    """The house text of an outlet's articles in the event, and the flags in it."""
    own = {key: article for key, article in found.read.items() if article.outlet == outlet}
    words = [house_words(article, found.masked.get(key, ()), found.shares) for key, article in own.items()]
    flags = Counter(Measure("flag", flag.category, flag.voice) for key, flag in found.house_flags if key in own)
    counted = {one: flags[one] for one in FLAGS if one in flags} if sum(words) else {}
    return Tally(0, sum(count > 0 for count in words), sum(words), counted)
