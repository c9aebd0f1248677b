"""What a sentence denies, with the scope of each denial, and whether another sentence asserts that very thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from compare.families import akin, opposed, same_meaning, spaced
from compare.numerals import SPELLED
from compare.phrases import Term, span_of
from compare.spans import Span

Form = Literal["verb", "none", "without", "deed", "denied"]
"""How a denial is made: "did not sign", "no siren", "without a permit", "refused to sign", "denied having signed"."""

SCOPE_WORDS = 7  # content words after a denial that it may reach
SUBJECT_WORDS = 6
COVERED = 0.5  # of the denied words must stand in the other sentence
NONE_OF = 3
ADJACENT = 2  # words between two negatives that cancel: "did not ever refuse"
COMMON = 0.35  # of the shorter sentence's content words must stand in both
FEWEST_COMMON = 2

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
_MIGHT = spaced("would could should might")
_EXCEPT = spaced("but except save other less more fewer short")
_RULED = spaced("ruled rules ruling")
_CONDITION = spaced("if unless whether")
_UNREAL = spaced(
    "would could should may might if whether unless wants hopes plans tried try tries attempt attempted"
    " wanted asked urged threatened"
)
_DOES_TO = spaced(
    "agreed agrees managed began continued had has have forced able decided chose is are was were set due going"
)
_FUTURE = spaced("will would wo shall going to")
_LIMITS = spaced("before until till by after since during within between while")
_TIME_LEADS = spaced("by within between")  # limits with a word of time only
_LIMITED_WORDS = 4  # terms after a limit that tell which it is
_OBJECT_LEADS = spaced("of with for over to from against")
_OBJECT_WORDS = 5
_WHOLLY = spaced("all every each both")
_PARTLY = spaced("some several many most half few others another part parts")


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, its scope of content words, and the content words before it in its clause."""

    form: Form
    cue: Term
    scope: tuple[Term, ...]
    subject: tuple[Term, ...]
    future: bool


@dataclass(frozen=True, slots=True)
class Denied:
    """The denied words in one sentence and those that assert the same in the other."""

    denial: Span
    assertion: Span
    form: Form


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
        if _supposed(found, i):
            continue
        if any(t.lower in _CONDITION for t in found[max(0, i - 8) : i] if t.clause == term.clause):
            continue
        ahead = {t.lower for t in found[max(0, i - 3) : i]} | (
            {term.lower[:-3]} if term.lower.endswith("n't") else set()
        )
        out.append(Denial(form, term, scope[:SCOPE_WORDS], subject, bool(ahead & _FUTURE)))
    return out


def _form(found: Sequence[Term], i: int) -> Form | None:
    term, following = found[i], found[i + 1].lower if i + 1 < len(found) else ""
    lower = term.lower
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


def denied_assertion(denying: Sequence[Term], other: Sequence[Term]) -> Denied | None:
    """The first denial of one sentence whose very assertion the other makes; None where there is none.

    The denied predicate must stand in the other sentence, outside its own denials and as something that is so, with at
    least half of what the denial reaches.
    """
    within, both = negated(other)
    real = [t for t in other if t.telling and t.start not in within]
    if not _about_one_thing(denying, other):
        return None
    for denial in denials(denying):
        if denial.scope and not denial.scope[0].capital and denial.scope[0].stem in both:
            continue  # the other denies it as well
        if _limited(denial, denying, other) or _of_a_part(denial, denying, other):
            continue
        if denial.form in ("verb", "deed", "without") and _of_others(denial, denying, other):
            continue
        found = _asserted(denial, denying, real, other)
        if found is not None:
            return found
    return None


def _limited(denial: Denial, denying: Sequence[Term], other: Sequence[Term]) -> bool:
    """Is it denied of a stretch of time only that the other does not speak of ("no arrests before noon")?

    The same words of time after another preposition ("on Monday", "not before Monday") are another time.
    """
    at = next(i for i, t in enumerate(denying) if t.start == denial.cue.start)
    for i in range(at + 1, len(denying)):
        term = denying[i]
        if term.clause != denial.cue.clause:
            break
        told = _after(denying, i) if term.lower in _LIMITS else []
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


def _of_a_part(denial: Denial, denying: Sequence[Term], other: Sequence[Term]) -> bool:
    """Is it denied of some of a whole only, and not asserted of all of it?"""
    return denial.form in ("verb", "deed") and partly(denial.cue, denying) and not of_all(other)


def _of_others(denial: Denial, denying: Sequence[Term], other: Sequence[Term]) -> bool:
    """Is it denied of some number of them, and asserted of another ("900 homes without power", "5,000 homes with")?"""
    denied = [(t, n) for t in denial.subject if (n := _how_many(t, denying)) is not None]
    asserted = [(t, n) for t in other if t.telling and (n := _how_many(t, other)) is not None]
    return any(same_meaning(t.stem, o.stem) and n != m for t, n in denied for o, m in asserted)


def _how_many(term: Term, found: Sequence[Term]) -> float | None:
    """The number right before a word or before the one word that stands between."""
    at = next(i for i, t in enumerate(found) if t.start == term.start)
    for before in reversed(found[max(0, at - 2) : at]):
        if before.clause != term.clause:
            return None
        digits = before.lower.replace(",", "")
        if before.lower in SPELLED or digits.isdigit():
            return SPELLED[before.lower] if before.lower in SPELLED else float(digits)
    return None


