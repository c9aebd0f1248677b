"""What about a match's surroundings takes its sting: a name, a negation, a case at law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from compare.families import spaced
from compare.spans import HasSpan
from compare.tagger import SMALL_IN_TITLES

WORD_BEFORE = re.compile(r"[\w’'.\-]+\s*$")
WORD_AFTER = re.compile(r"\s*[\w’'\-]+")
SENTENCE_MARKS: Final = "“\"‘'(:—–-…•*|"
NEGATIONS: Final = spaced("not no never nor neither without hardly scarcely cannot nothing nobody barely almost nearly")
NEGATED_WITHIN: Final = 3
"""Words: "not an entirely new plan" is reached, a negation in another clause hardly ever."""

COURT = re.compile(
    r"\b(?:court|trial|judge|jury|jurors?|prosecut\w+|charg(?:e|es|ed)|indict\w+|defendants?|defen[cs]e\s+(?:lawyers?|counsel|team)|police"
    r"|arrest\w*|suspects?|plaintiffs?|lawsuits?|sued|pleaded|accused of|hearing|verdict|attorneys?|lawyers?|barrister|tribunal"
    r"|magistrates?|complaint|convict\w+|bail|custody|investigat\w+|detectives?|detained|victims?|offen[cs]es?|murder\w*"
    r"|rap(?:e|ed|ist)|assault\w*|fraud\w*|theft|brib\w+|crimes?|criminal|abuse[drs]?|corruption|attackers?|gunm[ae]n"
    r"|robbery|kidnapp\w+|extradit\w+|hack(?:er|ers|ing)|conspiracy|money laundering|harassment|misconduct"
    r"|wrongdoing)\b",
    re.IGNORECASE,
)
REPORT_OF_A_TRIAL = re.compile(
    r"\b(?:pleaded|prosecut\w+|jury|jurors?|on trial|manslaughter|indictment|the accused)\b", re.IGNORECASE
)
TRIAL_CHARACTERS = 600  # about three paragraphs of a report from a court


def is_at_law(text: str, place: HasSpan, sentence: HasSpan) -> bool:
    """Does the sentence speak of police, charges or courts, or the text around it of a trial?"""
    around = text[max(0, place.start - TRIAL_CHARACTERS) : place.end + TRIAL_CHARACTERS]
    outside = text[sentence.start : place.start] + " " + text[place.end : sentence.end]
    return bool(COURT.search(outside) or REPORT_OF_A_TRIAL.search(around))


def is_negated(text: str, place: HasSpan, sentence: HasSpan) -> bool:
    """Does a negation stand just before the match, with no mark between them?"""
    clause = re.split(r"[,;:.!?—–“”\"()]", text[sentence.start : place.start])[-1]
    words = [word.lower().replace("’", "'") for word in clause.split()[-NEGATED_WITHIN:]]
    return any(word in NEGATIONS or word.endswith("n't") for word in words)


def is_in_name(text: str, place: HasSpan, sentence: HasSpan) -> bool:
    """Is the match part of a name or title: with a capital, within its sentence, beside another word with one?

    A headline in title case tells nothing, nor does the first word of a sentence or of a quotation.
    """
    if not text[place.start].isupper() or _opens(text, place.start, sentence) or _is_title_case(text, sentence):
        return False
    before = WORD_BEFORE.search(text, sentence.start, place.start)
    after = WORD_AFTER.match(text, place.end, sentence.end)
    beside_before = before is not None and before[0][0].isupper() and not _opens(text, before.start(), sentence)
    return beside_before or (after is not None and after[0].strip()[0].isupper())


def _opens(text: str, place: int, sentence: HasSpan) -> bool:
    """Does a sentence, a quotation or what follows a colon or dash begin here?"""
    before = text[sentence.start : place].rstrip()
    return not before or before[-1] in SENTENCE_MARKS or before[-1] in ".!?"


def _is_title_case(text: str, sentence: HasSpan) -> bool:
    words: Sequence[str] = [w for w in text[sentence.start : sentence.end].split() if w[0].isalpha()]
    large = [word for word in words if word.lower() not in SMALL_IN_TITLES]
    return bool(large) and sum(word[0].isupper() for word in large) >= TITLE_SHARE * len(large)


TITLE_SHARE = 0.9  # of a sentence's words beside the smallest: more capitals than a sentence of names has
