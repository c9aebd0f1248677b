"""The language a text is written in, told from the text itself (pure).

One page in thirteen of those looked at names a language it is not written in, or none: templates come with `lang="en"`.
Rules are applied by language, so a wrong one makes false flags.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from scraper.article import PARAGRAPH_BREAK

MIN_LETTERS: Final = 160
"""Letters of a body below which the declared language stands: some thirty words, a page's own `MIN_WORDS`."""
MIN_SIGNS: Final = 40
"""Chinese, Japanese and Korean signs that say as much: each is nearly a word."""
LOOKED_AT: Final = 1_500
"""Characters given to the detector: of 360 bodies, one is unsure that with 4,000 is not, and none reads otherwise."""
SURE: Final = 0.99
"""Probability from which the detector's word counts more than the page's."""
ENGLISH: Final = "en"
_ENGLISH_ALONE: Final = frozenset([
    "about", "after", "among", "and", "because", "been", "before", "being", "between", "could", "during", "from", "had",
    "has", "have", "into", "our", "said", "she", "than", "that", "the", "their", "there", "these", "they", "this",
    "those", "through", "were", "what", "when", "where", "which", "while", "who", "whose", "with", "would", "your",
])  # fmt: skip
"""Common words of English that no other language which the detector knows has among its own common ones."""
PLAINLY: Final = 0.08
"""Share of these among a text's words from which a page that calls itself English is believed without the detector,
which takes an eighth of a page's time, and .5 s to load. Of 360 bodies of real pages, 143 of 144 English ones have
more, and of the others one, which is German with long quotations in English."""
_ALIKE: Final = (
    frozenset({"en", "pcm"}),
    frozenset({"ar", "ary", "arz"}),
    frozenset({"hr", "bs", "sr", "sh", "cnr"}),
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"id", "ms"}),
    frozenset({"hi", "mr", "ne"}),
    frozenset({"gl", "pt"}),
    frozenset({"af", "nl"}),
    frozenset({"lb", "de", "gsw"}),
    frozenset({"cs", "sk"}),
    frozenset({"zh", "yue", "wuu"}),
    frozenset({"fa", "prs", "tg"}),
    frozenset({"xh", "zu"}),
)
"""Languages so close that a detector takes one for the other; within a group the page is believed."""


def language_of_text(paragraphs: Sequence[str], declared: str) -> str:
    """The two- or three-letter code of the body's language; `declared` where the body is short or the detector unsure.

    Deterministic and offline: py3langid's own model, loaded at the first call (.6 s).
    """
    text = PARAGRAPH_BREAK.join(paragraphs)[:LOOKED_AT]
    if sum(map(str.isalpha, text)) < MIN_LETTERS and _signs(text) < MIN_SIGNS:
        return declared
    if declared == ENGLISH and _is_plainly_english(text):
        return declared
    ranked: list[tuple[str, float]] = _detector().rank(text)
    found = ranked[0][0]
    alike = next((group for group in _ALIKE if found in group), frozenset({found}))
    sure = sum(probability for code, probability in ranked if code in alike) >= SURE
    return found if sure and declared not in alike else declared


def _is_plainly_english(text: str) -> bool:
    words = text.lower().split()
    return sum(map(_ENGLISH_ALONE.__contains__, words)) >= PLAINLY * len(words)


def _signs(text: str) -> int:
    """Letters beyond the scripts that are written with spaces."""
    return sum(character.isalpha() and ord(character) > 0x2E80 for character in text)


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
