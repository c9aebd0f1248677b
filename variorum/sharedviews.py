"""What a page says of shared text: whose it is, who printed it too, and in how many separate texts a claim stands."""

from __future__ import annotations

from compare.claims import Reading
from compare.difference import in_prose
from compare.framing import Flag
from compare.origins import named_with_copies, printed_by
from compare.sharedtext import Edit
from compare.spans import HasSpan, Span, overlaps
from compare.wirecopy import Origin, SharedSentence
from compare.wording import Difference
from db.records import StoredClaim
from variorum.facts import Facts, reading_of, whose_words


def found_words(facts: Facts, claim: StoredClaim) -> str:
    """How widely a claim is found. One text printed by three outlets is one text, not a report of three."""
    readings = claim.claim.readings
    outlets, texts = len({reading.outlet for reading in readings}), facts.shares.voices(readings)
    of_all = f"of {len(facts.outlets)} outlets"
    if texts == outlets:
        return f"{outlets} {of_all}"
    if texts > 1:
        return f"{texts} separate texts, printed by {outlets} {of_all}"
    items = [facts.shares.at(reading.article, reading) for reading in readings]
    of_agency = any(item is not None and item.origin.agency for item in items)
    return f"one {'agency ' if of_agency else ''}text, printed by {outlets} {of_all}"


def shared_note(facts: Facts, reading: Reading) -> str:
    """That a reading is not, or not only, its outlet's own text; "" for house text."""
    item = facts.shares.at(reading.article, reading)
    if item is None:
        return ""
    return _whose(facts, item) + (", with edits by the house" if item.edits else "")


def _whose(facts: Facts, item: SharedSentence) -> str:
    if item.origin.agency is not None:
        return f"agency text: {item.origin.agency}"
    if item.origin.outlet is not None:
        return f"same text as {facts.name(item.origin.outlet)}"
    others = [outlet for outlet in _printing(facts, item.group) if outlet != item.outlet]
    if not others:
        return "text that another outlet printed too"
    return f"same text as {in_prose([facts.name(outlet) for outlet in others])}; which had it first is not known"


def _printing(facts: Facts, group: str) -> list[str]:
    """The outlets of the event that print a text or are its origin, in the order of the page."""
    found = {item.outlet for item in facts.shares.sentences if item.group == group}
    found |= {
        item.origin.outlet
        for item in facts.shares.sentences
        if item.group == group and item.origin.outlet is not None and item.origin.place is not None
    }
    return [outlet for outlet in facts.outlets if outlet in found]


def origin_of(facts: Facts, article: str, place: HasSpan) -> tuple[Origin, str] | None:
    """The origin and the group of a stretch that is shared text and was not edited there, also where it stands in the
    origin itself; None for house text that nobody shares."""
    item = facts.shares.at(article, place)
    if item is not None:
        return None if item.edited(place) else (item.origin, item.group)
    for copy in facts.shares.sentences:
        origin = copy.origin.place
        if origin and origin.article == article and origin.start <= place.start and place.end <= origin.end:
            return copy.origin, copy.group
    return None


def whose(facts: Facts, article: str, flag: Flag) -> str:
    """Whose words a flag marks: of shared text first whose text it is and who printed it."""
    spoken = whose_words(facts, article, flag)
    found = origin_of(facts, article, flag)
    if found is None:
        return spoken
    origin, group = found
    names = {outlet: facts.name(outlet) for outlet in facts.outlets}
    text = printed_by(origin, [names[outlet] for outlet in _printing(facts, group)], names)
    return text if flag.voice == "own" else f"{text}; {spoken}"


def told_names(facts: Facts, claim: StoredClaim, difference: Difference) -> dict[str, str]:
    """The outlets' names as the sides of a difference give them: with whose text it is and who printed it too."""
    readings = [r for v in difference.variants if (r := reading_of(claim, v)) is not None]
    edited = [
        reading
        for variant in difference.variants
        if (reading := reading_of(claim, variant)) is not None
        and (item := facts.shares.at(reading.article, reading)) is not None
        and any(overlaps(_widened(edit), variant) for edit in item.edits)
    ]
    groups = {facts.shares.group(reading) for reading in readings}
    copies = [r for r in claim.claim.readings if r not in readings and facts.shares.group(r) in groups]
    names = {outlet: facts.name(outlet) for outlet in facts.outlets}
    return named_with_copies(list(dict.fromkeys(readings)), copies, edited, names, facts.shares)


def _widened(edit: Edit) -> Span:
    """The place of an edit, of words cut too: the character at which they are missing."""
    return Span(edit.start, max(edit.end, edit.start + 1))


def is_house_voice(facts: Facts, article: str, flag: Flag) -> bool:
    """Is a marked word the outlet's own: in its own voice, and not printed from somebody else's text?"""
    return flag.voice == "own" and facts.shares.charged(article, flag) is None
