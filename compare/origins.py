"""Differences between origins: a text that several outlets printed is one side, a house answers for its edits alone.

Readings that are one text (`Shares.group`) are set against the others once, through the origin's own reading where the
claim has it. A copy speaks for itself only in the kinds of difference that its edits touch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from compare.amounts import amounts
from compare.claims import Claim, Reading
from compare.difference import Context, Difference, DifferenceKind, in_prose
from compare.framing import Flag
from compare.quotedwords import quoted_spans
from compare.sharedtext import Edit, Place
from compare.spans import Span, contains, overlaps
from compare.wirecopy import Origin, Shares
from compare.wording import KIND_ORDER, differences, told_order
from compare.wordshifts import SHIFT_KINDS


def origin_differences(
    claim: Claim,
    flags_by_article: Mapping[str, Sequence[Flag]],
    context: Context,
    shares: Shares,
) -> list[Difference]:
    """`compare.wording.differences` between the origins of a claim's readings, in the same order.

    Variants stand in the readings that speak; verbatim copies have none. Explanations name a text that several print
    as in `named_with_copies`. Without shared text this is `differences` itself.
    """
    speakers, copies = speaking(claim, shares)
    if len(speakers) == len(claim.readings) and not any(shares.at(r.article, r) for r in speakers):
        return differences(claim, flags_by_article, context)
    runs: defaultdict[tuple[tuple[Reading, ...], ...], list[DifferenceKind]] = defaultdict(list)
    for kind in KIND_ORDER:
        edited = tuple(r for r in claim.readings if edits_touch(kind, r, claim, flags_by_article, shares))
        heard = {*speakers, *edited}
        silenced = {copy.outlet for copy in copies} - {r.outlet for r in heard if r.paragraph > 0}
        chosen = tuple(
            r
            for r in claim.readings
            if r in heard and (r.outlet not in silenced or is_flagged(r, kind, flags_by_article))
        )
        runs[edited, chosen].append(kind)
    found = []
    for (edited, chosen), kinds in runs.items():
        silent = [copy for copy in copies if copy not in edited]
        told = replace(context, names=named_with_copies(chosen, silent, edited, context.names, shares))
        spoken = replace(claim, readings=chosen)
        found += [
            replace(difference, explanation=_begun(difference.explanation, told.names, context))
            for difference in differences(spoken, flags_by_article, told)
            if difference.kind in kinds
        ]
    return sorted(found, key=told_order)


def _begun(explanation: str, told: Mapping[str, str], context: Context) -> str:
    """The sentence with a capital where it begins with words of ours, as "agency text of …". What an outlet is called
    stays as it is: a name of small letters is no other name at a sentence's start."""
    ours = [shown for outlet, shown in told.items() if not shown.startswith(context.name(outlet))]
    if not explanation.startswith(tuple(ours)):
        return explanation
    return explanation[:1].upper() + explanation[1:]


def is_flagged(reading: Reading, kind: DifferenceKind, flags_by_article: Mapping[str, Sequence[Flag]]) -> bool:
    """Has a headline a marked word of this kind? Else an outlet that printed another's text below it has said nothing
    of its own."""
    flags = flags_by_article.get(reading.article, ())
    return any(flag.category == kind and contains(reading, flag) for flag in flags)


def speaking(claim: Claim, shares: Shares) -> tuple[list[Reading], list[Reading]]:
    """The readings that speak for a text each, and the further copies of those texts, both in the claim's order.

    For a text speaks its origin, else the copy with fewest edits, then the first by outlet, article and place.
    """
    groups: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in claim.readings:
        groups[shares.group(reading)].append(reading)
    first = {name: min(group, key=lambda r: _closeness(r, shares)) for name, group in groups.items()}
    speakers = [r for r in claim.readings if first[shares.group(r)] is r]
    return speakers, [r for r in claim.readings if first[shares.group(r)] is not r]


def _closeness(reading: Reading, shares: Shares) -> tuple[int, str, str, int]:
    """How far a reading is from its origin: -1 for the origin itself, else the number of edits; then its place."""
    item = shares.at(reading.article, reading)
    return (-1 if item is None else len(item.edits), reading.outlet, reading.article, reading.start)


def edits_touch(
    kind: DifferenceKind,
    copy: Reading,
    claim: Claim,
    flags_by_article: Mapping[str, Sequence[Flag]],
    shares: Shares,
) -> bool:
    """Did the house change words that decide this kind of difference? In a copy without edits it did not.

    For kinds that rules mark: a flagged word was put in, or one of the origin's taken out. For numbers and quotations:
    the changed words are some. A contradiction may lie in any changed word.
    """
    item = shares.at(copy.article, copy)
    if item is None or not item.edits:
        return False
    if kind in SHIFT_KINDS:
        put_in = (f for f in flags_by_article.get(copy.article, ()) if f.category == kind)
        if any(item.edited(flag) for flag in put_in):
            return True
        origin = item.origin.place
        taken = [f for f in flags_by_article.get(origin.article, ()) if f.category == kind] if origin else []
        return any(overlaps(flag, _there(edit)) for flag in taken for edit in item.edits)
    if kind in ("number", "quote"):
        origin_reading = next((r for r in claim.readings if item.origin.place and _is_at(r, item.origin.place)), None)
        return _touches(kind, copy, [_here(edit) for edit in item.edits]) or (
            origin_reading is not None and _touches(kind, origin_reading, [_there(edit) for edit in item.edits])
        )
    return kind == "contradiction"


