"""Differences in certainty: one outlet states as fact what others leave to a source or call unproven, or the reverse.

Much is reported with "police said" in one house and plainly in another, and nothing follows from it. What counts is an
assertion that is disputed or unproven: an accusation, a suspicion, what one side of a fight says of its own deeds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.quotedwords import quoted_spans
from compare.sharedwording import telling_it
from compare.spans import Span, overlaps
from compare.voice import VoiceSpan
from compare.words import content_stems

HEARSAY: Final = re.compile(
    r"\b(?:allegedly|(?:is|are|was|were|been) alleged"
    r"|(?:(?<=\bthe )|(?<=\ban )|(?<=\bhis )|(?<=\bher )|(?<=\bits )|(?<=\btheir )|(?<=\bof )|(?<=\bover )|(?<=\bin )"
    r"|(?<=\bfor )|(?<=\babout )|(?<=\band )|(?<=[’']s ))alleged"
    r"|reportedly|apparently|supposedly|it is said)\b",
    re.IGNORECASE,
)
"""Words that leave open whether it is so, without a source: "the alleged fraud", not "she alleged fraud"."""
UNPROVEN: Final = re.compile(
    r"\b(?:alleg\w+|accus\w+|suspect\w*|suspicions?|in connection with"
    r"|charged?(?: [\w’'-]+){0,9} with|on charges of|purported\w*|supposed(?:ly)?|reportedly"
    r"|claim(?:s|ed|ing)?(?= (?:that|to have|he|she|they|it|there)\b)|apparently|believ(?:e|es|ed)|thought to"
    r"|said to (?:be|have)|is said to|blam(?:e|es|ed|ing)|unproven|unconfirmed|attributed to|understood to|rumou?red"
    r"|what (?:\w+ ){1,4}?(?:says?|said|calls?|called|describes?|described|claims?|claimed) (?:is|was|are|were|as))\b",
    re.IGNORECASE,
)
FIGHTER: Final = re.compile(
    r"\b(?:army|armies|military|troops|forces?|navy|air force|defen[cs]e ministry|ministry of defen[cs]e|general staff"
    r"|rebels?|militia\w*|insurgents|guerrillas?|junta|garrison|regiment|commander|front|brigade|separatists)\b",
    re.IGNORECASE,
)
"""A source that is a side of the fight it reports on."""
FOUGHT: Final = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|wound(?:s|ed|ing)|injur(?:e|es|ed|ing)|destroy\w*|shot|shoot\w*|downed|intercept\w*"
    r"|s[aiu]nk|sinking|(?:re)?captur\w*|seiz\w*|(?:took|taken)(?! (?:part|place)\b)|retook|retaken|struck"
    r"|(?:air)?strikes?(?! (?:action|ballot|over|vote)\b)|striking|ambush\w*|gunfire|explo\w+|deaths?"
    r"|hit(?:s|ting)?|attack\w*|assault\w*|bomb\w*|shell(?:s|ed|ing)|fir(?:e|ed|ing)|repel\w*|repuls\w*|liberat\w*"
    r"|los(?:t|ses)|casualt\w+|dead|died|br(?:ing|ings|inging|ought) down|raid\w*|clash\w*"
    r"|stop(?:ped|ping)(?= (?:an?|the) (?:\w+ )?(?:advance|assault|attack|convoy|offensive)\b)"
    r"|advanc\w+|offensive|drones?|missiles?|rockets?)\b",
    re.IGNORECASE,
)
"""Deeds of force and what came of them: of these the sides of a fight tell what suits them. That ships have sailed is
nobody's boast."""
CONTESTED: Final = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:e|es|ed)|contest(?:s|ed)|refut(?:e|es|ed)|contradict(?:s|ed)?"
    r"|(?:say|says|said|know|knows|knew)(?: \w+){0,3} (?:none|nothing|never|no such|not))\b",
    re.IGNORECASE,
)
"""Somebody says that it is not so."""
FEWEST: Final = 2  # outlets that hold back, or that do not
AS_FACT: Final = "as fact"
NOT_OPEN: Final = "did not leave it open"
"""How an explanation says which difference it is: a reader's page says it in other words."""


def certainty_shifts(claim: Claim, context: Context) -> list[Difference]:
    """At most one difference of each sort: hearsay where nobody else leaves it open, and a plain statement of what most
    others leave open."""
    readings: dict[str, Reading] = {}
    for reading in claim.body_first():
        readings.setdefault(reading.outlet, reading)
    return [*hearsay(readings, context), *stated(readings, context)]


def leaves_open(reading: Reading) -> bool:
    """Does it leave open, in its own words, whether something is so?"""
    return UNPROVEN.search(reading.text) is not None


def hearsay(readings: Mapping[str, Reading], context: Context) -> list[Difference]:
    marked = {
        outlet: place
        for outlet, reading in readings.items()
        if (place := first_outside(HEARSAY, reading)) and is_own(place, reading, context)
    }
    unmarked = [reading for outlet, reading in sorted(readings.items()) if outlet not in marked]
    telling = {
        outlet: telling_it(readings[outlet], place, unmarked, context.vectors) for outlet, place in marked.items()
    }
    marked = {outlet: place for outlet, place in marked.items() if telling[outlet]}
    others = sorted({reading.outlet for outlet in marked for reading in telling[outlet]})
    if not marked or len(others) < max(FEWEST, len(marked)) or any(UNPROVEN.search(readings[o].text) for o in others):
        return []
    places = [Place(readings[o], place.start, place.end, "open") for o, place in sorted(marked.items())]
    places += [Place(readings[o], 0, len(readings[o].text), "plain") for o in sorted(others)]
    told = [
        f"{context.name(o)} wrote {shown(readings[o].text[place.start : place.end])}"
        for o, place in sorted(marked.items())
    ]
    end = f"{context.listed(sorted(others))} {NOT_OPEN}"
    return [Difference("doubt", in_sides(places), "; ".join([*told, end]) + ".")]


