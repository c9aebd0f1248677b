"""The vocabulary of the report's section on revisions: what an article's texts have in common and where they differ.

`variorum.histories` builds these, `templates/_revisions.html` prints them; they keep to the rules of `variorum.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.views import Chip


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence; `edited` where the other version has others in their place, or none."""

    text: str
    edited: bool


@dataclass(frozen=True, slots=True)
class VersionSentence:
    """A sentence in one version. The runs joined are the sentence; there are none where the excerpt limit keeps it
    back. `place` is "headline" or a paragraph number with its sign."""

    place: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One sentence that is not as it was. `kind` is added, removed, changed or moved; the side that a kind has not is
    None. `words` says the kind to a reader."""

    kind: str
    words: str
    before: VersionSentence | None
    after: VersionSentence | None


@dataclass(frozen=True, slots=True)
class Reworded:
    """Marked words that came, went or were replaced, as a sentence: what was done (`verb`) to which words.

    `before` and `after` are the words in either version, "" where it has none or they are not told; `marked` says
    which of them a rule marks: before, after or both. `whose` names the voice where it is not the outlet's own.
    `shown` is False where the excerpt limit keeps the words back.
    """

    chip: Chip
    verb: str
    before: str
    after: str
    marked: str
    whose: str
    rule: str
    rule_href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version from the second on, against the one before: when it changed, how much, and whether it says so."""

    number: int
    when: str
    counts: str
    note: str
    reworded: tuple[Reworded, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class History:
    """An article with the versions it had after its first. `anchor` is the section's id on the page, `title` its newest
    headline, "" where the excerpt limit keeps it back."""

    anchor: str
    outlet: str
    title: str
    lang: str
    href: str | None
    versions: tuple[VersionView, ...]
