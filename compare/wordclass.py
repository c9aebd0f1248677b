"""What part of speech a word has where it stands: by its tag, or by its neighbours where nothing has tagged it."""

from __future__ import annotations

from typing import Final

from compare.families import spaced
from compare.inflection import Pos, past_forms
from compare.tree import Tree

VERB_TAGS: Final = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
FINITE_TAGS: Final = ("VBD", "VBP", "VBZ")
NOUN_TAGS: Final = ("NN", "NNS", "NNP", "NNPS")
WHO_ENDINGS: Final = ("er", "or", "eer", "man", "monger")
MODIFIER: Final = ("amod", "compound", "nmod")
PREDICATE: Final = ("acomp", "oprd", "attr")

DETERMINERS: Final = spaced(
    "a an the this that these those its his her their our your my no any some every each such another both several many"
    " few all of in for with on by under from about against over into one two three four five other"
)
SUBJECTS: Final = spaced(
    "i you he she it we they who which to not will would can could may might must shall should don't doesn't didn't"
    " won't cannot can't never also then just and"
)
CLAUSE_OPENERS: Final = spaced("that he she they it the a an his her their its at him them us there this these those")
AFTER_NOUN: Final = spaced("of for by were are was is have has had on in from")
HAVE: Final = spaced("have has had having")


def is_tagged(tree: Tree, at: int, pos: Pos, *, first: bool) -> bool:
    """Does the tree give the word this part of speech? `first` is for the first word of a sentence, whose capital may
    have passed for a name's."""
    token = tree[at]
    if first and token.tag.startswith("NNP"):
        return True
    match pos:
        case "verb":
            done = token.tag == "JJ" and token.dep == "acomp" and token.lemma.endswith("ed")  # "was crippled"
            return done or token.tag in FINITE_TAGS or (token.tag in VERB_TAGS and token.dep not in MODIFIER)
        case "noun":
            return (token.tag in NOUN_TAGS and token.dep != "amod") or _is_who_before_name(tree, at)
        case "adjective":
            # A noun before a noun judges as an adjective does ("a landmark ruling"), and so does a participle.
            return token.tag.startswith("JJ") or token.dep in MODIFIER or token.dep in PREDICATE
        case "adverb":
            return token.tag.startswith("RB") or token.dep in ("advmod", "npadvmod")


def _is_who_before_name(tree: Tree, at: int) -> bool:
    """Does a word for a doer stand before a name, where it may be tagged as an adjective ("the usurper Maru")?"""
    named = at + 1 < len(tree.tokens) and tree[at + 1].tag.startswith("NNP")
    return named and tree[at].dep == "amod" and tree[at].lemma.lower().endswith(WHO_ENDINGS)


def is_likely(form: str, lemma: str, pos: Pos, before: str, after: str) -> bool:
    """The same by the words beside it, lower-case, "" where a mark or nothing stands. Where these don't tell, yes."""
    match pos:
        case "verb" if form in past_forms(lemma) or form.endswith("ing"):
            return before not in DETERMINERS
        case "verb":
            if before in SUBJECTS:
                return True
            return before not in DETERMINERS and (after in CLAUSE_OPENERS or after not in AFTER_NOUN)
        case "noun":
            return before not in SUBJECTS and (before in DETERMINERS or after not in CLAUSE_OPENERS)
        case "adjective":
            return before not in HAVE
        case "adverb":
            return True
