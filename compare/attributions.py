"""Who is said to say what, within one sentence: by its tree where a tagger has read it, by its words where none has.

The sentence comes masked, with every quoted character replaced, so that commas and verbs inside quotations are never
taken for the sentence's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from compare.clauses import MASK, Attribution
from compare.grammar import noun_within
from compare.paraphrase import worded_attributions
from compare.sources import named_within
from compare.spans import Span, overlaps
from compare.syntax import parsed_attributions
from compare.tagger import Parse
from compare.trailing import according, speaker_label, trailing
from compare.tree import Tree

PARENTHESIS = re.compile(r"\([^()\x00]{1,80}\)")
QUOTATION = re.compile(f"{MASK}+")


def attributions(masked: str, parse: Parse | None = None) -> list[Attribution]:
    """What a sentence attributes. `masked` has quoted characters replaced by MASK, `parse` is of the sentence unmasked.

    What stands in parentheses is looked at by neither way.
    """
    masked = PARENTHESIS.sub(lambda found: " " * len(found[0]), masked)
    end = len(masked.rstrip()) - (1 if masked.rstrip()[-1:] in (".", "?", "!") else 0)
    if parse is None:
        return worded_attributions(masked, end)
    found = _by_tree(masked, parse, end)
    left = list(_quotations_left(masked, found))
    return [*found, *_told_by_words(left, worded_attributions(masked, end))] if left else found


def _by_tree(masked: str, parse: Parse, end: int) -> list[Attribution]:
    """What the tree shows, and what no tree tells: labels, "according to", and a trailing cue that the tree misread."""
    tree = Tree(parse)
    found = parsed_attributions(masked, tree, end)
    trails = trailing(masked, end)
    whole = (trails if trails and not _is_about_a_noun(tree, trails) else None) or speaker_label(masked, end)
    seen = any(whole and (whole.cue.start == one.cue.start or _holds(one, whole.cue)) for one in found)
    if whole and not seen:
        return [whole, *(one for one in found if not _holds(whole, one.cue))]
    whole = according(masked, end, nearer=bool(found))
    if whole and whole.source and not any(_holds(whole, one.cue) and _trails(one) for one in found):
        return [replace(whole, source=named_within(tree, whole.source))]
    return found


def _is_about_a_noun(tree: Tree, whole: Attribution) -> bool:
    """Is what looks like source and verb a noun and what is said of it: "…, a move residents called a mistake"?"""
    source = whole.source
    if source is None:
        return False
    for at, token in enumerate(tree.tokens):
        if token.end == source.end and noun_within(tree, at) is not None:
            return True
        if token.start == whole.cue.start and token.dep == "relcl":
            return source.start <= tree[token.head].start < source.end
    return False


def _quotations_left(masked: str, found: Sequence[Attribution]) -> Iterator[Span]:
    """The quotations that the tree lays to nobody."""
    for quotation in QUOTATION.finditer(masked):
        place = Span(*quotation.span())
        if not any(overlaps(content, place) for one in found for content in one.contents):
            yield place


def _told_by_words(quotations: Iterable[Span], worded: Sequence[Attribution]) -> Iterator[Attribution]:
    """What the words tell of these quotations, and of nothing beside them."""
    for place in quotations:
        speaker = next((one for one in worded if any(overlaps(content, place) for content in one.contents)), None)
        if speaker is not None:
            yield replace(speaker, contents=(place,))


def _trails(attribution: Attribution) -> bool:
    """Does the cue follow its content? In "“We go,” she said, according to …" she is the nearer speaker."""
    return attribution.contents[0].start < attribution.cue.start


def _holds(attribution: Attribution, place: Span) -> bool:
    return any(content.start <= place.start < content.end for content in attribution.contents)
