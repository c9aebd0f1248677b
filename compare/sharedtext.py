"""Which sentences of two outlets are one text: printed word for word, or with a light house edit.

Candidates come from MinHash signatures of three-word runs (Broder 1997; in the manner of Fast Similarity Sketching,
Dahlgaard et al. 2017, through `rensa`), and every candidate is checked word by word (`rapidfuzz`). Two articles are
linked by a long sentence in common or by several; single short sentences and quotations link nothing, since two
reporters at one press conference write them down alike.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from compare.quotes import quotations
from compare.sentences import Sentence, paragraphs
from compare.spans import Span
from compare.words import TOKEN
from scraper.article import Article

# Words by which somebody speaks of himself: such a sentence is a statement, in quotation marks or set off without them.
FIRST_PERSON_TEXT = "i i'm i've i'd i'll me my mine myself we we're we've we'd we'll our ours ourselves"
FIRST_PERSON = frozenset(FIRST_PERSON_TEXT.split())

# Signatures: 21 bands of 3 rows find a pair of sentences that share half of their runs with a chance of .94 or a little
# more, and one that shares a fiftieth with .0002. Two articles need one such pair to be compared word by word.
BANDS, ROWS, SEED = 21, 3, 1
# Odd numbers by which a band's rows become one of 64 bits; that of another band is elsewhere (Dietzfelbinger 1996).
MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
BAND_STEP = np.uint64(0xD6E8FEB86659FD93)
RUN = 3  # words in a row that are hashed together, and the shortest run that bears witness in the check

# What makes two sentences one text, in shares of their words. Where from: the invented newsroom, whose reprints share
# 9 to 12 sentences a pair and whose own reports share none, and 483 real articles of several outlets on the same
# events, in which every link was looked at.
SAME_OF_SHORTER = 0.8  # of the shorter sentence's words stand in the longer one, in order
SAME_OF_LONGER = 0.5  # and they are at least so much of the longer one
IN_RUNS = 0.6  # of the shorter sentence's words stand in common runs of RUN words

# What links two articles: words outside quotation marks that both print, in sentences that are one text.
WITNESS_WORDS = 8  # a sentence with fewer of them is no witness: formulas are short
WITNESS_SAME = 0.88  # share of the longer sentence's words that both have; reporters who share a source stay below it
LONG_SENTENCE = 18  # one sentence with so many is enough
SEVERAL_WORDS = 26  # two or more witnesses with so many together are enough
NEIGHBOURS = 2  # sentences between a witness and a short or quoted sentence that goes with it

Signature = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sentence as words: lower-case, apostrophes alike. Each stands at `starts` to `ends` in the article's text;
    `own` is False for words inside quotation marks."""

    # Numbers in a row, and each word once: those of a night's articles are held at the same time.

    start: int
    end: int
    words: tuple[str, ...]
    starts: array[int]
    ends: array[int]
    own: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """An article ready to be compared: its sentences in reading order, the headline left out."""

    article: str
    outlet: str
    sentences: tuple[Tokens, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A sentence by its article's key and its half-open offsets in that article's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two sentences of different outlets that are one text. `a` is the smaller place; neither is said to be first."""

    a: Place
    b: Place


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Words of a copy (`start` to `end`) in place of words of its origin. Either stretch may be empty: words put in, or
    words cut."""

    start: int
    end: int
    origin_start: int
    origin_end: int


def text_of(article: Article, sentences: Sequence[Sentence], *, start: int = 0) -> Text:
    """An article's sentences as words, from the offset `start` on: what stands before it is a dateline.

    A headline is the house's own and never compared.
    """
    quoted = quotations(article.text, paragraphs(article.text), sentences)
    openings = [span.start for span in quoted]

    def is_own(place: int) -> bool:
        before = bisect_right(openings, place) - 1
        return before < 0 or quoted[before].end <= place

    found = []
    for sentence in sentences:
        if sentence.paragraph == 0:
            continue
        matches = list(TOKEN.finditer(article.text, max(start, sentence.start), sentence.end))
        if matches:
            starts, ends = (array("l", places) for places in zip(*(match.span() for match in matches), strict=True))
            words = tuple(intern(match[0].lower().replace("’", "'")) for match in matches)
            own = tuple(map(is_own, starts))
            if any(mine and word in FIRST_PERSON for mine, word in zip(own, words, strict=True)):
                own = (False,) * len(own)
            found.append(Tokens(sentence.start, sentence.end, words, starts, ends, own))
    return Text(article.key, article.outlet, tuple(found))


def signature(text: Text) -> Signature:
    """Numbers by which an article's sentences are looked up among others': uint64 (keys,), sorted. Two sentences that
    are nearly one text have one in common."""
    wordings = sorted({one.words for one in text.sentences if sum(one.own) >= WITNESS_WORDS})
    if not wordings:
        return np.zeros(0, np.uint64)
    runs = [[" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)] for words in wordings]
    rows = np.array(RMinHash.digests_from_token_sets(runs, num_perm=BANDS * ROWS, seed=SEED), dtype=np.uint64)
    mixed = rows.reshape(len(rows), BANDS, ROWS) * MIXERS  # modulo 2**64, as is meant
    return np.unique(mixed.sum(axis=2, dtype=np.uint64) + BAND_STEP * np.arange(BANDS, dtype=np.uint64))


def candidates(
    signatures: Mapping[str, Signature], outlets: Mapping[str, str], fresh: Collection[str]
) -> list[tuple[str, str]]:
    """Pairs of article keys, the smaller first, sorted, that may share text: of different outlets, one of them `fresh`.

    Both mappings are by article. What many texts have in common is looked up once: a text that was printed a hundred
    times costs little more than one.
    """
    keys = sorted(signatures)
    if not keys:
        return []
    wanted = set(fresh)
    owner = np.repeat(np.arange(len(keys)), [len(signatures[key]) for key in keys])
    bands = np.concatenate([signatures[key] for key in keys])
    of_fresh = np.array([key in wanted for key in keys])
    near = np.isin(bands, bands[of_fresh[owner]])
    owner, bands = owner[near], bands[near]
    order = np.lexsort((owner, bands))
    owner, bands = owner[order], bands[order]
    groups = {tuple(group.tolist()) for group in np.split(owner, np.flatnonzero(np.diff(bands)) + 1) if len(group) > 1}
    found: set[tuple[str, str]] = set()
    for group in groups:
        held = [keys[number] for number in group]
        for a in wanted.intersection(held):
            found.update((min(a, b), max(a, b)) for b in held if outlets[a] != outlets[b])
    return sorted(found)


def links(one: Text, other: Text) -> list[Link]:
    """The sentences that two articles of different outlets have in common, sorted; none where too little witnesses.

    Which article comes first does not matter. Every sentence is linked with one sentence of the other article at most.
    """
    a, b = sorted((one, other), key=lambda text: text.article)
    matched = _matched(a, b)
    witness = {pair: _witnessed(a.sentences[pair[0]], b.sentences[pair[1]]) for pair in matched}
    seeds = {pair: count for pair, count in witness.items() if count >= WITNESS_WORDS}
    enough = max(seeds.values(), default=0) >= LONG_SENTENCE or (
        len(seeds) > 1 and sum(seeds.values()) >= SEVERAL_WORDS
    )
    if not enough:
        return []
    kept, reached = set(seeds), list(seeds)
    while reached:  # short sentences and quotations go with the text they stand in
        i, j = reached.pop()
        for pair in matched:
            if pair not in kept and abs(pair[0] - i) <= NEIGHBOURS and abs(pair[1] - j) <= NEIGHBOURS:
                kept.add(pair)
                reached.append(pair)
    return sorted(Link(_place(a, i), _place(b, j)) for i, j in kept)


def edits(copy: Tokens, origin: Tokens) -> tuple[Edit, ...]:
    """Where the words of a copy are not its origin's, in reading order. Case and punctuation make no edit."""
    found = []
    i = j = 0
    for block in (*_blocks(copy.words, origin.words), _Block(len(copy.words), len(origin.words), 0)):
        if block.a > i or block.b > j:
            here, there = _stretch(copy, i, block.a), _stretch(origin, j, block.b)
            found.append(Edit(here.start, here.end, there.start, there.end))
        i, j = block.a + block.size, block.b + block.size
    return tuple(found)


class _Block(NamedTuple):
    """`size` words in a row that stand at word `a` of one sentence and at word `b` of another."""

    a: int
    b: int
    size: int


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[_Block]:
    """The words that two sentences have in common, in order, as runs: a longest common subsequence."""
    from rapidfuzz.distance import Indel

    found = Indel.opcodes(a, b)
    return [_Block(op.src_start, op.dest_start, op.src_end - op.src_start) for op in found if op.tag == "equal"]


def _stretch(tokens: Tokens, first: int, stop: int) -> Span:
    """From the first word's start to the last one's end; the place before the next word where there is none."""
    if first < stop:
        return Span(tokens.starts[first], tokens.ends[stop - 1])
    at = tokens.starts[first] if first < len(tokens.words) else tokens.ends[-1]
    return Span(at, at)


def _place(text: Text, index: int) -> Place:
    sentence = text.sentences[index]
    return Place(text.article, sentence.start, sentence.end)


def _matched(a: Text, b: Text) -> list[tuple[int, int]]:
    """Pairs of sentences that are one text, each sentence in one pair at most, the most alike being paired first."""
    by_run: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for j, sentence in enumerate(b.sentences):
        for run in _runs(sentence.words):
            by_run[run].add(j)
    ranked = []
    for i, sentence in enumerate(a.sentences):
        near: set[int] = set()
        for run in _runs(sentence.words):
            near |= by_run.get(run, set())
        for j in near:
            common = _common(sentence.words, b.sentences[j].words)
            if common:
                longer = max(len(sentence.words), len(b.sentences[j].words))
                ranked.append((-round(common / longer, 3), abs(i - j), i, j))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(ranked):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Runs of RUN words; a shorter sentence is one run of its own."""
    if len(words) < RUN:
        yield tuple(words)
    for i in range(len(words) - RUN + 1):
        yield tuple(words[i : i + RUN])


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words two sentences have in common, in order; 0 where they are not one text."""
    if tuple(a) == tuple(b):
        return len(a)
    shorter, longer = sorted((len(a), len(b)))
    if shorter < SAME_OF_LONGER * longer or shorter < RUN:
        return 0
    sizes = [block.size for block in _blocks(a, b)]
    common, in_runs = sum(sizes), sum(size for size in sizes if size >= RUN)
    same = common >= SAME_OF_SHORTER * shorter and common >= SAME_OF_LONGER * longer and in_runs >= IN_RUNS * shorter
    return common if same else 0


def _witnessed(a: Tokens, b: Tokens) -> int:
    """Words in common that stand outside quotation marks in both; 0 where the sentences are not nearly the same."""
    blocks = _blocks(a.words, b.words)
    if sum(block.size for block in blocks) < WITNESS_SAME * max(len(a.words), len(b.words)):
        return 0
    return sum(a.own[block.a + k] and b.own[block.b + k] for block in blocks for k in range(block.size))


def linked(found: Iterable[Link]) -> list[tuple[Place, ...]]:
    """The groups of sentences that links hold together, each sorted, in the order of their first."""
    parent: dict[Place, Place] = {}

    def top(place: Place) -> Place:
        while parent.setdefault(place, place) != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for link in sorted(found):
        a, b = top(link.a), top(link.b)
        parent[max(a, b)] = min(a, b)
    groups: defaultdict[Place, list[Place]] = defaultdict(list)
    for place in sorted(parent):
        groups[top(place)].append(place)
    return [tuple(group) for _, group in sorted(groups.items())]
