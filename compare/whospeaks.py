"""Who is quoted in the texts of one event, and how much: mentions of one speaker taken together.

A false merge would lay words to somebody who did not say them, so names are joined only where little doubt is left: a
person by given name and surname; a shorter name where it is the end of exactly one longer one ("Farrant", "Odile
Farrant"; "the authority", "the Isk River Authority"). What follows a name ("a spokesman for Ms Farrant") is no part of
that: it says who somebody is not. What names nobody that can speak ("a chance", "more time") was taken for a speaker by
mistake, and is told as not named.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from compare.cues import PRONOUNS
from compare.namelessplaces import is_headline_piece, names_nobody
from compare.speakernames import Title, joins_a_name, person
from compare.speakernouns import are_sayings, may_speak
from compare.voice import SAID_CHARACTERS, VoiceSpan
from compare.withheld import says_nothing
from compare.words import words

_ARTICLES: Final = frozenset(["the", "a", "an", "its", "their", "his", "her", "our", "my", "this", "that", "these"])
_POINTING: Final = frozenset(["its", "their", "his", "her", "our", "my", "this", "that", "these"])
_UNNAMED: Final = frozenset(PRONOUNS.split("|")) | _ARTICLES
_NOBODY: Final = frozenset(["nobody", "none", "no", "not"])
_NO_NAME: Final = frozenset([
    "that", "was", "were", "is", "are", "has", "had", "have", "be", "been", "when", "while", "as", "if", "because",
    "so", "and", "but", "or", "to", "by", "how", "why", "what", "where",
])  # fmt: skip
"""Small words that open no name: what stands there was taken for a speaker by mistake."""
MOST_WORDS: Final = 10  # of a name with what says more about it; a longer stretch is a clause
#: Words behind which a name says whose or of where somebody is.
_FURTHER: Final = re.compile(r"\s(?:of|for|at|in|from|with|on|to|who|which|that|and)\s|,")
#: When somebody spoke, which is no part of the name: "the president over the weekend".
_WHEN: Final = re.compile(r"\s(?:over|during|after|before|since|until|earlier|later|last|this)\s.*", re.DOTALL)
_MANY: Final = frozenset([
    "all", "any", "both", "couple", "dozens", "few", "four", "half", "handful", "hundreds", "many", "millions", "more",
    "most", "number", "one", "several", "some", "thousands", "three", "two",
])  # fmt: skip
"""Words that count those who are named behind "of"."""
_SMALL: Final = re.compile(r"(?<!\w)[^\W\d_A-Z][^\W\d_]+")
"""Words that begin small."""


class _Key(NamedTuple):
    """What mentions of one speaker share: the words of the name in small letters, a person's given name and surname
    alone, and those that say more about it. Both are empty where nobody is named. `title` is what stands before a
    surname alone ("Mr Hale", "Mrs Hale"): it counts where the texts have both."""

    head: tuple[str, ...]
    further: tuple[str, ...]
    is_person: bool = False
    title: Title = ""


_NOBODY_NAMED: Final = (_Key((), ()), "")


@dataclass(frozen=True, slots=True)
class Speech:
    """One stretch that somebody is reported to say: `words` counted as written."""

    article: str
    span: VoiceSpan
    words: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """`name` is the name alone of a person, else the longest form in common use, as written; None for those whom a
    text does not name or names by a pronoun alone. `speeches` in the order of the articles given, then of the text."""

    name: str | None
    speeches: tuple[Speech, ...]

    def counted(self, kind: str, articles: Iterable[str] | None = None) -> int:
        """Words quoted or in paraphrase, in these articles or in all."""
        wanted = None if articles is None else set(articles)
        return sum(
            one.words for one in self.speeches if one.span.kind == kind and (wanted is None or one.article in wanted)
        )


def speakers(texts: Mapping[str, str], voices: Mapping[str, Sequence[VoiceSpan]]) -> tuple[Speaker, ...]:
    """Who speaks in these texts, by article: those of most words first, then by name; who is not named comes last.

    A short quotation for which nobody is named and nothing leads is a name or a title, and no speech.
    """
    common = {word for text in texts.values() for word in _SMALL.findall(text)}
    bodies = [text.partition("\n")[2].replace("’", "'") for text in texts.values()]
    speeches: defaultdict[_Key, list[Speech]] = defaultdict(list)
    forms: defaultdict[_Key, Counter[str]] = defaultdict(Counter)
    key_of = cache(lambda source: _key(source, common))  # a source is named many times
    for article, spans in voices.items():
        for span in spans:
            named = [one.text for one in words(span.source or "")]
            if (named and named[0].casefold() in _NOBODY) or says_nothing(texts[article], span):
                continue
            if named or span.cue or span.end - span.start >= SAID_CHARACTERS:
                nobody = names_nobody(texts[article], span) or _is_what_is_said(span)
                key, form = key_of("" if nobody else span.source or "")
                if is_headline_piece(texts[article], span, form, bodies):
                    key, form = _NOBODY_NAMED
                said = Speech(article, span, len(texts[article][span.start : span.end].split()))
                speeches[key].append(said)
                forms[key][form] += 1
    couples = {key.head for key in speeches if key.title == "man"} & {k.head for k in speeches if k.title == "woman"}
    for key in [one for one in speeches if one.title and one.head not in couples]:
        plain = key._replace(title="")
        speeches[plain] += speeches.pop(key)
        forms[plain] += forms.pop(key)
    home = _homes(list(speeches), couples)
    joined: defaultdict[_Key, list[Speech]] = defaultdict(list)
    names: defaultdict[_Key, Counter[str]] = defaultdict(Counter)
    for key, found in speeches.items():
        joined[home[key]] += found
        if key == home[key] or not home[key].is_person:
            names[home[key]] += forms[key]
    place = {article: number for number, article in enumerate(texts)}
    made = [
        Speaker(
            _shown(names[key]) if key.head else None,
            tuple(sorted(found, key=lambda one: (place[one.article], one.span.start))),
        )
        for key, found in joined.items()
    ]
    return tuple(
        sorted(made, key=lambda one: (one.name is None, -sum(said.words for said in one.speeches), one.name or ""))
    )


def _shown(forms: Counter[str]) -> str:
    """The longest form that is used twice or more, a name whether a sentence opens with it or not; without any the
    most frequent one, of equals the longest. One that points elsewhere ("its ministry") comes last."""
    used: Counter[str] = Counter()
    for form, times in forms.items():
        used[_opened(form)] += times
    return min(
        forms,
        key=lambda form: (
            form.split(" ")[0].casefold() in _POINTING,
            used[_opened(form)] < 2,
            -len(form),
            -forms[form],
            form,
        ),
    )


def _opened(form: str) -> str:
    """The form as a sentence opens with it, if it is a name in capitals: "The New York Times"."""
    return form[:1].upper() + form[1:] if all(word.capital for word in words(form)[1:]) else form


def _key(source: str, common: set[str]) -> tuple[_Key, str]:
    """The key of a source and the form in which it is shown."""
    source = _WHEN.sub("", source.replace("’", "'").split(" |")[0])
    cut = next((m for m in _FURTHER.finditer(f"{source} ") if not joins_a_name(source, m.start())), None)
    name, further = (source[: cut.start()], source[cut.start() :]) if cut else (source, "")
    head = [one.text for one in words(name)]
    no_name = not head or head[0] in _NO_NAME or len(words(source)) > MOST_WORDS
    if no_name or all(one.casefold() in _UNNAMED for one in head):
        return _NOBODY_NAMED
    named = person(name, common)
    if named is not None:
        title = named.title if len(named.words) == 1 else ""
        return _Key(named.words, (), is_person=True, title=title), named.written
    opens = head[0][:1].isupper()
    while head[0].casefold() in _ARTICLES and len(head) > 1:
        head, opens = head[1:], False
    # "Ships may call …": a capital that only the sentence's start gives to a common noun.
    if opens and len(head) == 1 and head[0].casefold() in common:
        head[0] = head[0].casefold()
    if not _may_speak(head, further):
        return _NOBODY_NAMED
    small = tuple(one.text.casefold() for one in words(further))
    return _Key(tuple(one.casefold() for one in head), small), source


def _is_what_is_said(span: VoiceSpan) -> bool:
    """Is the source what somebody is told to say, and not who says it: "made sweeping claims blaming the bank"?"""
    named = [one.text for one in words(span.source or "")]
    bare = bool(named) and named[0].casefold() not in _ARTICLES and not any(one[:1].isupper() for one in named)
    return bare and are_sayings(named[-1]) and (span.cue or "").split(" ")[0].endswith("ing")


def _may_speak(head: Sequence[str], further: str) -> bool:
    """Can those be quoted whom a name ends in: a name of two letters or more, or a noun for such?"""
    last = head[-1]
    if [one.casefold() for one in head[-2:]] == ["year", "old"] or "year-old" in last:
        return True
    if last.casefold() in _MANY and further.startswith(" of "):
        counted = _FURTHER.split(f"{further[4:]} ")[0]
        return any(one.text[:1].isupper() or may_speak(one.text) for one in words(counted))
    return len(last) > 1 if last[:1].isupper() else may_speak(last)


def _homes(keys: Sequence[_Key], couples: Collection[tuple[str, ...]]) -> dict[_Key, _Key]:
    """The key that each goes by, which goes by itself: the one longer key whose name ends in it, or the key.

    A surname that the texts give to a man and to a woman (`couples`) is told apart by the title alone: it goes by
    itself, with a title or without.
    """
    home: dict[_Key, _Key] = {}
    # The longest first, for the home of a home: "Ann Lee" goes by "Ann B. Lee", and that by "Jo Ann B. Lee".
    for key in sorted(keys, key=lambda one: (-len(one.head), one.is_person)):
        bare = [one for one in keys if one != key and not one.further and key.head not in couples]
        longer = [one for one in bare if key.head and not key.further and _is_longer(one, key)]
        # Of several, one that ends in all the others would say more of the same: those are no rivals.
        last = [one for one in longer if not any(two != one and _is_longer(two, one) for two in longer)]
        home[key] = home[last[0]] if len(last) == 1 else key
    return home


def _ends(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return longer[-len(shorter) :] == shorter


def _is_longer(longer: _Key, shorter: _Key) -> bool:
    """Does a name end in another, or have more between a person's given name and surname ("Paul R. LePage")? Where an
    outlet writes "Steel Works" and another "the Steel Works", which no person is, all mean the body."""
    one, other = longer.head, shorter.head
    if one == other:
        return shorter.is_person and not longer.is_person
    between = longer.is_person and shorter.is_person and len(other) > 1 and (one[0], one[-1]) == (other[0], other[-1])
    return _ends(one, other) or (between and len(one) > len(other) == 2)
