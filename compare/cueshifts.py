"""Differences in attribution: where on the ladder from neutral ("said") to charged ("admitted") an outlet's cue stands.

Only words that report what somebody says count: the cue of a paraphrase or a quotation. An outlet without a cue, such
as a headline that names no speaker, takes no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compare.certainty import is_report
from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.framing import Flag
from compare.sharedwording import MOSTLY, shared_whole
from compare.spans import Span, contains, overlaps
from compare.voice import VoiceSpan
from compare.wordplaces import reporting_verb
from compare.wordshifts import Flags, Use, whose

NEUTRAL = ""  # the family of every cue that no rule calls charged


@dataclass(frozen=True, slots=True)
class Cue:
    """An outlet's cue for the claim: its place in the reading's own text, the family of charged words that it belongs
    to, such as "concede" for "admitted" and "owned up", and the flag on it, if there is one."""

    reading: Reading
    place: Span
    family: str = NEUTRAL
    flag: Flag | None = None

    @property
    def text(self) -> str:
        return self.reading.text[self.place.start : self.place.end]


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
    return [shift(group, told, context) for group in groups if (told := reporting_the_same(group, neutral))]


def reporting_the_same(charged: Sequence[Cue], neutral: Sequence[Cue]) -> list[Cue]:
    """The neutral cues of those that report what a charged one reports."""
    return [
        cue for cue in neutral if any(shared_whole(other.reading.text, cue.reading.text) >= MOSTLY for other in charged)
    ]


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
        if verb is not None:
            yield Cue(reading, verb)
        return
    for place, leads_quotation in cue_places(reading, spans):
        at = Span(reading.start + place.start, reading.start + place.end)
        flag = max((flag for flag in flags if overlaps(flag, at)), key=lambda flag: flag.end - flag.start, default=None)
        family = charged_family(reading.text[place.start : place.end], flag, context)
        plain = family == NEUTRAL and is_report(reading.text[place.start : place.end], context)
        if flag is not None or plain or (leads_quotation and family != NEUTRAL):
            charged = flag if family != NEUTRAL else None
            whole = charged is not None and contains(charged, at)
            yield Cue(reading, Use(reading, charged).place if charged and whole else place, family, charged)
        # A charged word that its rule lets stand ("claimed responsibility") is no neutral cue either.
    held = [Span(reading.start + place.start, reading.start + place.end) for place, _ in cue_places(reading, spans)]
    for flag in flags:  # a phrase such as "let slip", which leads what is said though no verb of it does
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


def cue_places(reading: Reading, spans: tuple[VoiceSpan, ...]) -> list[tuple[Span, bool]]:
    """Where the reading's cues stand in its own text, in order, each once, and whether it leads a quotation."""
    found: dict[Span, bool] = {}
    for span in spans:
        if span.cue and span.cue_start is not None and reading.start <= span.cue_start < reading.end:
            start = span.cue_start - reading.start
            place = Span(start, start + len(span.cue))
            found[place] = found.get(place, False) or span.kind == "quoted"
    return sorted(found.items())


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
