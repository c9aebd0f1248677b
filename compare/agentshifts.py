"""Differences in agency: outlets that name who did it, and outlets that tell the same without anyone who did.

Only deeds for which it matters who did them: force, and the exercise of power over others. Who is named by two outlets
or more as the doer, and in half of the texts at least, is missing where a text does not speak of them at all, or has
the deed as a passive without an agent ("had been moved out"), or as what befalls people ("lost their passports").
Without a tagger nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.families import same_meaning
from compare.readingtrees import ReadingTrees
from compare.shapes import agents
from compare.spans import Span, blanked
from compare.tree import POINTING, Tree
from compare.words import content_stems, stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEEDS: Final = _words(
    "abduct arrest assassinate assault attack award axe ban bar beat behead besiege blast block blockade bomb"
    " bombard bulldoze burn bury cancel capture carry chain charge chase close club confine confiscate crush cut"
    " demolish deport destroy detain discharge dismiss disperse displace drag dump eject evacuate evict execute"
    " exile expel fine fire flatten flog force gas gun hang hit hold hurt imprison injure intern jail kick kidnap"
    " kill knock lash level lock loot lynch massacre mow murder muzzle open oust outlaw persecute pin poison pound"
    " press pull punch push put raid ram ransack rape raze release remove revoke rob round sack scrap scuttle seal"
    " search seize shed shell shoot shove shut slap slash slaughter slay smash snatch spill stab starve storm"
    " strafe strike strip suspend take target throttle throw torch torture trample turn withdraw wound wreck"
)
"""Verbs of force, and of power over what others have: lemmas."""
WITH_MORE: Final = _words("cut force hold open press pull push put round take throw turn")
"""Deeds only with certain words after them ("opened fire", "put families out", "cut 800 jobs")."""
MORE: Final = _words(
    "away fire floor from hostage into out prisoner aid benefit employee job pay position post staff work worker"
)
LOST: Final = _words("citizenship home house job land life licence license passport post seat")
"""What one may lose at another's hands."""
GOING: Final = _words("job post position")
VANISHING: Final = _words("disappear go vanish")
DYING: Final = _words("die perish")
KILLING: Final = _words(
    "behead bomb burn execute gun hang hit kill lynch massacre mow murder shell shoot slaughter slay stab"
)
ENDING: Final = _words("cease fold stop")
CLOSING: Final = _words("ban close shut suspend")
WISHED: Final = _words("should must ought shall")
THINGS: Final = _words(
    "aircraft avalanche boat bus car crash cyclone earthquake explosion ferry fire flood heat hurricane landslide lorry"
    " plane quake rain ship storm tornado train truck vehicle vessel virus wave wind"
)
"""What does harm and is nobody: a doer of whose name this is a part is none."""
FEWEST: Final = 2  # texts that name the doer
UNSAID: Final = "without saying who did it"
NAMED_DEED: Final = 2  # words in common that the deed's own noun counts for
PREFIX: Final = 5  # letters in which a deed and its noun agree ("close", "closure"); fewer where the word is shorter


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something. `named` is where who does it stands in the reading's own text, `doer` the stems of that,
    `lemma` the verb, `about` the stems of the rest of its clause."""

    named: Span
    doer: frozenset[str]
    lemma: str
    about: frozenset[str]


def agent_shifts(claim: Claim, context: Context) -> list[Difference]:
    """At most one difference: the outlets that name the doer of a deed against those that leave it open."""
    if context.trees is None:
        return []
    readings: dict[str, Reading] = {}
    for reading in claim.body_first():
        readings.setdefault(reading.outlet, reading)
    deeds = {outlet: list(deeds_in(reading, context.trees)) for outlet, reading in sorted(readings.items())}
    texts = {outlet: reading.text for outlet, reading in readings.items()}
    doer = named_by_most(deeds, texts)
    naming = {
        outlet: next(deed for deed in found if deed.doer & doer)
        for outlet, found in deeds.items()
        if any(deed.doer & doer for deed in found)
    }
    hiding = {
        outlet: place
        for outlet, reading in sorted(readings.items())
        if naming and outlet not in naming
        if (place := left_open(reading, doer, list(naming.values()), context)) is not None
    }
    if not hiding or len({texts[o] for o in hiding}) > len({texts[o] for o in naming}):
        return []
    places = [Place(readings[o], deed.named.start, deed.named.end, "named") for o, deed in naming.items()]
    places += [Place(readings[o], place.start, place.end, "open") for o, place in hiding.items()]
    return [Difference("agency", in_sides(places), explained(naming, hiding, readings, context))]


def named_by_most(deeds: Mapping[str, Sequence[Deed]], texts: Mapping[str, str]) -> frozenset[str]:
    """The stems by which FEWEST texts or more, and half of them at least, name one doer."""
    by_stem: defaultdict[str, set[str]] = defaultdict(set)
    nobody: set[str] = set()
    for outlet, found in deeds.items():
        for deed in found:
            for name in deed.doer:
                by_stem[name].add(texts[outlet])
            if deed.doer & things():
                nobody |= deed.doer
    total = len(set(texts.values()))
    return frozenset(
        stem
        for stem, having in by_stem.items()
        if len(having) >= FEWEST and 2 * len(having) >= total and stem not in nobody
    )


@cache
def things() -> frozenset[str]:
    return frozenset(content_stems(" ".join(THINGS)))


def deeds_in(reading: Reading, trees: ReadingTrees) -> Iterator[Deed]:
    for start, tree in trees.of(reading.text):
        for at, token in enumerate(tree.tokens):
            if not token.tag.startswith("VB") or not is_deed(tree, at):
                continue
            for head in doers(tree, at):
                below = [t for t in tree.subtree(head) if tree[t].dep not in ("relcl", "punct", "det")]
                place = tree.place(below)
                named = Span(start + place.start, start + place.end)
                doer = frozenset(content_stems(reading.text[named.start : named.end]))
                if doer:
                    about = stems_of(tree, tree.subtree(at, without=[head]), reading.text, start)
                    yield Deed(named, doer, token.lemma.lower(), about - doer)


def stems_of(tree: Tree, tokens: Iterable[int], text: str, start: int) -> frozenset[str]:
    return frozenset(content_stems(" ".join(text[start + tree[t].start : start + tree[t].end] for t in tokens)))


def is_deed(tree: Tree, at: int) -> bool:
    lemma = tree[at].lemma.lower()
    if lemma not in DEEDS or any(tree[t].lemma.lower() in WISHED for t in tree.with_dep(at, "aux")):
        return False
    return lemma not in WITH_MORE or any(tree[t].lemma.lower() in MORE for t in tree.subtree(at))


def doers(tree: Tree, at: int, *, named: bool = True) -> Iterator[int]:
    """The tokens that head who does it: what follows "by", and the subject of an active verb or of the one it is joined
    to by "and". Pronouns count where it need not be `named`."""
    for by in tree.with_dep(at, "agent"):
        yield from tree.with_dep(by, "pobj")
    if tree.with_dep(at, "nsubjpass", "auxpass"):
        return
    while not tree.with_dep(at, "nsubj") and tree[at].dep == "conj" and tree[tree[at].head].tag.startswith("VB"):
        at = tree[at].head
    yield from (s for s in tree.with_dep(at, "nsubj") if not named or tree[s].tag not in POINTING)


def left_open(reading: Reading, doer: Collection[str], told: Sequence[Deed], context: Context) -> Span | None:
    """Where the reading tells the deed without its doer; None where it speaks of them in another way.

    The clause, or the noun made of the deed, that has most in common with what the others tell.
    """
    if context.trees is None:
        return None
    lemmas = {deed.lemma for deed in told}
    if any(is_done(tree, at, lemmas) for _, tree in context.trees.of(reading.text) for at in range(len(tree.tokens))):
        return None  # somebody does it here too, under another name
    spoken_of = bool(set(doer) & set(content_stems(without_sources(reading, context))))
    best, most = None, 0
    for start, tree in context.trees.of(reading.text):
        for at, token in enumerate(tree.tokens):
            if is_cue(reading, start + token.start, context):
                continue
            open_ = agentless(tree, at) or befalls(tree, at, told)
            if token.tag.startswith("VB") and (open_ or (not spoken_of and tree.with_dep(at, "nsubj", "nsubjpass"))):
                tokens = clause(tree, at)
            elif not spoken_of and token.tag in ("NN", "NNS") and is_nominal(token.lemma.lower(), told):
                tokens = tree.subtree(at)
            else:
                continue
            stems = stems_of(tree, tokens, reading.text, start)
            named_deed = 0 if token.tag.startswith("VB") else NAMED_DEED
            common = max(len(stems & deed.about) for deed in told) + named_deed
            if common > most:
                place = tree.place(tokens)
                best, most = Span(start + place.start, start + place.end), common
    return best


def is_done(tree: Tree, at: int, lemmas: Collection[str]) -> bool:
    """Is it one of these deeds, with somebody who does it: by name, or as "it" or "who"?"""
    if not tree[at].tag.startswith("VB") or not is_deed(tree, at):
        return False
    own = stem(tree[at].lemma.lower())
    if not any(same_meaning(own, stem(lemma)) for lemma in lemmas):
        return False
    return next(doers(tree, at, named=False), None) is not None


def is_nominal(noun: str, told: Sequence[Deed]) -> bool:
    """Is it the noun of a deed that the others tell?"""
    return any(noun != deed.lemma and noun.startswith(deed.lemma[:PREFIX].rstrip("e")) for deed in told)


def agentless(tree: Tree, at: int) -> bool:
    passive = tree.with_dep(at, "nsubjpass") and not agents(tree, at)
    return bool(passive) and (is_deed(tree, at) or tree[at].lemma.lower() == "move")


def befalls(tree: Tree, at: int, told: Sequence[Deed]) -> bool:
    """Does it tell a deed as what befell somebody: they died, lost their homes, their jobs went?"""
    lemma, lemmas = tree[at].lemma.lower(), {deed.lemma for deed in told}
    if lemma == "lose":
        return any(tree[o].lemma.lower() in LOST for o in tree.with_dep(at, "dobj"))
    if lemma in DYING:
        return bool(lemmas & KILLING)
    if lemma in ENDING and lemmas & CLOSING:
        return True
    return lemma in VANISHING and any(tree[s].lemma.lower() in GOING for s in tree.with_dep(at, "nsubj"))


def clause(tree: Tree, at: int) -> list[int]:
    """The tokens of a verb's clause, in reading order, without clauses that hang on it."""
    own = [at]
    for part in tree.with_dep(at, "nsubj", "nsubjpass", "dobj", "aux", "auxpass", "prt", "prep", "advmod", "xcomp"):
        own += [t for t in tree.subtree(part) if tree[t].dep != "relcl"]
    return sorted(own)


