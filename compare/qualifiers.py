"""What narrows what a sentence says: whether of all or of some, of how many, of which thing, and until when."""

from __future__ import annotations

from collections.abc import Sequence

from compare.families import akin, same_meaning, spaced
from compare.numerals import SPELLED
from compare.phrases import Term, place_of

_LIMITS = spaced("before until till by after since during within between while")
_TIME_LEADS = spaced("by within between")  # limits with a word of time only
_LIMITED_WORDS = 4  # terms after a limit that tell which it is
_OBJECT_LEADS = spaced("of with for over to from against")
_OBJECT_WORDS = 5
_WHOLLY = spaced("all every each both")
_PARTLY = spaced("some several many most half few others another part parts")


def partly(term: Term, found: Sequence[Term]) -> bool:
    """Is a word said of some of a whole only ("two of the six gates failed to open", "most residents left")?"""
    before = [t for t in found if t.start < term.start and t.clause == term.clause]
    return any(
        t.lower in _PARTLY
        or ((t.lower in SPELLED or t.lower[:1].isdigit()) and i + 1 < len(before) and before[i + 1].lower == "of")
        for i, t in enumerate(before)
    )


def of_all(found: Sequence[Term]) -> bool:
    """Does a sentence say of anything that it holds of the whole of it?"""
    return any(t.lower in _WHOLLY for t in found)


def other_object(one: Term, a: Sequence[Term], other: Term, b: Sequence[Term]) -> bool:
    """Do two words that answer each other speak of other things: with one preposition, and no word after it in common
    ("guilty of murder", "guilty of manslaughter")?"""
    ours, theirs = _object(one, a), _object(other, b)
    if ours is None or theirs is None or ours[0] != theirs[0] or not ours[1] or not theirs[1]:
        return False
    return not any(same_meaning(t.stem, o.stem) for t in ours[1] for o in theirs[1])


def _object(term: Term, found: Sequence[Term]) -> tuple[str, list[Term]] | None:
    """The preposition right after a word, and the telling words after that in the clause."""
    at = place_of(term, found)
    if at + 1 >= len(found) or found[at + 1].lower not in _OBJECT_LEADS:
        return None
    inside: list[Term] = []
    for t in found[at + 2 : at + 2 + _OBJECT_WORDS]:
        if t.clause != term.clause or (inside and not t.content and t.lower != "of"):
            break
        if t.telling:
            inside.append(t)
    return found[at + 1].lower, inside


def how_many(term: Term, found: Sequence[Term]) -> float | None:
    """The number right before a word or before the one word that stands between; None without one."""
    at = place_of(term, found)
    for before in reversed(found[max(0, at - 2) : at]):
        if before.clause != term.clause:
            return None
        digits = before.lower.replace(",", "")
        if before.lower in SPELLED or digits.isdigit():
            return SPELLED[before.lower] if before.lower in SPELLED else float(digits)
    return None


def other_limit(cue: Term, found: Sequence[Term], other: Sequence[Term]) -> bool:
    """Is what follows a word said of a stretch of time only that the other sentence does not speak of ("no arrests
    before noon")?

    The same words of time after another preposition ("on Monday", "not before Monday") are another time.
    """
    for i in range(place_of(cue, found) + 1, len(found)):
        term = found[i]
        if term.clause != cue.clause:
            break
        told = _after(found, i) if term.lower in _LIMITS else []
        if term.lower in _TIME_LEADS and not any(not t.telling or t.lower[:1].isdigit() for t in told):
            continue  # "by engineers", "within the walls"
        if told and not _same_limit(term, told, other):
            return True
    return False


def _same_limit(limit: Term, told: Sequence[Term], other: Sequence[Term]) -> bool:
    return any(
        o.lower == limit.lower and any(akin(t.stem, u.stem) for t in told for u in _after(other, j))
        for j, o in enumerate(other)
    )


def _after(found: Sequence[Term], i: int) -> list[Term]:
    """The content words, of time or not, right after a place."""
    return [t for t in found[i + 1 : i + 1 + _LIMITED_WORDS] if t.content and t.clause == found[i].clause]
