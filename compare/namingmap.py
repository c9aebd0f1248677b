"""Who calls whom what: the things of one event that outlets name differently, and how often each uses which name.

Names are the words that a naming rule marks, and the neutral ones that it gives for them: what others write for the
same thing. Which neutral ones these are decides what a name may be joined with: where "mob" stands for a crowd and
"ringleader" for an organiser, no crowd is ever taken for the organiser. Two names in one claim are joined where they
are surely for one thing (`compare.samereferent`); what is joined makes a referent. Marked names of which nobody can
tell stand apart, outlet by outlet, so that each is counted once and none is laid at the wrong door. Only a house's own
words count: agency text and reprints do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from compare.claims import Reading
from compare.eventfindings import EventFindings
from compare.framing import Flag
from compare.inflection import forms
from compare.linked import Node, linked
from compare.masking import visible_sentences
from compare.neutralnames import NeutralNames
from compare.samereferent import POSSESSIVE, Named, surely_one
from compare.sentences import Sentence, split_sentences
from compare.spans import Span, contains, overlaps
from compare.voice import VoiceKind, VoiceSpan, voice_of
from compare.words import Word, words

CATEGORY: Final = "naming"
ONE_AT_A_TIME: Final = frozenset({"government", "president", "ruler"})
"""Neutral names of what a state has one of at a time: "the Torvian government" is one and the same throughout an event,
wherever it stands. Of people and groups ("the Torvian gunman") that is not sure."""

NeutralList = tuple[str, ...]
"""The neutral names of one kind of thing: names belong together that share one."""

VoicesOf = Callable[[str], Sequence[VoiceSpan]]
"""Whose words an article's are, by its key."""


@dataclass(frozen=True, slots=True)
class NamePlace:
    """One use of a name: `article.text[start:end] == text`. `source` is who speaks, None in own voice or unnamed."""

    article: str
    outlet: str
    start: int
    end: int
    text: str
    voice: VoiceKind
    source: str | None


@dataclass(frozen=True, slots=True)
class Called:
    """What one outlet calls a referent: the name in lower case, whether a rule marks it, and its places, sorted."""

    outlet: str
    name: str
    marked: bool
    places: tuple[NamePlace, ...]

    def uses(self, voice: VoiceKind) -> int:
        return sum(place.voice == voice for place in self.places)


