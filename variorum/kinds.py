"""The marks: one letter and one name for each kind, shared by rules' categories and by kinds of difference.

Underlines, boxes and tints belong to `templates/static/report.css`, under the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from variorum.views import Chip


@dataclass(frozen=True, slots=True)
class Kind:
    """`says` explains the mark; `difference` is the message of a mark that no rule made."""

    letter: str
    label: str
    says: str
    difference: str = ""


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "doubt": Kind(
            "d",
            "doubt",
            "a word that puts what is told at a distance",
            "Only some of the texts put this at a distance.",
        ),
        "attribution": Kind(
            "v", "attribution verb", "the verb that introduces what somebody said", "The verbs of speech differ."
        ),
        "naming": Kind("n", "naming", "the name chosen for people, groups and things", "The names chosen differ."),
        "evaluation": Kind(
            "e", "evaluation", "a word that praises or condemns", "Only some of the texts evaluate here."
        ),
        "intensity": Kind("i", "intensity", "a word that raises or lowers the volume", "The texts differ in strength."),
        "agency": Kind("a", "agency", "who is named as the one who acted", "The texts differ in who acts."),
        "number": Kind("#", "number", "figures that are not the same", "The figures differ."),
        "contradiction": Kind(
            "≠", "contradiction", "statements that can't both hold", "These statements can't both hold as written."
        ),
        "quote": Kind("q", "quotation differs", "one quotation, cut or worded differently", "The quotation differs."),
        "prominence": Kind(
            "¶", "prominence", "how far up in the article the claim stands", "The claim stands at different places."
        ),
        "absence": Kind("–", "not found", "not found in the text we hold", "Not found in every text we hold."),
        "presupposition": Kind("p", "presupposition", "a word that takes something for granted"),
        "euphemism": Kind("u", "euphemism", "a softer word for something hard"),
        "hedge": Kind("h", "hedge", "a word that weakens what is told"),
        "vague-source": Kind("s", "vague source", "a source that is not named"),
    }
)

#: Kinds that no rule marks, in which neither side is the plain one: both sides are marked.
BOTH_SIDES: Final = frozenset({"number", "contradiction", "quote"})


def chip(kind: str, *, hollow: bool = False, reviewed: bool = False) -> Chip:
    """The letter of a kind. Raises KeyError for a kind that has none."""
    known = KINDS[kind]
    return Chip(kind=kind, letter=known.letter, label=known.label, hollow=hollow, reviewed=reviewed)
