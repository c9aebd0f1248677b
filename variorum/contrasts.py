"""The differences that are told first, each one as a sentence: who wrote what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from compare.absence import REPORTS, Held, missing_from
from compare.agentshifts import UNSAID
from compare.certainty import AS_FACT, NOT_OPEN
from compare.claims import Reading
from compare.datelines import dateline_length
from compare.ourmarks import between_marks
from compare.quotedwords import quoted_spans
from compare.scareflags import SCARE_QUOTES
from compare.spans import HasSpan, Span, overlaps
from compare.wording import Difference, Variant
from compare.wording import strongest as strongest_of
from compare.wordshifts import SHIFT_KINDS
from db.records import StoredClaim, StoredFlag
from variorum.cutting import cut_end
from variorum.facts import LONG_ENOUGH, Facts, reading_of, whose_words, with_context
from variorum.kinds import BOTH_SIDES, chip
from variorum.links import is_address
from variorum.sharedviews import is_house_voice, told_names
from variorum.views import Chip, Contrast, Side, SourceLink

#: How many differences an event page tells before its table.
STRONGEST: Final = 5
#: Likeness of the readings from which a row may head a page, where fewer than SURE_TEXTS separate texts bear each other
#: out. Chosen by readers: of 34 real events of three outlets each, the sentences that they called wrong stood on rows
#: of .59 to .66, the right ones on rows of .70 and more.
SURE_LIKENESS: Final = 0.7
SURE_TEXTS: Final = 4
#: Groups of outlets with the same words that one sentence tells apart.
GROUPS: Final = 4
#: Words after which a compared passage is cut in a sentence of ours.
LONGEST: Final = 22

#: Signs that open or close a quotation.
_MARKS: Final = frozenset("“”„\"«»‘’'`")
_WORD: Final = re.compile(r"\w+(?:'\w+)*")
_QUOTED: Final = re.compile(r"“[^”]*”")
#: What the sides have done, where their words alone do not show it, by what the explanation says in words of ours.
DONE: Final = (
    (AS_FACT, "One side states it as fact; the other lays it to a source, or leaves it open."),
    (NOT_OPEN, "One side leaves open whether it is so; the other does not."),
    (UNSAID, "One side names who did it; the other does not say."),
)
#: The end of an explanation of numbers that speaks of their times: words of ours alone, outside all quotation marks.
_OF_TIMES: Final = re.compile(r"[;:] (the (?:number|times) [^;:“”]+)\.\Z")

#: Kinds that are told beside a reading and mark no words in it.
UNMARKED: Final = frozenset({"prominence", "absence"})

Found = tuple[StoredClaim, Difference]


def strongest(facts: Facts) -> list[Found]:
    """The differences to tell first, each with its claim, in the order that `compare.wording` gives."""
    claims = {item.id: item for item in facts.shared}
    found = {d: claims[claim] for claim, items in facts.differences.items() if claim in claims for d in items}
    first = strongest_of([d for d, claim in found.items() if is_sure(facts, claim)], STRONGEST)
    rest = strongest_of([d for d in found if d not in set(first)], STRONGEST - len(first))
    return [(found[difference], difference) for difference in (*first, *rest)]


def is_sure(facts: Facts, claim: StoredClaim) -> bool:
    """Whether the row is sure enough to be told first: many texts bear each other out, few must be alike."""
    return facts.shares.voices(claim.claim.readings) >= SURE_TEXTS or claim.claim.similarity >= SURE_LIKENESS


def contrast(facts: Facts, claim: StoredClaim, difference: Difference) -> Contrast:
    """The difference as a sentence, the side of most outlets first."""
    return Contrast(
        chip=chip(difference.kind),
        sides=sides(facts, claim, difference),
        remark=remark(difference),
        row=facts.numbers[claim.id],
    )


def moved(told: Contrast, *, root: str, to: str) -> Contrast:
    """The sentence on another page: links that led over `root` to the report's folder lead there over `to`."""

    def href(given: str | None) -> str | None:
        return given if given is None or is_address(given) else to + given.removeprefix(root)

    def side(given: Side) -> Side:
        return replace(given, links=tuple(replace(link, href=href(link.href)) for link in given.links))

    return replace(told, sides=tuple(side(given) for given in told.sides))


