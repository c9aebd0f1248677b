"""What reviewers decided of flags and differences, and what holds where several decided.

A verdict names what it is about by words and not by places or ids: the rule or the kind of difference, and for each
passage outlet, address, the quoted text and what stands before and behind it, as the W3C's TextQuoteSelector does (Web
Annotation Data Model, 2017, section 4.2.4). So it outlives a re-scrape, a rule's new version and the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal, get_args

from compare.spans import Span
from compare.words import words

Subject = Literal["flag", "difference"]
Judgement = Literal["accepted", "rejected", "quoted", "other-claim"]
"""`quoted`: the words are a source's, not the outlet's. `other-claim`: the passages do not tell the same."""
ReviewState = Literal["unreviewed", "accepted", "rejected", "disputed"]
Proposes = Literal["", "phrase", "phrase-here", "rule", "rule-here"]
"""What the reviewer of a rejected flag proposes: that its words be allowed, or its rule be off; everywhere, or, with
`-here`, for its outlet alone."""

SUBJECTS: Final = get_args(Subject)
JUDGEMENTS: Final = get_args(Judgement)
PROPOSES: Final = get_args(Proposes)
CONTEXT: Final = 32  # characters of a quote's prefix and suffix, as annotation tools commonly keep
NEAR_WORDS: Final = 2  # before or behind a passage, by which it is known again
ID_DIGITS: Final = 12  # hexadecimal digits of a verdict's id


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A passage by its words. `article` is the key it is held under, or would be."""

    article: str
    outlet: str
    url: str
    canonical_url: str
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`about` is a rule's id or the kind of a difference; `quotes` are in order, one for a flag. `at` and `undone_at`
    are aware and in UTC. One that `settles` decides between others. Only one that rejects a flag proposes anything."""

    id: str
    subject: Subject
    about: str
    quotes: tuple[Quote, ...]
    judgement: Judgement
    reviewer: str
    at: datetime
    note: str = ""
    settles: bool = False
    undone_at: datetime | None = None
    proposes: Proposes = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What holds of one flag or difference: `verdicts` are those in force, the latest of each reviewer, earliest first.

    Where one settles, the latest such holds; else all must say the same, or the matter is disputed.
    """

    verdicts: tuple[Verdict, ...] = ()

    @property
    def decided(self) -> Verdict | None:
        """The verdict that holds, None where there is none or where they disagree."""
        settling = [one for one in self.verdicts if one.settles]
        if settling:
            return settling[-1]
        agreed = len({one.judgement for one in self.verdicts}) == 1
        return self.verdicts[-1] if agreed else None

    @property
    def state(self) -> ReviewState:
        if not self.verdicts:
            return "unreviewed"
        if self.decided is None:
            return "disputed"
        return "accepted" if self.decided.judgement == "accepted" else "rejected"


UNREVIEWED: Final = Review()


def quote(article: tuple[str, str, str, str], text: str, place: Span) -> Quote:
    """The quote of a place in an article's text; `article` is key, outlet, address and canonical address."""
    before = text[max(0, place.start - CONTEXT) : place.start]
    return Quote(*article, text[place.start : place.end], before, text[place.end : place.end + CONTEXT])


