"""Differences in single words: a flagged word that one side used and the others did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, DifferenceKind, Place, in_sides, shown
from compare.framing import Flag
from compare.scareflags import SCARE_QUOTES
from compare.spans import Span, contains
from compare.wordplaces import answering_place, around, reporting_verb
from compare.words import content_stems, stem

SHIFT_KINDS: tuple[DifferenceKind, ...] = ("doubt", "attribution", "naming", "evaluation", "intensity", "agency")
UNUSED = ""  # the side of the outlets that did not use a word of the category


def word_shifts(claim: Claim, flags_by_article: Mapping[str, Sequence[Flag]], context: Context) -> list[Difference]:
    """One difference for each category of flag that separates the outlets of a claim.

    A flag inside a quotation is its source's, not the outlet's, and makes no side. Where every outlet uses a word of
    the category there is no shift, except in naming, where different names are the difference.
    """
    found = []
    for kind in SHIFT_KINDS:
        used: dict[str, tuple[Reading, Flag]] = {}
        for reading in claim.body_first():
            for flag in flags_by_article.get(reading.article, ()):
                if flag.category == kind and flag.voice != "quoted" and contains(reading, flag):
                    used.setdefault(reading.outlet, (reading, flag))
        unused = unused_readings(claim, used)
        names = {stem_of(flag) for _, flag in used.values()}
        if not used or not (unused or (kind == "naming" and len(names) > 1)):
            continue
        found.append(shift(kind, used, unused, flags_by_article, context))
    return found


def unused_readings(claim: Claim, used: Mapping[str, tuple[Reading, Flag]]) -> list[Reading]:
    """One reading for each outlet that did not use the word: the first of its body, else its headline.

    An outlet that printed the very words of one that did (wire copy) is not another side.
    """
    texts = {reading.text for reading, _ in used.values()}
    chosen: dict[str, Reading] = {}
    for reading in claim.body_first():
        if reading.outlet not in used and reading.text not in texts:
            chosen.setdefault(reading.outlet, reading)
    return [chosen[outlet] for outlet in sorted(chosen)]


def shift(
    kind: DifferenceKind,
    used: Mapping[str, tuple[Reading, Flag]],
    unused: Sequence[Reading],
    flags_by_article: Mapping[str, Sequence[Flag]],
    context: Context,
) -> Difference:
    places = [
        Place(reading, flag.start - reading.start, flag.end - reading.start, stem_of(flag))
        for reading, flag in used.values()
    ]
    answers: dict[str, str] = {}
    first_reading, first_flag = used[min(used)]
    first_place = Span(first_flag.start - first_reading.start, first_flag.end - first_reading.start)
    for reading in unused:
        answer = answer_of(kind, first_reading.text, first_place, reading.text)
        if answer is None:
            places.append(Place(reading, 0, len(reading.text), UNUSED))
        else:
            places.append(Place(reading, answer.start, answer.end, UNUSED))
            if kind in ("attribution", "naming"):
                answers[reading.outlet] = reading.text[answer.start : answer.end]
    return Difference(kind, in_sides(places), explained(kind, used, unused, answers, flags_by_article, context))


def answer_of(kind: DifferenceKind, source: str, place: Span, target: str) -> Span | None:
    """Where the other has what it wrote instead: its reporting verb, its name for the thing, or the words around."""
    if kind == "attribution":
        return reporting_verb(target)
    if kind == "naming":
        between = answering_place(source, place, target, with_anchors=False)
        if between is not None and content_stems(target[between.start : between.end]):
            return between
        return None
    return answering_place(source, place, target, with_anchors=True)


def explained(
    kind: DifferenceKind,
    used: Mapping[str, tuple[Reading, Flag]],
    unused: Sequence[Reading],
    answers: Mapping[str, str],
    flags_by_article: Mapping[str, Sequence[Flag]],
    context: Context,
) -> str:
    """ "X wrote “claimed”; Y and Z wrote “said”." and the like, never more than what stands there."""
    by_word: dict[str, list[str]] = {}
    for outlet in sorted(used):
        reading, flag = used[outlet]
        phrase = flag.match
        if kind not in ("attribution", "naming"):
            phrase = around(reading.text, Span(flag.start - reading.start, flag.end - reading.start))
        by_word.setdefault(phrase, []).append(outlet)
    parts = []
    for phrase, outlets in by_word.items():
        voices = {(used[outlet][1].voice, used[outlet][1].source) for outlet in outlets}
        whose = ""
        if len(outlets) == 1 and next(iter(voices))[0] == "paraphrase":
            source = next(iter(voices))[1]
            whose = f" in its paraphrase of {source}" if source else " in its paraphrase of a source"
        parts.append(f"{context.listed(outlets)} wrote {shown(phrase)}{whose}")
    by_answer: dict[str, list[str]] = {}
    silent: list[str] = []
    inside: list[str] = []
    for reading in unused:
        quoted = any(
            flag.category == kind and flag.voice == "quoted" and contains(reading, flag)
            for flag in flags_by_article.get(reading.article, ())
        )
        if quoted:
            inside.append(reading.outlet)
        elif reading.outlet in answers:
            by_answer.setdefault(answers[reading.outlet], []).append(reading.outlet)
        else:
            silent.append(reading.outlet)
    parts += [f"{context.listed(outlets)} wrote {shown(answer)}" for answer, outlets in by_answer.items()]
    if inside:
        parts.append(f"{context.listed(inside)} had such a word only inside a quotation")
    if silent:
        did_not = f"did not use {'it' if len(by_word) == 1 else 'these words'}"
        if all(flag.rule == SCARE_QUOTES.id for _, flag in used.values()):
            did_not = "printed no such marks"  # the word itself may well stand there
        parts.append(f"{context.listed(silent)} {did_not} for the same claim")
    return "; ".join(parts) + "."


def stem_of(flag: Flag) -> str:
    """What two matches of one word have in common whatever their form."""
    return " ".join(content_stems(flag.match)) or stem(flag.match.lower())
