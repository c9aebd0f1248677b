"""Lines that an outlet prints around its articles, learned from where they recur.

A static rule knows "Read more"; it can't know one outlet's own "Saw something? Ring our newsdesk". Such a line is told
from news by three things together: it stands at the same place of pages on **unrelated** events, on a good share of
the outlet's pages, and it says nothing of what those pages are about. A background paragraph repeated through one
running story has the first two and neither of the others: its pages resemble each other, and its words are theirs.

Nothing is cut: a learned line is masked (`compare.masking`), and a person can release it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from compare.lineshape import line_shape, line_sketch, speaks_to_readers
from compare.profiles import news_stems, word_rows
from compare.sentences import paragraphs
from compare.spans import Span
from compare.words import content_stems
from scraper.article import Article, join_text

Side = Literal["top", "end"]
SIDES: tuple[Side, ...] = ("top", "end")

# Unrelated events that a line must stand in. Two may be one running story that was wrongly split, or chance.
EVENTS_NEEDED = 3
# Share of the outlet's articles, since the line first appeared, that must have it at its place. What a house prints
# under its pages stands on most of them; a closing phrase of its court or accident reports stands on few.
SHARE_NEEDED = 0.25
# A line of fewer words may be a formula of news ("The search goes on."), so it must stand in more, and more often.
SHORT_WORDS = 8
SHORT_EVENTS_NEEDED = 6
SHORT_SHARE_NEEDED = 0.5
NEAR = 1  # paragraphs by which a line's place may vary: a correction, or a credit below it
ID_DIGITS = 12  # hexadecimal digits of a line's id

# Both shares were measured on 381 articles of 151 events (the development part of the `events` benchmark). Of pairs of
# one outlet's articles on different events 5 % are more alike than this, of pairs on one event 94 %.
RELATED = 0.2  # cosine of rarity-weighted words from which two articles may be of one running story
# Content words of a paragraph that also stand in the rest of the page: half of the paragraphs have more than 44 % in
# their own article, 90 % have less than 27 % in another one.
FOREIGN = 0.25  # share up to which a line says nothing of what its page is about
UNRELATED_SHARE = 0.5  # of the events looked at, how many must be unrelated to each other and foreign to the line
EVENTS_LOOKED_AT = 24  # events whose pages are compared, spread evenly over time: the others still count as having it


@dataclass(frozen=True, slots=True)
class Body:
    """One article as the learner sees it: its body's paragraphs, in order, and the event it is in.

    `at` is when it was published, or first seen where the page does not say.
    """

    article: str
    outlet: str
    event: str
    at: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A line of site furniture. It stands `distance` paragraphs from the `side` of the body, 1 being the outermost,
    or NEAR more or fewer.

    `text` is the line as its earliest article has it. `articles` and `events` count those that have it at that place,
    `first_seen` and `last_seen` are the times of the earliest and the latest of them.
    """

    outlet: str
    text: str
    side: Side
    distance: int
    articles: int
    events: int
    first_seen: datetime
    last_seen: datetime

    def stands_at(self, number: int, paragraphs: int) -> bool:
        """Is this the place of paragraph `number`, from 1, of a body with so many?"""
        return abs(distance_from(self.side, number, paragraphs) - self.distance) <= NEAR


def body_of(article: Article, *, event: str, seen: datetime) -> Body:
    """What the learner looks at of an article in an event, first seen at that time."""
    at = seen if article.published is None else article.published.at
    texts = tuple(article.text[span.start : span.end] for span in body_paragraphs(article))
    return Body(article.key, article.outlet, event, at, article.title, texts)


def body_paragraphs(article: Article) -> list[Span]:
    """The places of the body's paragraphs in the article's text, those that sentences count from 1."""
    return paragraphs(article.text, start=min(len(article.title), len(article.text)))


def line_id(outlet: str, text: str) -> str:
    """Twelve hexadecimal digits from the outlet and the line's shape."""
    return hashlib.sha256(f"{outlet}\n{line_shape(text)}".encode()).hexdigest()[:ID_DIGITS]


def distance_from(side: Side, number: int, paragraphs: int) -> int:
    """How far paragraph `number` of so many stands from that side; 1 is the outermost."""
    return number if side == "top" else paragraphs - number + 1


