"""Words that carry what somebody says, thinks, feels or wants, and the relations in which a sentence's tree holds it.

With a tree nobody has to guess whether a form is a noun or a verb, so the classes of `compare.cues` are completed here
by the rest of their kind: nouns and adjectives, and more verbs. The classes follow Levin, English Verb Classes and
Alternations (1993), sections 29 (predicative complements), 31 to 34 (psychological state, desire, judgement,
assessment) and 37 (communication); the members are common words of each class. Where the errors on the labelled
articles' development part showed that a class had been left out (charges, rulings, votes), the class was added, and
verbs that mean something else with a thing ("assumed office") were taken out.

A frame is one such relation: "clause", a finite clause ("said the pier was safe"); "infinitive", a verb with "to"
("vowed to rebuild it"); "object", a thing ("criticised the plan"); or a preposition, whose object holds the content
("complained about the noise").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from compare.cues import AIMING_OTHERS, AIMING_SELF, EVIDENCE, HOLDING, JUDGING, MANNER, SAYING

Frames = frozenset[str]
NO_FRAMES: Final[Frames] = frozenset()


def _framed(*classes: tuple[str, str]) -> Mapping[str, Frames]:
    """From frames and words, class by class, to all frames of each word."""
    found: dict[str, Frames] = {}
    for frames, words in classes:
        for word in words.split():
            found[word] = found.get(word, frozenset()) | frozenset(frames.split())
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _single(verbs: Iterable[str]) -> str:
    """Those of one word; the compounds ("call-for") have their prepositions below."""
    return " ".join(verb for verb in verbs if "-" not in verb)


_VERBS: Final = _framed(
    ("clause infinitive object about", _single(SAYING)),
    ("clause infinitive about", _single(HOLDING)),
    ("clause infinitive", _single([*AIMING_SELF, *AIMING_OTHERS])),
    ("clause object for as", _single(JUDGING)),
    ("clause", _single(EVIDENCE)),
    ("clause about", _single(MANNER)),
    # Talk: to say, to tell, ways of speaking, complaint, advice.
    (
        "clause infinitive object about",
        """
        articulate communicate convey divulge elucidate explicate gripe grouse hypothesise hypothesize insinuate
        instruct narrate persuade preach prophesy purport rant reassert recount stipulate vent counsel admonish
        alert convince reassure
        """,
    ),
    (
        "clause about",
        """
        apologise apologize bawl blare blog bray broadcast chatter chuckle clamor clamour demur dictate email
        equivocate expostulate fib foretell forewarn intimate jabber jest kid lie mumble negotiate phone pontificate
        ramble sing specify teach telephone text utter venture
        """,
    ),
    (
        "on",
        """
        comment debate elaborate expand expound insist lecture muse opine pontificate reflect remark report speculate
        speak testify vote
        """,
    ),
    (
        "of",
        """
        accuse approve assure boast brag complain conceive convince despair disapprove dream inform learn persuade
        remind repent speak talk tell think warn
        """,
    ),
    ("about against over", "argue campaign chat gossip lecture lobby object plead protest rail rant speak talk vote"),
    ("for", "apologise apologize appeal argue ask beg call campaign lobby plead press push speak"),
    ("over about", "bicker clash disagree feud haggle quarrel spar squabble wrangle"),
    ("to", "allude confess object point refer"),
    ("clause", "accept"),
    ("object", "detail document"),
    ("on", "call"),
    # Charging and sanctioning: what somebody is said to have done.
    ("with", "arraign charge indict"),
    ("for", "fault fine impeach indict penalise penalize prosecute sue"),
    # Voting and ruling.
    ("infinitive", "vote"),
    ("for against", "agitate advocate rule"),
    ("against", "advise caution counsel warn"),
    ("at", "balk bristle hint lash scoff sneer snipe swipe"),
    # Thought: conjecture, consideration, discovery.
    (
        "clause object about",
        """
        assume conjecture consider contemplate debate deem doubt envisage envision fathom fear foresee grasp ignore
        imagine misunderstand perceive ponder posit postulate presume presuppose regard suppose surmise suspect
        theorise understand view visualise visualize weigh
        """,
    ),
    (
        "clause about",
        """
        ascertain calculate deduce deliberate discern discover dream extrapolate figure forget gather guess hear infer
        intuit judge learn note notice prove reason reckon recollect reflect remember ruminate sense speculate wonder
        """,
    ),
    # Feeling and wanting.
    (
        "clause infinitive object for about at over",
        """
        abhor adore appreciate cherish covet crave desire despise detest disdain dislike distrust dread enjoy envy fear
        hate idolise idolize like loathe long love mistrust mourn pine relish resent respect revere savor savour thirst
        tolerate treasure value venerate want wish yearn
        """,
    ),
    (
        "about at over",
        "agonise agonize care despair disapprove fret grieve marvel rejoice sympathise sympathize",
    ),
    ("clause object", "reference retweet share-with"),
    ("for", "grill hammer skewer"),
    ("as", "class judge perceive rate regard rip see"),
    ("to", "ascribe attribute chalk credit impute link"),
    ("infinitive", "coax convince entreat persuade"),
    ("infinitive", "aspire choose clamor clamour crave dare itch lobby opt petition scheme yearn"),
    ("object", "anticipate demand expect pledge plan promise propose recommend threaten"),
    # Judgement: to characterise, to praise, to blame.
    (
        "clause object for as",
        """
        acclaim acknowledge affirm appraise assail assess attribute avow bash belittle berate bless castigate celebrate
        censure challenge chastise cheer chide commend condone congratulate contest credit debunk decry defame deflate
        demean demonise demonize denigrate deplore depict deprecate deride diagnose disavow discredit dismiss disown
        disparage downplay eulogise eulogize evaluate exaggerate exalt excoriate excuse exonerate espouse extol fault
        flatter forgive glorify honor honour idealise idealize impugn insult interpret invoke jeer justify lambast
        lampoon lionise lionize malign mischaracterise mischaracterize minimise minimize misrepresent misstate nickname
        overlook overstate parrot pillory portray praise publicise publicize rationalise rationalize reaffirm rebuff
        rebuke recall recite refute reiterate reject repent reprimand reproach reprove repudiate retract revile
        romanticise romanticize scold scorn scrutinise scrutinize shame slander smear spurn stereotype stigmatise
        stigmatize summarise summarize taunt term thank toast trumpet underestimate understate undermine upbraid uphold
        vilify vindicate
        """,
    ),
)
OTHERWISE: Final = _words("assume commit continue enjoy maintain observe overlook post recall volunteer")
"""Verbs that with a thing or a deed mean something else ("assumed office", "recalled its ambassador", "continued to
fall"): only a clause or a quotation makes them cues."""
NEVER_TO: Final = OTHERWISE | _words("go prove require")
"""Verbs whose "to" tells what is done or must be, not what somebody says or wants."""
_TAKEN_OUT: Final = {"call": {"as"}, "recall": {"as", "for"}}  # "called as a witness", "recalled for repairs"
VERBS: Final = {
    verb: frames - _TAKEN_OUT.get(verb, set()) - ({"object", "infinitive"} if verb in OTHERWISE else set())
    for verb, frames in _VERBS.items()
}

WITH_PARTICLE: Final = _framed(
    ("clause object", "bring-up hold-out lay-out make-out play-down play-up point-out rule-out spell-out sum-up"),
    ("clause", "find-out figure-out go-on"),
)
"""Verbs whose particle gives them this meaning; with any other the object is no content ("called off the strike")."""

HEARD_BY: Final = _words(
    """
    accuse admonish advise alert ask assure beg beseech brief command convince counsel direct email encourage exhort
    implore inform instruct invite notify order persuade phone press reassure remind teach telephone tell text thank
    urge warn
    """
)
"""Verbs whose object is who hears it or is charged with it, not what is said."""

WITH_OBJECT: Final = frozenset(["as", "for", "over", "to", "with"])
"""Prepositions that go on about an object: "compared it to a prison", "blamed him for the delay"."""

NOUNS: Final = _framed(
    (
        "clause infinitive about over",
        """
        accusation acknowledgement acknowledgment admission advice affirmation agreement alarm allegation ambition
        anger announcement anxiety apology appeal argument aspiration assertion assessment bet assumption assurance
        attitude awareness belief bid boast call caution certainty chatter claim comment commentary complaint concern
        conclusion confession confidence confusion conjecture consensus contention controversy conversation conviction
        criticism critique curiosity debate decision declaration delusion demand denial desire despair determination
        disagreement disappointment disbelief discomfort discontent discussion dismay displeasure dispute dissent doubt
        dream eagerness embarrassment estimate excitement expectation explanation fear feeling finding forecast
        frustration fury gossip gratitude grief grievance guess hesitation hint hope horror hunch hypothesis idea
        illusion impression indication indignation inference inquiry insinuation insistence intent intention
        interpretation intuition joke joy judgement judgment justification knowledge lament lecture longing message
        misconception misgiving myth narrative nervousness notion oath objection observation opinion optimism outcry
        outrage panic perception pessimism plea pledge prayer preference premise presumption prediction proclamation
        promise prophecy proposal proposition question rage reasoning reassurance recollection recommendation refusal
        regret reluctance remark reminder report request resentment reservation resolve retort revelation rhetoric
        rumor rumour satisfaction scepticism sentiment shock skepticism slogan speculation speech stance statement
        suggestion supposition surprise suspicion talk testimony theory thinking thought threat tirade tweet
        uncertainty understanding unease unhappiness unwillingness urge verdict view viewpoint vow warning willingness
        wish word worry yearning
        """,
    ),
    (
        "of",
        """
        acceptance accusation acknowledgement acknowledgment admiration admission adulation advocacy advocate
        allegation appreciation approval assessment characterisation characterization condemnation critic criticism
        critique definition denial denunciation depiction description disapproval disavowal
        discussion dislike dismissal distrust endorsement fear hope interpretation invocation mention
        mistrust mockery opinion opponent perception portrayal praise proponent recognition rejection report repudiation
        ridicule rumor rumour support supporter suspicion talk theory understanding vision warning
        """,
    ),
    (
        "to",
        "allusion antipathy commitment hostility objection opposition reference resistance",
    ),
    (
        "for",
        """
        admiration affection apology argument backing blame call condemnation contempt credit
        criticism demand desire disdain disrespect endorsement enthusiasm esteem flak hope plea praise preference
        proposal rationale rebuke regard request respect ridicule scorn scrutiny support sympathy thanks vision
        """,
    ),
    ("on about", "comment commentary opinion remark speech stance statement thought tweet view"),
    ("on at with in", "anger assault attack belief confidence disappointment disgust faith frustration interest"),
)

HELD_OR_MADE: Final = {
    "case": (_words("make press put"), _words("against for")),
    "charge": (_words("bring deny face file"), _words("of")),
    "position": (_words("adopt have hold share state take"), _words("against for on")),
}
"""Nouns that hold what somebody says only as the object of these verbs, and the prepositions that lead it."""

OWNED: Final = _words("belief claim complaint contention line opinion position report rumor rumour story view")
"""Nouns after which "of" leads as often whose it is ("the opinion of the mayor") as what is said."""

VOICED: Final = _words("air level raise voice")
"""Verbs whose passive leaves the content of their subject behind: "Fears were raised about the dam"."""

ADJECTIVES: Final = _framed(
    (
        "clause infinitive about of at over with",
        """
        adamant afraid aghast alarmed angry annoyed anxious appalled apprehensive ashamed aware bullish certain
        cognizant concerned confident conscious convinced critical curious delighted determined disappointed dismayed
        dismissive displeased doubtful dubious eager ecstatic embarrassed encouraged enthusiastic envious excited
        fearful fond frustrated furious glad grateful happy hesitant hopeful ignorant impatient impressed incredulous
        indifferent insistent jealous keen leery loath mindful nervous optimistic outraged outspoken pessimistic
        pleased positive proud reluctant resentful sad saddened sceptical scornful shocked skeptical sorry supportive
        sure surprised suspicious thankful thrilled troubled unaware uncertain unconvinced uneasy unhappy unsure
        unwilling upset wary weary willing worried
        """,
    ),
)

DISOWNING: Final = _words(
    """
    challenge condemn contest contradict counter criticise criticize debunk denounce deny deride dismiss dispute doubt
    ignore investigate mock question rebuff rebut refute reject repudiate ridicule
    """
)
"""Verbs whose subject does not share the claim, the fear or the call that is their object: it is somebody else's."""

RECEIVING: Final = _words(
    """
    arouse attract cause draw elicit encounter face fuel ignite incur invite meet prompt provoke receive spark stir
    stoke suffer trigger weather
    """
)
"""Verbs whose subject meets with what others say and feel, or gives rise to it: "faced criticism", "sparked fears"."""

HEARSAY: Final = frozenset(["allegedly", "purportedly", "reportedly", "reputedly", "supposedly"])
"""Adverbs that lay a whole clause to a source without naming one."""

CAUSES: Final = _words(
    "be become cause come do ensure entail get go guarantee happen have help keep let make mean require see seem"
)
"""A finite clause after any other verb is what somebody says or thinks; after these it is what is so or comes about."""

POINTING_NOUNS: Final = _words("case day extent fact moment point reason thing time way")
"""Nouns whose "that" clause is nobody's saying."""

NO_TOPIC: Final = _words("behalf camera condition decade floor phone radio record second stage television")
"""Nouns after "spoke on" or "spoke for" that are no subject matter, beside those of time."""

BRINGING: Final = _words(
    """
    allow ask cause compel drive enable encourage expect force get help induce invite lead make move order persuade
    press prompt provoke push spur tell urge want
    """
)
"""Verbs whose object is who does what the infinitive after it says."""

SMALL_OPENERS: Final = frozenset(["that", "whether", "if", "how", "why", "what", "who", "which", "when", "where"])
"""Words that open a clause which may be a content."""