def stated(readings: Mapping[str, Reading], context: Context) -> list[Difference]:
    sources = {outlet: sources_of(reading, context) for outlet, reading in readings.items()}
    held = [outlet for outlet, reading in readings.items() if holds_back(reading, context)]
    told = content_stems(" ".join(readings[outlet].text for outlet in held))
    held = [o for o in held if not says_besides(readings[o], sources[o], set(told), context)]
    plain = [outlet for outlet, reading in readings.items() if outlet not in held and reading.paragraph > 0]
    if not plain or len(held) < FEWEST or len(plain) >= len(held):
        return []
    unproven = [o for o in held if first_outside(UNPROVEN, readings[o])]
    fighting = [
        o
        for o in held
        if FOUGHT.search(readings[o].text) and any(FIGHTER.search(span.source or "") for span in sources[o])
    ]
    sourced = [o for o in held if sources[o]]
    contested = sourced if any(first_outside(CONTESTED, readings[o]) for o in sourced) else []
    stating = [readings[outlet] for outlet in plain]
    disputed = [
        outlet
        for outlet in max(unproven, fighting, contested, key=len)
        if telling_it(readings[outlet], held_by(readings[outlet], sources[outlet]), stating, context.vectors)
    ]
    if len(disputed) < FEWEST or 2 * len(disputed) <= len(readings) - len(plain):
        return []
    told = content_stems(" ".join(readings[o].text for o in disputed))
    places = []
    for outlet in sorted(plain):
        place = best_clause(readings[outlet], set(told), context)
        places.append(Place(readings[outlet], place.start, place.end, "fact"))
    for outlet in sorted(disputed):
        cue = held_by(readings[outlet], sources[outlet])
        places.append(Place(readings[outlet], cue.start, cue.end, "held"))
    facts = "; ".join(
        f"{context.name(p.reading.outlet)} states {shown(p.text)} {AS_FACT}" for p in places if p.key == "fact"
    )
    back = "; ".join(f"{context.name(p.reading.outlet)} wrote {shown(p.text)}" for p in places if p.key == "held")
    return [Difference("doubt", in_sides(places), f"{facts}; {back}.")]


def says_besides(reading: Reading, sources: list[VoiceSpan], told: set[str], context: Context) -> bool:
    """Is nothing of what the texts tell laid to anybody here, but only what somebody says besides?"""
    if leaves_open(reading) or not sources or context.trees is None:
        return False
    clause = best_clause(reading, told, context)
    place = Span(reading.start + clause.start, reading.start + clause.end)
    if any(overlaps(clause, quotation) for quotation in quoted_spans(reading.text)):
        return False
    cues = [span.cue_start for span in sources if span.cue_start is not None]
    return not any(overlaps(span, place) for span in sources) and not any(place.start <= at < place.end for at in cues)


def is_own(place: Span, reading: Reading, context: Context) -> bool:
    """Is it the outlet's own voice? What a source leaves open in a paraphrase, the source may have left open."""
    at = reading.start + place.start
    return not any(span.start <= at < span.end for span in context.voices.get(reading.article, ()))


def sources_of(reading: Reading, context: Context) -> list[VoiceSpan]:
    """The stretches of the reading that are laid to somebody."""
    return [
        span
        for span in context.voices.get(reading.article, ())
        if span.cue and overlaps(span, reading) and is_report(span.cue, context)
    ]


def is_report(cue: str, context: Context) -> bool:
    """Does it say that somebody said it, as far as the ladder knows ("said", "warned", not "wants")?"""
    return context.ladder is None or context.ladder.step_of(cue) is not None


def holds_back(reading: Reading, context: Context) -> bool:
    """Does the reading lay what it tells to somebody, or leave open whether it is so?"""
    return bool(sources_of(reading, context)) or leaves_open(reading)


def held_by(reading: Reading, sources: list[VoiceSpan]) -> Span:
    """The word by which the reading holds back."""
    word = first_outside(UNPROVEN, reading)
    if word is not None:
        return word
    for span in sources:
        if span.cue and span.cue_start is not None and reading.start <= span.cue_start < reading.end:
            start = span.cue_start - reading.start
            return Span(start, min(len(reading.text), start + len(span.cue)))
    return Span(0, len(reading.text))  # the cue stands in another sentence


def first_outside(pattern: re.Pattern[str], reading: Reading) -> Span | None:
    """The pattern's first place outside quotation marks."""
    quoted = quoted_spans(reading.text)
    for match in pattern.finditer(reading.text):
        if not any(span.start < match.end() and match.start() < span.end for span in quoted):
            return Span(match.start(), match.end())
    return None


def best_clause(reading: Reading, told: set[str], context: Context) -> Span:
    """The verb's clause that has most in common with what the others hold back; the whole reading without a tree."""
    best, most = Span(0, len(reading.text)), 0
    for start, tree in context.trees.of(reading.text) if context.trees else ():
        for at, token in enumerate(tree.tokens):
            if token.tag.startswith("VB") and tree.with_dep(at, "nsubj", "nsubjpass"):
                place = tree.place([t for t in tree.subtree(at) if tree[t].dep != "punct"])
                words = reading.text[start + place.start : start + place.end]
                common = len(told & set(content_stems(words)))
                if common > most:
                    best, most = Span(start + place.start, start + place.end), common
    return best
