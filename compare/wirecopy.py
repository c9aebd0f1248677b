"""Where shared text comes from: which sentences are an agency's or another outlet's, and which words a house changed.

    links (compare.sharedtext), credits (compare.credits) and times  ──trace──▶  SharedSentence, one for each copy

A sentence that nobody shares is house text and has no entry; neither has the origin itself. Statistics count *voices*
(`Shares.voice`): readings that are one text have one voice, however many outlets print it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from compare.agencies import Agency
from compare.credits import Credit
from compare.sharedtext import WITNESS_WORDS, Edit, Link, Place, Text, edits, linked
from compare.spans import HasSpan, contains, overlaps
from scraper.article import Moment


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from, as far as is known.

    `voice` is what counts as one in statistics: the origin's slug where it is an outlet, "agency:NAME" for an agency
    that is none, "shared:PLACE" where nobody can be told to have been first. `agency` is the agency's name, None where
    the origin is no agency. `place` is the sentence it was taken from, None where that is not held.
    """

    voice: str
    outlet: str | None = None
    agency: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class SharedSentence:
    """A sentence of a house that is not, or not only, its own text.

    `group` names the text: every copy of one sentence has the same. `edits` are the places where the house's words are
    not the origin's, in reading order; none are known where the origin's sentence is not held.
    """

    place: Place
    outlet: str
    group: str
    origin: Origin
    edits: tuple[Edit, ...] = ()

    def edited(self, span: HasSpan) -> bool:
        """Did the house put in any of these words?"""
        return any(edit.start < edit.end and overlaps(edit, span) for edit in self.edits)


@dataclass(frozen=True, slots=True)
class Source:
    """What `trace` knows of an article: its words, its own publication time and the agencies it credits."""

    text: Text
    published: Moment | None
    credits: tuple[Credit, ...]


def trace(sources: Mapping[str, Source], links: Iterable[Link], known: Sequence[Agency]) -> list[SharedSentence]:
    """Every sentence of these articles that is shared text, with its origin, sorted by place.

    `sources` maps article keys; it must hold every article that `links` names, and all articles of a group of linked
    ones for the group's origin to be right. The origin of sentences that are one text is, in this order: an agency's
    article among them (the earliest, of undecided times the smallest key); the agency that one of them credits for the
    whole, or two for a part; the article that was surely published before those of all other outlets; the agency that
    one credits for a part; else nobody's. An article that credits an agency for
    the whole of it, and shares nothing with that agency's own articles, is the agency's text throughout.

    Raises KeyError for a link to an article that is not among `sources`.
    """
    tokens = {
        Place(key, sentence.start, sentence.end): sentence
        for key in sources
        for sentence in sources[key].text.sentences
    }
    wires = {agency.outlet: agency for agency in known if agency.outlet is not None}
    by_name = {agency.name: agency for agency in known}
    found: dict[Place, SharedSentence] = {}
    traced: defaultdict[str, set[str]] = defaultdict(set)  # the voices that an article has text of
    for group in linked(links):
        origin = _origin(group, sources, wires, by_name)
        name = _name(origin.place or group[0])
        for place in group:
            outlet = sources[place.article].text.outlet
            if origin.place is not None and outlet == origin.outlet:
                continue  # the origin, or the same outlet's repetition of it
            changed = edits(tokens[place], tokens[origin.place]) if origin.place is not None else ()
            found[place] = SharedSentence(place, outlet, name, origin, changed)
            traced[place.article].add(origin.voice)
    for key in sorted(sources):
        for place, origin in _credited(key, sources[key], by_name, traced[key]):
            found.setdefault(place, SharedSentence(place, sources[key].text.outlet, _name(place), origin))
    return [found[place] for place in sorted(found)]


def _name(place: Place) -> str:
    return f"{place.article}:{place.start}"


def _origin(
    group: Sequence[Place], sources: Mapping[str, Source], wires: Mapping[str, Agency], known: Mapping[str, Agency]
) -> Origin:
    of_wires = [place for place in group if sources[place.article].text.outlet in wires]
    if of_wires:
        first = _first_of_agency(of_wires, sources)
        agency = wires[sources[first.article].text.outlet]
        return Origin(voice_of(agency), agency.outlet, agency.name, first)
    by_article = [sources[key].credits for key in sorted({place.article for place in group})]
    credited = Counter(name for found in by_article for name in sorted({credit.agency for credit in found}))
    wholly = {credit.agency for found in by_article for credit in found if credit.role == "whole"}
    by_count = sorted(credited, key=lambda name: (-credited[name], name))
    sure = next((name for name in by_count if name in wholly or credited[name] > 1), None)
    if sure is not None:
        return Origin(voice_of(known[sure]), known[sure].outlet, sure)
    first_known = _surely_first(group, sources)
    if first_known is not None:
        outlet = sources[first_known.article].text.outlet
        return Origin(outlet, outlet, None, first_known)
    if by_count:
        return Origin(voice_of(known[by_count[0]]), known[by_count[0]].outlet, by_count[0])
    return Origin(f"shared:{_name(group[0])}")


