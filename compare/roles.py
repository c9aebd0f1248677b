"""What part a number plays: where a change set out, what it came to, a part of a whole, an addition."""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["", "by", "to", "from", "part", "group", "for", "against", "change", "rest"]
"""`by`, `to` and `from` of a change, `change` where a verb alone tells it ("doubled"); `part` of a whole ("two of the
six"), `group` ("two of them"), `rest`: whom "all but 40" leaves out; the votes or goals `for` and `against`."""

LEAD = re.compile(r"\b(by|to|from)\s+(?:(?:a|about|around|some|nearly|almost|over)\s+)*[$€£¥₹]?\s*$", re.IGNORECASE)
LEAD_CHARACTERS = 34
ALL_BUT = re.compile(
    r"\b(?:all|every(?:one|body)?)\s+(?:but|except(?:\s+for)?|save)\s+(?:(?:about|around|some|nearly|roughly|the)\s+)?$",
    re.I,
)
OF_THEM = re.compile(r"^\s+of\s+(?:them|these|those|whom|which)\b", re.IGNORECASE)
OF_A_WHOLE = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:the|its|his|her|their|[A-Z][\w ’']*?[’']s?)\s+)")
# "another 40", "a further three", "six more bodies", "twelve new cases": what comes on top of what was there.
MORE_BEFORE = re.compile(
    r"\b(?:another|(?:a|yet)\s+(?:further|another|additional)|further|additional|extra)\s+(?:(?:about|around|some|nearly|almost"
    r"|roughly|at\s+least)\s+)?$",
    re.IGNORECASE,
)
MORE_NEXT = re.compile(r"^\s+(?:(?:[a-z]+\s+)?more|further|additional|extra)\b(?!\s+than)", re.IGNORECASE)
NEW_NEXT = re.compile(r"^\s+(?:new|fresh)\b", re.IGNORECASE)
LOOKED_AT = 40  # characters before a number


def role_of(before: str, after: str) -> Role:
    """The part of a number between the text before and after it; "" where the words tell none."""
    if ALL_BUT.search(before[-LOOKED_AT:]):
        return "rest"
    if OF_THEM.match(after):
        return "group"
    if OF_A_WHOLE.match(after):
        return "part"
    lead = LEAD.search(before[-LEAD_CHARACTERS:])
    if lead is None:
        return ""
    role = lead.group(1).lower()
    return "by" if role == "by" else "to" if role == "to" else "from"


def comes_on_top(before: str, after: str, *, measured: bool) -> bool:
    """Does a number come on top of what was there? "New" says so of a toll only (`measured`)."""
    if MORE_BEFORE.search(before[-LOOKED_AT:]) or MORE_NEXT.match(after):
        return True
    return measured and NEW_NEXT.match(after) is not None
