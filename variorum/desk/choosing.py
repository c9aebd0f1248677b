"""Which of the items a person wants to see, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, get_args
from urllib.parse import urlencode

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


def section_of(item: Item, stock: Stock) -> str:
    """The section of the article that a flag stands in; "" where none is known, and for differences."""
    return stock.sections.get(item.quotes[0].article, "") if item.subject == "flag" else ""


def fitting(stock: Stock, choice: Choice, reviewer: str) -> list[Item]:
    """The items that fit, those that wait most informative first, the others in the order of the pages."""
    found = [
        one for one in stock.items.values() if is_in(one, choice.state, reviewer) and not misses(one, choice, stock)
    ]
    if choice.state != "waiting":
        return found
    # The whole stock goes into the order: of what a rule's other flags told so far depends how much this one tells.
    wanted = {one.id for one in found}
    return [one for one in queue(stock.items.values()) if one.id in wanted]


def next_item(found: list[Item], passed: Collection[str], elsewhere: Collection[str] = ()) -> Item | None:
    """The first that this sitting did not go past yet, rather one that nobody else looks at; when it went past all,
    the one that it went past first."""
    fresh = [one for one in found if one.id not in passed]
    if fresh:
        return next((one for one in fresh if one.id not in elsewhere), fresh[0])
    order = {id_: number for number, id_ in enumerate(passed)}
    return min(found, key=lambda one: order[one.id], default=None)


def disputed(stock: Stock) -> list[Item]:
    return [one for one in stock.items.values() if one.review.state == "disputed"]


#: What an item has of each thing that can be chosen.
HAS: Final[Mapping[str, Callable[[Item, Stock], Collection[str]]]] = {
    "kind": lambda item, stock: (item.category,),
    "rule": lambda item, stock: (item.about,) if item.subject == "flag" else (),
    "outlet": lambda item, stock: item.outlets,
    "event": lambda item, stock: (item.event,),
    "section": lambda item, stock: {stock.sections.get(one.article, "") for one in item.quotes},
}


def misses(item: Item, choice: Choice, stock: Stock) -> list[str]:
    """The names of what is chosen and the item has not; the state is left to `is_in`."""
    return [name for name, own in HAS.items() if (wanted := getattr(choice, name)) and wanted not in own(item, stock)]


def is_in(item: Item, state: State, reviewer: str) -> bool:
    """Is it one of those that this person sees in this state?"""
    if state == "second":
        people = {one.reviewer for one in item.review.verdicts}
        settled = any(one.settles for one in item.review.verdicts)
        return len(people) == 1 and reviewer not in people and not settled
    return item.review.state == {"waiting": "unreviewed"}.get(state, state)
