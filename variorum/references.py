"""Finding what a person names on the command line: an event, an article, a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from db.records import StoredArticle, StoredEvent
from db.store import Store
from variorum.errors import InputError

SHORTEST: Final = 6  # characters of an id that are taken for the whole where no other begins with them


def find_id(given: str, ids: Iterable[str], *, what: str, remedy: str) -> str:
    """The id that `given` is, or begins. Raises InputError, naming the remedy, where it is none's or several's."""
    known = set(ids)
    if given in known:
        return given
    if len(given) < SHORTEST:
        raise InputError(f"{what} {given!r}: give at least the first {SHORTEST} characters of an id; {remedy}")
    found = sorted(one for one in known if one.startswith(given))
    if not found:
        raise InputError(f"{what} {given!r}: there is none; {remedy}")
    if len(found) > 1:
        raise InputError(f"{what} {given!r}: begins {', '.join(found)}; give more characters")
    return found[0]


def find_event(given: str, events: Iterable[StoredEvent]) -> StoredEvent:
    """The event named by its id. Raises InputError."""
    held = {one.id: one for one in events}
    return held[find_id(given, held, what="event", remedy="list them with: variorum events")]


def find_article(given: str, articles: Mapping[str, StoredArticle], store: Store) -> str:
    """The key of the article named by key or address. Raises InputError."""
    aliases = store.aliases()
    at_address = sorted(
        key
        for key, item in articles.items()
        if given in (item.article.url, item.article.canonical_url, *aliases.get(key, ()))
    )
    if len(at_address) > 1:
        told = ", ".join(f"{key} ({articles[key].article.outlet})" for key in at_address)
        raise InputError(f"article {given!r}: the address of {told}; give one of these ids")
    if at_address:
        return at_address[0]
    remedy = "list an event's articles with: variorum events list EVENT"
    if "/" in given:
        raise InputError(f"article {given!r}: no article came with this address; {remedy}")
    return find_id(given, articles, what="article", remedy=remedy)
