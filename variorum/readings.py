"""Readings with their marks, and the cells and rows of the table of claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from compare.absence import first_words
from compare.claims import Nearest, Reading
from compare.spans import overlaps
from compare.wording import Difference, Variant
from db.records import StoredArticle, StoredClaim, StoredFlag
from scraper.article import Moment
from variorum.absences import Order, first_published, is_close, text_order
from variorum.contrasts import by_rule, printed, remark, sides
from variorum.facts import Facts
from variorum.kinds import BOTH_SIDES, KINDS, chip
from variorum.marks import Mark, stretches
from variorum.rowtitles import row_title
from variorum.rowwhy import row_why
from variorum.sharedviews import found_words, is_house_voice, shared_note, whose
from variorum.views import Absence, Cell, Near, Note, ReadingView, Row, Side
from variorum.when import short_moment

#: Readings of other outlets that a note prints; the others stand in the same row.
OTHERS_IN_NOTE: Final = 3

_ORDER_WORDS: Final[dict[Order, str]] = {
    "older": "its text is older than the claim",
    "not older": "",
    "not known": "which came first is not known",
}


def row(facts: Facts, claim: StoredClaim) -> Row:
    """One claim with a cell for each outlet, in the order of the columns."""
    number = facts.numbers[claim.id]
    title = row_title(facts, claim)
    kinds: set[str] = set()
    kinds.update(difference.kind for difference in facts.differences.get(claim.id, ()))
    kinds.update(item.flag.category for reading in claim.claim.readings for item in facts.flags_in(reading))
    return Row(
        number=number,
        topic=title.text if title else "",
        lang=facts.lang(title.article) if title else "",
        chips=tuple(chip(kind) for kind in KINDS if kind in kinds and kind != "absence"),
        found=found_words(facts, claim),
        first=_first_with_outlet(facts, claim),
        why=row_why(facts, claim),
        cells=tuple(_cell(facts, claim, outlet) for outlet in facts.outlets),
    )


def has_words(given: Row) -> bool:
    """Is any reading of a row printed? One without says nothing beyond its places."""
    return any(reading.stretches for cell in given.cells for reading in cell.readings)


def _cell(facts: Facts, claim: StoredClaim, outlet: str) -> Cell:
    readings = [reading for reading in claim.claim.readings if reading.outlet == outlet]
    return Cell(
        outlet=facts.name(outlet),
        readings=tuple(reading_view(facts, reading, claim) for reading in readings),
        absence=None if readings else _absence(facts, claim, outlet),
    )


def _absence(facts: Facts, claim: StoredClaim, outlet: str) -> Absence:
    held = facts.outlets[outlet]
    published = list(facts.moments(claim).values())
    near = next((near for near in claim.claim.nearest if near.reading.outlet == outlet), None)
    return Absence(
        found=is_close(near, facts.report.method.claim_threshold),
        article=short_moment(held[0].published) + (f", and {len(held) - 1} more" if len(held) > 1 else ""),
        claim=_first(published),
        order=_ORDER_WORDS[text_order(facts.newest_text(outlet), published)],
        held=f"{sum(facts.words(article.key) for article in held)} words"
        + ("; of a stub, only its open part" if any(article.kind == "stub" for article in held) else ""),
        near=_near(facts, near) if near else None,
    )


def _near(facts: Facts, near: Nearest) -> Near:
    reading = near.reading
    shown = facts.holds(reading.article, reading.start, reading.end)
    return Near(
        text=reading.text if shown else "",
        lang=facts.lang(reading.article),
        place="headline" if reading.paragraph == 0 else f"¶{reading.paragraph}",
        href=facts.href(reading.article, reading.start, reading.end),
        likeness=f"{near.lowest:.2f}" if near.lowest == near.highest else f"{near.lowest:.2f}–{near.highest:.2f}",
        row=facts.rows_of.get((near.reading.article, near.reading.start), 0),
    )


def _first(published: Sequence[Moment | None]) -> str:
    """When a claim first stood, given its articles' times in order: as sure as these are."""
    first, sure = first_published(published)
    if first is None:
        return "first at a time not found"
    return f"{first_words(first, sure=sure)} {short_moment(first)}"


def _first_with_outlet(facts: Facts, claim: StoredClaim) -> str:
    moments = facts.moments(claim)
    outlet = facts.articles[next(iter(moments))].article.outlet
    said = _first(list(moments.values()))
    return said if list(moments.values()).count(next(iter(moments.values()))) > 1 else f"{said}, {facts.name(outlet)}"


def reading_view(facts: Facts, reading: Reading, claim: StoredClaim | None) -> ReadingView:
    """A sentence with its marks; `claim` is what it is aligned under, None where it stands alone."""
    item = facts.articles[reading.article]
    marks = list(_marks(facts, reading, claim))
    shown = facts.holds(reading.article, reading.start, reading.end)
    siblings = facts.outlets[item.article.outlet]
    return ReadingView(
        stretches=stretches(item.article.text, reading.start, reading.end, marks) if shown else (),
        lang=facts.lang(reading.article),
        place="headline" if reading.paragraph == 0 else f"¶{reading.paragraph}",
        place_notes=tuple(_place_notes(facts, reading, claim)),
        article=short_moment(item.article.published) if len(siblings) > 1 else "",
        href=facts.href(reading.article, reading.start, reading.end),
        kept_back=() if shown else tuple(mark.note.chip for mark in marks),
        shared=shared_note(facts, reading),
    )


