"""Questions about the shape of a clause in a sentence's tree."""

from __future__ import annotations

from compare.cues import EVIDENCE, UTTERING
from compare.frames import SMALL_OPENERS
from compare.tree import POINTING, Tree

FINITE = ("VBD", "VBP", "VBZ", "MD")
NOBODY = frozenset(["nobody", "no-one", "none", "neither"])
AS_THEY_PUT_IT = frozenset(["have", "put", "see", "tell"])
AS_THEY_SAY = frozenset(UTTERING) | frozenset(EVIDENCE)
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
        if subjects:
            return subjects == {"it"} and above != at and bool(tree.with_dep(above, "acomp", "attr"))
    return False


def clause_around(tree: Tree, at: int) -> int | None:
    """The head of the clause in which a verb of saying stands aside, and all of which is said: "The pier, he said, is
    closed", "The pier, the court heard, is closed", "As police put it, the pier is closed"; None where it is no aside.

    What somebody "had" said before is told as come true: "As engineers had warned, the pier broke".
    """
    subjects = tree.with_dep(at, "nsubj", "nsubjpass")
    if not subjects or tree.with_dep(at, "ccomp", "xcomp"):
        return None
    if tree[at].dep == "parataxis":
        return tree[at].head
    below = tree.subtree(at)
    before = tree[below[0] - 1].lemma if below[0] else ""
    if tree[at].dep == "relcl":
        bare = not tree.with_dep(at, "dobj", "mark", "prep") and all(tree[one].tag not in POINTING for one in subjects)
        ends = [tree[one].lemma for one in (below[-1], below[-1] + 1) if one < len(tree.tokens)]
        aside = before == "," in ends and below[0] == tree.subtree(subjects[0])[0]
        return (
            next((above for above in tree.above(at) if tree[above].tag.startswith("VB")), None)
            if bare and aside
            else None
        )
    marks = {tree[mark].lemma.lower() for mark in tree.with_dep(at, "mark")}
    had = any((tree[one].lemma, tree[one].tag) == ("have", "VBD") for one in tree.with_dep(at, "aux"))
    things = {tree[thing].lemma.lower() for thing in tree.with_dep(at, "dobj")}
    if tree[at].dep == "advcl" and marks == {"as"} and not had and tree[at].tag != "VBG":
        told = things == {"it"} and tree[at].lemma.lower() in AS_THEY_PUT_IT
        if (told or (not things and tree[at].lemma.lower() in AS_THEY_SAY)) and before in ("", ","):
            return tree[at].head
    return None


def is_passive_report(tree: Tree, at: int) -> bool:
    """ "It was reported that …", "It is feared that …", but not "It should be noted that …"."""
    if not tree.with_dep(at, "auxpass") or tree[at].dep != "ROOT":
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
    called a mistake". No plural has "a" before it. None where the subject is as the tree has it."""
    for subject in tree.with_dep(at, "nsubj"):
        articles = [one for one in tree.with_dep(subject, "det") if tree[one].lemma.lower() in ("a", "an")]
        nouns = tree.with_dep(subject, "compound")
        if tree[subject].tag in ("NNS", "NNPS") and articles and nouns and nouns[-1] == subject - 1:
            return nouns[-1]
    return None


def is_whole(tree: Tree, clause: int) -> bool:
    """Does a clause that the tree holds for one about a noun want nothing: "reminded the crowd he was the only one"?"""
    first = tree[tree.subtree(clause)[0]]
    return first.tag == "PRP" and first.dep == "nsubj" and bool(tree.with_dep(clause, "dobj", "attr", "acomp"))
