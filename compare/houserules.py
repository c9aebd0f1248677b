"""What a house allows itself: phrases that are no finding, and rules that one outlet is not held to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from compare.framing import Flag
from compare.rules import VERSION_DIGITS, Rule, rules_digest
from compare.spans import Span, contains


@dataclass(frozen=True, slots=True)
class Exemption:
    """Of one outlet: ids of rules that are off for it, and phrases that only it may use."""

    off: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseRules:
    """`phrases` may be used by all outlets, `outlets` holds by slug what more one of them may do."""

    phrases: tuple[str, ...] = ()
    outlets: Mapping[str, Exemption] = field(default_factory=dict)

    def rules_for(self, outlet: str | None, rules: Sequence[Rule]) -> Sequence[Rule]:
        """The rules that this outlet is held to; all of them for None, a text of no outlet.

        They are taken out before matching: where two rules would mark the same words, the other one still does.
        """
        off = self._exemption(outlet).off
        return [rule for rule in rules if rule.id not in off] if off else rules

    def kept(self, outlet: str | None, text: str, flags: Iterable[Flag]) -> list[Flag]:
        """The flags of this text that no allowed phrase covers, unchanged and in their order."""
        phrases = (*self.phrases, *self._exemption(outlet).phrases)
        return without_allowed(text, flags, phrases)

    def _exemption(self, outlet: str | None) -> Exemption:
        return self.outlets.get(outlet, NO_EXEMPTION) if outlet is not None else NO_EXEMPTION


NO_EXEMPTION = Exemption()
NO_HOUSE_RULES = HouseRules()


def without_allowed(text: str, flags: Iterable[Flag], phrases: Iterable[str]) -> list[Flag]:
    """The flags but for those whose whole match lies within one of these phrases where it stands in the text.

    A phrase is met word for word, ignoring case, by whatever white space, apostrophes and quotation marks. That a
    phrase is allowed excuses its words in that phrase alone: "regime" elsewhere stays marked where "regime change" is
    allowed, and so does a longer match that only begins with it.
    """
    found = list(flags)
    if not found:
        return found
    allowed = [place for phrase in phrases for place in phrase_places(phrase, text)]
    return [flag for flag in found if not any(contains(place, _words(flag)) for place in allowed)] if allowed else found


def phrase_places(phrase: str, text: str) -> list[Span]:
    """Where the words of a phrase stand in a text, in order."""
    return [Span(found.start(), found.end()) for found in _compiled(phrase).finditer(text)]


def rules_version(rules: Sequence[Rule], house: HouseRules) -> str:
    """Twelve hexadecimal digits that change with the rules in force and with what the house allows; those of the rules
    alone where it allows nothing."""
    if not house.phrases and not house.outlets:
        return rules_digest(rules)
    allowed = [
        rules_digest(rules),
        sorted(house.phrases),
        [[slug, sorted(one.off), sorted(one.phrases)] for slug, one in sorted(house.outlets.items())],
    ]
    return hashlib.sha256(repr(allowed).encode()).hexdigest()[:VERSION_DIGITS]


def _words(flag: Flag) -> Span:
    """The match without the quotation marks around it, which a doubted word is marked with: a phrase is its words."""
    left = len(flag.match) - len(flag.match.lstrip(SINGLE + DOUBLE))
    return Span(flag.start + left, flag.start + max(left, len(flag.match.rstrip(SINGLE + DOUBLE))))


SINGLE, DOUBLE, HYPHENS = "'‘’", '"“”„«»', "-‐‑"


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    loosened = "".join(_loosened(sign) for sign in " ".join(phrase.split()))
    return re.compile(rf"(?<!\w){loosened}(?!\w)", re.IGNORECASE)


def _loosened(sign: str) -> str:
    for alike in (SINGLE, DOUBLE, HYPHENS):
        if sign in alike:
            return f"[{re.escape(alike)}]"
    return r"\s+" if sign == " " else re.escape(sign)
