"""How the readings of one claim differ, as typed differences with places in each reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from compare.agentshifts import agent_shifts
from compare.certainty import certainty_shifts
from compare.claims import Claim, Reading
from compare.contradictions import contradictions
from compare.cueshifts import cue_shifts
from compare.difference import Context, Difference, DifferenceKind, Variant
from compare.framing import Flag, Other, with_others
from compare.numbershifts import UNFOLDED, number_shifts
from compare.prominence import prominence_shifts
from compare.quoteshifts import quote_shifts
from compare.spans import overlaps
from compare.wirecopy import Shares
from compare.wordshifts import word_shifts

__all__ = [
    "Difference",
    "DifferenceKind",
    "Variant",
    "contrast_flags",
    "differences",
    "strongest",
]

# What an editor would look at first. A number that rose with time comes last: it is news, not a difference in wording.
KIND_ORDER: tuple[DifferenceKind, ...] = (
    "doubt", "contradiction", "attribution", "naming", "quote", "number", "evaluation", "agency", "intensity",
    "prominence", "absence",
)  # fmt: skip
KIND_LIMIT = 2  # differences of one kind among the strongest, as long as there are others


def differences(
    claim: Claim,
    flags_by_article: Mapping[str, Sequence[Flag]],
    context: Context,
) -> list[Difference]:
    """The typed differences between the outlets of one claim, by kind in KIND_ORDER, then by place.

    `flags_by_article` maps article keys to their flags. A claim that only one outlet made has no differences.
    """
    if len({reading.outlet for reading in claim.readings}) < 2:
        return []
    found = [
        *word_shifts(claim, flags_by_article, context),
        *cue_shifts(claim, flags_by_article, context),
        *certainty_shifts(claim, context),
        *agent_shifts(claim, context),
        *prominence_shifts(claim, context),
        *number_shifts(claim, context),
        *quote_shifts(claim, context),
        *contradictions(claim, context),
    ]
    return sorted(found, key=told_order)


def told_order(difference: Difference) -> tuple[int, list[tuple[str, int]], str]:
    """By kind in KIND_ORDER, then by place."""
    places = [(variant.outlet, variant.start) for variant in difference.variants]
    return (KIND_ORDER.index(difference.kind), places, difference.explanation)


def strongest(found: Iterable[Difference], n: int = 5) -> list[Difference]:
    """The `n` differences to show first.

    In order: numbers that rose with time last; the kind (KIND_ORDER); one outlet standing against many before even
    sides; more outlets before fewer; then the explanation. At most KIND_LIMIT of a kind, unless the rest does not
    suffice.
    """
    ranked = sorted(found, key=rank)
    chosen: list[Difference] = []
    kinds: Counter[DifferenceKind] = Counter()
    for difference in ranked:
        if kinds[difference.kind] < KIND_LIMIT:
            chosen.append(difference)
            kinds[difference.kind] += 1
    chosen = chosen[:n]
    chosen += [d for d in ranked if d not in chosen][: n - len(chosen)]
    return sorted(chosen, key=rank)


def rank(difference: Difference) -> tuple[bool, int, int, int, str]:
    sides = Counter(variant.side for variant in difference.variants)
    smallest = min(sides.values())
    return (
        UNFOLDED in difference.explanation,
        KIND_ORDER.index(difference.kind),
        smallest - max(sides.values()),
        -len(difference.variants),
        difference.explanation,
    )


def contrast_flags(
    article_key: str, flags: Sequence[Flag], claims: Sequence[Claim], shares: Shares | None = None
) -> list[Flag]:
    """The article's flags, in their order, each with what the other outlets wrote for the same claim.

    One reading for each other outlet, sorted by outlet: a headline is set against headlines where there are any, a body
    sentence against body sentences; the first in the outlet's text where there are several. A text that several outlets
    printed speaks once, through its origin where that is among them; and the flagged text itself is no other, unless a
    house edited the flagged words in it or out of it.
    """
    known = shares or Shares()
    own: list[tuple[Reading, Claim]] = [
        (reading, claim) for claim in claims for reading in claim.readings if reading.article == article_key
    ]
    out = []
    for flag in flags:
        others: dict[str, Other] = {}
        for reading, claim in own:
            if overlaps(reading, flag):
                for other in others_of(reading, claim, flag, known):
                    others.setdefault(other.outlet, Other(other.outlet, other.text))
        out.append(with_others(flag, others.values()))
    return out


def others_of(reading: Reading, claim: Claim, flag: Flag, shares: Shares) -> list[Reading]:
    """One reading of each other outlet for the same claim, sorted by outlet, and one of each text."""
    headline = reading.paragraph == 0
    by_outlet: dict[str, Reading] = {}
    for other in sorted(claim.readings, key=lambda r: ((r.paragraph == 0) != headline, r.outlet, r.article, r.start)):
        if other.outlet != reading.outlet:
            by_outlet.setdefault(other.outlet, other)
    own, word = shares.group(reading), flag.match.casefold()
    by_text: dict[str, Reading] = {}
    for other in sorted(by_outlet.values(), key=lambda r: (shares.at(r.article, r) is not None, r.outlet)):
        if shares.group(other) != own or word not in other.text.casefold():
            by_text.setdefault(shares.group(other), other)
    return sorted(by_text.values(), key=lambda r: r.outlet)
