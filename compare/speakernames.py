"""The name itself in what an outlet writes for a speaker: "Odile Farrant" in "Interior Minister Odile Farrant".

Words before a name say what somebody is, and no writing marks where they end. Given name and surname are taken; more
only where what stands before them is known to be a post, or nothing does ("Marian Wright Edelman", "Paul R. LePage").
A body keeps all its words ("the New York Times").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from compare.families import spaced
from compare.speakernouns import may_speak
from compare.words import Word, words

HONORIFICS: Final = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "prof", "rev"])
_MEN: Final = frozenset(["mr", "sir", "lord"])
_WOMEN: Final = frozenset(["mrs", "ms", "miss", "dame", "lady"])
Title = Literal["", "man", "woman"]
"""What an honorific says of whom it stands before; "" for one that says nothing of it, and without one."""
BODIES: Final = spaced(
    """
    agency airlines airways alliance area army assembly association authority bank board bureau center centre club
    coalition commission committee company conference congress corporation council court daily department directorate
    federation forum foundation front fund gazette government group herald hospital house inquiry institute journal
    league ministry mirror movement navy network news observer office organisation organization parliament party police
    post project railway railways review senate service society taskforce telegraph times tramways tribunal tribune
    trust union university watch
    """
)
"""Words that end the name of a body and of no person."""
_POSTS: Final = spaced("sen rep gov capt col lt sgt gen maj cpl supt insp cllr hon pres prof ceo elect tem whip")
_PARTICLES: Final = spaced("al bin da de del della den der di dos du el ibn la le ten ter van von")
_SUFFIXES: Final = spaced("jr sr ii iii iv")
_GIVEN: Final = spaced(
    """
    adrian alexander asher brian carter chester christian christopher cooper damian dexter esther ester fabian gillian
    gunter hector heather hunter jasper jennifer julian lester lillian luther marian miriam nestor oliver parker
    peter piper porter roger salvador skyler spencer tanner trevor tyler victor vivian walter werner xavier
    """
)
"""Given names that end as names of doers do."""
_FIELDS: Final = spaced(
    """
    agriculture arts business commerce culture defence defense development economy education employment energy
    environment equality finance fire fisheries food foreign health heritage home housing immigration industry
    information interior justice labor labour law media order planning police science security sport sports technology
    tourism trade transport transportation treasury veterans welfare work works youth
    """
)
"""What the first half of a department's name is of: "Housing and Urban Development"."""
_OFFICE: Final = re.compile(
    r"\sand\s(?:[A-Z][\w'-]*\s){1,4}(?:Secretary|Minister|Commissioner|Director|Chair\w*|Administration|Department"
    r"|Ministry|Committee|Commission|Agency|Council|Board|Office|Service|Association|Union|spokes\w+|secretary|minister)\b"
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The words of a name in small letters, the name as written, and what the honorific before it says."""

    words: tuple[str, ...]
    written: str
    title: Title = ""


def joins_a_name(source: str, at: int) -> bool:
    """Does the "and" at `at` join two parts of one office's name: "Housing and Urban Development Secretary"?"""
    before = words(source[:at])
    return bool(before) and before[-1].text.casefold() in _FIELDS and _OFFICE.match(source, at) is not None


def person(source: str, common: Collection[str]) -> PersonName | None:
    """The name of a person that the words end in; None where they end in none. `common` are words that the texts also
    write small: "the River Authority" ends in one."""
    found = list(words(source))
    suffix = found.pop() if len(found) > 1 and found[-1].text.casefold() in _SUFFIXES else None
    if not found or not _is_surname(found[-1].text, common) or _is_body(source, found, common):
        return None
    kept = found[_first(found, common) :]
    while len(kept) > 1 and kept[0].text.casefold() in HONORIFICS:
        kept = kept[1:]
    before = found[-2:-1] if len(kept) == 1 else []  # shown with its honorific: "Mr. Farrant"
    shown = [*(word for word in before if word.text[:1].isupper()), *kept]
    last = suffix or shown[-1]
    end = last.end + (suffix is not None and source[last.end : last.end + 1] == ".")
    title = _title_of(found[-1 - len(kept)].text) if len(found) > len(kept) else ""
    return PersonName(tuple(word.text.casefold() for word in kept), source[shown[0].start : end], title)


def _title_of(word: str) -> Title:
    small = word.casefold()
    return "man" if small in _MEN else "woman" if small in _WOMEN else ""


def _first(found: Sequence[Word], common: Collection[str]) -> int:
    """Where the name begins that these words end in."""
    last = len(found) - 1
    at = last
    while at > 0 and found[at - 1].text in _PARTICLES:
        at -= 1
    while at > 0 and _is_initial(found[at - 1]):
        at -= 1
    if at == 0 or not found[at - 1].text[:1].isupper():
        return at if at < last and not _is_initial(found[at]) else last
    at -= 1  # the given name, or a post
    two_given = at > 0 and _is_given(found[at], common) and _is_given(found[at - 1], common)
    if two_given and (at == 1 or _is_post(found[at - 2], common)):
        at -= 1
    return at


def _is_given(word: Word, common: Collection[str]) -> bool:
    """Could the word be a given name: a capital and small letters, and no post?"""
    own = not word.text.endswith(("'s", "’s"))
    return word.text[:1].isupper() and own and not word.text.isupper() and not _is_post(word, common)


def _is_post(word: Word, common: Collection[str]) -> bool:
    small = word.text.casefold()
    known = small in _POSTS or small in HONORIFICS or small in common
    return known or (small not in _GIVEN and may_speak(small))


def _is_initial(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isupper()


def _is_surname(last: str, common: Collection[str]) -> bool:
    """A capital that these texts never write small ends the name of a person."""
    small = last.casefold()
    return len(small) > 1 and last[:1].isupper() and small not in common and small not in BODIES | HONORIFICS


def _is_body(source: str, found: Sequence[Word], common: Collection[str]) -> bool:
    """Does an article open words of capitals alone, none of them a post: "the Women's March"?"""
    if found[0].text.casefold() != "the" or len(found) < 3:
        return False
    rest = found[1:]
    return all(word.text[:1].isupper() and not _is_post(word, ()) for word in rest)
