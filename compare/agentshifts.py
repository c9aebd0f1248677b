"""Differences in agency: outlets that name who did it, and outlets that tell the same without anyone who did.

Only deeds for which it matters who did them: force, and the exercise of power over others. Who is named by two outlets
or more as the doer, and in half of the texts at least, is missing where a text does not speak of them at all, or has
the deed as a passive without an agent ("had been moved out"), or as what befalls people ("lost their passports").
Without a tagger nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.families import NOUN_FAMILY, same_meaning
from compare.phrases import TIME_STEMS
from compare.readingtrees import ReadingTrees
from compare.shapes import agents
from compare.spans import Span, blanked
from compare.tree import POINTING, Tree
from compare.words import content_stems, stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEEDS: Final = _words(
    "abandon abduct abuse amputate arrest assassinate assault attack award axe ban bar batter beat behead bend"
    " besiege betray blacklist blast block blockade bloody blow bomb bombard break bug bulldoze burgle burn bury"
    " cage cancel capture carry censor chain charge chase cheat choke chop clear close club conceal condemn"
    " confine confiscate contaminate crash crush cull cut damage deceive defraud delay delete demolish deny deport"
    " deprive desecrate destroy detain discard discharge disconnect dismantle dismiss disperse displace disrupt"
    " divert dock doctor douse drag drain drive drop drown dump eject electrocute embezzle erase evacuate evict"
    " execute exile expel expose expropriate fail fake falsify fell fine fire firebomb flatten flog flood force"
    " forge frame freeze furlough gag gas give gun gut hack halt hang harass hide hit hold humiliate hurt ignite"
    " ignore impose imprison incinerate infect inject injure intercept intern interrupt invade isolate jail kick"
    " kidnap kill knock lash lay leak leave level light lock loot lower lynch maim massacre miss mistreat molest"
    " mow murder muzzle neglect open oust outlaw overcharge overlook override overwork peel persecute petrol-bomb"
    " pick pin plunder poison pollute pound press pull pulp punch push put quarantine raid raise ram ransack rape"
    " raze reject release relocate remove reopen replace resettle restrain restrict revoke ride rig rip rob round"
    " run sabotage sack scatter scrap scuttle seal search seize send set sever shed shell shelve shoot shove shred"
    " shut silence sink slap slash slaughter slay sleep smash smother snatch spill spray spread spy stab stamp"
    " starve steal sterilise sterilize storm strafe strangle strap strike strip submerge suffocate surround"
    " suspend switch tackle take tap target tase taser tear teargas throttle throw topple torch torture tow train"
    " trample transfer treat turn underpay uproot vacate vandalise vandalize violate waterboard whip wipe wiretap"
    " withdraw withhold wound wreck"
)
"""Verbs of force, of harm and neglect, and of power over what others have: lemmas."""
WITH_MORE: Final = _words(
    "ablaze afire alight bend bloody blow break carry cut drive drop fail force frame give halt hide hold impose"
    " lay leave light lower miss open peel pick press pull push put raise run send set sleep spread stamp switch"
    " tackle take tear throw train treat turn"
)
"""Deeds only with certain words after them ("opened fire", "put families out", "cut 800 jobs")."""
MORE: Final = _words(
    "aid arm away benefit bill bone charge contract crack dead defect electricity employee fare fee fire floor from gas"
    " homeless hostage injured into job leg neck nose order out patient pay pension position post power price prisoner"
    " pupil rate rent skull staff stranded supply tariff tax wage warning water work worker wounded"
)
PARTICLES: Final = _words("down off out over")
"""So do these after such a verb ("laid off 900", "cut down the trees", "put families out")."""
HAPPENING: Final = _words(
    "bend blow break burn close crash drop drown fail flood freeze halt leak level lower move open run sink spill"
    " spread switch turn"
)
"""Verbs of what things do by themselves, too: a deed only with an object."""
DRIVING: Final = _words("chase clear displace drive evict expel force oust push relocate remove resettle uproot")
DEPARTING: Final = _words("depart go leave move relocate vacate")
ROUTINE: Final = _words("arrest charge discharge fine jail search imprison")
"""What only the law does: a passive without an agent hides nobody there."""
LOST: Final = _words(
    "benefit citizenship eye flat home house job land leg licence license life limb livelihood passport pension"
    " post seat shelter sight"
)
"""What one may lose at another's hands."""
GOING: Final = _words("job post position message document file datum record money fund")
VANISHING: Final = _words("disappear go vanish")
DYING: Final = _words("die perish succumb")
HARMED: Final = _words("burn bruise cut fracture injury wound trauma")
SUFFERING: Final = _words("get have receive suffer sustain")
MEETING: Final = _words("end death fate victim")
"""What people meet, or fall, where somebody killed them."""
KILLING: Final = _words(
    "batter beat behead bomb burn choke drown execute gas gun hang hit kill lynch massacre mow murder poison run"
    " shell shoot slaughter slay smother stab starve strangle strike suffocate torture"
)
NOUNS_OF: Final = {
    "custody": _words("arrest detain hold take"),
    "detention": _words("arrest detain hold take"),
    "expulsion": _words("deport expel"),
    "loss": _words("axe cut dismiss lose sack"),
    "removal": _words("clear drag evict remove take"),
    "sale": _words("sell"),
    "theft": _words("steal"),
    "death": KILLING,
    "injury": KILLING | _words("attack kick punch hurt injure wound"),
    "wound": KILLING | _words("attack hurt injure wound"),
    "shooting": _words("gun kill shoot"),
}
"""Nouns that a deed's own letters don't show, with the verbs whose deeds they tell."""
BURNING: Final = _words("burn fire firebomb ignite incinerate light set torch")
ENDING: Final = _words("cease fold stop")
CLOSING: Final = _words("ban close shut suspend")
WISHED: Final = _words("should must ought shall")
THINGS: Final = _words(
    "acre age aircraft animal ash assailant attacker autumn avalanche bacterium bear blaze boat bridge bug"
    " building burglar bus cancer car collapse collision cost crash current cyclone day debt decline demand"
    " derailment disease dog drop drought earthquake epidemic error eruption explosion failure fall fault ferry"
    " fire flood fog friday frost gale gas glitch gunman gust hail heat heatwave hectare home house hurricane ice"
    " increase infection inflation insect intruder kilometre lack lake landslide lava leak lightning litre locust"
    " lorry loss malfunction mile monday month mudslide night order outage outbreak pandemic parasite percent pest"
    " plane pollution power price quake rain rise river robber rock rockslide roof saturday sea season shark ship"
    " shortage sleet smoke snow spring storm stroke summer sunday surge temperature thief thunderstorm thursday"
    " tide time tonne tornado train tree truck tuesday unidentified unknown vandal vehicle vessel virus volcano"
    " wall water wave weather wednesday week weekend wildfire wind winter year"
)
"""What does harm and is nobody, or somebody whom nobody knows: it is no doer."""
WEAPONS: Final = _words(
    "baton blast bomb bullet drone explosion grenade gunfire missile mortar rocket shell shelling shot shrapnel strike"
)
"""What strikes by somebody's hand, whom it does not name."""
FEWEST: Final = 2  # texts that name the doer
UNSAID: Final = "without saying who did it"
NAMED_DEED: Final = 2  # words in common that the deed's own noun counts for
PREFIX: Final = 5  # letters in which a deed and its noun agree ("close", "closure"); fewer where the word is shorter


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something. `named` is where who does it stands in the reading's own text, `doer` the stems of that,
    `called` those of the name itself without what follows it ("guards" of "guards at Holm prison"), `lemma` the verb,
    `done_to` the stems of what it is done to or with, `about` those of the whole rest of its clause."""

    named: Span
    doer: frozenset[str]
    called: frozenset[str]
    lemma: str
    done_to: frozenset[str]
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
    named = named_by_most(deeds, texts)
    for one in named:
        doer = named_with(one, deeds) & frozenset(named)
        naming = {
            outlet: next(deed for deed in found if deed.doer & doer)
            for outlet, found in deeds.items()
            if any(deed.doer & doer for deed in found)
        }
        hiding = {
            outlet: place
            for outlet, reading in sorted(readings.items())
            if outlet not in naming
            if (place := left_open(reading, list(naming.values()), context)) is not None
        }
        if hiding and len({texts[o] for o in hiding}) <= len({texts[o] for o in naming}):
            places = [Place(readings[o], deed.named.start, deed.named.end, "named") for o, deed in naming.items()]
            places += [Place(readings[o], place.start, place.end, "open") for o, place in hiding.items()]
            return [Difference("agency", in_sides(places), explained(naming, hiding, readings, context))]
    return []


def named_with(one: str, deeds: Mapping[str, Sequence[Deed]]) -> frozenset[str]:
    """The stems of every name for somebody who does something that has this one in it."""
    return frozenset(name for found in deeds.values() for deed in found if one in deed.doer for name in deed.doer)


def named_by_most(deeds: Mapping[str, Sequence[Deed]], texts: Mapping[str, str]) -> list[str]:
    """The stems by which FEWEST texts or more, half of them at least, name who did something; those of most first."""
    by_stem: defaultdict[str, set[str]] = defaultdict(set)
    for outlet, found in deeds.items():
        for deed in found:
            for name in deed.doer:
                by_stem[name].add(texts[outlet])
    total = len(set(texts.values()))
    named = [one for one, having in by_stem.items() if len(having) >= FEWEST and 2 * len(having) >= total]
    return sorted(named, key=lambda one: (-len(by_stem[one]), one))


def deeds_in(reading: Reading, trees: ReadingTrees) -> Iterator[Deed]:
    for start, tree in trees.of(reading.text):
        for at, token in enumerate(tree.tokens):
            if not token.tag.startswith("VB") or not is_deed(tree, at):
                continue
            for head in doers(tree, at):
                if is_nobody(tree, head):
                    continue
                below = name_of(tree, head)
                place = tree.place(below)
                armed = tree[head].lemma.lower() in WEAPONS  # of "army shells" the army does it
                doer = kinds(stems_of(tree, [t for t in below if t != head or not armed], reading.text, start))
                if doer:
                    called = (
                        doer if armed else kinds(stems_of(tree, [t for t in below if t <= head], reading.text, start))
                    )
                    beside = [head, *tree.with_dep(at, "advcl")]  # why or when it was done is another matter
                    about = stems_of(tree, tree.subtree(at, without=beside), reading.text, start)
                    yield Deed(
                        Span(start + place.start, start + place.end),
                        doer,
                        called,
                        token.lemma.lower(),
                        done_to(tree, at, reading.text, start),
                        about - doer,
                    )


def is_nobody(tree: Tree, head: int) -> bool:
    """Is it a force of nature, a thing or a cause ("the river Pell", "a fall in orders"), or somebody unknown?"""
    before = [tree[t].lemma.lower() for t in tree.with_dep(head, "compound", "amod")]
    named_so = tree[head].tag.startswith("NNP") and any(one in THINGS for one in before)
    return named_so or "unknown" in before or "unidentified" in before or tree[head].lemma.lower() in THINGS


def name_of(tree: Tree, head: int) -> list[int]:
    """The tokens of a name, without clauses that hang on it."""
    clauses = tree.with_dep(head, "relcl", "acl")
    return [t for t in tree.subtree(head, without=clauses) if tree[t].dep not in ("punct", "det")]


def kinds(stems: Iterable[str]) -> frozenset[str]:
    """Stems, those of one kind of people as one: police and officers, the army and its soldiers."""
    alike = ("soldier" if one in soldiers() else one for one in stems)
    return frozenset(f"kind {NOUN_FAMILY[one]}" if one in NOUN_FAMILY else one for one in alike)


@cache
def soldiers() -> frozenset[str]:
    return frozenset(content_stems("army armies military troops forces soldiers artillery gunners"))


def stems_of(tree: Tree, tokens: Iterable[int], text: str, start: int) -> frozenset[str]:
    return frozenset(content_stems(" ".join(text[start + tree[t].start : start + tree[t].end] for t in tokens)))


def is_deed(tree: Tree, at: int) -> bool:
    lemma = tree[at].lemma.lower()
    if lemma not in DEEDS or any(tree[t].lemma.lower() in WISHED for t in tree.with_dep(at, "aux")):
        return False
    passive = bool(tree.with_dep(at, "nsubjpass", "auxpass")) or tree[at].tag == "VBN"
    if not passive and lemma in HAPPENING and not tree.with_dep(at, "dobj"):
        return False  # "30,000 acres burned"
    particles = [tree[t].lemma.lower() for t in tree.with_dep(at, "prt")]
    parted = lemma != "put" and any(one in PARTICLES for one in particles)
    return lemma not in WITH_MORE or parted or any(tree[t].lemma.lower() in MORE for t in tree.subtree(at))


def doers(tree: Tree, at: int, *, named: bool = True) -> Iterator[int]:
    """The tokens that head who does it: what follows "by", and the subject of an active verb or of the one it is joined
    to by "and". Pronouns count where it need not be `named`."""
    for by in tree.with_dep(at, "agent"):
        yield from tree.with_dep(by, "pobj")
    if tree.with_dep(at, "nsubjpass", "auxpass"):
        return
    while not tree.with_dep(at, "nsubj") and tree[at].dep == "conj" and tree[tree[at].head].tag.startswith("VB"):
        at = tree[at].head
    for subject in tree.with_dep(at, "nsubj"):
        if tree[subject].tag == "WP" and tree[at].dep == "relcl":  # "guards who killed"
            yield tree[at].head
        elif not named or tree[subject].tag not in POINTING:
            yield subject


def left_open(reading: Reading, told: Sequence[Deed], context: Context) -> Span | None:
    """Where the reading tells the deed without its doer; None where it speaks of them in another way.

    The clause, or the noun made of the deed, that has most in common with what the others tell.
    """
    if context.trees is None:
        return None
    lemmas = {deed.lemma for deed in told}
    if any(is_done(tree, at, lemmas) for _, tree in context.trees.of(reading.text) for at in range(len(tree.tokens))):
        return None  # somebody does it here too, under another name
    called = called_by_most(told)
    spoken_of = bool(called & kinds(content_stems(without_sources(reading, context))))
    if spoken_of and acts(reading, called, told, context.trees):
        return None
    best, most = None, (0, 0)
    for start, tree in context.trees.of(reading.text):
        for at, token in enumerate(tree.tokens):
            if is_cue(reading, start + token.start, context):
                continue
            if agentless(tree, at) and is_routine(tree, at, told):
                continue
            open_ = agentless(tree, at) or befalls(tree, at, told)
            if token.tag.startswith("VB") and (open_ or (not spoken_of and tree.with_dep(at, "nsubj", "nsubjpass"))):
                tokens = clause(tree, at)
            elif not spoken_of and token.tag in ("NN", "NNS") and is_nominal(token.lemma.lower(), told):
                tokens = tree.subtree(at)
            else:
                continue
            stems = stems_of(tree, tokens, reading.text, start)
            plain = stems_of(tree, [t for t in tokens if is_plain(tree, t)], reading.text, start)
            named_deed = 0 if token.tag.startswith("VB") else NAMED_DEED
            shared = max((len(plain & deed.about), len(stems & deed.about)) for deed in told)
            common = (shared[0] + named_deed, shared[1] + named_deed)
            if common > most:
                place = tree.place(tokens)
                best, most = Span(start + place.start, start + place.end), common
    return best


def is_plain(tree: Tree, at: int) -> bool:
    """Is it no name, number or time, which may stand in any clause?"""
    token = tree[at]
    return token.tag not in ("NNP", "NNPS", "CD") and stem(token.lemma.lower()) not in TIME_STEMS


def is_done(tree: Tree, at: int, lemmas: set[str]) -> bool:
    """Is it one of these deeds, with somebody who does it: by name, or as "it" or "who"?"""
    if not tree[at].tag.startswith("VB") or not is_deed(tree, at):
        return False
    own = stem(tree[at].lemma.lower())
    alike = any(same_meaning(own, stem(lemma)) for lemma in lemmas) or (
        tree[at].lemma.lower() in KILLING and lemmas & KILLING
    )
    if not alike:
        return False
    return any(tree[one].lemma.lower() not in WEAPONS for one in doers(tree, at, named=False))


def called_by_most(told: Sequence[Deed]) -> frozenset[str]:
    """The words by which half of those who tell it or more call who did it."""
    every = frozenset[str]().union(*(deed.called for deed in told))
    return frozenset(one for one in every if 2 * sum(one in deed.called for deed in told) >= len(told))


def acts(reading: Reading, called: frozenset[str], told: Sequence[Deed], trees: ReadingTrees) -> bool:
    """Does somebody so called do a deed here, or something to or with what the others tell that it was done to?"""
    objects = frozenset[str]().union(*(deed.done_to for deed in told))
    return any(
        called & kinds(stems_of(tree, name_of(tree, head), reading.text, start))
        and (bool(tree.with_dep(at, "agent")) or is_deed(tree, at) or objects & done_to(tree, at, reading.text, start))
        for start, tree in trees.of(reading.text)
        for at, token in enumerate(tree.tokens)
        if token.tag.startswith("VB")
        for head in doers(tree, at)
    )


def done_to(tree: Tree, at: int, text: str, start: int) -> frozenset[str]:
    """The stems of a verb's object, or of what it is done to in the passive, without numbers and what follows it."""
    parts = [t for o in tree.with_dep(at, "dobj", "nsubjpass") for t in name_of(tree, o) if t <= o]
    return frozenset(one for one in stems_of(tree, parts, text, start) if not one[:1].isdigit())


