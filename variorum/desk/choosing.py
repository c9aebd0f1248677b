"""Which of the items a person wants to see, and in what order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, get_args
from urllib.parse import urlencode

from compare.difference import Difference
from variorum.desk.inventory import Stock
from variorum.reviewing import Item, queue

State = Literal["waiting", "second", "accepted", "rejected"]
STATES: Final = get_args(State)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of the queue; "" chooses nothing. `kind` is a rule's category or a kind of difference.

    `state`: "waiting" are those that nobody decided, "second" those that one other person did.
    """

    state: State = "waiting"
    kind: str = ""
    rule: str = ""
    outlet: str = ""
    event: str = ""
    section: str = ""

    @property
    def query(self) -> str:
        """As a query, without what is not chosen."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return urlencode({name: value for name, value in given.items() if value and (name, value) != NOT_CHOSEN})

    @property
    def narrowed(self) -> bool:
        return self != Choice()

    def blinded(self) -> Choice:
        """The same without what names an outlet."""
        return replace(self, outlet="")


NOT_CHOSEN: Final = ("state", "waiting")


def choice_of(given: Mapping[str, str]) -> Choice:
    """From the arguments of an address. A state that is none is taken for the queue."""
    state: State = next((one for one in STATES if one == given.get("state")), "waiting")
    return Choice(state, *(given.get(one.name, "") for one in fields(Choice)[1:]))


def kind_of(item: Item) -> str:
    return item.what.kind if isinstance(item.what, Difference) else item.what.category


def section_of(item: Item, stock: Stock) -> str:
    """The section of the article that a flag stands in; "" where none is known, and for differences."""
    return stock.sections.get(item.quotes[0].article, "") if item.subject == "flag" else ""


def fitting(stock: Stock, choice: Choice, reviewer: str) -> list[Item]:
    """The items that fit, those that wait most informative first, the others in the order of the pages."""
    found = [one for one in stock.items.values() if _fits(one, choice, stock) and _is_in(one, choice.state, reviewer)]
    if choice.state != "waiting":
        return found
    # The whole stock goes into the order: of what a rule's other flags told so far depends how much this one tells.
    wanted = {one.id for one in found}
    return [one for one in queue(stock.items.values()) if one.id in wanted]


def next_item(found: list[Item], skipped: Collection[str]) -> Item | None:
    """The first that was not skipped; when all were, the one that was skipped first."""
    fresh = next((one for one in found if one.id not in skipped), None)
    if fresh is not None:
        return fresh
    order = {id_: number for number, id_ in enumerate(skipped)}
    return min(found, key=lambda one: order[one.id], default=None)


def disputed(stock: Stock) -> list[Item]:
    return [one for one in stock.items.values() if one.review.state == "disputed"]


def _fits(item: Item, choice: Choice, stock: Stock) -> bool:
    return (
        choice.rule in ("", item.about)
        and choice.kind in ("", kind_of(item))
        and (not choice.outlet or choice.outlet in item.outlets)
        and choice.event in ("", item.event)
        and (not choice.section or any(stock.sections.get(one.article) == choice.section for one in item.quotes))
    )


def _is_in(item: Item, state: State, reviewer: str) -> bool:
    if state == "second":
        people = {one.reviewer for one in item.review.verdicts}
        settled = any(one.settles for one in item.review.verdicts)
        return len(people) == 1 and reviewer not in people and not settled
    return item.review.state == {"waiting": "unreviewed"}.get(state, state)
