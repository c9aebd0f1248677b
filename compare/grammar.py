"""Questions about the shape of a clause in a sentence's tree."""

from __future__ import annotations

from compare.frames import SMALL_OPENERS
from compare.tree import Tree

FINITE = ("VBD", "VBP", "VBZ", "MD")
NOBODY = frozenset(["nobody", "no-one", "none", "neither"])
WITHHOLDING = frozenset(["bother", "decline", "fail", "forget", "hesitate", "refuse"])


def is_finite(tree: Tree, at: int) -> bool:
    helpers = tree.with_dep(at, "aux", "auxpass")
    subject = tree.with_dep(at, "nsubj", "nsubjpass", "expl", "csubj")
    return bool(subject) and any(tree[verb].tag in FINITE for verb in (at, *helpers))


def has_somebody(tree: Tree, at: int) -> bool:
    """Has the verb a subject that could think or speak?"""
    subjects = tree.with_dep(at, "nsubj", "nsubjpass", "expl")
    return not any(tree[c].lemma.lower() in ("it", "this", "that", "which", "there") for c in subjects)


def is_to_reader(tree: Tree, at: int) -> bool:
    """Is the reader told or asked to think or say something ("Imagine that …", "Do you know where …")? Nobody did."""
    subjects = tree.with_dep(at, "nsubj", "nsubjpass", "expl", "csubj")
    if subjects:
        return {tree[one].lemma.lower() for one in subjects} == {"you"}
    first = at
    while tree[first].dep == "conj":
        first = tree[first].head
    helpers = [*tree.with_dep(at, "aux"), *(tree.with_dep(first, "aux") if first != at else [])]
    if tree[at].tag != "VB" or tree[first].tag != "VB" or any(tree[one].lemma.lower() != "do" for one in helpers):
        return False
    told = {tree[one].lemma.lower() for one in tree.with_dep(first, "nsubj", "nsubjpass")}
    return tree[first].dep == "ROOT" and told <= {"you"}


def is_impersonal(tree: Tree, at: int) -> bool:
    """Is a word part of what "it" is: "It is worth noting that …", "It’s useful to remember …"?"""
    if tree[at].tag in ("NN", "NNS") and tree.with_dep(at, "poss"):
        return False  # "It is the mayor's belief that …"
    for above in (at, *tree.above(at)):
        subjects = {tree[child].lemma.lower() for child in tree.with_dep(above, "nsubj", "nsubjpass", "expl")}
        if subjects == {"it"} and above == at:
            return bool(tree.with_dep(at, "auxpass") and tree.with_dep(at, "neg"))  # "It has not been alleged that …"
        if subjects:
            return subjects == {"it"} and bool(tree.with_dep(above, "acomp", "attr"))
    return False


def is_passive_report(tree: Tree, at: int) -> bool:
    """ "It was reported that …", "It is feared that …", but not "It should be noted that …" or "It is not alleged"."""
    if not tree.with_dep(at, "auxpass") or tree[at].dep != "ROOT" or tree.with_dep(at, "neg"):
        return False
    return bool(tree.with_dep(at, "ccomp")) and all(tree[one].tag != "MD" for one in tree.with_dep(at, "aux"))


def is_withheld(tree: Tree, at: int) -> bool:
    """ "Nobody would say what …", "declined to say whether …": the words are the outlet's, for nothing was said."""
    for verb in (at, *(head for head in tree.above(at) if tree[head].tag.startswith("VB"))):
        subjects = {tree[child].lemma.lower() for child in tree.with_dep(verb, "nsubj")}
        if tree.with_dep(verb, "neg") or subjects & NOBODY or tree[verb].lemma.lower() in WITHHOLDING:
            return True
        if tree.with_dep(verb, "nsubj"):
            break
    return False


def is_bare_participle(tree: Tree, at: int) -> bool:
    """Is the verb a past participle without subject or auxiliary: something done to who is named elsewhere?

    Not so behind the second comma of an apposition: "Ann Lee, the mayor, promised …" is a sentence, whatever the tree
    makes of it.
    """
    if tree[at].tag not in ("VBN", "VBD") or tree[at].dep not in ("advcl", "acl", "prep", "dep"):
        return False
    after_apposition = at > 0 and tree[at - 1].lemma == "," and bool(tree.with_dep(tree[at].head, "appos"))
    return not after_apposition and not tree.with_dep(at, "nsubj", "nsubjpass", "aux", "auxpass")


def is_subjunctive(tree: Tree, clause: int) -> bool:
    """Is a clause behind "that" what is to be done: "that the bank pay", "that he be heard"?

    A plural looks the same in a statement ("that the banks pay"): it counts for one.
    """
    if not opens_with_that(tree, clause):
        return False
    subjects = tree.with_dep(clause, "nsubj", "nsubjpass")
    helpers = tree.with_dep(clause, "aux", "auxpass")
    first = min([clause, *helpers])
    plain = tree[first].lemma.lower() == "be" or all(
        tree[one].tag in ("NN", "NNP") or tree[one].lemma.lower() in ("he", "she", "it") for one in subjects
    )
    return bool(subjects) and plain and tree[first].tag in ("VB", "VBP") and not tree.with_dep(first, "conj")


def opens_with_that(tree: Tree, clause: int) -> bool:
    """Does a clause open with the conjunction, not the pronoun: "the report that it sank", not "that we read"?"""
    first = tree[tree.subtree(clause)[0]]
    return first.lemma.lower() == "that" and (first.tag == "IN" or first.dep == "mark")


def opens_with_question(tree: Tree, clause: int) -> bool:
    first = tree[tree.subtree(clause)[0]].lemma.lower()
    return first in SMALL_OPENERS and first != "that"


def opens_with_which(tree: Tree, clause: int) -> bool:
    """Is a clause a remark on what stands before a comma: "…, which scientists blame on warmer water"?"""
    first = tree.subtree(clause)[0]
    return first > 0 and tree[first].tag == "WDT" and tree[first - 1].lemma == ","


def remarked_noun(tree: Tree, at: int) -> int | None:
    """The noun that a verb's clause is a remark on, where the tree read it as part of the subject: "…, a move residents
    called a mistake". None where the subject is as the tree has it."""
    found = (noun_within(tree, subject) for subject in tree.with_dep(at, "nsubj", "nsubjpass"))
    return next((noun for noun in found if noun is not None), None)


def noun_within(tree: Tree, name: int) -> int | None:
    """The first of two nouns that are no one name: no plural has "a" before it, as in "a move residents (called …)"."""
    articles = [one for one in tree.with_dep(name, "det") if tree[one].lemma.lower() in ("a", "an")]
    nouns = [] if tree.with_dep(name, "nummod") else tree.with_dep(name, "compound")
    if tree[name].tag in ("NNS", "NNPS") and articles and nouns and nouns[-1] == name - 1:
        return nouns[-1]
    return None


def is_whole(tree: Tree, clause: int) -> bool:
    """Does a clause that the tree holds for one about a noun want nothing: "reminded the crowd he was the only one"?"""
    first = tree[tree.subtree(clause)[0]]
    return first.tag == "PRP" and first.dep == "nsubj" and bool(tree.with_dep(clause, "dobj", "attr", "acomp"))
