"""Denials: the words of a sentence that deny, in which form, and the scope of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from compare.families import spaced
from compare.modality import FUTURE, supposed
from compare.phrases import Term

Form = Literal["verb", "none", "without", "deed", "denied"]
"""How a denial is made: "did not sign", "no siren", "without a permit", "refused to sign", "denied having signed"."""

SCOPE_WORDS = 7  # content words after a denial that it may reach
SUBJECT_WORDS = 6
ADJACENT = 2  # words between two negatives that cancel: "did not ever refuse"

_VERB = spaced("not never cannot nor n't")
_NONE = spaced("no none nobody nothing neither")
_DEEDS = re.compile(
    r"(?:fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|unable|neglect(?:s|ed)?|lacks?|lacked|omit(?:s|ted))$"
)
_DENIED = re.compile(r"(?:den(?:y|ies|ied|ying)|denials?|disput(?:e|es|ed|ing)|rebut(?:s|ted)?|refut(?:e|es|ed))$")
_REJECTED = re.compile(r"(?:reject|dismiss|rubbish|disput|refut|rebut|den[yi])\w*$")
_SAYINGS = re.compile(r"(?:accusations?|allegations?|claims?|reports?|rumou?rs?|suggestions?|charges?|speculation)$")
_DECLINED = spaced("comment interview interviews")
_NEEDS_TO = re.compile(r"(?:fail|refus|declin|unable|neglect|omit)")
# Where the denial ends: at a word that opens another clause.
_ENDS = spaced(
    "but because although though while whereas who which whose unless until when after before since if"
    " and or so than despite"
)
_NOT_ONLY = spaced(
    "that only just merely simply solely least more fewer less until because to-mention later all every everyone"
)
_NO_MORE = spaced("fewer less more doubt matter longer sooner later one wonder")
_NEGATIVE_ADJECTIVE = re.compile(
    r"(?:im(?:possible|probable|plausible)|un(?:likely|usual|common|true|reasonable|happy|aware|related|expected|able|known"
    r"|fair|safe|lawful|welcome|founded|touched|affected|harmed)|in(?:conceivable|significant|correct|accurate|nocent)"
    r"|il(?:legal|logical)|ir(?:regular|relevant)|without)$"
)
_INSTEAD = spaced("for because to in by on with from rather at as of")
_TURNS = spaced("but because although though while whereas who which when after before since")
_EXCEPT = spaced("but except save other less more fewer short")
_RULED = spaced("ruled rules ruling")


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, its scope of content words, and the content words before it in its clause.

    `future`: it is denied of what is yet to come.
    """

    form: Form
    cue: Term
    scope: tuple[Term, ...]
    subject: tuple[Term, ...]
    future: bool


def denials(found: Sequence[Term]) -> list[Denial]:
    """The denials of a sentence. Two in one clause cancel, and "not only", "no fewer than", "if … not" deny nothing."""
    out: list[Denial] = []
    taken = -1
    for i, term in enumerate(found):
        form = _form(found, i)
        if form is None or i <= taken:
            continue
        reach = _reach(found, i, form)
        if form != "denied" and _cancelled(found, i, reach):
            taken = reach[-1] if reach else i
            continue
        scope = tuple(found[j] for j in reach if found[j].telling and not _manner(found[j]))
        subject = _subject(found, i)
        if form == "none" and term.lower in ("no", "none", "neither", "nothing", "nobody") and not scope:
            continue
        if supposed(found, i):
            continue
        ahead = {t.lower for t in found[max(0, i - 3) : i]} | (
            {term.lower[:-3]} if term.lower.endswith("n't") else set()
        )
        out.append(Denial(form, term, scope[:SCOPE_WORDS], subject, bool(ahead & FUTURE)))
    return out


@lru_cache(maxsize=50_000)
def _may_deny(word: str) -> bool:
    """Is it one of the words that `_form` knows? Most are none."""
    one_of = word in _VERB or word in _NONE or word in _RULED or word in ("no", "short", "without", "yet")
    return one_of or word.endswith("n't") or any(known.match(word) for known in (_DENIED, _REJECTED, _DEEDS))