def is_nominal(noun: str, told: Sequence[Deed]) -> bool:
    """Is it the noun of a deed that the others tell?"""
    if any(deed.lemma in NOUNS_OF.get(noun, ()) for deed in told):
        return True
    return any(noun != deed.lemma and noun.startswith(deed.lemma[:PREFIX].rstrip("e")) for deed in told)


def agentless(tree: Tree, at: int) -> bool:
    passive = tree.with_dep(at, "nsubjpass") and not agents(tree, at)
    return bool(passive) and (is_deed(tree, at) or tree[at].lemma.lower() == "move")


def is_routine(tree: Tree, at: int, told: Sequence[Deed]) -> bool:
    """Is it a step of the law, which everybody knows who takes, told as the others tell it?"""
    lemma = tree[at].lemma.lower()
    return lemma in ROUTINE and any(deed.lemma == lemma for deed in told)


def befalls(tree: Tree, at: int, told: Sequence[Deed]) -> bool:
    """Does it tell a deed as what befell somebody: they died, lost their homes, their jobs went?"""
    lemma, lemmas = tree[at].lemma.lower(), {deed.lemma for deed in told}
    if lemma in DEPARTING and lemmas & DRIVING:
        return True
    done_to = [tree[o].lemma.lower() for o in tree.with_dep(at, "dobj")]
    if lemma == "catch" and "fire" in done_to:
        return bool(lemmas & BURNING)
    if lemma == "lose":
        return any(one in LOST for one in done_to)
    if lemma in SUFFERING and any(one in HARMED for one in done_to):
        return True
    if lemma in ("meet", "fall") and any(tree[o].lemma.lower() in MEETING for o in tree.subtree(at)):
        return bool(lemmas & KILLING)
    if lemma == "find" and any(tree[o].lemma.lower() == "dead" for o in tree.subtree(at)):
        return bool(lemmas & KILLING)
    if lemma in DYING:
        return bool(lemmas & KILLING)
    if lemma in ENDING and lemmas & CLOSING:
        return True
    return lemma in VANISHING and any(tree[s].lemma.lower() in GOING for s in tree.with_dep(at, "nsubj"))


def clause(tree: Tree, at: int) -> list[int]:
    """The tokens of a verb's clause, in reading order, without clauses that hang on it."""
    own = [at]
    parts = ("nsubj", "nsubjpass", "dobj", "acomp", "oprd", "aux", "auxpass", "prt", "prep", "advmod", "xcomp")
    for part in tree.with_dep(at, *parts):
        relative = [t for t in tree.subtree(part) if tree[t].dep == "relcl"]
        own += tree.subtree(part, without=relative)
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
