"""An event's claims, differences and flags as tables for spreadsheets: the words of `data.json`, a row for each."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from io import StringIO
from operator import attrgetter
from typing import Final

from variorum.eventdata import ClaimData, EventData
from variorum.sitepaths import Table
from variorum.tables import write_rows


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What one article wrote for a claim, or, with nothing in `article`, that an outlet has no reading of it."""

    event: str
    claim: str
    row: int | None
    texts: int
    similarity: float
    outlet: str
    name: str
    found: str
    article: str | None
    published: str | None
    paragraph: int | None
    start: int | None
    end: int | None
    sentence: str | None
    standing: str | None
    shared: str | None
    marks: str
    href: str | None


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """What one article has at the place of a difference."""

    event: str
    difference: str
    claim: str
    row: int | None
    kind: str
    rank: int | None
    side: str
    outlet: str
    name: str
    article: str
    start: int
    end: int
    text: str | None
    explanation: str | None
    reviewed: bool


@dataclass(frozen=True, slots=True)
class FlagRow:
    """Marked words. `others` are JSON: outlet, article and what it wrote for the same claim."""

    event: str
    flag: str
    rule: str
    category: str
    level: str
    outlet: str
    name: str
    article: str
    start: int
    end: int
    match: str | None
    voice: str
    source: str | None
    says: str | None
    others: tuple[Mapping[str, object], ...]
    shared: str | None
    repeats: bool
    reviewed: bool
    href: str | None


Row = ClaimRow | DifferenceRow | FlagRow

FOUND: Final = "found"
"""In a row of claims, beside what an absence says."""


def event_table(data: EventData, table: Table) -> bytes:
    """The table as a file. It opens with a byte order mark, without which spreadsheets take UTF-8 for something
    else."""
    _, rows = TABLES[table]
    out = StringIO()
    columns = _columns(table)
    write_rows(map(attrgetter(*columns), rows(data)), out, columns)
    return codecs.BOM_UTF8 + out.getvalue().encode()


@cache
def _columns(table: Table) -> tuple[str, ...]:
    return tuple(field.name for field in fields(TABLES[table][0]))


def _claims(data: EventData) -> Iterator[ClaimRow]:
    """By claim: its readings, then the outlets that have none."""
    published = {one.article: one.published for one in data.articles}
    names = _names(data)
    for claim in data.claims:
        standings = claim.standings or (None,) * len(claim.readings)
        for reading, standing in zip(claim.readings, standings, strict=True):
            yield ClaimRow(
                event=data.event,
                claim=claim.claim,
                row=claim.row,
                texts=claim.texts,
                similarity=claim.similarity,
                outlet=reading.outlet,
                name=names[reading.outlet],
                found=FOUND,
                article=reading.article,
                published=published[reading.article],
                paragraph=reading.paragraph,
                start=reading.start,
                end=reading.end,
                sentence=reading.sentence,
                standing=standing,
                shared=reading.origin.voice if reading.origin else None,
                marks=" ".join(dict.fromkeys(mark.category for mark in reading.marks)),
                href=reading.href,
            )
        yield from _absences(data.event, claim, names)


def _absences(event: str, claim: ClaimData, names: Mapping[str, str]) -> Iterator[ClaimRow]:
    for absence in claim.absences:
        yield ClaimRow(
            event=event,
            claim=claim.claim,
            row=claim.row,
            texts=claim.texts,
            similarity=claim.similarity,
            outlet=absence.outlet,
            name=names[absence.outlet],
            found=absence.found,
            article=None,
            published=absence.published,
            paragraph=None,
            start=None,
            end=None,
            sentence=None,
            standing=None,
            shared=None,
            marks="",
            href=None,
        )


def _differences(data: EventData) -> Iterator[DifferenceRow]:
    rows = {claim.claim: claim.row for claim in data.claims}
    names = _names(data)
    for one in data.differences:
        for reading in one.readings:
            yield DifferenceRow(
                event=data.event,
                difference=one.difference,
                claim=one.claim,
                row=rows[one.claim],
                kind=one.kind,
                rank=one.rank,
                side=reading.side,
                outlet=reading.outlet,
                name=names[reading.outlet],
                article=reading.article,
                start=reading.start,
                end=reading.end,
                text=reading.text,
                explanation=one.explanation,
                reviewed=one.reviewed,
            )


def _flags(data: EventData) -> Iterator[FlagRow]:
    names = _names(data)
    for one in data.flags:
        yield FlagRow(
            event=data.event,
            flag=one.flag,
            rule=one.rule,
            category=one.category,
            level=one.level,
            outlet=one.outlet,
            name=names[one.outlet],
            article=one.article,
            start=one.start,
            end=one.end,
            match=one.match,
            voice=one.voice,
            source=one.source,
            says=one.says,
            others=tuple(other.model_dump() for other in one.others),
            shared=one.shared.voice if one.shared else None,
            repeats=one.repeats,
            reviewed=one.reviewed,
            href=one.href,
        )


def _names(data: EventData) -> dict[str, str]:
    return {one.outlet: one.name for one in data.outlets}


TABLES: Final[Mapping[Table, tuple[type[Row], Callable[[EventData], Iterator[Row]]]]] = {
    "claims": (ClaimRow, _claims),
    "differences": (DifferenceRow, _differences),
    "flags": (FlagRow, _flags),
}
"""What each table's rows are, and how they are made."""
