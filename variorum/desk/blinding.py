"""Blind mode: no page holds an outlet's name, or what gives it away, before the verdict is saved.

Names are taken out of every text of a page's view-model, not out of its HTML, and links to the sources with them. Each
item has its own letters, so that what one item reveals tells nothing of the next. A name is found in capitals, over a
line's end, as a handle, and shortened to its last word ("the Ledger"); what an outlet calls itself otherwise ("this
newspaper"), or a byline within a text, is not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
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


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which an outlet is named: a pattern that begins with the word `first`, without case. `short` ones are
    a name only behind an article."""

    first: str
    pattern: str
    short: bool = False


class Blinder:
    """Takes the names out of texts. `present` are the outlets of the item's event, `others` those that are known
    besides; `salt` makes the letters of this item.

    Names are looked up by their first word: a desk may know hundreds of outlets, and one pattern of all would be tried
    at every word.
    """

    def __init__(self, present: Iterable[Known], others: Iterable[Known], *, salt: str) -> None:
        self._forms: dict[str, dict[Form, str]] = {}
        self._handles: dict[str, tuple[str, bool]] = {}
        shown = sorted(present, key=lambda one: hashlib.sha256(f"{salt}\n{one.slug}".encode()).digest())
        for number, one in enumerate(shown):
            letter = f"Outlet {side_name(number).upper()}"
            for form in self._add(one, letter):
                if form.short:  # two may be called so in short
                    self._forms[form.first][form] = SOMEBODY
        for one in sorted(others, key=lambda one: one.slug):
            self._add(one, SOMEBODY)

    def _add(self, one: Known, instead: str) -> list[Form]:
        """Returns the forms that stand for another outlet already."""
        taken = [
            form
            for form in dict.fromkeys(_forms(one))
            if self._forms.setdefault(form.first, {}).setdefault(form, instead) != instead
        ]
        for name in one.names:
            words = _bare(name)
            self._handles.setdefault("".join(words).casefold(), (instead, len(words) > 1))
        return taken

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where names begin and end, and what stands instead of each, in order."""
        over, before = 0, None
        for word in _WORD.finditer(text):
            if word.start() >= over and (found := self._at(text, word, before)) is not None:
                yield found
                over = found[1]
                before = None
            elif word.start() >= over:
                before = word

    def _at(self, text: str, word: re.Match[str], before: re.Match[str] | None) -> tuple[int, int, str] | None:
        start = word.start()
        if start and text[start - 1] in "@#":
            handle = word[0].casefold().replace("_", "")
            for known, (instead, is_long) in self._handles.items():
                for one in (handle, handle.removeprefix("the")):
                    if known and (one.startswith(known) if is_long else one == known):
                        return start - 1, word.end(), instead
        forms = self._forms.get(word[0].casefold())
        if forms is None:
            return None
        between = text[before.end() : start] if before else ""
        has_article = before is not None and before[0].casefold() == "the" and between.isspace()
        is_host = before is not None and before[0].casefold() == "www" and between == "."
        begin = before.start() if before is not None and (has_article or is_host) else start
        for form in sorted(forms, key=lambda one: (one.short, -len(one.pattern), one.pattern)):
            if (has_article or not form.short) and (found := _compiled(form.pattern).match(text, start)):
                return begin, found.end(), forms[form]
        return None

    def text(self, text: str) -> str:
        (made,) = self.parts([text])
        return made

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
        found = list(self._found(whole))
        made, start = [], 0
        for part in parts:
            end = start + len(part)
            text, at = "", start
            for begin, over, instead in found:
                if over <= at or begin >= end:
                    continue
                text += whole[at : max(at, begin)]
                if begin >= start:
                    text += instead
                at = min(end, over)
            made.append(text + whole[at:end])
            start = end
        return made


_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=10_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern}(?!\w)")


def _bare(name: str) -> list[str]:
    """The words of a name without its article."""
    words = name.split()
    return words[1:] if len(words) > 1 and words[0].casefold() == "the" else words


def _forms(one: Known) -> Iterator[Form]:
    """All that the outlet is known by, however it is set: in capitals, over a line's end, shortened to the last word.

    A name of a single word keeps its case: "Wire" is a name where "wire" is not; with an article it is one only behind
    it. A slug without a hyphen is a word of any text, and no page prints slugs where a name is known.
    """
    for name in one.names:
        words = _bare(name)
        if len(words) > 1:
            yield from _form(words, any_case=True)
        if words and (len(words) == 1 or words[-1][0].isupper()):
            short = words != name.split() or len(words) > 1
            yield from _form(words[-1:], short=short)
            if short or len(words[-1]) >= CAPITALS:
                yield from _form([words[-1].upper()], short=short)
    for other in (*([one.slug] if "-" in one.slug else []), *one.hosts):
        yield from _form([other], any_case=True)


def _form(words: Sequence[str], *, any_case: bool = False, short: bool = False) -> Iterator[Form]:
    """The words with any space between them and either apostrophe; nothing of what has no letter."""
    text = re.sub(r"^\W+", "", " ".join(words))
    if found := _WORD.match(text):
        spaced = r"\s+".join(re.escape(word).replace("'", "’").replace("’", "['’]") for word in text.split())
        yield Form(found[0].casefold(), f"(?i:{spaced})" if any_case else spaced, short)
