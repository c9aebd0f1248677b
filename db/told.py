"""What a person is told of an event's flags and differences, as it is kept from run to run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from compare.difference import Difference
from compare.framing import Flag
from compare.verdicts import ID_DIGITS
from db.records import EventResults, KeptFinding, ToldDifference, ToldFlag, ToldSide

Addresses = Mapping[str, tuple[str, str]]
"""By article, its outlet and its address."""

# Not `asdict`, which copies whatever it finds: a night has many of these.
_FLAG, _SIDE = (tuple(field.name for field in fields(kind)) for kind in (ToldFlag, ToldSide))


def difference_id(claim: str, difference: Difference) -> str:
    """Hexadecimal digits that name a difference while the passages that it sets apart stand where they are."""
    places = [[one.article, one.start, one.end, one.side] for one in difference.variants]
    content = json.dumps([claim, difference.kind, places])
    return hashlib.sha256(content.encode()).hexdigest()[:ID_DIGITS]


def articles_in(results: EventResults) -> set[str]:
    """The articles whose words are told."""
    variants = (variant for stored in results.differences for variant in stored.difference.variants)
    return {stored.article for stored in results.flags} | {variant.article for variant in variants}


def told(event: str, results: EventResults, addresses: Addresses) -> Iterator[KeptFinding]:
    """The flags, then the differences. `addresses` has all of `articles_in`."""
    for flag in results.flags:
        yield KeptFinding(event, flag.id, _flag(flag.article, flag.flag, flag.repeats, addresses))
    for stored in results.differences:
        yield KeptFinding(
            event, difference_id(stored.claim, stored.difference), _difference(stored.difference, addresses)
        )


def _flag(article: str, flag: Flag, repeats: bool, addresses: Addresses) -> ToldFlag:
    outlet, url = addresses[article]
    return ToldFlag(
        article=article,
        outlet=outlet,
        url=url,
        rule=flag.rule,
        category=flag.category,
        level=flag.level,
        match=flag.match,
        voice=flag.voice,
        source=flag.source,
        message=flag.message,
        repeats=repeats,
    )


def _difference(difference: Difference, addresses: Addresses) -> ToldDifference:
    sides = (ToldSide(one.article, *addresses[one.article], one.text, one.side) for one in difference.variants)
    return ToldDifference(difference.kind, difference.explanation, tuple(sides))


def content_of(finding: KeptFinding) -> dict[str, Any]:
    """As `FindingVersionRow.content` has it."""
    if isinstance(finding.told, ToldFlag):
        return {name: getattr(finding.told, name) for name in _FLAG}
    sides = [{name: getattr(side, name) for name in _SIDE} for side in finding.told.sides]
    return {"kind": finding.told.kind, "explanation": finding.told.explanation, "sides": sides}


def finding_of(event: str, subject: str, id_: str, content: Mapping[str, Any]) -> KeptFinding:
    """The finding of whose content `content_of` made this."""
    if subject == "flag":
        return KeptFinding(event, id_, ToldFlag(**content))
    sides: Iterable[Mapping[str, Any]] = content["sides"]
    return KeptFinding(
        event,
        id_,
        ToldDifference(content["kind"], content["explanation"], tuple(ToldSide(**side) for side in sides)),
    )
