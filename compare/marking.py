"""What is marked in one text: the rules that its outlet is held to, the marks that quote nobody, what the house allows.

The events' texts and drafts come through here, and so does what is measured of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from compare.framing import Flag, flag_text
from compare.heard import Told
from compare.houserules import NO_HOUSE_RULES, HouseRules
from compare.rules import Rule
from compare.scareflags import scare_flags, with_scare_flags
from compare.tagger import Tagger


def marked(
    own: Told,
    others: Sequence[Told] | None,
    rules: Sequence[Rule],
    tagger: Tagger | None = None,
    *,
    house: HouseRules = NO_HOUSE_RULES,
    outlet: str | None = None,
    beside: bool = False,
) -> list[Flag]:
    """The flags of a text, in reading order.

    `others` are the other texts of its event, in which speakers of quoted words are looked for; None where the text
    stands alone. `tagger` should remember what it parsed when the voices were found. `outlet` is None for a text of no
    outlet; `beside` as for flag_text.
    """
    held_to = house.rules_for(outlet, rules)
    found = flag_text(own.text, held_to, own.voices, own.sentences, tagger, beside=beside)
    return house.kept(outlet, own.text, with_scare_flags(own.text, found, scare_flags(own, others, held_to)))
