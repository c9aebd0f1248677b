"""How the framing of an article changed between two of its texts: flagged words that came, went or were replaced.

The rules say which words are marked; the changed sentences say what took whose place. Nothing here weighs words that
no rule knows: a marked word that was replaced by unmarked ones was softened, whatever these are, and both are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from compare.framing import Flag, flag_text
from compare.houserules import NO_HOUSE_RULES, HouseRules
from compare.parses import remembering
from compare.revisions import SentenceChange, WordEdit, sentence_changes, word_edits
from compare.rules import Category, Level, Rule
from compare.sentences import split_sentences
from compare.spans import Span, contains, overlaps
from compare.tagger import Tagger
from compare.trivial import essence
from compare.voice import VoiceKind, voices
from scraper.article import Article

ReframingKind = Literal["added", "softened", "removed", "sharpened", "reworded"]

REPLACING_WORDS = 6
"""Words: a longer stretch that stands where a marked word stood is a sentence rewritten, not a word replaced."""

WEIGHT: dict[Level, int] = {"note": 1, "mark": 2}  # the order of the rules' levels; an unmarked word weighs nothing


@dataclass(frozen=True, slots=True)
class Reframing:
    """One change of framing, in words that a rule marks.

    "added": a marked word came in without taking the place of others; "sharpened": it took the place of unmarked words
    or of ones marked at a lower level, or came out of a quotation; "removed", "softened": the same the other way round;
    "reworded": one marked word took the place of another of the same level.

    `rule`, `category`, `level`, `voice` and `source` are those of the marked word: of the later one for "added",
    "sharpened" and "reworded", of the earlier one otherwise. `before` and `after` are the places of the words in the
    earlier and the later text; None where that text has none.
    """

    change: ReframingKind
    rule: str
    category: Category
    level: Level
    voice: VoiceKind
    source: str | None
    before: Span | None
    after: Span | None


def flags_of(
    article: Article, rules: Sequence[Rule], tagger: Tagger | None = None, house: HouseRules = NO_HOUSE_RULES
) -> list[Flag]:
    """The flags of one text, in reading order, as the compare stage finds them."""
    sentences, memory = split_sentences(article), remembering(tagger)
    held_to = house.rules_for(article.outlet, rules)
    found = flag_text(article.text, held_to, voices(article.text, sentences, memory), sentences, memory)
    return house.kept(article.outlet, article.text, found)


def reframings(
    before: Article,
    after: Article,
    rules: Sequence[Rule],
    changes: Sequence[SentenceChange] | None = None,
    tagger: Tagger | None = None,
    house: HouseRules = NO_HOUSE_RULES,
) -> tuple[Reframing, ...]:
    """The changes of framing from one text to the next, in the order of `changes` (found here where not given).

    Both texts must be in the rules' language. Words that stand as they stood are no change of framing.
    """
    found = sentence_changes(before, after) if changes is None else changes
    if all(change.change in ("kept", "moved") for change in found):
        return ()
    old, new = flags_of(before, rules, tagger, house), flags_of(after, rules, tagger, house)
    out: list[Reframing] = []
    for change in found:
        here = [] if change.before is None else [flag for flag in old if contains(change.before, flag)]
        there = [] if change.after is None else [flag for flag in new if contains(change.after, flag)]
        match change.change:
            case "added":
                out += [_of(flag, "added", None, _span(flag)) for flag in there]
            case "removed":
                out += [_of(flag, "removed", _span(flag), None) for flag in here]
            case "changed":
                out += _within(before.text, after.text, change, here, there)
            case "kept" | "moved":
                pass
    return tuple(out)


def _within(
    before: str, after: str, change: SentenceChange, here: Sequence[Flag], there: Sequence[Flag]
) -> Iterator[Reframing]:
    """What happened to the marked words of one changed sentence."""
    if change.before is None or change.after is None:
        raise ValueError("a changed sentence has a place in both texts")
    edits = [
        _moved_by(edit, change.before.start, change.after.start)
        for edit in word_edits(
            before[change.before.start : change.before.end], after[change.after.start : change.after.end], joined=False
        )
    ]
    stayed = _stayed(here, there)
    for flag, other in stayed:
        if (flag.voice == "quoted") != (other.voice == "quoted"):
            kind: ReframingKind = "softened" if other.voice == "quoted" else "sharpened"
            yield _of(flag if kind == "softened" else other, kind, _span(flag), _span(other))
    gone = [flag for flag in here if flag not in [one for one, _ in stayed]]
    come = [flag for flag in there if flag not in [other for _, other in stayed]]
    told: set[Flag] = set()
    for flag in gone:
        edit = next((edit for edit in edits if overlaps(edit.before, flag)), None)
        if edit is None:
            continue  # the words stand as they stood; what changed is around them
        takers = [other for other in come if overlaps(edit.after, other) and other not in told]
        taker = next((other for other in takers if other.category == flag.category), takers[0] if takers else None)
        if taker is not None:
            told.add(taker)
            kind = _compared(flag, taker)
            yield _of(flag if kind == "softened" else taker, kind, _span(flag), _span(taker))
        elif edit.after.start < edit.after.end and not takers and _is_short(edit, before, after):
            yield _of(flag, "softened", _span(flag), edit.after)
        else:
            yield _of(flag, "removed", _span(flag), None)
    for flag in come:
        if flag in told:
            continue
        edit = next((edit for edit in edits if overlaps(edit.after, flag)), None)
        if edit is None:
            continue
        replaced = (
            edit.before.start < edit.before.end
            and not any(overlaps(edit.before, other) for other in gone)
            and _is_short(edit, before, after)
        )
        yield _of(flag, "sharpened" if replaced else "added", edit.before if replaced else None, _span(flag))


def _stayed(here: Sequence[Flag], there: Sequence[Flag]) -> list[tuple[Flag, Flag]]:
    """Marked words that both sentences have, each once, in order."""
    left = list(there)
    pairs = []
    for flag in here:
        same = next((o for o in left if o.rule == flag.rule and essence(o.match) == essence(flag.match)), None)
        if same is not None:
            left.remove(same)
            pairs.append((flag, same))
    return pairs


def _compared(before: Flag, after: Flag) -> ReframingKind:
    if WEIGHT[before.level] == WEIGHT[after.level]:
        return "reworded"
    return "softened" if WEIGHT[before.level] > WEIGHT[after.level] else "sharpened"


def _is_short(edit: WordEdit, before: str, after: str) -> bool:
    longest = max(
        len(before[edit.before.start : edit.before.end].split()), len(after[edit.after.start : edit.after.end].split())
    )
    return longest <= REPLACING_WORDS


def _moved_by(edit: WordEdit, before: int, after: int) -> WordEdit:
    return WordEdit(
        Span(edit.before.start + before, edit.before.end + before),
        Span(edit.after.start + after, edit.after.end + after),
    )


def _span(flag: Flag) -> Span:
    return Span(flag.start, flag.end)


def _of(flag: Flag, change: ReframingKind, before: Span | None, after: Span | None) -> Reframing:
    return Reframing(change, flag.rule, flag.category, flag.level, flag.voice, flag.source, before, after)
