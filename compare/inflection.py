"""The forms of an English word, from its dictionary form and its part of speech.

A form too many ("traveled" beside "travelled", "seriouser") is a word that no text holds, so
doubtful forms are given rather than left out.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

Pos = Literal["verb", "noun", "adjective", "adverb"]

_IRREGULAR_VERBS = """
beat beat beaten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought; burst burst; buy bought;
cast cast; catch caught; cling clung; come came; creep crept; cut cut; deal dealt; dig dug; do did done; draw drew
drawn; drive drove driven; eat ate eaten; fall fell fallen; feed fed; fight fought; flee fled; fling flung; fly flew
flown; get got gotten; give gave given; go went gone; grind ground; grow grew grown; hit hit; hold held; hurt hurt;
keep kept; lay laid; lead led; leave left; let let; lie lied; lose lost; make made; mislead misled; overrun overran;
pay paid; put put; ride rode ridden; rise rose risen; run ran; say said; see saw seen; seek sought; sell sold; send
sent; set set; shake shook shaken; shoot shot; shrink shrank shrunk; shut shut; sink sank sunk; slay slew slain; sling
slung; slink slunk; speak spoke spoken; spin spun; spit spat; split split; spread spread; spring sprang sprung; stand
stood; steal stole stolen; stick stuck; sting stung; stink stank stunk; strike struck; string strung; strip stripped;
sweep swept; swell swelled swollen; swing swung; take took taken; tear tore torn; tell told; think thought; throw
threw thrown; tread trod trodden; wear wore worn; weep wept; win won; wring wrung; write wrote written; withdraw
withdrew withdrawn; overthrow overthrew overthrown; undo undid undone; swear swore sworn; shed shed
"""
IRREGULAR: Final = {line.split()[0]: tuple(line.split()[1:]) for line in _IRREGULAR_VERBS.replace("\n", " ").split(";")}
CONSONANT_Y = re.compile(r"[^aeiou]y")
DOUBLING = re.compile(r"(?:[^aeiou]|qu|^)[aeiou][^aeiouwxyh]")
COMPARED_LETTERS = 7
"""Adjectives of more letters are compared by "more" and "most"."""


@cache
def forms(lemma: str, pos: Pos) -> frozenset[str]:
    """All forms of a lower-case word, itself among them. Of several words the head is inflected: a verb's first
    ("lash out"), a noun's last ("gag law")."""
    first, space, rest = lemma.partition(" ")
    if pos == "verb":
        return frozenset(f"{form}{space}{rest}" for form in _of_verb(first))
    if pos == "noun":
        front, gap, last = lemma.rpartition(" ")
        return frozenset(f"{front}{gap}{form}" for form in (last, _plural(last)))
    return frozenset([lemma, *(_compared(lemma) if pos == "adjective" and not space else ())])


def past_forms(verb: str) -> frozenset[str]:
    """The past and the participle: forms that no noun shares, mostly."""
    return frozenset(IRREGULAR.get(verb) or _with_ending(verb, "ed"))


def _of_verb(verb: str) -> frozenset[str]:
    return frozenset([verb, _plural(verb), *past_forms(verb), *_with_ending(verb, "ing")])


def _plural(word: str) -> str:
    """Also the third person of a verb: both end in s by the same laws."""
    if word.endswith("man") and word != "human":
        return word[:-3] + "men"
    if CONSONANT_Y.search(word[-2:]):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) or word in ("go", "do", "veto", "hero") else "s")


def _with_ending(verb: str, ending: Literal["ed", "ing"]) -> tuple[str, ...]:
    if verb.endswith("ie") and ending == "ing":
        return (verb[:-2] + "ying",)
    if verb.endswith("e"):
        kept = ending == "ed" or verb.endswith(("ee", "oe", "ye"))
        return ((verb if kept else verb[:-1]) + ending.removeprefix("e"),)
    if CONSONANT_Y.search(verb[-2:]) and ending == "ed":
        return (verb[:-1] + "ied",)
    if verb.endswith("c"):
        return (verb + "k" + ending,)
    if DOUBLING.search(verb[-3:]):
        return (verb + verb[-1] + ending, verb + ending)
    return (verb + ending,)


def _compared(word: str) -> tuple[str, ...]:
    if len(word) > COMPARED_LETTERS:
        return ()
    if CONSONANT_Y.search(word[-2:]):
        return (word[:-1] + "ier", word[:-1] + "iest")
    stem = word.removesuffix("e")
    if DOUBLING.search(word[-3:]):
        stem = word + word[-1]
    return (stem + "er", stem + "est")
