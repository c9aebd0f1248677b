"""An event's naming map as pages show it: who calls what how, in whose voice, and the way to the passage.

Whose words stand where was kept when the event was compared, so no tagger is asked. Names are words of articles: they
are printed as far as the excerpt limit lets them be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from compare.eventfindings import EventFindings
from compare.namingmap import CATEGORY, Called, NamePlace, Referent, naming_map
from compare.neutralnames import NeutralNames
from compare.rules import Rule
from compare.voice import VoiceSpan
from variorum.contrasts import join_words
from variorum.facts import Facts, whole_words
from variorum.findings import findings_of
from variorum.inputs import EventInput, Report

VOICES_MISSING: Final = (
    "computed by an older version, which did not keep whose words stand where; "
    "bring it up to date with: variorum compare"
)
OWNER_REACH: Final = 80  # characters before a name in which whose it is can stand ("the Torvian … government")


@dataclass(frozen=True, slots=True)
class CalledView:
    """What one outlet calls a thing, and how often in which voice; `href` leads to one of its places."""

    outlet: str
    name: str
    marked: bool
    own: int
    paraphrase: int
    quoted: int
    href: str | None


@dataclass(frozen=True, slots=True)
class ReferentView:
    """One thing under its names. `name` is the neutral one that most outlets use."""

    name: str
    called: tuple[CalledView, ...]


@dataclass(frozen=True, slots=True)
class LooseName:
    """A marked name of which it is not sure what others call the thing. `neutral` lists what they may write for it, by
    the rules."""

    called: CalledView
    neutral: str


@dataclass(frozen=True, slots=True)
class NamingView:
    """The naming map of one event. `note` says why there is none where it can't be told, else it is ""; `kept_back` how
    many names of whom are left out because the excerpt limit keeps their words back, "" where none is."""

    referents: tuple[ReferentView, ...]
    loose: tuple[LooseName, ...]
    note: str
    kept_back: str = ""


MISSING: Final = NamingView((), (), f"{VOICES_MISSING[0].upper()}{VOICES_MISSING[1:]}.")


def voices_missing(found: EventFindings, voices: Mapping[str, Sequence[VoiceSpan]]) -> bool:
    """Does the event name things by marked names without its results telling whose words they are?"""
    names = any(flag.category == CATEGORY for _, flag in found.house_flags)
    return names and not found.read.keys() <= voices.keys()


def referents_of(source: EventInput, rules: Iterable[Rule]) -> tuple[Referent, ...]:
    """The things of an event that some outlet calls by a marked name. Raises ValueError where the event's results do
    not tell whose words stand where: `voices_missing` asks for that."""
    found = findings_of(source)
    if voices_missing(found, source.results.voices):
        raise ValueError(f"event {source.event.id}: {VOICES_MISSING}")
    return naming_map(found, NeutralNames(rules), source.results.voices.__getitem__)


def known_referents(source: EventInput, report: Report) -> tuple[Referent, ...] | None:
    """As `referents_of`; None where it can't be told."""
    if voices_missing(findings_of(source), source.results.voices):
        return None
    return referents_of(source, report.method.rules)


def view_of(referents: Iterable[Referent], facts: Facts) -> NamingView:
    """The referents with their words as far as they may be printed, outlets in the alphabet. Of what may not be printed
    it is told how much there is; a thing whose marked names are all among that is left out."""
    named, loose = [], []
    kept_back: Counter[str] = Counter()
    for referent in referents:
        views = []
        for one in sorted(referent.called, key=lambda one: (facts.name(one.outlet).casefold(), one.outlet, one.name)):
            if (place := _shown(facts, one.places)) is None:
                kept_back[facts.name(one.outlet)] += 1
            else:
                views.append(_called(facts, one, place))
        if referent.name is None:
            loose += [LooseName(one, ", ".join(referent.neutral)) for one in views]
        elif any(one.marked for one in views):
            named.append(ReferentView(_name(facts, referent, referent.name), tuple(views)))
    return NamingView(tuple(named), tuple(loose), "", kept_back_words(kept_back))


def kept_back_words(names: Mapping[str, int]) -> str:
    """How many names of whom are left out, by the outlets' names; "" for none."""
    if not names:
        return ""
    listed = [
        f"{count} name{'' if count == 1 else 's'} of {outlet}"
        for outlet, count in sorted(names.items(), key=lambda one: one[0].casefold())
    ]
    return f"Left out, because the excerpt limit keeps the words back: {join_words(listed)}."


def name_places(referents: Iterable[Referent], facts: Facts) -> Iterator[tuple[str, int, int]]:
    """Where the names stand that the map would show, in whole words: what it needs of each article's excerpt."""
    for called in (called for referent in referents for called in referent.called):
        place = _in_order(called.places)[0]
        yield place.article, *whole_words(facts.text(place.article), place.start, place.end)


def _called(facts: Facts, called: Called, place: NamePlace) -> CalledView:
    return CalledView(
        outlet=facts.name(called.outlet),
        name=called.name,
        marked=called.marked,
        own=called.uses("own"),
        paraphrase=called.uses("paraphrase"),
        quoted=called.uses("quoted"),
        href=facts.href(place.article, place.start, place.end),
    )


def _in_order(places: Iterable[NamePlace]) -> list[NamePlace]:
    """The outlet's own words before others, then by place."""
    return sorted(places, key=lambda one: (one.voice != "own", one.article, one.start))


def _shown(facts: Facts, places: Iterable[NamePlace]) -> NamePlace | None:
    """The first place at which the name may be printed; None where none is."""
    order = _in_order(places)
    held = (one for one in order if facts.holds(one.article, one.start, one.end))
    return next(held, None) or next((one for one in order if _spend(facts, one.article, one.start, one.end)), None)


def _spend(facts: Facts, article: str, start: int, end: int) -> bool:
    start, end = whole_words(facts.text(article), start, end)
    return facts.budget.spend(article, start, end, facts.text(article)[start:end])


def _name(facts: Facts, referent: Referent, wanted: str) -> str:
    """The referent's name where an article has it in words that may be printed; else the first name of the rules."""
    for place in (place for one in referent.called if not one.marked for place in one.places):
        name = " ".join(place.text.casefold().split())
        owner = wanted.removesuffix(f" {name}")
        reach = max(0, place.start - OWNER_REACH)
        at = place.start if wanted == name else facts.text(place.article).rfind(owner, reach, place.start)
        if wanted.endswith(name) and at >= 0 and _spend(facts, place.article, at, place.end):
            return wanted
    return referent.neutral[0]