def headline_view(facts: Facts, item: StoredArticle) -> ReadingView:
    """An article's headline with its marks, under the claim it is aligned with if there is one."""
    article = item.article
    whole = Reading(article.key, article.outlet, 0, len(article.title), article.title, 0)
    claim = next(
        (c for c in facts.shared for r in c.claim.readings if r.article == article.key and r.paragraph == 0), None
    )
    return replace(reading_view(facts, whole, claim), place="", place_notes=(), article="")


def _marks(facts: Facts, reading: Reading, claim: StoredClaim | None) -> Iterator[Mark]:
    flags = facts.flags_in(reading)
    for item in flags:
        yield Mark(item.flag.start, item.flag.end, _flag_note(facts, item, reading, claim))
    for difference, variant in _variants(facts, reading, claim):
        ruled = any(f.flag.category == difference.kind and overlaps(f.flag, variant) for f in flags)
        whole = (variant.start, variant.end) == (reading.start, reading.end)
        if not ruled and (difference.kind in BOTH_SIDES or (not whole and not by_rule(facts, difference))):
            yield Mark(variant.start, variant.end, _difference_note(facts, difference, variant, claim))


def _place_notes(facts: Facts, reading: Reading, claim: StoredClaim | None) -> Iterator[Note]:
    for difference, variant in _variants(facts, reading, claim):
        if difference.kind == "prominence":
            yield _difference_note(facts, difference, variant, claim)


def _variants(facts: Facts, reading: Reading, claim: StoredClaim | None) -> Iterator[tuple[Difference, Variant]]:
    for difference in facts.differences.get(claim.id, ()) if claim else ():
        for variant in difference.variants:
            if variant.article == reading.article and reading.start <= variant.start and variant.end <= reading.end:
                yield difference, variant


def _flag_note(facts: Facts, item: StoredFlag, reading: Reading, claim: StoredClaim | None) -> Note:
    flag = item.flag
    others: tuple[Side, ...] = ()
    more = 0
    if claim is not None:
        here = [(d, v) for d, v in _variants(facts, reading, claim) if d.kind == flag.category and overlaps(v, flag)]
        if here:
            others = sides(facts, claim, here[0][0], without=here[0][1].side)
        else:
            others, more = _others(facts, reading, claim)
    return Note(
        chip=chip(
            flag.category,
            hollow=not is_house_voice(facts, item.article, flag),
            reviewed=item.id in facts.source.reviewed,
        ),
        voice=flag.voice,
        whose=whose(facts, item.article, flag),
        message=facts.descriptions.of(flag),
        rule=flag.rule if flag.level == "mark" else f"{flag.rule}, a note",
        rule_href=facts.rule_href(flag.rule),
        others=others,
        more=more,
        href=facts.href(reading.article, reading.start, reading.end),
    )


def _difference_note(facts: Facts, difference: Difference, variant: Variant, claim: StoredClaim | None) -> Note:
    return Note(
        chip=chip(difference.kind),
        voice="",
        whose="",
        message=" ".join(filter(None, (KINDS[difference.kind].difference, remark(difference)))),
        rule="",
        rule_href="",
        others=sides(facts, claim, difference, without=variant.side) if claim else (),
        more=0,
        href=facts.href(variant.article, variant.start, variant.end),
    )


def _others(facts: Facts, reading: Reading, claim: StoredClaim) -> tuple[tuple[Side, ...], int]:
    """The first readings of other outlets, shortened, and how many more there are; of one text only the first."""
    own = facts.shares.group(reading)
    readings = facts.shares.without_headlines(claim.claim.readings)
    elsewhere = [r for r in readings if r.outlet != reading.outlet and facts.shares.group(r) != own]
    found: dict[str, Reading] = {}
    for other in sorted(elsewhere, key=lambda r: facts.shares.at(r.article, r) is not None):  # origins before copies
        if facts.holds(other.article, other.start, other.end):
            found.setdefault(facts.shares.voice(other), other)
    order = list(facts.outlets)
    ordered = sorted(found.values(), key=lambda r: (order.index(r.outlet), r.start))
    told = tuple(_whole(facts, other) for other in ordered[:OTHERS_IN_NOTE])
    return told, len({facts.shares.voice(r) for r in elsewhere}) - len(told)


def _whole(facts: Facts, reading: Reading) -> Side:
    _, words, _ = printed(facts.text(reading.article), (reading.start, reading.end), reading, reading)
    return Side(
        outlets=facts.name(reading.outlet),
        verb="wrote",
        before="",
        words=words,
        after="",
        chip=None,
        whose="",
        shown=True,
        lang=facts.lang(reading.article),
        links=(),
    )


def kept_back_places(readings: Sequence[ReadingView]) -> str:
    """¶4, ¶7, ¶9"""
    return ", ".join(dict.fromkeys(reading.place for reading in readings))