def remark(difference: Difference) -> str:
    """What a reader can't see from the words: what the sides have done with them, or what is known of a number and the
    times it was given at; "" where the words say it all."""
    if difference.kind in ("doubt", "agency"):
        ours = _QUOTED.sub("", difference.explanation)
        return next((told for phrase, told in DONE if phrase in ours), "")
    said = _OF_TIMES.search(difference.explanation) if difference.kind == "number" else None
    return f"{said[1][0].upper()}{said[1][1:]}." if said else ""


def sides(facts: Facts, claim: StoredClaim, difference: Difference, *, without: str = "") -> tuple[Side, ...]:
    """Who wrote what, one side after the other, leaving out the side named. Outlets stand together only where their
    words are the same, so that nobody is quoted with another's."""
    order = list(facts.outlets)
    variants = sorted(
        (variant for variant in difference.variants if variant.side != without),
        key=lambda v: (v.side, order.index(v.outlet), v.article, v.start),
    )
    told = told_names(facts, claim, difference)
    if difference.kind == "prominence":
        grouped = _grouped(variants, lambda variant: _place(claim, variant))
        return tuple(
            _said(told, _outlets(group), f"– {place}", links=_links(facts, claim, group, whole=True))
            for (_, place), group in grouped.items()
        )
    grouped_alike = list(
        _grouped(
            variants, lambda v: "" if _silent(claim, difference.kind, v) else _alike(v.text, difference.kind)
        ).values()
    )
    lacking = _lacking(facts, difference)
    all_marked = difference.kind in BOTH_SIDES or not by_rule(facts, difference)  # as in the readings themselves
    shown = _shown(facts, difference.kind, grouped_alike)
    found = [
        _side(facts, claim, difference.kind, group, told, lacking, all_marked=all_marked)
        for group in grouped_alike
        if group in shown
    ]
    if rest := [variant for group in grouped_alike if group not in shown for variant in group]:
        links = _links(facts, claim, rest, whole=True)
        found.append(_said(told, _outlets(rest), "wrote it in yet other words", links=links))
    if difference.kind == "absence":
        missing = missing_from(claim.claim, _held(facts))
        found.append(_said(told, missing, "– not found in the text we hold"))
    return tuple(found)


def _shown(facts: Facts, kind: str, groups: Sequence[list[Variant]]) -> list[list[Variant]]:
    """The groups that are told with their words: every marked one, and others until there are GROUPS."""
    marked = [group for group in groups if any(_flags(facts, variant, kind) for variant in group)]
    others = [group for group in groups if group not in marked]
    return [*marked, *others[: max(0, GROUPS - len(marked))]]


def _held(facts: Facts) -> dict[str, list[Held]]:
    return {
        outlet: [Held(one.key, facts.words(one.key)) for one in articles if one.kind in REPORTS]
        for outlet, articles in facts.outlets.items()
    }


def _alike(text: str, kind: str) -> str:
    """What two stretches must share to stand together: their words; in a quotation not the house's marks and commas."""
    return " ".join(_WORD.findall(text.casefold().replace("’", "'")) if kind == "quote" else text.casefold().split())


def _grouped(variants: Iterable[Variant], key: Callable[[Variant], str]) -> dict[tuple[str, str], list[Variant]]:
    groups: dict[tuple[str, str], list[Variant]] = {}
    for variant in variants:
        groups.setdefault((variant.side, key(variant)), []).append(variant)
    return groups