def recurring_lines(bodies: Iterable[Body], known: Iterable[SiteLine] = ()) -> list[SiteLine]:
    """Lines that stand at one place of enough pages, whatever these are about; sorted by outlet and text.

    The first of two steps. A long line in short pages makes them look like one event, so the pages' events are best
    found without what recurs in them, before `furniture_among` judges. Outlets are looked at one by one. Lines of the
    shape of a `known` one are left out, whatever a person decided of them.
    """
    held = {(line.outlet, line_shape(line.text)) for line in known}
    return [
        line
        for outlet, own in _by_outlet(bodies).items()
        for line in _of_outlet(own, {shape for name, shape in held if name == outlet})
    ]


def furniture_among(
    lines: Iterable[SiteLine], bodies: Iterable[Body], known: Iterable[SiteLine] = ()
) -> list[SiteLine]:
    """Those of the lines that are site furniture, each counted anew, in the order given: their pages' events are
    unrelated to each other and foreign to what the line says.

    `lines` and `known` ones are left out of the pages first: furniture must not make pages look alike.
    """
    candidates = list(lines)
    recurring = frozenset(line_shape(line.text) for line in (*candidates, *known))
    by_outlet = _by_outlet(bodies)
    found = []
    for candidate in candidates:
        own = by_outlet.get(candidate.outlet, [])
        with_it = _with_line(candidate, own)
        if with_it:
            line = _counted(candidate, with_it)
            told = speaks_to_readers(line.text, line.outlet)
            if told and _is_frequent(line, own) and _is_furniture(line, with_it, recurring):
                found.append(line)
    return found


def learn_lines(bodies: Iterable[Body], known: Iterable[SiteLine] = ()) -> list[SiteLine]:
    """New lines of site furniture, sorted by outlet and text: both steps. The order of the bodies does not matter.

    What two outlets share, as houses of one publisher or as an agency's clients do, is learned of each by its own pages
    or not at all.
    """
    held, read = list(known), list(bodies)
    return furniture_among(recurring_lines(read, held), read, held)


def stands_in(line: SiteLine, body: Body) -> bool:
    """Does the body have the line at its place? The body is of the line's outlet."""
    return bool(_with_line(line, [body]))


def _by_outlet(bodies: Iterable[Body]) -> dict[str, list[Body]]:
    """Outlets sorted, and each one's bodies by time."""
    found: dict[str, list[Body]] = {}
    for body in sorted(bodies, key=lambda body: (body.outlet, body.at, body.article)):
        found.setdefault(body.outlet, []).append(body)
    return found


def _with_line(line: SiteLine, bodies: Iterable[Body]) -> list[Body]:
    """Bodies of its outlet that have the line at its place."""
    shape = line_shape(line.text)
    return [
        body
        for body in bodies
        if any(
            line.stands_at(number, len(body.paragraphs)) and line_shape(text) == shape
            for number, text in enumerate(body.paragraphs, 1)
        )
    ]


@dataclass(frozen=True, slots=True)
class _Sighting:
    body: Body
    number: int  # of the paragraph, from 1

    @property
    def text(self) -> str:
        return self.body.paragraphs[self.number - 1]

    def distance(self, side: Side) -> int:
        return distance_from(side, self.number, len(self.body.paragraphs))


def _of_outlet(bodies: Sequence[Body], held: set[str]) -> list[SiteLine]:
    """Frequent lines of one outlet, whose bodies come sorted by time."""
    alike: defaultdict[tuple[str, ...], list[_Sighting]] = defaultdict(list)
    for body in bodies:
        for number, text in enumerate(body.paragraphs, 1):
            alike[line_sketch(text)].append(_Sighting(body, number))
    sightings: defaultdict[str, list[_Sighting]] = defaultdict(list)
    for some in alike.values():
        if _events_with(some) >= EVENTS_NEEDED:  # of most lines there is nothing like
            for sighting in some:
                sightings[line_shape(sighting.text)].append(sighting)
    found = []
    for shape in sorted(sightings.keys() - held):
        if _events_with(sightings[shape]) >= EVENTS_NEEDED:
            line = _line_at_best_place(sightings[shape])
            line = _counted(line, _with_line(line, (sighting.body for sighting in sightings[shape])))
            if _is_frequent(line, bodies):
                found.append(line)
    return sorted(found, key=lambda line: line.text)


