"""What news counts while an event unfolds, and which of these counts can only grow."""

from __future__ import annotations

import re
from typing import Literal

Course = Literal["grows", "changes", "stands"]
"""How a count goes on: it can only grow, it goes up and down, or it is settled."""

# What is counted -> the words that tell so.
_MEASURES = {
    "dead": r"dead(?!lock|line|ly)|deaths?|die[sd]?|dying|kill(?:s|ed|ing)?|fatalit(?:y|ies)|fatal|toll|bod(?:y|ies)"
    r"|corpses|(?:lost|losing|claim(?:ed|ing|s)?|cost)\s+(?:\w+\s+){0,3}(?:life|lives)|perish(?:ed)?|drown(?:ed|ing)?|slain"
    r"|lost\s+their\s+lives|lives\s+lost",
    "injured": r"injur(?:ed|es|ing|y|ies)|wound(?:ed|s|ing)|hurt|casualties|hospitali[sz]ed|in\s+hospital",
    "missing": r"missing|unaccounted|not\s+been\s+found|still\s+(?:being\s+)?sought",
    "arrested": r"arrest(?:s|ed|ing)?|detain(?:s|ed|ing)?|detentions?|detainees|(?:in|into)\s+custody|rounded\s+up",
    "displaced": r"evacuat(?:e|ed|es|ing|ions?)|evacuees|displaced|homeless|moved\s+(?:to\s+safety|out)|fled"
    r"|flee(?:s|ing)?|left\s+their\s+homes|(?:forced|driven|moved)\s+from\s+their\s+homes|brought\s+to\s+safety",
    "infected": r"infect(?:s|ed|ions?)|cases|fallen\s+ill|fell\s+ill|taken\s+ill|tested\s+positive|sickened|patients",
    "rescued": r"rescu(?:e|ed|es)(?=\s+(?:\d|\w+\s+(?:people|from))|\s*$)|saved|survivors?|survived|pulled\s+alive",
    "cut off": r"without\s+(?:electricity|power|gas|water|heating)|no\s+(?:electricity|power)|lost\s+power"
    r"|power\s+cuts?|in\s+the\s+dark",
    "reconnected": r"reconnected|(?:power|electricity|water|gas|heating|supply|supplies)\s+(?:\w+\s+){0,3}?restored"
    r"|restored\s+(?:power|electricity|water|gas|heating)|(?:has|have|had)\s+(?:power|electricity|water|gas)\s+(?:again|back)"
    r"|back\s+on\s+the\s+grid|(?:power|electricity|water|gas|heating)\s+(?:was|were|is|came)\s+(?:\w+\s+)?back",
    "destroyed": r"destroyed|burn(?:ed|t)\s+down|razed|flattened|gutted",
    "vaccinated": r"vaccinat(?:ed|ions)|inoculated",
    "signatures": r"signatures|signed\s+(?:the|a)\s+petition|signatories",
}
_PATTERN = re.compile(
    "|".join(rf"(?P<m{i}>\b(?:{words})\b)" for i, words in enumerate(_MEASURES.values())), re.IGNORECASE
)
_NAMES = tuple(_MEASURES)
GROWING = frozenset(
    {
        "dead",
        "injured",
        "arrested",
        "displaced",
        "infected",
        "rescued",
        "reconnected",
        "destroyed",
        "vaccinated",
        "signatures",
    }
)
"""A later, higher value of these is news. Of the dead alone a later, lower value cannot hold beside the earlier one."""
CHANGING = frozenset({"missing", "cut off"})
NEVER_FALLS = frozenset({"dead"})

# Words that say of any count that it was one as of then.
UNFOLDING = re.compile(
    r"\b(?:so\s+far|until\s+now|by\s+now|now|already|as\s+of|still|reach(?:ed|es)|climb(?:ed|s)|risen|rose\s+to|rises\s+to"
    r"|grown\s+to|grew\s+to|passed|topped|at\s+least|by\s+(?:\w+day|noon|midnight|dawn|nightfall|evening|morning|\d)"
    r"|waiting|queu\w+|stranded|stuck|donat\w+|raised\s+so)\b",
    re.IGNORECASE,
)


# What is so at one moment and may be otherwise at the next: how many there are, are left or are employed.
STATE = re.compile(
    r"\b(?:there\s+(?:is|are|was|were)|left(?=\s*(?:[,.;]|$|in\b|at\b|on\b|to\b|for\b))|remain(?:s|ed|ing)?|employ(?:s|ed)?|available|vacan\w+"
    r"|spare|in\s+(?:stock|store|use|service)|currently|at\s+(?:present|the\s+moment)|occupied|on\s+duty)\b",
    re.IGNORECASE,
)

# What has a price that moves with every hour of trading.
TRADED = re.compile(
    r"\b(?:shares?|stocks?|ind(?:ex|ices)|trading|traded|bonds?|yields?|futures|exchange\s+rate|against\s+the\s+(?:dollar"
    r"|euro|pound|yen)|barrel|crude|bitcoin|bourse|nasdaq|dow|close[ds]?\s+at)\b"
    r"|\d,?\s+or\s+(?:about\s+)?[\d.]+\s?(?:%|per\s?cent)",
    re.IGNORECASE,
)


def measures(text: str) -> list[tuple[int, int, str]]:
    """Start, end and name of each word that says what is counted, in order."""
    return [(m.start(), m.end(), _NAMES[int((m.lastgroup or "m0")[1:])]) for m in _PATTERN.finditer(text)]


def course(measure: str, text: str) -> Course:
    """How a count of this measure, in this sentence, goes on."""
    if measure in GROWING:
        return "grows"
    if measure in CHANGING:
        return "changes"
    return "changes" if not measure and UNFOLDING.search(text) else "stands"


# The score of a match counts other goals once its decision, a half or two legs are reckoned in.
_PLAYED_ON = re.compile(
    r"\b(?:penalt(?:y|ies)|shoot-?outs?|extra\s+time|overtime|tie-?breaks?|aggregate|half-?time|at\s+the\s+(?:break|interval))\b",
    re.IGNORECASE,
)


def played_on(a: str, b: str) -> bool:
    """Does one of two scores, and not the other, reckon in penalties, extra time, a half or a second leg?"""
    return (_PLAYED_ON.search(a) is None) != (_PLAYED_ON.search(b) is None)