def partly(term: Term, found: Sequence[Term]) -> bool:
    """Is a word said of some of a whole only ("two of the six gates failed to open", "most residents left")?"""
    before = [t for t in found if t.start < term.start and t.clause == term.clause]
    return any(
        t.lower in _PARTLY
        or ((t.lower in SPELLED or t.lower[:1].isdigit()) and i + 1 < len(before) and before[i + 1].lower == "of")
        for i, t in enumerate(before)
    )


def of_all(found: Sequence[Term]) -> bool:
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
    at = next((i for i, t in enumerate(found) if t.start == term.start), None)
    if at is None or at + 1 >= len(found) or found[at + 1].lower not in _OBJECT_LEADS:
        return None
    inside: list[Term] = []
    for t in found[at + 2 : at + 2 + _OBJECT_WORDS]:
        if t.clause != term.clause or (inside and not t.content and t.lower != "of"):
            break
        if t.telling:
            inside.append(t)
    return found[at + 1].lower, inside


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


def _supposed(found: Sequence[Term], i: int) -> bool:
    """Is it denied of what never was ("would not have signed")?"""
    before = {t.lower.removesuffix("n't") for t in found[max(0, i - 3) : i + 1]}
    return bool(before & _MIGHT) and any(t.lower == "have" for t in found[i + 1 : i + 3])


def _turns(found: Sequence[Term], i: int, j: int) -> bool:
    """Does "but" or the like stand between, so that what follows is asserted again?"""
    return any(t.lower in _TURNS for t in found[i + 1 : j + 1])


def _about_one_thing(a: Sequence[Term], b: Sequence[Term]) -> bool:
    ours, theirs = [t for t in a if t.telling], [t for t in b if t.telling]
    common = [t for t in ours if any(same_meaning(t.stem, o.stem) for o in theirs)]
    fewer = min(len({t.stem for t in ours}), len({t.stem for t in theirs}))
    shared = len({t.stem for t in common})
    return shared >= max(FEWEST_COMMON, COMMON * fewer)


def _asserted(denial: Denial, denying: Sequence[Term], real: Sequence[Term], other: Sequence[Term]) -> Denied | None:
    if not denial.scope:
        return None
    met = [(t, o) for t in denial.scope[:5] if (o := _counterpart(t, real)) is not None]
    covered = len({t.start for t, _ in met}) / len(denial.scope[:5])
    subject = [(t, o) for t in denial.subject if (o := _counterpart(t, real)) is not None]
    focus = next((t for t in denial.scope if not t.capital), None)
    if focus is None or (denial.form in ("verb", "deed") and denial.subject and not subject):
        return None
    hit = next(((t, o) for t, o in met if t is focus), None)
    if denial.form == "deed" and hit is None:
        # "agreed to hand her over" against "refused to extradite her": the deed itself is answered.
        hit = next(((denial.cue, o) for o in real if opposed(denial.cue.stem, o.stem)), None)
    if denial.form == "without" and hit is None:
        hit = next((pair for pair in met if pair[0] in denial.scope[1:2] and not pair[0].capital), None)
    if denial.form == "without" and not any(pair[0] is _head(denial) for pair in met):
        return None
    if denial.form == "none":
        # "No siren sounded": thing and deed must both be spoken of; "none of the twelve carriages had": two of three.
        first = denial.scope[: NONE_OF if denial.cue.lower in ("none", "neither") else 2]
        named = [pair for pair in met if pair[0] in first]
        hit = named[0] if len(named) >= min(2, len(first)) else None
    if denial.form == "denied":
        hit = hit or (met[0] if met else None)
        if len(met) < FEWEST_COMMON:
            return None
    if hit is None or covered < COVERED:
        return None
    if len(met) < FEWEST_COMMON and not subject:
        return None
    if any(other_object(t, denying, o, other) for t, o in met):
        return None  # "not guilty of murder" and "guilty of manslaughter"
    if denial.form in ("without", "none") and any(hit[1] in d.subject for d in denials(other)):
        return None  # "without Lowe" and "Lowe did not play"
    if denial.form == "verb" and denial.future != _to_come(hit[1], other):
        return None  # "has not decided" and "will decide"
    if denial.form in ("verb", "deed") and not denial.future and _unreal(hit[1], other):
        return None
    return Denied(
        span_of([denial.cue, *[t for t, _ in met if t.start - denial.cue.start < NEAR_CHARACTERS][:2]]),
        span_of([hit[1], *[o for _, o in met if abs(o.start - hit[1].start) < NEAR_CHARACTERS][:2]]),
        denial.form,
    )


NEAR_CHARACTERS = 50


def _head(denial: Denial) -> Term:
    """The noun that "without" takes away: the last of the words that follow each other ("any user intervention")."""
    head = denial.scope[0]
    for term in denial.scope[1:]:
        if term.start - head.end > 1:
            break
        head = term
    return head


def _counterpart(term: Term, others: Sequence[Term]) -> Term | None:
    return next((o for o in others if same_meaning(term.stem, o.stem)), None)


def _unreal(term: Term, found: Sequence[Term]) -> bool:
    """Is this word wished, planned, tried or supposed rather than said to be so?"""
    at = next(i for i, t in enumerate(found) if t.start == term.start)
    before = [t.lower for t in found[max(0, at - 3) : at] if t.clause == term.clause]
    if set(before) & _UNREAL:
        return True
    return bool(before) and before[-1] == "to" and not set(before[:-1]) & _DOES_TO


def _to_come(term: Term, found: Sequence[Term]) -> bool:
    """Is this word said of what is yet to come?"""
    at = next(i for i, t in enumerate(found) if t.start == term.start)
    return any(t.lower in _FUTURE for t in found[max(0, at - 3) : at] if t.clause == term.clause)