def judged(
    subject: Subject,
    about: str,
    quotes: Iterable[Quote],
    judgement: Judgement,
    *,
    reviewer: str,
    at: datetime,
    note: str = "",
    settles: bool = False,
    undone_at: datetime | None = None,
    proposes: Proposes = "",
) -> Verdict:
    """A verdict with its id, which comes from all of it but whether it was undone. `at` is taken to UTC.

    Raises ValueError where something is proposed and no flag rejected.
    """
    if proposes and (subject, judgement) != ("flag", "rejected"):
        raise ValueError(f"proposes {proposes!r}: only a verdict that rejects a flag proposes anything")
    at, order = at.astimezone(UTC), tuple(sorted(quotes))
    named = [[one.outlet, one.canonical_url, one.exact, one.prefix, one.suffix] for one in order]
    told: list[object] = [subject, about, named, judgement, reviewer, at.isoformat(), note, settles]
    if proposes:  # ids from before anything could be proposed stay what they are
        told.append(proposes)
    content = json.dumps(told, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()[:ID_DIGITS]
    return Verdict(digest, subject, about, order, judgement, reviewer, at, note, settles, undone_at, proposes)


def judged_anew(
    review: Review,
    subject: Subject,
    about: str,
    quotes: Iterable[Quote],
    judgement: Judgement,
    *,
    reviewer: str,
    at: datetime,
    note: str = "",
    settles: bool = False,
    proposes: Proposes = "",
) -> Verdict:
    """A verdict on what stands so far as `review` says. What somebody decides anew who settled the matter settles it
    too: the later verdict takes the place of the earlier, and the matter would be open again. Raises as `judged`."""
    settled = any(one.settles for one in review.verdicts if one.reviewer == reviewer)
    return judged(
        subject,
        about,
        quotes,
        judgement,
        reviewer=reviewer,
        at=at,
        note=note,
        settles=settles or settled,
        proposes=proposes,
    )


class Reviews:
    """All verdicts in force, by what they are about."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self._by_subject: dict[tuple[str, str, str], list[Verdict]] = {}
        for one in sorted(verdicts, key=lambda one: (one.at, one.id)):
            if one.undone_at is None:
                self._by_subject.setdefault(_key(one.subject, one.about, one.quotes[0]), []).append(one)

    def of(self, subject: Subject, about: str, passages: Sequence[Quote]) -> Review:
        """What holds of a flag or a difference with these passages: of the verdicts all of whose quotes are among them.

        A difference may have passages besides: another outlet came to take a side.
        """
        latest: dict[str, Verdict] = {}
        for key in dict.fromkeys(_key(subject, about, passage) for passage in passages):
            for verdict in self._by_subject.get(key, ()):
                if all(any(same_passage(one, passage) for passage in passages) for one in verdict.quotes):
                    latest.pop(verdict.reviewer, None)
                    latest[verdict.reviewer] = verdict
        return Review(tuple(sorted(latest.values(), key=lambda one: (one.at, one.id))))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A flag that somebody judged: its rule, its passage, and what holds of it."""

    rule: str
    passage: Quote
    review: Review


def reviewed_flags(verdicts: Iterable[Verdict]) -> list[Reviewed]:
    """Every flag with a verdict in force, once, however many people judged it; in the order of the first verdicts."""
    held = [one for one in verdicts if one.subject == "flag" and one.undone_at is None]
    reviews = Reviews(held)
    found: list[Reviewed] = []
    seen: dict[tuple[str, str], list[Quote]] = {}
    for one in held:
        passage = one.quotes[0]
        others = seen.setdefault((one.about, passage.article), [])
        if any(same_passage(passage, other) for other in others):
            continue
        others.append(passage)
        found.append(Reviewed(one.about, passage, reviews.of("flag", one.about, [passage])))
    return found


def acceptance(verdicts: Iterable[Verdict]) -> dict[str, tuple[int, int]]:
    """Of the flags of each rule that were decided, how many were accepted, and how many there are, by the rule's id.

    A flag counts once, however many people judged it, and not while they disagree.
    """
    found: dict[str, tuple[int, int]] = {}
    for one in reviewed_flags(verdicts):
        if one.review.state in ("accepted", "rejected"):
            accepted, decided = found.get(one.rule, (0, 0))
            found[one.rule] = accepted + (one.review.state == "accepted"), decided + 1
    return found


def same_passage(a: Quote, b: Quote) -> bool:
    """Are two quotes of one passage: the same words of one article, with the same words before or behind them?

    Either is enough, so that an edit beside the passage does not part them; both would be lost where the passage opens
    or ends a text, where nothing stands there in both.
    """
    if a.article != b.article or plain_words(a.exact) != plain_words(b.exact):
        return False
    before = [plain_words(one.prefix)[-NEAR_WORDS:] for one in (a, b)]
    behind = [plain_words(one.suffix)[:NEAR_WORDS] for one in (a, b)]
    return before[0] == before[1] or behind[0] == behind[1]


@lru_cache(maxsize=50_000)  # the same few thousand quotes are held against each other again and again
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case, with plain apostrophes."""
    return tuple(word.text.casefold().replace("’", "'") for word in words(text))


def _key(subject: str, about: str, passage: Quote) -> tuple[str, str, str]:
    return subject, about, passage.article