def _events_with(found: Iterable[_Sighting]) -> int:
    return len({sighting.body.event for sighting in found})


def _line_at_best_place(found: Sequence[_Sighting]) -> SiteLine:
    """The line at the place at which most events have it; of equals most articles, most exactly, from the end."""

    def weight(side: Side, distance: int) -> tuple[int, int, int, bool, int]:
        near = [s for s in found if abs(s.distance(side) - distance) <= NEAR]
        exact = sum(s.distance(side) == distance for s in near)
        events = len({s.body.event for s in near})
        return events, len({s.body.article for s in near}), exact, side == "end", -distance

    places = {(side, sighting.distance(side)) for side in SIDES for sighting in found}
    side, distance = max(places, key=lambda place: weight(*place))
    first = found[0].body
    return SiteLine(first.outlet, found[0].text, side, distance, 0, 0, first.at, first.at)


def _counted(line: SiteLine, with_it: Sequence[Body]) -> SiteLine:
    times = sorted(body.at for body in with_it)
    return replace(
        line,
        articles=len({body.article for body in with_it}),
        events=len({body.event for body in with_it}),
        first_seen=times[0],
        last_seen=times[-1],
    )


def _is_short(line: SiteLine) -> bool:
    return len(line.text.split()) < SHORT_WORDS


def _events_needed(line: SiteLine) -> int:
    return SHORT_EVENTS_NEEDED if _is_short(line) else EVENTS_NEEDED


def _is_frequent(line: SiteLine, bodies: Sequence[Body]) -> bool:
    """Is it on enough events, and on enough of the outlet's pages since it appeared?"""
    since = sum(body.at >= line.first_seen for body in bodies)
    share = line.articles / since
    return line.events >= _events_needed(line) and share >= (SHORT_SHARE_NEEDED if _is_short(line) else SHARE_NEEDED)


def _is_furniture(line: SiteLine, with_it: Sequence[Body], recurring: frozenset[str]) -> bool:
    """Are the events with it unrelated to each other, and foreign to what it says?"""
    first_of_event: dict[str, Body] = {}
    for body in sorted(with_it, key=lambda body: (body.at, body.article)):
        first_of_event.setdefault(body.event, body)
    looked_at = _spread(list(first_of_event.values()), EVENTS_LOOKED_AT)
    unrelated = _unrelated(line.text, looked_at, recurring)
    return unrelated >= _events_needed(line) and unrelated >= UNRELATED_SHARE * len(looked_at)


def _spread(bodies: Sequence[Body], number: int) -> list[Body]:
    """At most so many, at even steps, the first and the last among them."""
    if len(bodies) <= number:
        return list(bodies)
    return [bodies[round(i * (len(bodies) - 1) / (number - 1))] for i in range(number)]


def _unrelated(line: str, bodies: Sequence[Body], recurring: frozenset[str]) -> int:
    """How many of the bodies are unrelated to each other, and say nothing of what the line says.

    What recurs is left out of them first.
    """
    rest = [
        replace(body, paragraphs=tuple(text for text in body.paragraphs if line_shape(text) not in recurring))
        for body in bodies
    ]
    stems = _topic(line)
    foreign = [body for body in rest if _share_of(stems, body) <= FOREIGN]
    if not foreign:
        return 0
    rows, _ = word_rows([_as_article(body) for body in foreign])
    alike: Any = (rows @ rows.T).toarray()
    taken: list[int] = []
    for i in range(len(foreign)):
        if all(round(float(alike[i, j]), 3) < RELATED for j in taken):
            taken.append(i)
    return len(taken)


def _topic(text: str) -> frozenset[str]:
    return frozenset(content_stems(text)) - news_stems()


def _share_of(stems: frozenset[str], body: Body) -> float:
    """Share of the stems that the body has too; 0 for a line of no content words."""
    own = _topic(" ".join((body.title, *body.paragraphs)))
    return len(stems & own) / len(stems) if stems else 0.0


def _as_article(body: Body) -> Article:
    text = join_text(body.title, list(body.paragraphs))
    return Article(body.outlet, body.article, body.article, body.title, text, "")