def _is_at(reading: Reading, place: Place) -> bool:
    return (reading.article, reading.start) == (place.article, place.start)


def _here(edit: Edit) -> Span:
    return Span(edit.start, edit.end)


def _there(edit: Edit) -> Span:
    return Span(edit.origin_start, edit.origin_end)


def _touches(kind: DifferenceKind, reading: Reading, changed: Iterable[Span]) -> bool:
    places = [Span(q.start, q.end) for q in amounts(reading.text)] if kind == "number" else quoted_spans(reading.text)
    moved = [Span(reading.start + place.start, reading.start + place.end) for place in places]
    return any(overlaps(place, stretch) for place in moved for stretch in changed)


def named_with_copies(
    speakers: Sequence[Reading],
    copies: Sequence[Reading],
    edited: Sequence[Reading],
    names: Mapping[str, str],
    shares: Shares,
) -> dict[str, str]:
    """Outlets' names for an explanation, a speaker's with whose text it is and who printed it too.

    `copies` are those that do not speak, `edited` the speakers that changed what is explained: that is their own doing.
    An outlet that stands in the claim with words of its own as well keeps its bare name.
    """
    told = dict(names)
    for speaker in speakers:
        own = {shares.group(r) for r in speakers if r.outlet == speaker.outlet and r.paragraph > 0}
        if own - {shares.group(speaker)}:
            continue
        item = shares.at(speaker.article, speaker)
        too = sorted({r.outlet for r in copies if shares.group(r) == shares.group(speaker)} - {speaker.outlet})
        also = [names.get(outlet, outlet) for outlet in too]
        name = names.get(speaker.outlet, speaker.outlet)
        if speaker in edited:
            told[speaker.outlet] = f"{name} (its edit of {'agency' if item and item.origin.agency else 'shared'} text)"
        elif item is not None:
            told[speaker.outlet] = f"{_text_of(item.origin, names)} (printed by {in_prose([name, *also])})"
        elif also:
            agency = _agency_of(speaker, copies, shares)
            told[speaker.outlet] = f"{name} ({'agency text, ' if agency else ''}also printed by {in_prose(also)})"
    return told


def _agency_of(speaker: Reading, copies: Sequence[Reading], shares: Shares) -> str | None:
    items = (shares.at(r.article, r) for r in copies if shares.group(r) == shares.group(speaker))
    return next((item.origin.agency for item in items if item is not None), None)


def _text_of(origin: Origin, names: Mapping[str, str]) -> str:
    if origin.agency is not None:
        return f"agency text of {origin.agency}"
    return f"text of {names.get(origin.outlet, origin.outlet)}" if origin.outlet is not None else "one text"


def printed_by(origin: Origin, outlets: Sequence[str], names: Mapping[str, str]) -> str:
    """Whose text it is and who printed it, by names: "agency text (Reuters), printed by A and B"."""
    text = f"agency text ({origin.agency})" if origin.agency is not None else _text_of(origin, names)
    return f"{text}, printed by {in_prose(outlets)}"


def repeated_flags(flags_by_article: Mapping[str, Sequence[Flag]], shares: Shares) -> set[tuple[str, int]]:
    """Flags that count in another article of the event, as (article, place among its flags): the same rule marks the
    same words of the same text there.

    They count where the origin has them; else in the first article that has them unedited.
    """
    origins = {
        (item.origin.place.article, item.origin.place.start, item.origin.place.end): item.group
        for item in shares.sentences
        if item.origin.place is not None
    }
    found: defaultdict[tuple[str, str, str, int], list[tuple[bool, str, int]]] = defaultdict(list)
    for article in sorted(flags_by_article):
        seen: defaultdict[tuple[str, str, str], int] = defaultdict(int)
        at_origin = {(start, end): group for (key, start, end), group in origins.items() if key == article}
        for number, flag in enumerate(flags_by_article[article]):
            item = shares.at(article, flag)
            if item is None:
                group = next(
                    (g for (start, end), g in at_origin.items() if start <= flag.start and flag.end <= end), ""
                )
            else:
                group = "" if item.edited(flag) else item.group
            if group:
                words = (group, flag.rule, flag.match.casefold())
                found[(*words, seen[words])].append((item is not None, article, number))
                seen[words] += 1
    return {(article, number) for places in found.values() for _, article, number in sorted(places)[1:]}