def _lacking(facts: Facts, difference: Difference) -> str:
    """What is said of an outlet that does not do what the marked side does: use a word, or set it apart by marks."""
    flags = [item.flag for variant in difference.variants for item in _flags(facts, variant, difference.kind)]
    only_marks = bool(flags) and all(flag.rule == SCARE_QUOTES.id for flag in flags)
    return "printed no such marks" if only_marks else "did not use such a word"


def _side(
    facts: Facts,
    claim: StoredClaim,
    kind: str,
    group: Sequence[Variant],
    told: Mapping[str, str],
    lacking: str,
    *,
    all_marked: bool,
) -> Side:
    """What outlets that used the same words wrote; context is printed where it is one outlet's alone. `told` are the
    names they go by, `lacking` is what they did not do if they wrote no such word; `all_marked`: no rule marks one side
    rather than another."""
    outlets = _outlets(group)
    for variant in group:
        text = facts.text(variant.article)
        start, end = variant.start, variant.end
        if len(outlets) == 1:
            start, end = with_context(text, variant, reading_of(claim, variant))
        if start == end or _silent(claim, kind, variant):
            links = _links(facts, claim, group, whole=True)
            return _said(told, outlets, lacking + _but_quoted(facts, group, kind), links=links)
        if facts.holds(variant.article, start, end):
            flags = _flags(facts, variant, kind)
            reading = reading_of(claim, variant)
            before, words, after = printed(text, (start, end), variant, reading, quotation=kind == "quote")
            return Side(
                outlets=join_words([told[outlet] for outlet in outlets]),
                verb="quoted" if kind == "quote" else "wrote",
                before=before,
                words=words,
                after=after,
                chip=_chip(facts, flags, kind) if flags or all_marked else None,
                whose=_whose(facts, variant.article, flags, len(outlets)),
                shown=True,
                lang=facts.lang(variant.article),
                links=_links(facts, claim, group),
            )
    return _said(told, outlets, "", shown=False, links=_links(facts, claim, group))


def _links(
    facts: Facts, claim: StoredClaim, group: Iterable[Variant], *, whole: bool = False
) -> tuple[SourceLink, ...]:
    """The way to the words in the text of each outlet of a group, or to its `whole` reading where no words of it are
    told."""
    first = {variant.outlet: variant for variant in reversed(list(group))}
    found = []
    for outlet in reversed(first):
        variant = first[outlet]
        reading = reading_of(claim, variant)
        if whole and reading is not None:
            start, end = reading.start, reading.end
        else:
            start, end = with_context(facts.text(variant.article), variant, reading)
        if (href := facts.href(variant.article, start, end)) is not None:
            found.append(SourceLink(facts.name(outlet), href))
    return tuple(found)


def _whose(facts: Facts, article: str, flags: Sequence[StoredFlag], outlets: int) -> str:
    """Whose words the marked ones are. Of several outlets no one speaker is named: each may have its own."""
    spoken = [item.flag for item in flags if item.flag.voice != "own"]
    if spoken:
        return whose_words(facts, article, spoken[0]) if outlets == 1 else ""
    if flags and all(is_house_voice(facts, article, item.flag) for item in flags):
        return "in its own voice" if outlets == 1 else "in their own voice"
    return ""


def _silent(claim: StoredClaim, kind: str, variant: Variant) -> bool:
    """Whether the variant is a whole reading only because it holds no word of the kind."""
    reading = reading_of(claim, variant)
    whole = reading is not None and (variant.start, variant.end) == (reading.start, reading.end)
    return not variant.text or (whole and kind in SHIFT_KINDS)


def _but_quoted(facts: Facts, group: Iterable[Variant], kind: str) -> str:
    """That such a word stands in a quotation there: it is the speaker's, and so makes no side."""
    quoted = [v.outlet for v in group if any(item.flag.voice == "quoted" for item in _flags(facts, v, kind))]
    if not quoted:
        return ""
    return (
        " outside a quotation" if len(quoted) == len(_outlets(group)) else f" ({names(facts, quoted)} in a quotation)"
    )


