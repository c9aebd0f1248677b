"""The words of a text as a comparison reads them: with phrases of one meaning ("put her name to") as single words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from compare.families import Kin, kin, lemma, stemmed
from compare.quotedwords import quoted_spans
from compare.spans import Span
from compare.words import stem, words

# Phrases that say in several words what one verb says.
_PHRASES = {
    "sign": r"(?:put|puts|putting)\s+(?:his|her|its|their)\s+names?\s+to",
    "resign": r"(?:step(?:s|ped|ping)?|stood|stands?)\s+down|bow(?:s|ed)?\s+out"
    r"|hand(?:s|ed)\s+in\s+(?:his|her|their)\s+notice",
    "approve": r"wav(?:e|es|ed|ing)\s+through|g(?:ive|ives|ave|iven)\s+(?:the\s+|a\s+)?(?:green\s+light|go-ahead|nod)"
    r"|vot(?:e|es|ed)\s+(?:for|in\s+favou?r\s+of)|sign(?:s|ed)\s+off\s+on",
    "reject": r"turn(?:s|ed)?\s+down|(?:thr(?:ew|own)|throws?)\s+out|vot(?:e|es|ed)\s+(?:down|against)|shot\s+down",
    "overturn": r"str(?:uck|ikes?)\s+down|set(?:s)?\s+aside",
    "abolish": r"d(?:o|oes|id|one|oing)\s+away\s+with",
    "cancel": r"call(?:s|ed|ing)?\s+off",
    "extradite": r"hand(?:s|ed|ing)?\s+(?:[\w’']+\s+){0,4}?over",
    "rise": r"(?:went|goes|gone|going)\s+up|edg(?:e|ed|es)\s+up|(?:was|were|is|are)\s+up",
    "fall": r"(?:went|goes|gone|going|came|come)\s+down|edg(?:e|ed|es)\s+down|(?:was|were|is|are)\s+down",
    "postpone": r"put(?:s|ting)?\s+(?:[\w’']+\s+){0,2}?(?:off|back)",
    "close": r"shut(?:s|ting)?\s+down|clos(?:e|ed|ing)\s+down",
    "win": r"c(?:ame|ome)\s+out\s+on\s+top|carr(?:y|ied)\s+(?:off|the\s+day)",
    "free": r"set(?:s)?\s+free|let\s+go",
}
_PATTERN = re.compile("|".join(rf"(?P<{name}>\b(?:{words_})\b)" for name, words_ in _PHRASES.items()), re.IGNORECASE)
_BREAK = re.compile(r"[,;:—–()“”\"!?]|\.(?=\s|$)|(?<!\w)[-‘’'](?!\w)")

# Words of time and words of reporting and courtesy: they never carry an assertion of their own.
TIME_STEMS = stemmed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december today yesterday tomorrow week month year day night"
    " morning evening afternoon noon midnight hour minute late early last next time recently weekend"
    " immediately"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase: its place, the stem it is compared by, and the number of the clause it stands in."""

    start: int
    end: int
    lower: str
    stem: str
    content: bool
    capital: bool
    clause: int
    quoted: bool

    @property
    def telling(self) -> bool:
        """A word of content that is no mere word of time."""
        return self.content and self.stem not in TIME_STEMS


@lru_cache(maxsize=1_024)
def terms(text: str) -> tuple[Term, ...]:
    """The terms of a text in order. Clauses are what commas, stops, dashes, brackets and quotation marks part."""
    phrases = [(m.start(), m.end(), m.lastgroup or "") for m in _PATTERN.finditer(text)]
    quoted = quoted_spans(text)
    out: list[Term] = []
    clause, last = 0, 0
    covered = -1
    for word in words(text):
        if _BREAK.search(text[last : word.start]):
            clause += 1
        last = word.end
        if word.start < covered:
            continue
        phrase = next((p for p in phrases if p[0] <= word.start < p[1]), None)
        start, end, key, content = word.start, word.end, word.stem, word.content
        if phrase is not None:
            # What stands inside the phrase ("handed the banker over") keeps its own words: only its head is renamed.
            head_only = len(text[phrase[0] : phrase[1]].split()) > 3
            if word.start == phrase[0]:
                key, content = stem(phrase[2]), True
                if not head_only:
                    end, covered = phrase[1], phrase[1]
        inside = any(span.start <= start < span.end for span in quoted)
        out.append(
            Term(start, end, word.text.lower().replace("’", "'"), lemma(key), content, word.capital, clause, inside)
        )
    return tuple(out)


def place_of(term: Term, found: Sequence[Term]) -> int:
    """Which of some terms one of them is, from 0."""
    return next(i for i, t in enumerate(found) if t.start == term.start)


def common_stems(a: Sequence[Term], b: Sequence[Term], alike: Callable[[Kin, str], bool] = Kin.mean) -> tuple[int, int]:
    """How many telling stems of `a` are alike one of `b`, and how many the one with fewer has."""
    ours, theirs = {t.stem for t in a if t.telling}, frozenset(t.stem for t in b if t.telling)
    known = kin(theirs)
    return sum(alike(known, one) for one in ours), min(len(ours), len(theirs))


def common_share(a: Sequence[Term], b: Sequence[Term]) -> float:
    """The share, from 0 to 1, of the shorter statement's telling words that the other has too."""
    shared, fewer = common_stems(a, b, Kin.hold)
    return min(1.0, shared / fewer) if fewer else 0.0


def span_of(found: list[Term]) -> Span:
    """From the first to the last of some terms."""
    return Span(min(t.start for t in found), max(t.end for t in found))
