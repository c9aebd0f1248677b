"""Where the rules match in a text: their words first, then what the sentence around them decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from compare.expressions import compile_after, compile_before, compile_exception, compile_exceptions
from compare.parses import SentenceTrees
from compare.patternindex import PatternIndex, patterns_of
from compare.rules import Rule
from compare.sentences import split_text
from compare.shapes import is_agentless, is_reporting
from compare.spans import HasSpan, Span, overlaps
from compare.surroundings import is_at_law, is_in_name, is_negated
from compare.tagger import Tagger
from compare.wordclass import is_likely, is_tagged
from compare.wordindex import Hit, WordIndex, index_of, is_gap

# A part of an account's name or a tag: "@regime_watcher". Marks of emphasis ("_so-called_") are none.
HANDLE_BEFORE = re.compile(r"(?:[@#]\w*|[^\W_]_+)$")
LONGEST_HANDLE = 60
HANDLE_AFTER = re.compile(r"_+[^\W_]")
AROUND = 300  # characters on either side of a match that lies in no sentence, or in none of a sentence's length
LONGEST_SENTENCE = 3000  # characters; what is longer is a table or a list: it is not parsed, and looked at near matches


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match: `text[start:end]`. `hit` is where it was found among the words, None for a pattern's."""

    rule: Rule
    start: int
    end: int
    hit: Hit | None = None


def find_matches(
    text: str,
    rules: Sequence[Rule],
    sentences: Sequence[HasSpan] | None = None,
    tagger: Tagger | None = None,
    cues: frozenset[int] = frozenset(),
) -> list[Match]:
    """Every match of every rule, in no order that means anything.

    `sentences` are the text's in reading order, found here where not given; with a `tagger` the trees decide what part
    of speech a word is and what it does, and only sentences are parsed in which that is asked. `cues` are the places of
    words that are known to report what somebody says.
    """
    asked_for = tuple(rules)
    search = _Search(text, index_of(asked_for), sentences)
    found = [match for match in search.candidates(patterns_of(asked_for)) if search.fits(match)]
    asked = [match for match in found if match.hit is not None and _asks_for_a_tag(match.rule, match.hit)]
    trees = None
    if tagger is not None and asked:
        numbers = {number for match in asked if (number := search.sentence_number(match.start)) is not None}
        trees = SentenceTrees(text, search.sentences, numbers, tagger)
    return [match for match in found if match.hit is None or search.is_used_so(match, match.hit, trees, cues)]


class _Search:
    """One text and what is asked of it again and again."""

    def __init__(self, text: str, index: WordIndex, sentences: Sequence[HasSpan] | None) -> None:
        self.text = text
        self.index = index
        self.given = sentences
        self.words = index.words(text)

    @cached_property
    def sentences(self) -> Sequence[HasSpan]:
        return split_text(self.text) if self.given is None else self.given

    @cached_property
    def starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def candidates(self, patterns: PatternIndex) -> Iterator[Match]:
        for hit in self.index.hits(self.text, self.words):
            yield Match(hit.entry.rule, self.words[hit.first].start, self.words[hit.last].end, hit)
        for rule, found in patterns.found(self.text):
            yield Match(rule, found.start, found.end)

    def sentence_number(self, place: int) -> int | None:
        """The sentence a place lies in; None where there is none, or one that is no sentence but in name."""
        number = bisect_right(self.starts, place) - 1
        if number < 0 or place >= self.sentences[number].end:
            return None
        return number if self.sentences[number].end - self.sentences[number].start <= LONGEST_SENTENCE else None

    def sentence(self, match: Match) -> HasSpan:
        number = self.sentence_number(match.start)
        if number is not None:
            return self.sentences[number]
        return Span(max(0, match.start - AROUND), min(len(self.text), match.end + AROUND))

    def fits(self, match: Match) -> bool:
        """Does the text around a match let it stand, whatever part of speech it is?"""
        rule = match.rule
        if HANDLE_BEFORE.search(self.text, max(0, match.start - LONGEST_HANDLE), match.start) or HANDLE_AFTER.match(
            self.text, match.end
        ):
            return False
        if rule.after and not compile_after(rule.after).match(self.text, match.end):
            return False
        sentence = self.sentence(match)
        start, end = min(sentence.start, match.start), max(sentence.end, match.end)
        if rule.before and not compile_before(rule.before).search(self.text, start, match.start):
            return False
        if is_in_name(self.text, match, sentence):
            return False
        if rule.exceptions and self.is_excused(match, start, end):
            return False
        if "negated" in rule.unless and is_negated(self.text, match, sentence):
            return False
        return not ("legal" in rule.unless and is_at_law(self.text, match, sentence))

    def is_excused(self, match: Match, start: int, end: int) -> bool:
        """Does an exception of the rule between these places touch the match? Most sentences have none of them, which
        one search tells."""
        exceptions = match.rule.exceptions
        together = compile_exceptions(exceptions)
        if together is not None and not together.search(self.text, start, end):
            return False
        return any(
            overlaps(match, Span(*found.span()))
            for exception in map(compile_exception, exceptions)
            for found in exception.finditer(self.text, start, end)
            if found.end() > found.start()
        )

    def is_used_so(self, match: Match, hit: Hit, trees: SentenceTrees | None, cues: frozenset[int]) -> bool:
        """Is the word the part of speech its rule means, and does it do what the rule says?"""
        rule, entry = match.rule, hit.entry
        pos = rule.pos if entry.lemma else None
        if pos is None and rule.shape is None:
            return True
        at = hit.first + entry.head
        word = self.words[at]
        before, after = self.beside(at, -1), self.beside(hit.last, 1)
        token = trees.token_at(word.start) if trees is not None and "-" not in word.lower else None
        if pos is not None:
            # Of a word that is known to lead what somebody says, no tag tells better what it is, but for a noun: "his
            # claims that" leads it too.
            noun = token is not None and token[0][token[1]].tag in ("NN", "NNS")
            known = rule.category == "attribution" and word.start in cues and not noun
            if token is not None and hit.first == hit.last and not known:
                fits = is_tagged(*token, pos, first=self.sentence(match).start == word.start or not before)
            else:
                several = hit.first != hit.last and pos == "noun"  # "fat cats" has no other reading
                fits = several or is_likely(word.lower, entry.lemma, pos, before, after)
            if not fits:
                return False
        match rule.shape:
            case "reporting":
                return word.start in cues or is_reporting(self.text, match, token, after)
            case "agentless":
                return is_agentless(self.text, match, token)
            case None:
                return True

    def beside(self, at: int, step: int) -> str:
        """The word before or after another in small letters, "" where a mark parts them."""
        other = at + step
        if not 0 <= other < len(self.words):
            return ""
        left, right = sorted((at, other))
        between = self.text[self.words[left].end : self.words[right].start]
        return self.words[other].lower if is_gap(between) else ""


def _asks_for_a_tag(rule: Rule, hit: Hit) -> bool:
    """Of a phrase the tree knows no better than the words: "purports to" has hardly another reading."""
    return rule.shape is not None or (bool(hit.entry.lemma) and hit.first == hit.last)
