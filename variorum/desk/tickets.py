"""What a form is about, by its words: signed, so that it comes back as it was given out.

An id would not do: while a page is open, a nightly run may take the item away or change its text, and the verdict that
comes back is of what the person saw. Outlets and addresses stay out of it: in blind mode no form may give them away.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import get_args

from itsdangerous import BadData, URLSafeSerializer

from compare.verdicts import Quote, Subject
from variorum.errors import DeskError
from variorum.reviewing import Item

SALT = "variorum.desk.ticket"


@dataclass(frozen=True, slots=True)
class Words:
    """A passage in an article: its words and what stands before and behind them."""

    article: str
    exact: str
    prefix: str
    suffix: str


def words_of(passage: Quote) -> Words:
    return Words(passage.article, passage.exact, passage.prefix, passage.suffix)


@dataclass(frozen=True, slots=True)
class Ticket:
    """`form` is new for every form that is given out: two posts of one form are one decision. `known` are the ids of
    the verdicts that were in force then."""

    form: str
    item: str
    subject: Subject
    about: str
    words: tuple[Words, ...]
    known: frozenset[str]

    def quotes(self, addresses: Mapping[str, tuple[str, str, str]]) -> tuple[Quote, ...]:
        """Its passages; `addresses` holds outlet, address and canonical address by article."""
        return tuple(
            Quote(one.article, *addresses[one.article], one.exact, one.prefix, one.suffix) for one in self.words
        )


class Tickets:
    """Signs and reads them."""

    def __init__(self, secret: bytes) -> None:
        self._signer = URLSafeSerializer(secret, salt=SALT)

    def give(self, item: Item) -> str:
        """The text that a form carries."""
        words = [astuple(words_of(one)) for one in item.quotes]
        known = [one.id for one in item.review.verdicts]
        return str(self._signer.dumps([secrets.token_hex(8), item.id, item.subject, item.about, words, known]))

    def read(self, text: str) -> Ticket:
        """Raises DeskError for what this desk did not sign."""
        try:
            form, item, subject, about, words, ids = self._signer.loads(text)
        except BadData as error:
            raise DeskError(
                "this form was not given out by the desk that runs now; it was restarted, or the form was changed."
                " Go back, copy your note, and open the item anew"
            ) from error
        kind: Subject = next(one for one in get_args(Subject) if one == subject)
        return Ticket(form, item, kind, about, tuple(Words(*one) for one in words), frozenset(ids))
