"""Who is said to say what, within one sentence, by its tree.

What holds the content is a relation of the grammar and not a place in the line: an aside between a source and its verb
("Police, in a count of their own, spoke of …") stays outside, and a content that is parted by its cue stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.clauses import MASK, Attribution, announced, cleaned
from compare.contents import LEADING_TAGS, contents_of
from compare.cues import IMPERSONAL, UTTERING
from compare.frames import VERBS
from compare.grammar import is_impersonal, is_passive_report
from compare.sources import source_of
from compare.spans import Span
from compare.speakers import subject
from compare.tree import POINTING, Tree

PARTING = frozenset([";", ":"])
SAID = frozenset(UTTERING)
NOT_SAID = frozenset(["punct", "nsubj", "nsubjpass", "agent", "prep", "advmod"])
"""Relations to a verb in which a quotation is no content of it: The “free press” repeated it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue, with its preposition or particle if one follows, and the tokens of each of its contents."""

    cue: int
    last: int
    contents: tuple[tuple[int, ...], ...]


def parsed_attributions(masked: str, tree: Tree, end: int) -> list[Attribution]:
    """What a sentence attributes, in the order of the cues. A cue inside another's content counts where it has a source
    of its own ("The aide said the mayor had told reporters that …"): its content is laid to that source.

    `masked` has quoted characters replaced by MASK, `tree` is of the sentence as written, and what begins at `end` or
    later is not looked at. A word inside a quotation or a blanked parenthesis is no cue.
    """
    quoted = frozenset(at for at, token in enumerate(tree.tokens) if masked[token.start] == MASK)
    found = [
        one
        for at, token in enumerate(tree.tokens)
        if token.tag in LEADING_TAGS
        and token.start < end
        and masked[token.start] not in (MASK, " ")
        and (one := _found(tree, at, quoted)) is not None
        and (is_passive_report(tree, at) or not IMPERSONAL.search(masked[: token.start]))
    ]
    held = {one.cue: {at for content in one.contents for at in content} for one in found}
    out = []
    for one in found:
        is_inner = any(one.cue in inside for cue, inside in held.items() if cue != one.cue)
        if is_inner and not _is_report(tree, one.cue):
            continue
        places = [
            place
            for run in tree.runs(sorted({at for content in one.contents for at in content}))
            if (place := _place(masked, tree, run, min(tree[run[-1]].end, end), tree[one.cue].start))
        ]
        if places:
            cue = Span(tree[one.cue].start, tree[one.last].end)
            out.append(Attribution(_source(tree, one.cue, masked), cue, tuple(places)))
    return out


def _place(masked: str, tree: Tree, run: Sequence[int], stop: int, cue: int) -> Span | None:
    """Where a run of a content's tokens stands; of one that comes before its cue without what only announces it."""
    start = tree[run[0]].start
    return cleaned(masked, announced(masked, start, stop) if stop <= cue else start, stop)


def _is_report(tree: Tree, at: int) -> bool:
    """Does a verb report what somebody who is named said? Within another's content less is the other's own wording."""
    if not tree[at].tag.startswith("VB") or tree[at].lemma.lower() not in SAID or not tree.with_dep(at, "ccomp"):
        return False
    return any(tree[subject].tag not in POINTING for subject in tree.with_dep(at, "nsubj"))


def _source(tree: Tree, at: int, masked: str) -> Span | None:
    """The source by the tree, or by the words before a verb that must have a subject, where the tree gives it none."""
    source = source_of(tree, at)
    if source is not None and masked[source.start] == MASK:
        source = None  # somebody within a quotation, who says nothing outside of it
    if source is None and tree[at].tag in ("VBD", "VBZ") and not tree.with_dep(at, "auxpass"):
        named = subject(masked, tree[at].start)
        return named[0] if named else None
    return source


def _found(tree: Tree, at: int, quoted: frozenset[int]) -> _Found | None:
    contents = [content for content in contents_of(tree, at) if not _parted(tree, content, at)]
    if tree[at].tag.startswith("VB") and tree[at].lemma.lower() in VERBS:  # its quotation, whatever the tree calls it
        contents += [
            [at for at in tree.subtree(child) if at in quoted]
            for child in tree.children[at]
            if child in quoted and tree[child].dep not in NOT_SAID
        ]
    if not contents or is_impersonal(tree, at):
        return None
    first, last = min(min(content) for content in contents), at
    particle = last + 1 < len(tree.tokens) and tree[last + 1].dep == "prt" and tree[last + 1].head == at
    if particle and all(last + 1 not in content for content in contents):
        last += 1
    if (
        last + 1 < first
        and tree[last + 1].dep == "prep"
        and all(tree[between].dep == "punct" for between in range(last + 2, first))
        and _leads(tree, last + 1, contents)
    ):
        last += 1
    return _Found(at, last, tuple(map(tuple, contents)))


def _leads(tree: Tree, preposition: int, contents: Sequence[Sequence[int]]) -> bool:
    """Is one of the contents this preposition's object?"""
    return any(below in content for below in tree.with_dep(preposition, "pobj", "pcomp") for content in contents)


def _parted(tree: Tree, content: Sequence[int], at: int) -> bool:
    """Does a semicolon or colon part what comes before a cue from it ("It rained; he said …")?"""
    return max(content) < at and any(tree[between].lemma in PARTING for between in range(max(content), at))