def _flags(facts: Facts, variant: Variant, kind: str) -> list[StoredFlag]:
    flags = facts.flags.get(variant.article, ())
    return [item for item in flags if item.flag.category == kind and overlaps(item.flag, variant)]


def by_rule(facts: Facts, difference: Difference) -> bool:
    """Does one of its sides stand on a rule's word? Who acts, and what is told as certain, no single word shows."""
    return difference.kind in UNMARKED or any(
        item.flag.category == difference.kind and overlaps(item.flag, variant)
        for variant in difference.variants
        for item in facts.flags.get(variant.article, ())
    )


def _chip(facts: Facts, flags: Sequence[StoredFlag], kind: str) -> Chip:
    hollow = bool(flags) and all(item.flag.voice != "own" for item in flags)
    return chip(kind, hollow=hollow, reviewed=any(item.id in facts.source.reviewed for item in flags))


def _outlets(variants: Iterable[Variant]) -> list[str]:
    return list(dict.fromkeys(variant.outlet for variant in variants))


def _said(
    told: Mapping[str, str],
    outlets: Iterable[str],
    verb: str,
    *,
    shown: bool = True,
    links: tuple[SourceLink, ...] = (),
) -> Side:
    """A side without words of its own."""
    listed = join_words([told[outlet] for outlet in outlets])
    return Side(listed, verb, before="", words="", after="", chip=None, whose="", shown=shown, lang="", links=links)


def _place(claim: StoredClaim, variant: Variant) -> str:
    reading = reading_of(claim, variant)
    if reading is None:
        return "in another paragraph"
    return "in the headline" if reading.paragraph == 0 else f"in paragraph {reading.paragraph}"


def names(facts: Facts, outlets: Iterable[str]) -> str:
    return join_words([facts.name(outlet) for outlet in outlets])


def join_words(words: Sequence[str]) -> str:
    """A, B and C"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def printed(
    text: str, place: tuple[int, int], words: HasSpan, reading: Reading | None, *, quotation: bool = False
) -> tuple[str, str, str]:
    """A passage between marks of ours: what stands before the words in question, these, and what stands after them.

    It is cut after LONGEST words, and dots stand for what its sentence has besides; not so beside a word or a name that
    stands for itself. One that is a `quotation` from end to end loses its own marks.
    """
    start, end = place
    sentence = reading or Span(start, end)
    quoted = [
        Span(sentence.start + q.start, sentence.start + q.end)
        for q in quoted_spans(text[sentence.start : sentence.end])
    ]
    bare = quotation and any(q.start == start and q.end == end for q in quoted)
    if bare:
        start, end = _bare(text, start, end)
        quoted = _quoted(text, start, end)
    left, right = max(words.start, start), min(words.end, end)
    dateline = dateline_length(text[sentence.start : sentence.end])
    stop = cut_end(text, left, right, LONGEST)
    shortened = stop < right
    end, right = (stop, stop) if shortened else (end, right)
    tells_cuts = not bare and (place != (words.start, words.end) or len(text[start:end].split()) >= LONG_ENOUGH)
    out = between_marks(
        text,
        Span(start, end),
        quoted,
        cut_before=tells_cuts and _has_words(text[sentence.start + dateline : start]),
        cut_after=shortened or (tells_cuts and _has_words(text[end : sentence.end])),
    )
    return "".join(out[: left - start]), "".join(out[left - start : right - start]), "".join(out[right - start :])


def _quoted(text: str, start: int, end: int) -> list[Span]:
    """The quotations of a stretch of a text, at their places in the text."""
    return [Span(start + found.start, start + found.end) for found in quoted_spans(text[start:end])]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without quotation marks, and a comma before the last, at its ends."""
    while start < end and (text[start] in _MARKS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _MARKS or text[end - 1].isspace()):
        end -= 1
    return start, end - (end > start and text[end - 1] == ",")


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
