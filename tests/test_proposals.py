"""Exceptions that rejections speak for: when one is proposed, for whom, and when a declined one comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from compare.proposals import LEAST_DECIDED, LEAST_REJECTED, RuleException, declined, proposals
from compare.verdicts import Quote, Verdict, judged

NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)


def verdict(
    number: int,
    judgement: str = "rejected",
    *,
    words: str = "regime",
    outlet: str = "bell",
    rule: str = "naming.regime",
    **more: object,
) -> Verdict:
    """On a passage of its own for each number."""
    url = f"https://{outlet}.example/{number}"
    quote = Quote(f"{outlet}{number}", outlet, url, url, words, f"Text {number} of the ", " of Norland said so.")
    return judged(
        "flag", rule, [quote], judgement,  # type: ignore[arg-type]
        reviewer=str(more.pop("reviewer", "Ann")), at=NOON + timedelta(hours=number), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def told(*verdicts: Verdict) -> list[tuple[str, str, str]]:
    return [(p.exception.rule, p.exception.phrase, p.exception.outlet) for p in proposals(verdicts)]


def test_a_phrase_that_was_only_ever_rejected_is_proposed_for_those_who_used_it() -> None:
    few = [verdict(n) for n in range(LEAST_REJECTED - 1)]
    assert told(*few) == []
    assert told(*few, verdict(8, words="Regime")) == [("naming.regime", "regime", "bell")]
    assert told(*few, verdict(8, outlet="post")) == [("naming.regime", "regime", "")]
    assert told(*few, verdict(8), verdict(9, "accepted")) == []
    assert told(*few, verdict(8, words="junta")) == []
    assert told(*few, verdict(8, "quoted")) == []  # the words are a source's: the mark itself was right
    assert told(*few, verdict(8), verdict(9, "accepted", outlet="post")) == []


def test_undone_and_disputed_verdicts_speak_for_nothing() -> None:
    three = [verdict(n) for n in range(3)]
    assert told(*three[:2], judged_again(three[2], undone=True)) == []
    assert told(*three, verdict(2, "accepted", reviewer="Bo")) == []


def judged_again(one: Verdict, *, undone: bool) -> Verdict:
    return judged(
        one.subject, one.about, one.quotes, one.judgement, reviewer=one.reviewer, at=one.at,
        undone_at=NOON if undone else None,
    )  # fmt: skip


def test_a_rule_of_which_little_was_accepted_is_proposed_to_be_off() -> None:
    rejected = [verdict(n, words=f"regime{n}") for n in range(LEAST_DECIDED - 2)]
    accepted = [verdict(20 + n, "accepted", words=f"right{n}") for n in range(2)]
    assert told(*rejected, *accepted) == [("naming.regime", "", "bell")]
    assert told(*rejected, *accepted, verdict(30, "accepted", words="more")) == []
    elsewhere = [verdict(40 + n, words=f"other{n}", outlet="post") for n in range(2)]
    assert told(*rejected, *elsewhere) == [("naming.regime", "", "")]
    (one,) = proposals([*rejected, *elsewhere])
    assert (one.accepted, one.decided, len(one.evidence), one.asked) == (0, 10, 10, False)


def test_a_rule_that_is_right_elsewhere_is_off_for_one_outlet() -> None:
    here = [verdict(n, words=f"regime{n}") for n in range(LEAST_DECIDED)]
    there = [verdict(50 + n, "accepted", words=f"right{n}", outlet="post") for n in range(LEAST_DECIDED)]
    assert told(*here, *there) == [("naming.regime", "", "bell")]


@pytest.mark.parametrize(
    ("proposes", "made"),
    [
        ("phrase", ("regime", "")),
        ("phrase-here", ("regime", "bell")),
        ("rule", ("", "")),
        ("rule-here", ("", "bell")),
    ],
)
def test_what_a_verdict_proposes_is_proposed_at_once_while_it_holds(proposes: str, made: tuple[str, str]) -> None:
    asked = verdict(1, proposes=proposes)
    (one,) = proposals([asked])
    assert (one.exception.phrase, one.exception.outlet) == made
    assert one.asked
    assert proposals([asked, verdict(1, "accepted", reviewer="Bo")]) == []
    assert asked.id != verdict(1).id


def test_only_a_rejected_flag_proposes() -> None:
    with pytest.raises(ValueError, match="only a verdict that rejects a flag"):
        verdict(1, "accepted", proposes="phrase")


def test_a_declined_proposal_comes_back_when_more_speaks_for_it_than_before() -> None:
    three = [verdict(n) for n in range(3)]
    (one,) = proposals(three)
    no = declined(one.exception, reviewer="Ann", at=NOON + timedelta(hours=5))
    assert proposals(three, [no]) == []
    later = [verdict(10 + n) for n in range(4)]
    assert proposals([*three, *later[:3]], [no]) == []
    assert [p.id for p in proposals([*three, *later], [no])] == [one.id]
    undone = declined(one.exception, reviewer="Ann", at=no.at, undone_at=NOON)
    assert [p.id for p in proposals(three, [undone])] == [one.id]
    assert undone.id == no.id
    other = declined(RuleException("naming.regime", "regime", ""), reviewer="Ann", at=no.at)
    assert len(proposals(three, [other])) == 1


def test_the_same_phrase_in_another_spelling_is_one_proposal() -> None:
    mixed = [verdict(n, words=words) for n, words in enumerate(["Regime", "regime", "regime", "REGIME"])]
    (one,) = proposals([*mixed, verdict(9, words="Regime", proposes="phrase-here")])
    assert one.asked
    assert len(one.evidence) == 5
