"""What a sentence of ours calls somebody whose words an outlet gives: by the name that stands in the text, in the form
it takes amid a sentence, and never by a pronoun, which says nothing away from its text."""

from __future__ import annotations

from typing import Final, Literal

from compare.cues import PRONOUNS

#: Pronouns that stand for somebody whom the text has named, as a rule before.
_FOR_THE_NAMED: Final = frozenset(["he", "she", "they", "it", "him", "her", "them"])
_PRONOUNS: Final = frozenset(PRONOUNS.split("|")) | _FOR_THE_NAMED
#: What a name opens with in a capital only because it opens a sentence.
_SMALL_AMID: Final = frozenset([
    "A", "All", "An", "Both", "Few", "Her", "His", "Its", "Many", "Most", "One", "Other", "Our", "Several", "Some",
    "That", "The", "Their", "These", "This", "Those", "Two", "Three", "Four",
])  # fmt: skip
NAMED_BEFORE: Final = "somebody named before"


def amid(name: str) -> str:
    """A speaker's name as it stands within a sentence: "the four ministers", where it opened one."""
    first, space, rest = name.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in _SMALL_AMID and rest else name


def is_pronoun(source: str) -> bool:
    """Is somebody called by a pronoun alone?"""
    return source.casefold() in _PRONOUNS


def speaker_words(source: str | None) -> str:
    """Whom the words are laid to, for a sentence of ours; "" where the text names nobody, not even by what stands for a
    name."""
    if source is None or not is_pronoun(source):
        return amid(source or "")
    return NAMED_BEFORE if source.casefold() in _FOR_THE_NAMED else ""


def own_words_for(speaker: str, whose: Literal["its", "your"] = "its") -> str:
    """What is said of a paraphrase: its content is the speaker's and its wording the outlet's, or yours in a draft.
    `speaker` as `speaker_words` gives it; "" where nobody is named."""
    return f"in {whose} own words for what {speaker or 'somebody else'} said"