def voice_of(agency: Agency) -> str:
    return agency.outlet or f"agency:{agency.name}"


def _first_of_agency(places: Sequence[Place], sources: Mapping[str, Source]) -> Place:
    """Of an agency's own sentences the one that none is known to precede; of several the smallest place."""

    def preceded(place: Place) -> bool:
        here = sources[place.article].published
        times = (sources[other.article].published for other in places)
        return here is None or any(time is not None and time.surely_before(here) for time in times)

    return min(places, key=lambda place: (preceded(place), place))


def _surely_first(group: Sequence[Place], sources: Mapping[str, Source]) -> Place | None:
    """The sentence published before those of all other outlets, as far as the times' precision can tell; else None."""
    for place in group:
        here = sources[place.article]
        others = [sources[p.article] for p in group if sources[p.article].text.outlet != here.text.outlet]
        if here.published is not None and all(
            other.published is not None and here.published.surely_before(other.published) for other in others
        ):
            mine = [p for p in group if sources[p.article].text.outlet == here.text.outlet]
            return _first_of_agency(mine, sources)
    return None


def _credited(key: str, source: Source, known: Mapping[str, Agency], traced: set[str]) -> list[tuple[Place, Origin]]:
    """Every sentence of an article that names one agency as the author of the whole, where nothing says otherwise."""
    names = sorted({credit.agency for credit in source.credits if credit.role == "whole"})
    if len(names) != 1:
        return []
    agency = known[names[0]]
    if agency.outlet == source.text.outlet or (agency.outlet is not None and agency.outlet in traced):
        return []  # the agency's own article, or one whose agency's article is held: the rest is the house's
    origin = Origin(voice_of(agency), agency.outlet, agency.name)
    notes = [credit for credit in source.credits if credit.place == "foot"]
    return [
        (Place(key, sentence.start, sentence.end), origin)
        for sentence in source.text.sentences
        if len(sentence.words) >= WITNESS_WORDS or not any(_stands_in(note, sentence) for note in notes)
    ]


def _stands_in(note: Credit, sentence: HasSpan) -> bool:
    """Is a short sentence the credit note itself?"""
    return note.start is not None and sentence.start <= note.start < sentence.end


class Located(Protocol):
    """A sentence that knows its article and outlet: a reading of a claim, too. `paragraph` is 0 for a headline."""

    @property
    def article(self) -> str: ...
    @property
    def outlet(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def paragraph(self) -> int: ...


L = TypeVar("L", bound=Located)


@dataclass(frozen=True)
class Shares:
    """What is known of the shared text of some articles, looked up by place."""

    sentences: tuple[SharedSentence, ...] = ()

    @cached_property
    def _by_article(self) -> Mapping[str, tuple[SharedSentence, ...]]:
        found: defaultdict[str, list[SharedSentence]] = defaultdict(list)
        for item in self.sentences:
            found[item.place.article].append(item)
        return {key: tuple(items) for key, items in found.items()}

    @cached_property
    def _looked_up(self) -> dict[tuple[str, int, int], SharedSentence | None]:
        """By article and place: of a reading it is asked a dozen times."""
        return {}

    def at(self, article: str, span: HasSpan) -> SharedSentence | None:
        """The shared sentence in which a stretch lies; None for house text."""
        place = article, span.start, span.end
        if place not in self._looked_up:
            of_article = self._by_article.get(article, ())
            self._looked_up[place] = next((item for item in of_article if contains(item.place, span)), None)
        return self._looked_up[place]

    def charged(self, article: str, span: HasSpan) -> Origin | None:
        """Whose words these are where they are not the house's: shared text that the house did not edit there."""
        item = self.at(article, span)
        return None if item is None or item.edited(span) else item.origin

    def voice(self, reading: Located) -> str:
        """Who counts as having written a reading: its origin where it is shared text, else its outlet."""
        item = self.at(reading.article, reading)
        return reading.outlet if item is None else item.origin.voice

    def group(self, reading: Located) -> str:
        """The name of the text that a reading is, the same for every copy of it and for its origin."""
        item = self.at(reading.article, reading)
        return f"{reading.article}:{reading.start}" if item is None else item.group

    def voices(self, readings: Iterable[Located]) -> int:
        """In how many separate texts a claim stands: never more than there are outlets.

        A headline over a text that is somebody else's makes no report of its own.
        """
        counted = self.without_headlines(readings)
        return min(len({self.voice(r) for r in counted}), len({r.outlet for r in counted}))

    def without_headlines(self, readings: Iterable[L]) -> list[L]:
        """The readings, without the headlines of outlets that have shared text among them, in the same order."""
        held = list(readings)
        copying = {r.outlet for r in held if r.paragraph > 0 and self.at(r.article, r) is not None}
        return [r for r in held if r.paragraph > 0 or r.outlet not in copying]

    def of(self, articles: Iterable[str]) -> tuple[SharedSentence, ...]:
        """The shared sentences of these articles, sorted by place."""
        return tuple(item for key in sorted(set(articles)) for item in self._by_article.get(key, ()))