@dataclass(frozen=True, slots=True)
class Referent:
    """One thing under its names, by outlet, then name.

    `name` is the neutral name that most outlets use for it, as written with whose it is; None where no outlet's neutral
    name is known to be for it: then `called` has one marked name of one outlet, which may be for several things.
    `neutral` is what others write for such a thing, by the rules.
    """

    name: str | None
    neutral: tuple[str, ...]
    called: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name at a place of an article, with the sentence it stands in; `flag` is None for a neutral one.

    `lists` are the lists of neutral names that it belongs to: a marked name to the one that its rule gives for it, if
    any, a neutral one to all that have it.
    """

    article: str
    outlet: str
    sentence: Sentence
    place: Span
    lists: frozenset[NeutralList]
    flag: Flag | None

    @property
    def named(self) -> Named:
        return Named(self.sentence.text, self.place.start - self.sentence.start, self.place.end - self.sentence.start)

    @property
    def text(self) -> str:
        return self.named.text[self.named.start : self.named.end]

    @property
    def name(self) -> str:
        return " ".join(self.text.casefold().split())


def naming_map(found: EventFindings, neutral: NeutralNames, voices_of: VoicesOf) -> tuple[Referent, ...]:
    """The referents of an event for which some outlet uses a marked name, those with a neutral name first, by name.

    `neutral` are the neutral names of the rules in force. Empty where no house uses a marked name; words of naming
    rules that name nobody are none.
    """
    flags = [(key, flag) for key, flag in found.house_flags if flag.category == CATEGORY and neutral.is_name(flag)]
    if not flags:
        return ()
    mentions = _mentions(found, flags, neutral)
    groups = _groups(mentions, found)
    known = [_referent(group, voices_of) for group in groups if _is_told(group)]
    joined = {id(one) for group in groups if _is_told(group) for one in group}
    alone: defaultdict[tuple[str, str, frozenset[NeutralList]], list[_Mention]] = defaultdict(list)
    for one in mentions:
        if one.flag is not None and id(one) not in joined:
            alone[one.outlet, one.name, one.lists].append(one)
    known += [_referent(group, voices_of) for group in alone.values()]
    return tuple(sorted(known, key=lambda r: (r.name is None, (r.name or "").casefold(), _first(r))))


def _first(referent: Referent) -> tuple[str, str, str, int]:
    called = referent.called[0]
    return (called.name, called.outlet, called.places[0].article, called.places[0].start)


def _is_told(group: Iterable[_Mention]) -> bool:
    """A thing is told of where it has a marked name and another one that is neutral."""
    marked = {one.flag is not None for one in group}
    return marked == {True, False}


# The names of an event


def _mentions(found: EventFindings, flags: Sequence[tuple[str, Flag]], neutral: NeutralNames) -> list[_Mention]:
    """Every marked name, and the neutral names that are given for them, in house text, by place."""
    by_article: defaultdict[str, list[Flag]] = defaultdict(list)
    for key, flag in flags:
        by_article[key].append(flag)
    lists: defaultdict[str, set[NeutralList]] = defaultdict(set)
    for names in sorted({neutral.of(flag) for _, flag in flags}):
        for name in names:
            lists[name.casefold()].add(names)
    phrases = [(words(name), frozenset(held)) for name, held in lists.items()]
    out = []
    for key, article in found.read.items():
        for sentence in visible_sentences(split_sentences(article), found.masked.get(key, ())):
            marked = [flag for flag in by_article[key] if sentence.start <= flag.start < sentence.end]
            places: list[tuple[Span, frozenset[NeutralList], Flag | None]] = [
                (Span(flag.start, flag.end), frozenset(filter(None, [neutral.of(flag)])), flag) for flag in marked
            ]
            places += [
                (place, lists, None)
                for place, lists in _neutral_places(sentence, phrases)
                if not any(overlaps(place, flag) for flag in marked) and found.is_house(key, place)
            ]
            out += [
                _Mention(key, article.outlet, sentence, place, lists, flag)
                for place, lists, flag in sorted(places, key=lambda item: item[0])
            ]
    return out


def _neutral_places(
    sentence: Sentence, names: Iterable[tuple[Sequence[Word], frozenset[NeutralList]]]
) -> Iterator[tuple[Span, frozenset[NeutralList]]]:
    """Where neutral names stand in a sentence, whatever their number, with the lists that have them."""
    inside = words(sentence.text)
    initials = [word.text[:1].casefold() for word in inside]
    for name, lists in names:
        initial = name[0].text[:1].casefold()
        for at in range(len(inside) - len(name) + 1):
            if initials[at] != initial:  # no form of a noun begins with another letter
                continue
            found = inside[at : at + len(name)]
            if all(map(_is_noun_form, found, name)):
                yield Span(sentence.start + found[0].start, sentence.start + found[-1].end), lists


def _is_noun_form(found: Word, wanted: Word) -> bool:
    """Is it the word of a name in either number? What only shares its stem is none: "protested" for "protest"."""
    one, other = (POSSESSIVE.sub("", word.text).casefold() for word in (found, wanted))
    return one in forms(other, "noun") or (found.stem == wanted.stem and other in forms(one, "noun"))


# What is surely one thing


def _groups(mentions: Sequence[_Mention], found: EventFindings) -> list[list[_Mention]]:
    """The mentions that are joined, in groups. A group with two owners joins what is not one: there only what bears one
    owner's name stays together."""
    keys = {key: number for number, key in enumerate(found.read)}
    at: dict[Node, _Mention] = {(keys[one.article], one.place): one for one in mentions}
    by_owner = list(_by_owner(mentions))
    by_claim = list(_by_claim(mentions, found))

    def groups(pairs: Iterable[tuple[_Mention, _Mention]]) -> list[list[_Mention]]:
        nodes = [((keys[a.article], a.place), (keys[b.article], b.place)) for a, b in pairs]
        return [[at[node] for node in group] for group in linked(nodes)]

    joined = groups([*by_owner, *by_claim])
    mixed = {id(one) for group in joined if len(_owners(group)) > 1 for one in group}
    if mixed:
        joined = groups([*by_owner, *((a, b) for a, b in by_claim if id(a) not in mixed)])
    return joined


