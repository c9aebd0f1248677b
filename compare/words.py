"""Words of a text with their places, their stems, and which of them carry content."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Acronyms with points ("U.S."), numbers with separators ("1,234.5"), words with inner apostrophes ("O’Neill").
TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")

SENTENCE_AT_MOST = 1_000  # characters of a text whose words are remembered: an article's would take 90 kB

# Words of grammar, and the verbs and adverbs of reporting that stand in any news text.
FUNCTION_WORDS_TEXT = """
a about above after again against ago all almost along already also although always am amid among an and another any
anyone anything are aren't around as at away back be became because become been before behind being below between both
but by can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either else enough
even ever every everyone everything few for from further get gets getting go goes going gone got had hadn't has hasn't
have haven't having he he'd he'll he's her here here's hers herself him himself his how however i i'd i'll i'm i've if
in indeed instead into is isn't it it's its itself just keep kept least less let like likely made make makes making
many may maybe me might mine more most much must my myself near nearly neither never nevertheless next no nor not
nothing now of off often on once one one's ones only onto or other others otherwise our ours ourselves out over own
per perhaps put quite rather really s same say saying says see seem seemed seems several shall she she'd she'll she's
should shouldn't since so some someone something still such t take taken takes taking than that that's the their
theirs them themselves then there there's therefore these they they'd they'll they're they've thing things this those
though through throughout thus till to together too took toward towards under unless until up upon us use used uses
using very via want wants was wasn't way we we'd we'll we're we've well went were weren't what what's whatever when
where whether which while who who's whoever whom whose why will with within without won't would wouldn't yes yet you
you'd you'll you're your yours yourself said told added according
"""
FUNCTION_WORDS = frozenset(FUNCTION_WORDS_TEXT.split())

# Words that stand in news of every kind: they say little about which event a text is on.
NEWS_WORDS_TEXT = """
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december today yesterday tomorrow week weeks month months year years day days night morning evening
afternoon hour hours minute minutes time times first second third last two three four five six seven eight nine ten
hundred thousand million billion percent number people man men woman women person family children child news report
reports reported reporters reporter statement spokesman spokeswoman spokesperson press media official officials
government state states country countries nation national president minister leader leaders member members group
groups company public local federal world international city town part case call called came come comes new old big
great good high low long early late later former show showed shows found find given give end including include
included known know think believe asked ask help work working need needed set start started began continue continued
turn home house place point question issue issues plan plans move support right rights left future recent recently
expected announced announcement interview decision according pm am mr mrs ms dr sir
"""
NEWS_WORDS = frozenset(NEWS_WORDS_TEXT.split())


class Word(NamedTuple):
    """One word: `text[start:end]` as written, `stem` for comparing, `content` False for words of grammar."""

    # A tuple, since a night makes millions: a frozen dataclass takes more than twice as long to make.

    start: int
    end: int
    text: str
    stem: str
    content: bool

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def number(self) -> bool:
        return self.text[:1].isdigit()


def words(text: str) -> list[Word]:
    """Every word of the text in order. Possessive endings ('s) belong to no word's stem."""
    return _found(text) if len(text) > SENTENCE_AT_MOST else list(_words(text))


@lru_cache(
    maxsize=1_024
)  # the sentences of an event are asked for by many, whole articles once; more only fills memory
def _words(text: str) -> tuple[Word, ...]:
    return tuple(_found(text))


def _found(text: str) -> list[Word]:
    return [Word(*match.span(), match[0], *_stem_of(match[0])) for match in TOKEN.finditer(text)]


@lru_cache(maxsize=200_000)
def _stem_of(written: str) -> tuple[str, bool]:
    """The stem of a word as written, and whether it carries content."""
    lower = written.lower().replace("’", "'")
    plain = lower[:-2] if lower.endswith("'s") and lower not in FUNCTION_WORDS else lower
    return stem(plain), plain not in FUNCTION_WORDS and (len(plain) > 1 or plain.isdigit())


def content_stems(text: str) -> list[str]:
    """The stems of the content words, in order, repeats kept."""
    return [word.stem for word in words(text) if word.content]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A light stem of a lower-case English word: plural, -ed, -ing, -ly and a final e taken off.

    Made for comparing, not for reading: "signed", "signing" and "signs" meet in "sign", "countries" and "country" in
    "countri".
    """
    if "." in word and not word[0].isdigit():
        return word.replace(".", "")
    if len(word) < 4 or word[0].isdigit() or "'" in word:
        return word.replace(",", "") if word[0].isdigit() else word
    out = word
    if out.endswith("ies") and len(out) > 4:
        out = out[:-3] + "y"
    elif out.endswith(("sses", "shes", "ches", "xes", "zes")):
        out = out[:-2]
    elif out.endswith("s") and not out.endswith(("ss", "us", "is")):
        out = out[:-1]
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        if out.endswith(ending) and len(out) - len(ending) >= 3 and re.search("[aeiouy]", out[: -len(ending)]):
            out = out[: -len(ending)]
            if len(out) > 3 and out[-1] == out[-2] and out[-1] not in "lsz":
                out = out[:-1]
            break
    while out.endswith("e") and len(out) > 3:
        out = out[:-1]
    if out.endswith("y") and len(out) > 3:
        out = out[:-1] + "i"
    return out
