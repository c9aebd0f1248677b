"""Exceptions to the rules that reviewers' rejections speak for. A proposal changes nothing: a person accepts it or not.

Some are asked for in a verdict, others follow from many: a phrase that a rule marked and reviewers only ever rejected,
a rule of which they accepted little. The numbers from which that is said are choices of ours, not measured: three
rejections are more than a slip or two of one person, and under ten decided flags a share says nothing of a rule. One in
five accepted is fewer than any reader of the marks would put up with. Nothing follows by itself, so that a number that
is too low costs a look, and one too high some rejections more.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from compare.verdicts import ID_DIGITS, Reviewed, Verdict, plain_words, reviewed_flags

LEAST_REJECTED: Final = 3  # flags of one phrase by one rule, with none accepted
LEAST_DECIDED: Final = 10  # flags of one rule
MOST_ACCEPTED: Final = 0.2  # of those, as a share


@dataclass(frozen=True, slots=True)
class RuleException:
    """What would no longer be marked: `phrase` by any rule, or, where it is "", the rule altogether; by `outlet`, or
    by all where it is "". `rule` is the one whose flags were rejected."""

    rule: str
    phrase: str
    outlet: str

    @property
    def key(self) -> tuple[str, tuple[str, ...], str]:
        """By which two are the same: whatever the phrase's case and apostrophes."""
        return self.rule, plain_words(self.phrase), self.outlet

    @property
    def id(self) -> str:
        return _digest([self.rule, list(plain_words(self.phrase)), self.outlet])


@dataclass(frozen=True, slots=True)
class Proposal:
    """An exception with what speaks for it. `asked`: a reviewer proposed it. `evidence` are the flags that reviewers
    rejected, `accepted` of `decided` such flags were accepted."""

    exception: RuleException
    asked: bool
    evidence: tuple[Reviewed, ...]
    accepted: int
    decided: int

    @property
    def id(self) -> str:
        return self.exception.id


@dataclass(frozen=True, slots=True)
class Declined:
    """A proposal that a person declined. `at` and `undone_at` are aware and in UTC."""

    id: str
    exception: RuleException
    reviewer: str
    at: datetime
    undone_at: datetime | None = None


def declined(exception: RuleException, *, reviewer: str, at: datetime, undone_at: datetime | None = None) -> Declined:
    """A declined proposal with its id, which comes from all of it but whether that was undone. `at` is taken to UTC."""
    at = at.astimezone(UTC)
    content = [exception.rule, exception.phrase, exception.outlet, reviewer, at.isoformat()]
    return Declined(_digest(content), exception, reviewer, at, undone_at)


def proposals(verdicts: Iterable[Verdict], refused: Iterable[Declined] = ()) -> list[Proposal]:
    """Every proposal that stands, those with the most rejections first.

    One that was declined comes back once more flags were rejected since than there were before: then more speaks for it
    than the person had seen.
    """
    known = reviewed_flags(verdicts)
    found: dict[tuple[str, tuple[str, ...], str], Proposal] = {}
    for one in (*_asked(known), *_repeated(known), *_unaccepted(known)):
        found.setdefault(one.exception.key, one)  # what was asked for stands as that, also where it would follow
    last: dict[tuple[str, tuple[str, ...], str], datetime] = {}
    for no in refused:
        if no.undone_at is None:
            last[no.exception.key] = max(no.at, last.get(no.exception.key, no.at))
    standing = [one for key, one in found.items() if key not in last or _outgrew(one, last[key])]
    return sorted(standing, key=lambda one: (-len(one.evidence), one.exception.key))


def _outgrew(proposal: Proposal, at: datetime) -> bool:
    later = sum(_rejected_at(one) > at for one in proposal.evidence)
    return later > len(proposal.evidence) - later


def _rejected_at(one: Reviewed) -> datetime:
    return min(verdict.at for verdict in one.review.verdicts)


def _asked(known: Sequence[Reviewed]) -> Iterable[Proposal]:
    """Those that stand in a verdict on a flag that is rejected still."""
    for one in known:
        if _is_rejected(one):
            for verdict in one.review.verdicts:
                if verdict.proposes:
                    outlet = one.passage.outlet if verdict.proposes.endswith("-here") else ""
                    phrase = one.passage.exact if verdict.proposes.startswith("phrase") else ""
                    yield _proposal(known, one.rule, phrase, outlet, asked=True)


def _repeated(known: Sequence[Reviewed]) -> Iterable[Proposal]:
    """Phrases that a rule marked and reviewers rejected each time; for one outlet if only it used them."""
    by_phrase: dict[tuple[str, tuple[str, ...]], list[Reviewed]] = {}
    for one in _decided(known):
        by_phrase.setdefault((one.rule, plain_words(one.passage.exact)), []).append(one)
    for (rule, words), items in sorted(by_phrase.items()):
        rejected = [one for one in items if _is_rejected(one)]
        if words and len(rejected) >= LEAST_REJECTED and not any(one.review.state == "accepted" for one in items):
            yield _proposal(known, rule, _usual([one.passage.exact for one in rejected]), _only_outlet(rejected))


def _unaccepted(known: Sequence[Reviewed]) -> Iterable[Proposal]:
    """Rules of which little was accepted: over all outlets, or where that does not hold, in one of them."""
    by_rule: dict[str, list[Reviewed]] = {}
    for one in _decided(known):
        by_rule.setdefault(one.rule, []).append(one)
    for rule, items in sorted(by_rule.items()):
        if _is_little(items):
            yield _proposal(known, rule, "", _only_outlet(items))
            continue
        for outlet in sorted({one.passage.outlet for one in items}):
            if _is_little([one for one in items if one.passage.outlet == outlet]):
                yield _proposal(known, rule, "", outlet)


def _is_little(items: Sequence[Reviewed]) -> bool:
    accepted = sum(one.review.state == "accepted" for one in items)
    return len(items) >= LEAST_DECIDED and accepted <= MOST_ACCEPTED * len(items)


def _proposal(known: Sequence[Reviewed], rule: str, phrase: str, outlet: str, *, asked: bool = False) -> Proposal:
    """With everything that was decided of the flags that it would do away with."""
    exception = RuleException(rule, " ".join(phrase.split()), outlet)
    words = plain_words(phrase)
    fitting = [
        one
        for one in _decided(known)
        if one.rule == rule
        and outlet in ("", one.passage.outlet)
        and (not phrase or plain_words(one.passage.exact) == words)
    ]
    accepted = sum(one.review.state == "accepted" for one in fitting)
    return Proposal(exception, asked, tuple(one for one in fitting if _is_rejected(one)), accepted, len(fitting))


def _decided(known: Iterable[Reviewed]) -> list[Reviewed]:
    return [one for one in known if one.review.decided is not None]


def _is_rejected(one: Reviewed) -> bool:
    """Did the mark itself not hold? That the words are a source's, or the claims two, speaks against no rule."""
    return one.review.decided is not None and one.review.decided.judgement == "rejected"


def _only_outlet(items: Iterable[Reviewed]) -> str:
    outlets = {one.passage.outlet for one in items}
    return outlets.pop() if len(outlets) == 1 else ""


def _usual(texts: Sequence[str]) -> str:
    counted = Counter(texts)
    return min(counted, key=lambda text: (-counted[text], text))


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:ID_DIGITS]