def _form(found: Sequence[Term], i: int) -> Form | None:
    lower = found[i].lower
    if not _may_deny(lower):
        return None
    following = found[i + 1].lower if i + 1 < len(found) else ""
    if lower.endswith("n't") or lower in _VERB:
        return None if following in _NOT_ONLY else "verb"
    if lower == "no":
        if following == "longer":
            return "verb"
        if following == "one":
            return "none"
        return None if following in _NO_MORE or not following else "none"
    if lower in _NONE:
        # "Nobody but the captain", "none other than".
        return None if following in _EXCEPT else "none"
    if (lower == "short" and following == "of" and i and found[i - 1].lower.startswith("stop")) or (
        lower in _RULED and following == "out"
    ):
        return "deed"
    if lower == "without":
        return "without"
    if _DENIED.match(lower):
        # "denied entry", "denied bail": somebody was refused something; nothing was contradicted.
        return "denied" if following not in ("entry", "access", "bail", "permission") else None
    if _REJECTED.match(lower) and any(_SAYINGS.match(t.lower) for t in found[i + 1 : i + 5]):
        return "denied"
    if _DEEDS.match(lower):
        return "deed" if not _NEEDS_TO.match(lower) or _to_follows(found, i) else None
    if lower == "yet" and following == "to":
        return "verb"
    return None


def _to_follows(found: Sequence[Term], i: int) -> bool:
    """Does "to" follow, past words of time at most ("declined on Thursday to sign"), or what one declines to give?"""
    for term in found[i + 1 : i + 6]:
        if term.lower == "to" or term.lower in _DECLINED:
            return True
        if term.telling:
            return False
    return False


def _reach(found: Sequence[Term], i: int, form: Form) -> list[int]:
    """The places of the words a denial reaches: to the end of its clause."""
    out: list[int] = []
    count = 0
    for j in range(i + 1 + (found[i].lower == "no" and form == "verb"), len(found)):
        term = found[j]
        if term.clause != found[i].clause:
            break
        if term.lower in _ENDS and out:
            break
        if term.lower == "that" and form not in ("denied", "none") and count and _opens_clause(found, j):
            break
        out.append(j)
        count += term.telling
        if count >= SCOPE_WORDS:
            break
    return out


def _opens_clause(found: Sequence[Term], j: int) -> bool:
    """Does "that" open a clause here, and not point at a noun ("that contract")?"""
    following = found[j + 1] if j + 1 < len(found) else None
    return following is None or not following.content or following.capital


def _cancelled(found: Sequence[Term], i: int, reach: Sequence[int]) -> bool:
    """Does a second negative stand within reach ("not impossible", "did not refuse", "never without"), or is only the
    reason or the manner denied ("not for what she is but for what she did")?"""
    for j in range(i + 1, len(found) - 1):
        if found[j].clause != found[i].clause:
            break
        if found[j].lower == "but" and found[j + 1].lower in _INSTEAD:
            return True
    for j in reach[:5]:
        lower = found[j].lower
        if _NEGATIVE_ADJECTIVE.match(lower) or (lower in _VERB and j - i <= ADJACENT) or lower == "without":
            return True
        if _DENIED.match(lower) or (_DEEDS.match(lower) and j - i <= ADJACENT):
            return True
    return False


def _manner(term: Term) -> bool:
    return term.lower.endswith("ly") and not term.capital


def _subject(found: Sequence[Term], i: int) -> tuple[Term, ...]:
    own = [t for t in found[:i] if t.telling and t.clause == found[i].clause]
    before = own or [t for t in found[:i] if t.telling]
    return tuple(before[-SUBJECT_WORDS:])


def negated(found: Sequence[Term]) -> tuple[frozenset[int], frozenset[str]]:
    """The places that any negative of a sentence reaches, whether it denies or is cancelled, and the stems of the first
    words that each of them reaches."""
    places: set[int] = set()
    first: set[str] = set()
    for i, term in enumerate(found):
        form = _form(found, i)
        if form is not None or term.lower in _VERB | _NONE:
            # Whatever the denial does not surely leave alone is not asserted.
            reach = [j for j in range(i + 1, len(found)) if found[j].clause == term.clause and not _turns(found, i, j)]
            places |= {found[j].start for j in (i, *reach)}
            near = _reach(found, i, form or "verb")
            first |= {found[j].stem for j in near if found[j].telling and not _manner(found[j])}
    return frozenset(places), frozenset(first)


def _turns(found: Sequence[Term], i: int, j: int) -> bool:
    """Does "but" or the like stand between, so that what follows is asserted again?"""
    return any(t.lower in _TURNS for t in found[i + 1 : j + 1])
