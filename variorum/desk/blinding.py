"""Blind mode: no page holds an outlet's name, or what gives it away, before the verdict is saved.

Names are taken out of every text of a page's view-model, not out of its HTML, and links to the sources with them. Each
item has its own letters, so that what one item reveals tells nothing of the next. A name is found in capitals, over a
line's end, as a handle, and shortened to its last word ("the Ledger"); what an outlet calls itself otherwise ("this
newspaper"), or a byline within a text, is not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from compare.difference import side_name
from variorum.views import Piece, Stretch

CAPITALS: Final = 4  # letters from which a name of one word is one in capitals too
SOMEBODY: Final = "[outlet]"  # one that does not report the event
#: Fields that hold links: to sources, which name their outlets, and to pages of the site, which show all of them.
LINKS: Final = frozenset({"href", "row_href", "rule_href"})
NO_LINK: Final[Mapping[str, str | None]] = {"href": None, "rule_href": None, "row_href": ""}
#: Fields that are no text of a page: what a form carries, and addresses on the desk, which name no outlet.
KEPT: Final = frozenset({"id", "ticket", "csrf", "lang", "value", "filters", "here", "address", "back"})

View = TypeVar("View")


@dataclass(frozen=True, slots=True)
class Known:
    """An outlet's slug with all that it is known by: names, and the hosts of its pages."""

    slug: str
    names: tuple[str, ...]
    hosts: tuple[str, ...] = ()


def unlinked(view: View, links: Collection[str]) -> View:
    """The same view-model without the links in these fields."""
    return cast(View, _unlinked(view, links))


def _unlinked(value: Any, links: Collection[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_unlinked(one, links) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value)]
        changed = {name: _unlinked(getattr(value, name), links) for name in names if name not in links}
        return replace(value, **changed, **{name: NO_LINK[name] for name in names if name in links})
    return value


class Blinder:
    """Takes the names out of texts. `present` are the outlets of the item's event, `others` those that are known
    besides; `salt` makes the letters of this item."""

    def __init__(self, present: Iterable[Known], others: Iterable[Known], *, salt: str) -> None:
        shown = sorted(present, key=lambda one: hashlib.sha256(f"{salt}\n{one.slug}".encode()).digest())
        instead: dict[str, str] = {}
        for number, one in enumerate(shown):
            letter = f"Outlet {side_name(number).upper()}"
            for form in _forms(one):
                instead.setdefault(form, letter)
            for form in _short_forms(one):  # two may be called so in short
                instead[form] = letter if instead.get(form, letter) == letter else SOMEBODY
        for one in sorted(others, key=lambda one: one.slug):
            for form in (*_forms(one), *_short_forms(one)):
                instead.setdefault(form, SOMEBODY)
        longest = sorted(instead, key=lambda form: (-len(form), form))
        self._instead = [instead[form] for form in longest]
        # A host may stand amid an address: it needs no end of a word around it.
        forms = "|".join(f"({form})" for form in longest)
        self._pattern = re.compile(rf"(?<!\w)(?:{forms or '(?!)'})(?!\w)")

    def _for(self, found: re.Match[str]) -> str:
        assert found.lastindex is not None, "every form is a group"
        return self._instead[found.lastindex - 1]

    def text(self, text: str) -> str:
        return self._pattern.sub(self._for, text)

    def view(self, view: View) -> View:
        """The same view-model with its texts blinded and without links to sources."""
        return cast(View, self._blinded(view))

    def _blinded(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            if value and all(isinstance(one, Stretch) for one in value):
                return self._stretches(value)
            return tuple(self._blinded(one) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            names = [one.name for one in fields(value)]
            changed = {name: self._blinded(getattr(value, name)) for name in names if name not in KEPT | LINKS}
            changed |= {name: NO_LINK[name] for name in names if name in LINKS}
            return replace(value, **changed)
        return value

    def _stretches(self, stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
        """A name may run over several pieces: what stands instead of it goes into the one where it begins."""
        pieces = [piece for one in stretches for piece in one.pieces]
        texts = iter(self.parts([piece.text for piece in pieces]))
        return tuple(
            replace(
                one,
                pieces=tuple(replace(self._piece(piece), text=next(texts)) for piece in one.pieces),
                notes=self._blinded(one.notes),
            )
            for one in stretches
        )

    def _piece(self, piece: Piece) -> Piece:
        return replace(piece, chips=self._blinded(piece.chips))

    def parts(self, parts: list[str]) -> list[str]:
        """Texts that follow each other, blinded as one."""
        whole = "".join(parts)
        found = list(self._pattern.finditer(whole))
        made, start = [], 0
        for part in parts:
            end = start + len(part)
            text, at = "", start
            for one in found:
                if one.end() <= at or one.start() >= end:
                    continue
                text += whole[at : max(at, one.start())]
                if one.start() >= start:
                    text += self._for(one)
                at = min(end, one.end())
            made.append(text + whole[at:end])
            start = end
        return made


def _forms(one: Known) -> Iterator[str]:
    """Patterns of all that the outlet is known by, however it is set: in capitals, over a line's end, as a handle.

    A name of a single word keeps its case: "Wire" is a name where "wire" is not. So does a slug, which is a word of any
    text where it has no hyphen; no page prints slugs where a name is known.
    """
    for name in one.names:
        words = name.split()
        bare = words[1:] if len(words) > 1 and words[0].casefold() == "the" else words
        if not bare:
            continue
        if len(bare) > 1:
            yield f"(?i:{_spaced(words)})"
            yield f"(?i:{_spaced(bare)})"
            yield f"(?i:[@#](?:the_?)?{'_?'.join(_word(word) for word in bare)}\\w*)"
        else:
            (word,) = bare
            yield from (rf"[Tt]he\s+{_word(word)}", _word(word)) if bare == words else (rf"[Tt]he\s+{_word(word)}",)
            if len(word) >= CAPITALS:
                yield _spaced([part.upper() for part in words])
            yield f"(?i:[@#](?:the_?)?{_word(word)})"
    if "-" in one.slug:
        yield f"(?i:{re.escape(one.slug)})"
    for host in one.hosts:
        yield f"(?i:(?:www\\.)?{re.escape(host)})"


def _short_forms(one: Known) -> Iterator[str]:
    """Patterns of what it is called in short: "the Ledger" for The Aldmoor Ledger."""
    for name in one.names:
        words = name.split()
        if len(words) > 1 and words[-1][0].isupper():
            yield rf"[Tt]he\s+{_word(words[-1])}"
            yield rf"THE\s+{_word(words[-1].upper())}"


def _spaced(words: Iterable[str]) -> str:
    return r"\s+".join(_word(word) for word in words)


def _word(word: str) -> str:
    """With either apostrophe."""
    return re.escape(word).replace("'", "’").replace("’", "['’]")