def _owners(group: Iterable[_Mention]) -> set[str]:
    return {owner for one in group if (owner := one.named.owner) is not None}


def _by_owner(mentions: Sequence[_Mention]) -> Iterator[tuple[_Mention, _Mention]]:
    """Mentions of what a state has one of, by the state's name: neutral ones with each other, and a marked one with
    them where it can be only one of these things."""
    held: dict[tuple[str, str], _Mention] = {}
    for one in mentions:
        owner = one.named.owner
        if one.flag is None and owner is not None and one.name in ONE_AT_A_TIME:
            yield one, held.setdefault((owner, one.name), one)
    for one in mentions:
        owner = one.named.owner
        if one.flag is not None and owner is not None:
            names = sorted(ONE_AT_A_TIME.intersection(*one.lists)) if one.lists else []
            meant = [held[owner, name] for name in names if (owner, name) in held]
            if len(meant) == 1:
                yield one, meant[0]


def _by_claim(mentions: Sequence[_Mention], found: EventFindings) -> Iterator[tuple[_Mention, _Mention]]:
    """Pairs of names in readings of one claim by two outlets that are surely for one thing."""
    by_article: defaultdict[str, list[_Mention]] = defaultdict(list)
    for one in mentions:
        by_article[one.article].append(one)
    for claim in found.claims.values():
        readings = found.readings(claim)
        if len({reading.outlet for reading in readings}) < 2:
            continue
        single: defaultdict[NeutralList, list[_Mention]] = defaultdict(list)
        for reading in readings:
            for kind, names in _by_list(reading, by_article[reading.article]):
                if len(names) == 1:  # of several nobody can tell which answers
                    single[kind] += names
        for kind in sorted(single):
            for a, b in combinations(single[kind], 2):
                if a.outlet != b.outlet and surely_one(a.named, b.named):
                    yield a, b


def _by_list(reading: Reading, mentions: Iterable[_Mention]) -> Iterator[tuple[NeutralList, list[_Mention]]]:
    """The names in a reading that belong to each list, marked or neutral."""
    inside = [one for one in mentions if contains(reading, one.place)]
    for names in sorted({names for one in inside for names in one.lists}):
        yield names, [one for one in inside if names in one.lists]


# As it is told


def _referent(group: Sequence[_Mention], voices_of: VoicesOf) -> Referent:
    by_name: defaultdict[tuple[str, str, bool], list[NamePlace]] = defaultdict(list)
    for one in group:
        by_name[one.outlet, one.name, one.flag is not None].append(_place(one, voices_of))
    called = tuple(
        Called(outlet, name, marked, tuple(sorted(places, key=lambda place: (place.article, place.start))))
        for (outlet, name, marked), places in sorted(by_name.items())
    )
    lists = sorted({names for one in group if one.flag is not None for names in one.lists})
    names = tuple(dict.fromkeys(name for one in lists for name in one))
    return Referent(_neutral_name(group), names, called)


def _neutral_name(group: Sequence[_Mention]) -> str | None:
    """The neutral name, with whose it is, that most outlets write; of equals the longest, then the first in the
    alphabet."""
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for one in group:
        if one.flag is None:
            outlets[_with_owner(one.named)].add(one.outlet)
    if not outlets:
        return None
    return min(outlets, key=lambda name: (-len(outlets[name]), -len(name), name))


def _with_owner(named: Named) -> str:
    """ "Torvian government"; the name alone, in lower case, where it stands bare or its owner follows."""
    name, at = named.text[named.start : named.end].casefold(), named.qualifier
    return f"{named.text[at.start : at.end]} {name}" if at is not None and at.end <= named.start else name


def _place(one: _Mention, voices_of: VoicesOf) -> NamePlace:
    voice: VoiceKind
    if one.flag is not None:
        voice, source = one.flag.voice, one.flag.source
    else:
        voice, source = voice_of(one.place.start, one.place.end, voices_of(one.article))
    return NamePlace(one.article, one.outlet, one.place.start, one.place.end, one.text, voice, source)
