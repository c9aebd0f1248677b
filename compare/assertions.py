"""Assertions of what is denied: whether one sentence says the very thing that another denies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.denials import Denial, Form, denials, negated
from compare.families import opposed, same_meaning
from compare.modality import to_come, unreal
from compare.phrases import Term, common_stems, span_of
from compare.qualifiers import how_many, of_all, other_limit, other_object, partly
from compare.spans import Span

REACHED = 5  # words of a denial's scope that are looked for in the other sentence
COVERED = 0.5  # of these must stand there
NONE_OF = 3  # words after "none of" of which two must stand there
COMMON = 0.35  # of the shorter sentence's content words must stand in both
FEWEST_COMMON = 2
NEAR_CHARACTERS = 50  # from the denial or its answer in which the words that are shown with it stand

Met = tuple[Term, Term]
"""A word of the denial's scope and the one of the other sentence that means the same."""


@dataclass(frozen=True, slots=True)
class Denied:
    """The denied words in one sentence and those that assert the same in the other."""

    denial: Span
    assertion: Span
    form: Form


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
        if other_limit(denial.cue, denying, other) or _of_a_part(denial, denying, other):
            continue
        if denial.form in ("verb", "deed", "without") and _of_others(denial, denying, other):
            continue
        found = _asserted(denial, denying, real, other)
        if found is not None:
            return found
    return None


def _of_a_part(denial: Denial, denying: Sequence[Term], other: Sequence[Term]) -> bool:
    """Is it denied of some of a whole only, and not asserted of all of it?"""
    return denial.form in ("verb", "deed") and partly(denial.cue, denying) and not of_all(other)


def _of_others(denial: Denial, denying: Sequence[Term], other: Sequence[Term]) -> bool:
    """Is it denied of some number of them, and asserted of another ("900 homes without power", "5,000 homes with")?"""
    denied = [(t, n) for t in denial.subject if (n := how_many(t, denying)) is not None]
    asserted = [(t, n) for t in other if t.telling and (n := how_many(t, other)) is not None]
    return any(same_meaning(t.stem, o.stem) and n != m for t, n in denied for o, m in asserted)


def _about_one_thing(a: Sequence[Term], b: Sequence[Term]) -> bool:
    shared, fewer = common_stems(a, b)
    return shared >= max(FEWEST_COMMON, COMMON * fewer)


def _asserted(denial: Denial, denying: Sequence[Term], real: Sequence[Term], other: Sequence[Term]) -> Denied | None:
    reached = denial.scope[:REACHED]
    met = [(t, o) for t in reached if (o := _counterpart(t, real)) is not None]
    hit = _hit(denial, met, real)
    if hit is None or len(met) < COVERED * len(reached):
        return None
    subject = any(_counterpart(t, real) is not None for t in denial.subject)
    if not subject and (len(met) < FEWEST_COMMON or (denial.form in ("verb", "deed") and denial.subject)):
        return None
    if any(other_object(t, denying, o, other) for t, o in met):
        return None  # "not guilty of murder" and "guilty of manslaughter"
    if denial.form in ("without", "none") and any(hit[1] in d.subject for d in denials(other)):
        return None  # "without Lowe" and "Lowe did not play"
    if denial.form == "verb" and denial.future != to_come(hit[1], other):
        return None  # "has not decided" and "will decide"
    if denial.form in ("verb", "deed") and not denial.future and unreal(hit[1], other):
        return None
    return Denied(
        span_of([denial.cue, *[t for t, _ in met if t.start - denial.cue.start < NEAR_CHARACTERS][:2]]),
        span_of([hit[1], *[o for _, o in met if abs(o.start - hit[1].start) < NEAR_CHARACTERS][:2]]),
        denial.form,
    )


def _hit(denial: Denial, met: Sequence[Met], real: Sequence[Term]) -> Met | None:
    """The word that the denial rests on, met in the other sentence; None where it is not."""
    focus = next((t for t in denial.scope if not t.capital), None)
    if focus is None:
        return None
    hit = next((pair for pair in met if pair[0] is focus), None)
    match denial.form:
        case "deed":
            # "agreed to hand her over" against "refused to extradite her": the deed itself is answered.
            return hit or next(((denial.cue, o) for o in real if opposed(denial.cue.stem, o.stem)), None)
        case "without":
            if not any(pair[0] is _head(denial) for pair in met):
                return None
            return hit or next((pair for pair in met if pair[0] in denial.scope[1:2] and not pair[0].capital), None)
        case "none":
            # "No siren sounded": thing and deed must both be there; "none of the twelve carriages had": two of three.
            first = denial.scope[: NONE_OF if denial.cue.lower in ("none", "neither") else 2]
            named = [pair for pair in met if pair[0] in first]
            return named[0] if len(named) >= min(2, len(first)) else None
        case "denied":
            return (hit or met[0]) if len(met) >= FEWEST_COMMON else None
        case "verb":
            return hit


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
