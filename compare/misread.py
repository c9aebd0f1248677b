"""A slip of small taggers that costs a source its verb, and its repair.

In "Ministers in the capital claim that prices fell" they read "capital claim" as a compound, and are left with a
sentence without a verb. English has no such sentence; a "that" directly behind the noun tells which word is the verb.
"""

from __future__ import annotations

from compare.frames import NOUNS, VERBS
from compare.tagger import Parse
from compare.tree import Tree


def mended(parse: Parse) -> Parse:
    """The parse with the verb that its "that" clause needs; the parse itself where nothing is amiss."""
    nouns = [at for at in range(1, len(parse) - 1) if parse[at + 1].dep == "mark" and parse[at].dep == "pobj"]
    if not nouns:
        return parse
    tree = Tree(parse)
    for at in nouns:
        if parse[at].tag == "NN" and "clause" in VERBS.get(parse[at].lemma.lower(), ()):
            clause, before = _clause_behind(tree, at), [child for child in tree.children[at] if child < at]
            preposition = parse[at].head
            people = parse[preposition].head
            is_whole = parse[people].head == people and parse[people].tag in ("NNS", "NNPS")
            speak = is_whole and parse[people].lemma.lower() not in NOUNS  # "Doubts about the report that …"
            placed = bool(before) and parse[before[-1]].tag.startswith("NN")
            if clause is not None and parse[clause].head == people and speak and placed:
                return _as_verb(tree, at, people, clause, before)
    return parse


def _clause_behind(tree: Tree, at: int) -> int | None:
    """The head of the clause that "that" opens directly behind a word."""
    mark = tree[at + 1]
    return mark.head if mark.lemma.lower() == "that" and mark.dep == "mark" and mark.head > at + 1 else None


def _as_verb(tree: Tree, at: int, people: int, clause: int, before: list[int]) -> Parse:
    tokens = list(tree.tokens)
    tokens[at] = tokens[at]._replace(tag="VBP", dep="ROOT", head=at)
    tokens[people] = tokens[people]._replace(dep="nsubj", head=at)
    tokens[clause] = tokens[clause]._replace(dep="ccomp", head=at)
    place = before.pop()  # "capital": what the preposition leads
    for other in before:
        tokens[other] = tokens[other]._replace(head=place)
    tokens[place] = tokens[place]._replace(dep="pobj", head=tree[at].head)
    for child in tree.children[people]:
        if child > at and child != clause:
            tokens[child] = tokens[child]._replace(head=at)
    return tuple(tokens)
