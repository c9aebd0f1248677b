"""Differences in attribution: where on the ladder from neutral ("said") to charged ("admitted") an outlet's cue stands.

Only words that report what somebody says count: the cue of a paraphrase or a quotation. An outlet without a cue, such
as a headline that names no speaker, takes no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from compare.certainty import is_report
from compare.claims import Claim, Reading
from compare.cues import AIMING_OTHERS, any_of
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.framing import Flag
from compare.grammar import is_subjunctive
from compare.onematter import turned_round
from compare.sharedwording import MOSTLY, shared_whole
from compare.spans import Span, blanked, contains, overlaps
from compare.voice import VoiceSpan
from compare.withheld import is_denied
from compare.wordplaces import reporting_verb
from compare.wordshifts import Flags, Use, whose

NEUTRAL = ""  # the family of every cue that no rule calls charged
_ASKS = re.compile(any_of(AIMING_OTHERS), re.IGNORECASE)
_TO_DO = re.compile(r"(?:\W*[\w’'.\-]+){0,8}?\W*\bto\s+[a-z]")
"""How what somebody is asked to do begins: "the court to strike it down"."""


DEMANDING: Final = frozenset(["ask", "demand", "insist", "propose", "recommend", "request", "suggest", "urge"])
"""Verbs behind which "that …" may be what is to be done."""


@dataclass(frozen=True, slots=True)
class Cue:
    """An outlet's cue for the claim: its place in the reading's own text, the family of charged words that it belongs
    to, such as "concede" for "admitted" and "owned up", the flag on it, if there is one, and what it leads there;
    nothing where nobody worked that out."""

    reading: Reading
    place: Span
    family: str = NEUTRAL
    flag: Flag | None = None
    contents: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        return self.reading.text[self.place.start : self.place.end]

    @property
    def told(self) -> str:
        """What the cue leads."""
        return " ".join(self.reading.text[span.start : span.end] for span in self.contents)

    @property
    def besides(self) -> str:
        """What the reading has besides."""
        return blanked(self.reading.text, self.contents)

    @property
    def asks(self) -> bool:
        """Does it lead what somebody is to do ("asked the court to strike it down"), and no statement?"""
        return _ASKS.fullmatch(self.text) is not None and _TO_DO.match(self.told) is not None


def cue_shifts(claim: Claim, flags_by_article: Flags, context: Context) -> list[Difference]:
    """One difference for each family of charged cues that sets outlets apart from those with a neutral one; where more
    outlets are charged than neutral, one difference that sets the neutral ones apart."""
    cues = cues_of(claim, flags_by_article, context)
    families: dict[str, list[Cue]] = {}
    for cue in cues.values():
        families.setdefault(cue.family, []).append(cue)
    neutral = families.pop(NEUTRAL, [])
    charged = [cue for family in families.values() for cue in family]
    if not neutral or not charged:
        return []
    groups = list(families.values()) if texts(neutral) >= texts(charged) else [charged]
    return [shift(group, told, context) for group in groups if (told := reporting_the_same(group, neutral, context))]


def reporting_the_same(charged: Sequence[Cue], neutral: Sequence[Cue], context: Context) -> list[Cue]:
    """The neutral cues of those that report what a charged one reports."""
    return [
        cue
        for cue in neutral
        if any(
            report_the_same(other, cue)
            and not turned_round(other.reading, cue.reading, context)
            and not (demands(other, context) and not cue.asks)
            for other in charged
        )
    ]


def demands(cue: Cue, context: Context) -> bool:
    """Does the cue ask that something be done ("insisted that the bank pay"), and state nothing?"""
    for start, tree in context.trees.of(cue.reading.text) if context.trees else ():
        for at, token in enumerate(tree.tokens):
            inside = start + token.start < cue.place.end and cue.place.start < start + token.end
            if inside and token.lemma.lower() in DEMANDING:
                return any(is_subjunctive(tree, clause) for clause in tree.with_dep(at, "ccomp"))
    return False


def report_the_same(charged: Cue, neutral: Cue) -> bool:
    """Do two readings tell the same, and do their cues lead the same part of it?

    Not so where what one cue leads stands in the other reading beside its cue ("railed against the mayor, promising
    that …", where another "vowed that …"), nor where one leads a statement and the other a request.
    """
    if shared_whole(charged.reading.text, neutral.reading.text) < MOSTLY or (neutral.asks and not charged.asks):
        return False
    if not charged.contents or not neutral.contents:
        return True
    elsewhere = max(shared_whole(charged.told, neutral.besides), shared_whole(neutral.told, charged.besides))
    return shared_whole(charged.told, neutral.told) >= elsewhere


def texts(cues: list[Cue]) -> int:
    """How many different texts have them: one that several outlets printed counts once."""
    return len({cue.reading.text for cue in cues})


def cues_of(claim: Claim, flags_by_article: Flags, context: Context) -> Mapping[str, Cue]:
    """By outlet, sorted: its first charged cue, else its first neutral one. Outlets without one are missing."""
    found: dict[str, Cue] = {}
    for reading in claim.body_first():
        for cue in cues_in(reading, flags_by_article, context):
            held = found.get(reading.outlet)
            if held is None or (held.family == NEUTRAL and cue.family != NEUTRAL):
                found[reading.outlet] = cue
    return dict(sorted(found.items()))


def cues_in(reading: Reading, flags_by_article: Flags, context: Context) -> Iterator[Cue]:
    spans = context.voices.get(reading.article)
    flags = [
        flag
        for flag in flags_by_article.get(reading.article, ())
        if flag.category == "attribution" and flag.voice != "quoted" and contains(reading, flag)
    ]
    if spans is None:
        yield from (Cue(reading, Use(reading, flag).place, flag.rule, flag) for flag in flags if flag.level == "mark")
        verb = reporting_verb(reading.text)
        if verb is not None and not is_denied(reading.text, verb.start):
            yield Cue(reading, verb)
        return
    for place, (leads_quotation, contents) in cue_places(reading, spans).items():
        at = Span(reading.start + place.start, reading.start + place.end)
        flag = max((flag for flag in flags if overlaps(flag, at)), key=lambda flag: flag.end - flag.start, default=None)
        family = charged_family(reading.text[place.start : place.end], flag, context)
        plain = family == NEUTRAL and is_report(reading.text[place.start : place.end], context)
        if flag is not None or plain or (leads_quotation and family != NEUTRAL):
            charged = flag if family != NEUTRAL else None
            whole = charged is not None and contains(charged, at)
            yield Cue(reading, Use(reading, charged).place if charged and whole else place, family, charged, contents)
        # A charged word that its rule lets stand ("claimed responsibility") is no neutral cue either.
    held = [Span(reading.start + place.start, reading.start + place.end) for place in cue_places(reading, spans)]
    for flag in flags:  # a phrase such as "let slip", which leads what is said though no verb of it does
        if is_denied(reading.text, flag.start - reading.start):
            continue
        leads = " " in flag.match or flag.level == "contrast"
        step = context.ladder.step_of_rule(flag.rule) if context.ladder and leads else None
        if step is not None and step.rung == "charged" and not any(overlaps(flag, place) for place in held):
            yield Cue(reading, Use(reading, flag).place, step.family, flag)


def charged_family(cue: str, flag: Flag | None, context: Context) -> str:
    """The family of charged words that a cue belongs to; NEUTRAL for all others. The ladder decides, whatever a rule's
    level is for a text that stands alone; without a ladder a rule's mark does."""
    if context.ladder is None:
        return flag.rule if flag is not None and flag.level == "mark" else NEUTRAL
    steps = [context.ladder.step_of(cue), context.ladder.step_of_rule(flag.rule) if flag is not None else None]
    return next((step.family for step in steps if step is not None and step.rung == "charged"), NEUTRAL)


def cue_places(reading: Reading, spans: tuple[VoiceSpan, ...]) -> dict[Span, tuple[bool, tuple[Span, ...]]]:
    """Where the reading's cues stand in its own text, in order, each once, whether it leads a quotation, and what it
    leads in the reading; without those that are denied."""
    found: dict[Span, tuple[bool, tuple[Span, ...]]] = {}
    for span in spans:
        if span.cue and span.cue_start is not None and reading.start <= span.cue_start < reading.end:
            start = span.cue_start - reading.start
            if is_denied(reading.text, start):
                continue
            place = Span(start, start + len(span.cue))
            quotes, contents = found.get(place, (False, ()))
            left, right = max(0, span.start - reading.start), min(len(reading.text), span.end - reading.start)
            more = (Span(left, right),) if left < right else ()
            found[place] = quotes or span.kind == "quoted", (*contents, *more)
    return dict(sorted(found.items()))


def shift(charged: list[Cue], neutral: list[Cue], context: Context) -> Difference:
    places = [Place(cue.reading, cue.place.start, cue.place.end, cue.family) for cue in (*charged, *neutral)]
    return Difference("attribution", in_sides(places), explained(charged, neutral, context))


def explained(charged: list[Cue], neutral: list[Cue], context: Context) -> str:
    """ "X wrote “claimed”; Y and Z wrote “said”." """
    by_word: dict[str, list[Cue]] = {}
    for cue in sorted(charged, key=lambda cue: cue.reading.outlet):
        by_word.setdefault(cue.text, []).append(cue)
    parts = []
    for word, cues in by_word.items():
        uses = [Use(cue.reading, cue.flag) for cue in cues if cue.flag]
        parts.append(
            f"{context.listed([cue.reading.outlet for cue in cues])} wrote {shown(word)}{whose(uses, context)}"
        )
    by_answer: dict[str, list[str]] = {}
    for cue in sorted(neutral, key=lambda cue: cue.reading.outlet):
        by_answer.setdefault(cue.text, []).append(cue.reading.outlet)
    parts += [f"{context.listed(outlets)} wrote {shown(word)}" for word, outlets in by_answer.items()]
    return "; ".join(parts) + "."
