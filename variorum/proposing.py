"""`variorum flags proposals`, `accept` and `decline`: exceptions that reviewers' rejections speak for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import click

from compare.proposals import Proposal, declined, proposals
from db.store import Store
from variorum.references import find_id
from variorum.rowparts import Row
from variorum.ruleexceptions import open_ones, told, write_exception
from variorum.settings import Settings
from variorum.verdictrows import check_reviewer

COMES_BACK = "it comes back if more is rejected from now on than was before"
NO_LONGER = "one that was accepted or declined, or for which a verdict was undone, stands no longer"
LISTED = "list them with: variorum flags proposals"
NEXT = "from the next comparison on: variorum compare && variorum report"


def standing_proposals(store: Store, settings: Settings) -> list[Proposal]:
    """Those that nobody declined and that the settings do not make true already."""
    return open_ones(proposals(store.verdicts(), store.declined_proposals()), settings)


def because(one: Proposal) -> str:
    """What speaks for it, in numbers."""
    counts = f"{len(one.evidence)} rejected and {one.accepted} accepted of {one.decided} decided"
    return f"proposed by a reviewer; {counts}" if one.asked else counts


def proposal_lines(found: Sequence[Proposal]) -> Iterator[str]:
    for one in found:
        yield f"{one.id}  {told(one.exception, one.exception.outlet)}  ({one.exception.rule}: {because(one)})"
    if not found:
        yield "nothing is proposed"


def proposal_row(one: Proposal) -> Row:
    return {
        "proposal": one.id,
        "rule": one.exception.rule,
        "phrase": one.exception.phrase,
        "outlet": one.exception.outlet,
        "asked": one.asked,
        "rejected": len(one.evidence),
        "accepted": one.accepted,
        "decided": one.decided,
        "evidence": [
            {"outlet": q.outlet, "url": q.url, "exact": q.exact, "prefix": q.prefix, "suffix": q.suffix}
            for q in (flag.passage for flag in one.evidence)
        ],
    }


def accept_verb(store: Store, settings: Settings, given: str) -> int:
    """Write the exception into the settings file. Raises InputError for an id that none has, SettingsError with the
    lines to write where the file can't be written."""
    one = named_proposal(store, settings, given)
    path = write_exception(one.exception, settings)
    click.echo(f"{path}: {told(one.exception, one.exception.outlet)}; {NEXT}")
    return 0


def decline_verb(store: Store, settings: Settings, given: str, *, reviewer: str, now: Callable[[], datetime]) -> int:
    """Keep that it was declined. Raises InputError for an id that none has and for what is no name."""
    check_reviewer(reviewer)
    one = named_proposal(store, settings, given)
    store.save_declined_proposals([declined(one.exception, reviewer=reviewer, at=now())])
    click.echo(f"declined: {told(one.exception, one.exception.outlet)}; {COMES_BACK}")
    return 0


def named_proposal(store: Store, settings: Settings, given: str, *, remedy: str = LISTED) -> Proposal:
    """The standing proposal of this id. Raises InputError with the remedy for an id that none has, or has any more."""
    found = {one.id: one for one in standing_proposals(store, settings)}
    return found[find_id(given, found, what="proposal", remedy=f"{NO_LONGER}; {remedy}")]
