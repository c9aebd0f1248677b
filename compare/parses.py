"""The trees of a text's sentences, each parsed when first asked for and then remembered.

Whose words they are and what the rules mark are two questions to the same sentences. A parse costs more than all else
that is done to a sentence, and the same text has the same parse whatever else stands in the call, so one memory of
what was parsed serves everybody who asks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from compare.spans import HasSpan
from compare.tagger import Parse, Tagger, parsed
from compare.tree import Tree


class RememberingTagger:
    """A tagger that parses no text twice. Make one for each article: its memory is never emptied."""

    def __init__(self, tagger: Tagger, known: Mapping[str, Parse] = MappingProxyType({})) -> None:
        """`known` are parses that the same tagger made elsewhere."""
        self._tagger = tagger
        self._known = dict(known)

    @property
    def name(self) -> str:
        return self._tagger.name

    @property
    def known(self) -> Mapping[str, Parse]:
        """What was parsed, by its text."""
        return self._known

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known.update(zip(fresh, self._tagger.parse(fresh), strict=True))
        return [self._known[text] for text in texts]


def remembering(tagger: Tagger | None, known: Mapping[str, Parse] = MappingProxyType({})) -> RememberingTagger | None:
    """The tagger with a memory; None where there is no tagger."""
    return None if tagger is None else RememberingTagger(tagger, known)


class SentenceTrees:
    """The trees of some of a text's sentences, by places in the text."""

    def __init__(self, text: str, sentences: Sequence[HasSpan], wanted: Collection[int], tagger: Tagger) -> None:
        """`sentences` in reading order; `wanted` are numbers among them, and only these are parsed, in one call."""
        order = sorted(wanted)
        self._starts = [sentences[at].start for at in order]
        self._parses = parsed(tagger, [text[sentences[at].start : sentences[at].end] for at in order])
        self._trees: dict[int, Tree] = {}

    def token_at(self, place: int) -> tuple[Tree, int] | None:
        """The tree and the token that begins at this place of the text; None where no token does."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return None
        parse, inside = self._parses[number], place - self._starts[number]
        at = bisect_right(parse, inside, key=lambda token: token.start) - 1
        if at < 0 or parse[at].start != inside:
            return None
        if number not in self._trees:
            self._trees[number] = Tree(parse)
        return self._trees[number], at