def is_cue(reading: Reading, place: int, context: Context) -> bool:
    """Does a word that reports what somebody says stand here?"""
    at = reading.start + place
    spans = context.voices.get(reading.article, ())
    return any(s.cue and s.cue_start is not None and s.cue_start <= at < s.cue_start + len(s.cue) for s in spans)


def without_sources(reading: Reading, context: Context) -> str:
    """The reading's text with the names of its sources blanked: who is only quoted does nothing in it."""
    places = []
    for span in context.voices.get(reading.article, ()):
        if span.source and span.source_start is not None:
            first = max(0, span.source_start - reading.start)
            last = min(len(reading.text), span.source_start + len(span.source) - reading.start)
            if first < last:
                places.append(Span(first, last))
    return blanked(reading.text, places)


def explained(
    naming: Mapping[str, Deed], hiding: Mapping[str, Span], readings: Mapping[str, Reading], context: Context
) -> str:
    """ "X names “police” as who did it; Y wrote “three were shot”, without saying who did it." """
    by_name: dict[str, list[str]] = {}
    for outlet, deed in naming.items():
        by_name.setdefault(readings[outlet].text[deed.named.start : deed.named.end], []).append(outlet)
    parts = [
        f"{context.listed(outlets)} {'names' if len(outlets) == 1 else 'name'} {shown(words)} as who did it"
        for words, outlets in by_name.items()
    ]
    for outlet, place in hiding.items():
        words = readings[outlet].text[place.start : place.end]
        parts.append(f"{context.name(outlet)} wrote {shown(words)}, {UNSAID}")
    return "; ".join(parts) + "."
