"""Words that mean the same and words that mean the opposite, as far as a comparison of two sentences needs them.

The lists are our own, kept to the verbs, nouns and adjectives that decide in news of every kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from compare.words import stem


def spaced(listed: str) -> frozenset[str]:
    """The words of a list that spaces part."""
    return frozenset(listed.split())


def stemmed(listed: str) -> frozenset[str]:
    """Their stems."""
    return frozenset(stem(word) for word in listed.split())


# Irregular forms, each line from its dictionary form.
_IRREGULAR = """
be is are was were been; win won winning; lose lost;
sell sold; buy bought; fall fell fallen; rise rose risen; meet met; pay paid;
leave left; hold held; find found; give gave given; take took taken; bring brought; build built; begin began begun;
break broke broken; come came; go went gone; know knew known; see saw seen; speak spoke spoken; write wrote written;
send sent; spend spent; shoot shot; steal stole stolen; sink sank sunk; fly flew flown; drive drove driven; lead led;
fight fought; throw threw thrown; withdraw withdrew withdrawn; grow grew grown; shrink shrank shrunk; hear heard;
keep kept; say said; tell told; stand stood; think thought; teach taught; catch caught; feel felt; freeze froze frozen;
wear wore worn; bear bore borne; choose chose chosen; swear swore sworn; hide hid hidden; sit sat; run ran;
uphold upheld; overturn overturned; lay laid; strike struck; seek sought; overthrow overthrew overthrown; eat ate eaten;
get got; make made; lend lent; forgive forgave forgiven; forbid forbade forbidden; die died dies dying;
lie lied
"""
LEMMA: dict[str, str] = {}
for _line in _IRREGULAR.replace("\n", " ").split(";"):
    _forms = _line.split()
    for _form in _forms:
        LEMMA[stem(_form)] = stem(_forms[0])

# Families of one meaning. A word may stand in several.
_FAMILIES = {
    "approve": "approve pass adopt back endorse ratify clear greenlight authorise authorize sanction",
    "reject": "reject block veto defeat scrap oppose",
    "rise": "rise increase grow climb jump soar surge gain raise advance rally lift hike",
    "fall": "fall decrease decline drop sink slump plunge tumble shrink dip slide dive cut reduce lower slash",
    "win": "win triumph beat",
    "lose": "lose",
    "convict": "convict guilty",
    "acquit": "acquit innocent clear exonerate",
    "open": "open reopen",
    "close": "close shut closed closure",
    "tighten": "tighten toughen stiffen stricter tougher",
    "loosen": "loosen ease relax weaken looser softer slacken",
    "grant": "grant award",
    "withhold": "refuse withhold",
    "agree": "agree consent accept",
    "refuse": "refuse decline reject",
    "allow": "allow permit legalise legalize",
    "forbid": "forbid ban bar prohibit outlaw",
    "lift": "lift end scrap",
    "impose": "impose introduce",
    "extend": "extend lengthen prolong",
    "shorten": "shorten",
    "strengthen": "strengthen firm",
    "weaken": "weaken soften",
    "appoint": "appoint hire",
    "dismiss": "dismiss sack oust",
    "resume": "resume restart restore",
    "suspend": "suspend halt stop",
    "expand": "expand enlarge widen broaden",
    "narrow": "narrow shrink",
    "uphold": "uphold confirm",
    "overturn": "overturn quash overrule annul reverse",
    "free": "free release freed",
    "jail": "jail imprison detain",
    "support": "support back favour favor endorse",
    "oppose": "oppose condemn",
    "captive": "hold captive captivity",
    "keep": "keep retain",
    "stay": "stay remain",
    "leave": "leave quit",
    "survive": "survive alive",
    "die": "die dead perish kill",
    "true": "true genuine authentic",
    "false": "false fake forged",
    "safe": "safe harmless",
    "unsafe": "unsafe dangerous contaminated harmful",
    "legal": "legal lawful constitutional",
    "illegal": "illegal unlawful unconstitutional",
    "public": "public",
    "secret": "secret private",
    "peaceful": "peaceful",
    "violent": "violent",
    "majority": "majority",
    "minority": "minority",
    "higher": "higher above upward",
    "lower": "lower below downward",
    "intact": "intact unharmed undamaged unhurt",
    "destroyed": "destroyed",
    "first": "first",
    "last": "last",
    "unanimous": "unanimous",
    "split": "divided",
    "early": "early",
    "late": "late delayed",
    "full": "full crowded packed",
    "empty": "empty deserted",
    "north": "north northern",
    "south": "south southern",
    "east": "east eastern",
    "west": "west western",
    "voluntary": "voluntary",
    "compulsory": "compulsory mandatory obligatory forced",
    "before": "before",
    "after": "after",
    "best": "best",
    "worst": "worst",
    "faster": "faster quicker",
    "slower": "slower",
    "passing": "pass",
    "success": "succeed success successful",
    "failure": "fail failure failed unsuccessful",
    "hot": "hottest warmest",
    "cold": "coldest coolest",
    "seize": "seize confiscate impound",
    "praise": "praise hail laud applaud commend",
    "condemn": "condemn denounce deplore decry criticise criticize slam",
    "slow": "slow slowed",
    "quicken": "accelerate quicken",
    "cheap": "cheap cheaper",
    "dear": "dear dearer costly costlier expensive",
    "improve": "improve recover better",
    "worsen": "worsen deteriorate worse",
    "profit": "profit",
    "loss": "loss deficit",
    "surplus": "surplus",
    "present": "attend present",
    "absent": "absent boycott miss skip",
    "obey": "obey comply respect honour",
    "flout": "flout defy breach violate",
    "advance": "advance",
    "retreat": "retreat withdraw",
    "deploy": "deploy station",
    "promote": "promote promotion",
    "relegate": "relegate demote relegation",
    "include": "include",
    "exclude": "exclude",
    "accidental": "accidental accident",
    "deliberate": "deliberate intentional arson",
    "permanent": "permanent",
    "temporary": "temporary",
    "armed": "armed",
    "unarmed": "unarmed",
    "strong": "stronger strongest",
    "weak": "weaker weakest",
    "wet": "wettest",
    "dry": "driest",
    "big": "biggest largest",
    "small": "smallest",
    "inside": "inside",
    "outside": "outside",
    "sign": "sign ink",
    "resign": "resign quit",
    "warn": "warn alert",
    "sound": "sound wail",
    "visit": "visit",
    "extradite": "extradite",
    "permit": "permit licence license",
}
_OPPOSED = """
approve reject; rise fall; win lose; convict acquit; open close; tighten loosen; grant withhold; agree refuse;
allow forbid; lift impose; extend shorten; strengthen weaken; appoint dismiss; resume suspend; expand narrow;
uphold overturn; free jail; support oppose; stay leave; survive die; true false; safe unsafe; legal illegal;
public secret; peaceful violent; majority minority; higher lower; intact destroyed; unanimous split; full empty;
north south; east west; voluntary compulsory; before after; best worst; faster slower; success failure;
passing failure; hot cold;
early late; free captive; keep lose; survive destroyed;
seize free; praise condemn; slow quicken; cheap dear; improve worsen; profit loss; surplus loss; present absent;
obey flout; advance retreat; deploy retreat; promote relegate; include exclude; accidental deliberate;
permanent temporary; armed unarmed; strong weak; wet dry; big small; inside outside
"""
# Words for one kind of people or things that outlets use side by side.
_NOUNS = (
    "protester demonstrator marcher activist striker", "police officer policeman constable cop",
    "soldier troop serviceman", "aircraft plane jet", "ship vessel boat freighter", "house home household dwelling",
    "worker employee staff job post",
    "pupil student schoolchild", "passenger traveller", "inmate prisoner", "villager resident inhabitant",
    "picture painting", "car vehicle", "firefighter fireman", "spectator fan", "seat mandate", "case infection patient",
    "migrant refugee", "medic doctor", "tree trunk", "cow cattle", "shop store", "flat apartment",
)  # fmt: skip
PEOPLE = stemmed(
    "people person man woman other victim resident citizen civilian patient passenger human being life"
) | {"men", "women", "children"}

FAMILIES_OF: dict[str, frozenset[str]] = {}
for _name, _words in _FAMILIES.items():
    for _word in _words.split():
        _key = LEMMA.get(stem(_word), stem(_word))
        FAMILIES_OF[_key] = FAMILIES_OF.get(_key, frozenset()) | {_name}
OPPOSED_FAMILIES = {frozenset(pair.split()) for pair in _OPPOSED.replace("\n", " ").split(";")}
NOUN_FAMILY: dict[str, int] = {stem(word): i for i, words in enumerate(_NOUNS) for word in words.split()}


def lemma(word_stem: str) -> str:
    """One stem for all forms of an irregular verb ("won" and "win"); the stem itself otherwise."""
    return LEMMA.get(word_stem, word_stem)


@lru_cache(maxsize=100_000)
def families(word_stem: str) -> frozenset[str]:
    """The families of one meaning that a word stands in, by its stem."""
    return FAMILIES_OF.get(lemma(word_stem), frozenset())


def same_meaning(a: str, b: str) -> bool:
    """Do two stems name one thing: the same stem, forms of one verb, or words of one family?"""
    return a == b or lemma(a) == lemma(b) or not families(a).isdisjoint(families(b))


def opposed(a: str, b: str) -> bool:
    """Can what the one says not hold together with what the other says, of one thing at one time?

    Not so for words that share a family ("ease" stands in more than one).
    """
    ours, theirs = families(a), families(b)
    return not ours & theirs and any(frozenset((x, y)) in OPPOSED_FAMILIES for x in ours for y in theirs)


def same_noun(a: str, b: str) -> bool:
    """Do two stems name one kind of people or things?"""
    return a == b or (a in NOUN_FAMILY and NOUN_FAMILY[a] == NOUN_FAMILY.get(b))


STOCK = 5  # letters that the shorter of two words of one stock has at least


def akin(a: str, b: str) -> bool:
    """Do two stems speak of one thing as far as a comparison can tell: one meaning, one kind, or one word's stock
    ("Zandrel" and "Zandrelian", "rescue" and "rescuers")?"""
    if a == b:
        return True
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    return same_meaning(a, b) or same_noun(a, b) or (len(shorter) >= STOCK and longer.startswith(shorter))


class Kin:
    """Some stems, looked up by what they have in common with another, without comparing it with each of them."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._lemmas = frozenset(map(lemma, self._stems))
        self._families = frozenset[str]().union(*map(families, self._stems))
        self._nouns = frozenset(NOUN_FAMILY[one] for one in self._stems if one in NOUN_FAMILY)
        self._beginnings = frozenset(one[:end] for one in self._stems for end in range(STOCK, len(one)))

    def mean(self, stem: str) -> bool:
        """Is it of `same_meaning` as any?"""
        return stem in self._stems or lemma(stem) in self._lemmas or not self._families.isdisjoint(families(stem))

    def hold(self, stem: str) -> bool:
        """Is it `akin` to any?"""
        return (
            self.mean(stem)
            or NOUN_FAMILY.get(stem) in self._nouns
            or stem in self._beginnings
            or any(stem[:end] in self._stems for end in range(STOCK, len(stem)))
        )


@lru_cache(maxsize=4_096)
def kin(stems: frozenset[str]) -> Kin:
    """The same stems are looked up in for many pairs of sentences."""
    return Kin(stems)
