"""The words that report what somebody says, thinks or wants, as regular expressions.

Four classes of verbs, by what may follow them:
- SAYING takes a clause, with or without "that", and may trail its content ("…, he said");
- HOLDING takes a clause and hardly ever trails ("believes that");
- AIMING takes "to" and a verb ("vowed to", "urged them to");
- JUDGING takes a thing or a person ("criticised the plan", "called for talks").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from compare.expressions import in_small

IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote|written", "think": "thought", "feel": "felt", "find": "found",
    "show": "showed|shown", "hold": "held", "know": "knew|known", "see": "saw|seen", "put": "put", "cast": "cast",
    "speak": "spoke|spoken", "swear": "swore|sworn", "foresee": "foresaw|foreseen", "understand": "understood",
    "seek": "sought", "rip": "ripped", "admit": "admitted", "quip": "quipped", "plan": "planned", "prefer": "preferred",
    "rebut": "rebutted", "cry": "cried", "spit": "spat", "snap": "snapped",
    "slam": "slammed", "beseech": "besought|beseeched", "commit": "committed", "brag": "bragged",
}  # fmt: skip
DOUBLES = frozenset(
    ["snap", "spit", "admit", "quip", "plan", "prefer", "rebut", "slam", "rip", "put", "commit", "brag"]
)


def _verbs(text: str) -> list[str]:
    """Verbs parted by white space, "-" joining the words of a compound ("call-for")."""
    return text.split()


SAYING = _verbs(
    """
    say tell add claim argue note warn announce report write suggest insist admit acknowledge concede stress
    explain state declare assert allege maintain contend predict estimate reveal confirm deny recall remark
    observe reply respond quip joke testify tweet post boast brag complain lament emphasise emphasize underline
    underscore reiterate repeat conclude affirm caution counter comment disclose mention point-out go-on-to-say
    muse proclaim pronounce shout yell exclaim whisper murmur mutter opine posit relate signal indicate imply
    hint speculate theorise theorize surmise guess reckon contradict retort rejoin protest object plead
    quote-as-saying confide swear advise inform assure remind notify brief aver attest volunteer continue chant
    interject echo ask wonder question inquire enquire elaborate clarify confess gloat
    grumble scoff sneer seethe enthuse gush bluster bleat whine
    """
)
MANNER = _verbs(
    """
    bark bellow blurt cackle carp chide chirp coo croak crow cry drawl erupt exult fulminate fume gasp gripe groan
    growl grouse grunt hiss holler howl moan preach purr quibble rage rant rasp rave roar scold scream screech shriek
    sigh simper snap snarl sniff snipe snort sob spit splutter squawk squeal stammer storm stutter swagger thunder
    trumpet wail whimper whinge whoop yelp
    """
)
"""Ways of speaking, with a voice or a mood of their own: only a clause or a quotation makes them cues."""
UTTERING = [*SAYING, *MANNER]
HOLDING = _verbs(
    """
    believe think feel hope fear expect worry doubt suspect know understand consider agree disagree find show
    conclude charge assume anticipate foresee imagine realise realize recognise recognize hold acknowledge
    propose recommend demand urge require pledge promise vow threaten decide rule determine calculate project
    forecast see
    """
)
HOLDING_BARE = _verbs(
    """
    believe think feel hope fear expect worry doubt suspect know agree conclude realise realize understand
    propose anticipate
    """
)
AIMING_SELF = _verbs(
    """
    vow pledge promise threaten offer agree refuse decline want wish plan intend hope expect seek decide propose
    aim resolve swear volunteer undertake prefer commit
    """
)
AIMING_OTHERS = _verbs(
    """
    ask urge call-on demand order instruct direct command invite encourage advise warn tell beg implore exhort
    press beseech want expect
    """
)
JUDGING = _verbs(
    """
    criticise criticize condemn denounce praise blame attack reject dismiss oppose support endorse back welcome
    accuse describe call label brand dub slam blast deride mock ridicule hail decry deplore lambaste lambast
    rebuke assail lash-out-at rail-against rebut refute dispute deny challenge defend propose discuss cite
    demand urge announce call-for call-on point-to refer-to speak-of speak-about talk-about talk-of complain-of
    complain-about warn-of warn-against boast-of boast-about hint-at allude-to outline detail stress emphasise
    emphasize question explain recommend express voice pledge promise confirm predict acknowledge admit
    reiterate tout applaud laud admire favour favor champion suspect fear want argue-for argue-against push-for
    advocate commend compare liken portray characterise characterize cast paint compliment approve-of
    disapprove-of protest lament bemoan regret resent slate pillory
    """
)
EVIDENCE = _verbs(
    "show find suggest indicate reveal document conclude say state detail note estimate claim allege argue put"
)
TELLING = _verbs("tell assure inform remind advise notify brief")
SPOKEN = _verbs("say tell add testify")
"""Cues of the spoken word, where hearing is meant and not a paper ("according to the report", "wrote")."""


def head_forms(verb: str) -> list[str]:
    """ "Say", "says", "said", "saying": all forms of a verb, of a compound ("call-for") those of its first word."""
    head = verb.split("-")[0]
    if head.endswith("y") and head[-2] not in "aeiou":
        third, past = head[:-1] + "ies", head[:-1] + "ied"
    else:
        third = head + ("es" if head.endswith(("s", "sh", "ch", "x", "o")) else "s")
        past = head + ("d" if head.endswith("e") else "ed")
    stem = head + head[-1] if head in DOUBLES else head[:-1] if head.endswith("e") and not head.endswith("ee") else head
    return list(dict.fromkeys([head, third, *IRREGULAR.get(head, past).split("|"), stem + "ing"]))


def forms(verb: str) -> str:
    """All forms of a verb as one regular expression, with "-" between the words of a compound ("call-for")."""
    _, *rest = verb.split("-")
    return rf"(?:{'|'.join(head_forms(verb))})" + "".join(rf"\s+{word}" for word in rest)


def any_of(verbs: list[str]) -> str:
    """One alternation over the forms of many verbs, compounds first so that "call for" wins over "call"."""
    return "|".join(forms(verb) for verb in sorted(dict.fromkeys(verbs), key=lambda v: (-v.count("-"), v)))


SPEECH_VERB = any_of(UTTERING)


PRONOUNS = (
    "he|she|they|it|we|i|you|who|which|this|that|those|these|one|some|many|others|both|all|few|several|neither|either"
)
# What may open the subject of a clause that follows a cue without "that".
OPENS_SUBJECT = (
    rf"(?:the|a|an|his|her|its|their|our|my|your|no|any|more|most|such|there|each|every|{PRONOUNS}"
    r"|[“\"‘'\x00]|[A-Z$£€\d])"
)
# Between a subject and its verb: auxiliaries, negation, adverbs.
AUXILIARY = (
    r"(?:(?:has|have|had|is|are|was|were|will|would|could|can|may|might|did|do|does|not|also|then|later|earlier|again"
    r"|further|once|even|still|now|just|never|always|often|since|long|already|both|all|himself|herself|themselves|to|be"
    r"|been|being|tried|went\s+on|goes\s+on|continued|\w+ly|[’'](?:s|ve|d)"
    r"|(?:did|does|do|has|have|wo|would|is|are)n[’']t)\s+)"
)

# Forms that are as often nouns as verbs ("claims", "plans"), and what before them makes them nouns.
NOUN_LIKE = re.compile(
    r"(?:advocate|aim|approach|attack|back|bark|blame|blast|brand|brief(?:ing)?|call|carp|cast|challenge|chant"
    r"|charge|cite|claim|comment|complaint|conclude|coo|counter|cr(?:y|ies|ie)|crow|defend|demand|detail|direct"
    r"|doubt|drawl|estimate|fear|feeling|finding|forecast|gasp|groan|growl|guess|hint|hold|hope|howl|joke|label"
    r"|meaning|meeting|moan|need|note|object|offer|order|outline|paint|plan|pledge|post|praise|press|project"
    r"|promise|protest|push|question|quote|rage|rail|rant|rave|read|relate|remark|reply|report|resolve|response"
    r"|roar|rule|saying|scream|show|shriek|sigh|signal|slate|snap|snarl|state|storm|support|suspect|threat|thunder"
    r"|trumpet|tweet|voice|vow|wail|warning|welcome|wish|worry|writing)s?",
    re.IGNORECASE,
)
MAKES_NOUN = re.compile(
    r"(?:\b(?:a|an|the|this|that|these|those|his|her|its|their|our|my|your|of|in|on|for|with|by|from|at|no|any|some|such"
    r"|each|every|many|several|more|most|new|false|earlier|recent|own|similar|other|first|last|latest|same|growing|daily"
    r"|(?!(?:offici|gener|riv|profession|individu|liber|radic)al|criti|executive|detective|(?:representa|rela|na)tive"
    r"|secretary)[a-z]+(?:al|ous|ive|ful|less|ic|able|ible|ary|ish|ed))|[’']s|s[’'])\s*$"
)
# Participles that only modify a noun ("the proposed law", "an alleged plot").
PARTICIPLE_BEFORE_NOUN = re.compile(
    r"\b(?:a|an|the|this|that|these|those|his|her|its|their|our|in|on|for|with|from)\s*$", re.IGNORECASE
)
IMPERSONAL = re.compile(
    r"\b(?:it|that)\s+(?:is|was|bears|should\s+be|must\s+be|has\s+to\s+be)\s*(?:\w+\s+)?(?:worth|important|to\s+be)?\s*$",
    re.IGNORECASE,
)

# Nouns that carry a content of their own: "fears that", "the claim that", "concern about"; and "a refusal to".
CONTENT_NOUN = (
    r"(?:accusations?|acknowledge?ment|admission|allegations?|anger|announcements?|arguments?|assertions?|beliefs?|calls?"
    r"|claims?|complaints?|concerns?|confidence|contention|conviction|criticisms?|demands?|denials?|dismay|displeasure"
    r"|doubts?|estimates?|evidence|expectations?|fears?|frustration|hopes?|idea|insistence|interest|misgivings|notion"
    r"|opinions?|opposition|optimism|outrage|pledges?|predictions?|promises?|proposals?|recommendations?|regret|reports?"
    r"|requests?|reservations|rumou?rs|speculation|statements?|suggestions?|support|suspicions?|threats?|views?|vows?"
    r"|warnings?|worries)"
)
FELT_NOUN = (
    r"(?:anger|complaints?|concerns?|dismay|displeasure|doubts?|fears?|frustration|misgivings|optimism|outrage|regret"
    r"|reservations|speculation|suspicions?|warnings?|worries)"
)
WISH_NOUN = (
    r"(?:agreement|calls|desire|eagerness|plans?|pledges?|promises?|proposals?|demands?|refusal|requests?|threats?|vows?"
    r"|willingness)"
)
EVIDENCE_NOUN = (
    r"(?:polls?|polling|surveys?|stud(?:y|ies)|reports?|research|data|figures|statistics|evidence|documents?|records?"
    r"|analys[ei]s|investigations?|e-?mails?|statements?|letters?|filings?|audits?|average|indictment|lawsuit|complaint"
    r"|articles?|film|book|video|footage|images)"
)
SEEING = (
    r"(?:sees?|saw|seen|calls?|called|describes?|described|considers?|considered|regards?|regarded|views?|viewed"
    r"|perceives?|perceived|terms?|termed|deems?|deemed)"
)

RECKONED = r"(?:account|admission|count|estimate|reckoning|telling)"

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
# What may stand after a trailing cue: time, place, occasion, hearer.
OCCASION = re.compile(
    r"(?:on|in|at|during|by|after|before|since|over|to|of|through|via|with|from|as|when|while|following|without|referring"
    r"|citing|shortly|moments)\b"
    r"|(?:late|early|last|this|that|earlier|later|next)\s+(?:this\s+|last\s+|in\s+|on\s+)?"
    rf"(?:week|month|year|day|night|morning|afternoon|evening|summer|winter|spring|autumn|fall|weekend|{_DAY}|{_MONTH})"
    r"|(?:later|earlier|recently|then|afterwards?|separately|again|here|there|yesterday|today|tomorrow|repeatedly|\w+ly)"
    r"(?=\s*(?:[,.;]|$|on\b|in\b|at\b))"
    rf"|{_DAY}\b|{_MONTH}\w*\b|may\s+\d",
    re.IGNORECASE,
)


def finite_forms(verb: str) -> list[str]:
    """ "Says" and "said": the forms that a subject in the third person has, but for plurals of nouns ("claims")."""
    _, *others = head_forms(verb)
    return [form for form in others if not form.endswith("ing") and not NOUN_LIKE.fullmatch(form)]


VERBS = {
    "saying": UTTERING,
    "holding": HOLDING,
    "holding-bare": HOLDING_BARE,
    "aiming": [*AIMING_SELF, *AIMING_OTHERS],
    "judging": JUDGING,
}
"""Of each kind of cue that is a verb with its auxiliaries."""
_VERB_FORMS = {kind: frozenset(form for verb in verbs for form in head_forms(verb)) for kind, verbs in VERBS.items()}
_WORD = re.compile(r"[\w’'-]+")


def verb_cues(kind: str, text: str, end: int) -> Iterator[re.Match[str]]:
    """All that the pattern of one of the kinds in `VERBS` finds in `text[:end]`, from left to right.

    A cue stands where one of its verbs does, or its auxiliaries before that; it is tried there alone. Most sentences
    have no such verb, and to search all of one takes ten times as long as to look at its words.
    """
    small = in_small(text)
    if small is None:
        yield from cue_pattern(kind).finditer(text, 0, end)
        return
    forms, done = _VERB_FORMS[kind], 0
    words = _words_of(small, end)
    if forms.isdisjoint(word for word, _ in words):
        return
    starts: list[int] = []
    for word, start in words:
        starts.append(start)
        if word in forms:
            for at in starts:
                if at >= done and (found := cue_pattern(kind).match(text, at, end)):
                    done = found.end()
                    yield found
        if not _may_be_auxiliary(word):
            starts.clear()


@lru_cache(maxsize=64)
def _words_of(small: str, end: int) -> list[tuple[str, int]]:
    """Each word and where it begins; a sentence is asked for every kind in turn."""
    return [(found[0], found.start()) for found in _WORD.finditer(small, 0, end)]


@lru_cache(maxsize=10_000)
def _may_be_auxiliary(word: str) -> bool:
    """May it stand between a subject and a verb, or be a part of what does ("went on")?"""
    return word in ("went", "goes", "on") or re.fullmatch(AUXILIARY, f"{word} ") is not None


@cache
def cue_pattern(kind: str) -> re.Pattern[str]:
    """The pattern of one kind of cue, with the groups `aux`, `verb` and, where the kind has them, `source`."""
    front, flags = r"(?<![\w’'-])", re.IGNORECASE
    verb = rf"{front}(?P<aux>{AUXILIARY}{{0,6}})(?P<verb>%s)"
    match kind:
        case "saying":
            return re.compile(verb % any_of(VERBS[kind]) + r"(?![\w’'-])", flags)
        case "holding":
            return re.compile(verb % any_of(VERBS[kind]) + r"(?=\s+(?:that|whether|how|why|what|it)\b)", flags)
        case "holding-bare":
            return re.compile(verb % f"(?i:{any_of(VERBS[kind])})" + rf"(?=\s+{OPENS_SUBJECT})")
        case "aiming":
            to = r"(?=(?:\s+[\w’'.\-]+){0,7}?\s+(?:not\s+)?to\s+\w)"
            return re.compile(verb % any_of(VERBS[kind]) + to, flags)
        case "judging":
            return re.compile(verb % any_of(VERBS[kind]) + r"(?=\s+\S)", flags)
        case "adjective":
            be = rf"{front}(?:is|are|was|were|been|be|[’']re|[’']s)\s+(?:\w+\s+)?"
            sure = (
                r"adamant|afraid|aware|certain|concerned|confident|convinced|hopeful|optimistic|sceptical|skeptical|sure"
                r"|worried"
            )
            return re.compile(be + rf"(?P<verb>{sure})(?=\s+that\b)", flags)
        case "evidence":
            named = rf"\b(?P<source>{EVIDENCE_NOUN}\s(?:[\w’',\-]+\s){{0,8}}?)(?P<aux>{AUXILIARY}{{0,6}})"
            return re.compile(named + rf"(?P<verb>{any_of(EVIDENCE)})(?=\s+(?!(?:by|in|on|to|of)\b)[\w$\x00])", flags)
        case "noun":
            wish = rf"{WISH_NOUN}(?=\s+to\s+(?!(?:a|an|the|his|her|its|their|[A-Z\d])\b)\w)"
            felt = rf"{FELT_NOUN}(?=\s+(?:about|over)\b)"
            return re.compile(rf"{front}(?P<verb>{CONTENT_NOUN}(?=\s+that\b)|{felt}|{wish})")
        case "passive":
            be = rf"{front}(?:is|are|was|were|been|be)\s+(?:\w+ly\s+|also\s+|now\s+|still\s+)?"
            said = (
                r"said|believed|thought|reported|alleged|rumou?red|expected|understood|feared|suspected|considered|seen"
            )
            return re.compile(be + rf"(?P<verb>accused|{said})(?=\s+(?:to|of|as)\s)", flags)
        case "seen-as":
            who = rf"(?P<source>{PRONOUNS}|(?:the\s+|its\s+|some\s+)?[\w’' ]{{2,40}}?)"
            return re.compile(rf"\bwhat\s+{who}\s+(?:has\s+|have\s+|had\s+)?(?P<verb>{SEEING})(?:\s+as)?\s", flags)
        case "according":
            seen = r"(?:^|(?<=[,—–]\s))in\s+the\s+(?:eyes|minds?)\s+of"  # elsewhere there are tears in them
            held = r"in\s+the\s+(?:words?|views?|opinions?|judge?ment|estimation|telling)\s+of"
            to = rf"(?P<verb>according\s+to|{held}|by\s+the\s+{RECKONED}\s+of|{seen})"
            office = r"(?-i:(?:the|its|his|her|their)\s[^,;\x00—–]*[^\W\d_s])"
            named = r"(?-i:(?:(?:Mr|Mrs|Ms|Dr|Sir)\.?\s)?[A-Z][\w’'.\-]+(?:\s[A-Z][\w’'.\-]+){0,3})"
            goes_on = r"(?=,\s+(?!wh(?:o|ich|ose)\b|\d|(?:an?|the|his|her|its)\s[^,]{1,60},))"
            return re.compile(rf"\b{to}\s+(?P<source>{office},\s+{named}{goes_on}|[^,;\x00—–]+)", flags)
        case "standing-by":  # "In the latest poll, …": at the head of a sentence
            a = r"(?:an?|the|this|its|their|another|one|[\w.]+[’']s)"
            kind = r"(?:(?!(?:of|to|tax)\b)[\w’'/&.\-]+\s+)"
            ends = r"(?=,|\s(?:by|for|of|conducted|published|taken)\b)"
            poll = rf"(?:{a}\s+{kind}{{1,6}}?|this\s+)(?:poll|survey)\b{ends}[^,;\x00—–]*"
            held = r"(?:,\s+(?:conducted|published|released|taken)\b[^,;\x00—–]*)?"
            lead = r"(?:(?:and|but|so|still|yet),?\s+)?"
            return re.compile(lead + rf"(?P<verb>in)\s+(?P<source>{poll}){held}(?=,)", flags)
        case "in-view":  # "In the mayor's view, …", "…, by their own account": at the head or between commas
            whose = r"(?P<source>his|her|its|their|(?:the\s)?[\w.]+(?:\s[A-Z]\w+){0,3}(?=[’']))(?:[’']s?)?"
            seen = r"(?:estimation|eyes|judge?ment|opinion|telling|view|words)"
            own = rf"(?:own\s+)?(?P<verb>(?(in){seen}|(?(by){RECKONED}|mind)))"
            opens = r"(?:^\s*(?:(?:and|but|so|still|yet),?\s+)?|,\s+|\s(?=by\s\w+\sown\s))"
            return re.compile(rf"{opens}(?:(?P<in>in)|(?P<by>by)|to)\s+{whose}\s+{own}(?=,|\s*$)", flags)
        case _:
            raise ValueError(f"no cue of kind {kind!r}")
