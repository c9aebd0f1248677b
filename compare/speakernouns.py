"""Nouns for those who can be quoted: people, bodies, and papers or programmes that say something.

A list of ours with the endings that make names of doers ("organiser", "economist"), less the commonest words that end
so and name no one ("number", "factor"). What is not known here is told without a name: an unknown noun taken for a
speaker ("a chance", "immense pressure") would be worse than one left out.
"""

from __future__ import annotations

import re
from typing import Final

from compare.families import spaced

_PEOPLE: Final = spaced(
    """
    accountant accused ace adherent adult advocate agent aide ally ambassador analyst applicant assistant associate
    attorney aunt baby backbencher bishop boss boy bride brother bureaucrat candidate captain cardinal celebrity
    chair chairperson chancellor chef chief child christian citizen civilian claimant clergy clerk client coach
    colleague colonel combatant commandant companion conservative constable constituent consultant cop correspondent
    counsel cousin
    coxswain crew critic crowd curate customer daughter dean defendant delegate democrat dentist dependent
    deputy diplomat dissident doctor driver duke economist elder emigrant emir entrant envoy executive expert family
    fan father fellow fisherman folk founder friend general giant girl governor graduate guard guest guy
    hardliner head heir hero hopeful host hostage human imam immigrant incumbent individual
    infant informant inhabitant inmate insider intern islander jihadi journalist judge junior juror justice kid king
    knight lad lady
    landlady laureate lawyer leader lecturer liberal lieutenant lobby lord loyalist man marine marshal master
    mate mayor medic member merchant midwife migrant militant minister miss mob moderate mogul monk mother mp mum
    nanny native neighbor neighbour nephew newcomer niece nominee novelist nun nurse occupant officer official
    ombudsman operative opponent orphan other parent participant partner passenger patient patriarch patron peasant
    peer pensioner people person physician pilot pirate poet police pope populist prefect premier presidency
    president priest prince princess principal prisoner pro professor progressive prophet proponent provost
    publicist pundit pupil queen rabbi rebel recipient recruit refugee relative rep representative republican
    resident respondent rival sceptic scholar secretary senator senior sergeant servant sheikh sheriff sibling
    sister skeptic socialist soldier son source speaker spokesperson spouse staff staffer star strategist student
    successor suspect teen teenager tenant therapist trooper truant twin tycoon tyrant uncle undersecretary vet
    veteran vicar victim villager voice volunteer vp warden whistleblower widow widower wife witness woman youngster
    youth
    """
)
_BODIES: Final = spaced(
    """
    academy administration agency airline alliance army assembly association authority bank bench board body brand
    brigade broadcaster bureau business cabinet camp campaign carrier caucus center centre chain chamber channel
    charity church city clinic club coalition college command commission committee commune community company
    confederation conference congregation congress consortium constabulary contingent contractor cooperative
    corporation council county court crew daily delegation department diocese directorate district division embassy
    emirate enterprise entity executive faction faculty federation firm force forum foundation front fund gallery
    government group guild hospital hotel house household industry inquiry inspectorate institute institution junta
    jury kingdom laboratory leadership league legislature lobby magazine majority management market media militia
    ministry mission mosque movement municipality museum nation navy network newspaper newsroom observatory office
    opposition order organisation organization outfit outlet palace panel paper parish parliament party patrol
    plaintiff platform police presidency press prosecution province public publisher quango railway regime regiment
    region registry regulator republic restaurant school secretariat senate service shop side society squad
    startup state station store studio supplier synagogue syndicate tabloid team town
    treasury tribunal troupe trust union unit university utility venue village ward watchdog website
    """
)
_SAYING: Final = spaced(
    """
    account ad advert advertisement advice advisory affidavit alert amendment analysis announcement appeal
    application article audit autobiography ballot banner bill biography blog book briefing brochure bulletin
    caption chant charter circular clause column comic communique communiqué complaint constitution
    critique declaration decree defence defense dispatch document documentary dossier draft edition editorial
    email essay excerpt feature filing film finding footage forecast graffiti guidance guide guideline headline hymn
    index indictment injunction inscription instruction interview inventory invitation invoice judgement judgment
    label law lawsuit leaflet ledger letter list mail manifesto manual map memo memoir memorandum message minutes
    missive model motto newsletter note notice notification obituary opinion pamphlet passage petition placard
    plan poem policy poll post poster prospectus protocol précis questionnaire quiz readout record recording release
    report request research resolution review rule ruling script sermon sign slogan song speech spreadsheet
    statement sticker story study subpoena suit summary survey telegram testimony text thesis timetable
    title tract trailer transcript treaty tweet verdict version video voicemail warning warrant website wording

    """
)
_NAMES_NO_ONE: Final = spaced(
    """
    anger answer banter barrier bitter border bother bumper calendar cancer
    candor candour career centimeter chapter character
    chatter cluster color colour computer corner counter cover danger debtor dinner disaster disorder door encounter
    error factor fever figure fire flavor flavour floor flower folder foyer gender gist harbor harbour helicopter
    honor honour horror hour humor humour hunger indicator kilometer labor labour laughter layer letter liter litter
    lumber manner margin matter meter mirror monitor murder november number october offer order paper parlor parlour
    pepper poster power prayer quarter razor register remainder revolver river rumor rumour sector semester
    september shelter shoulder shower shutter silver slaughter soccer splendour summer surrender temper terror
    theater theatre thunder timber tower trailer transfer tremor trigger tumor tumour twist vapour vector vigor
    waist water weather whisper winter wonder wrist
    """
)
_DOER: Final = re.compile(r"\w{2,}(?:er|or|ist|ian|eer|man|woman|person|naut|crat|ee)")
_PLURAL_MEN: Final = re.compile(r"\w*(?:men|women|wives|children|folk|people)")


def may_speak(noun: str) -> bool:
    """Is a common noun, in small letters, one for somebody or something that can be quoted?"""
    singular = _singular(noun)
    if not singular.isdisjoint(_NAMES_NO_ONE):
        return not singular.isdisjoint(_SAYING | _BODIES)
    known = _PEOPLE | _BODIES | _SAYING
    return (
        not singular.isdisjoint(known)
        or _PLURAL_MEN.fullmatch(noun) is not None
        or any(_DOER.fullmatch(one) for one in singular)
    )


def are_sayings(noun: str) -> bool:
    """Is a common noun, in small letters, the plural of what somebody says or writes: "statements", "orders"?"""
    return noun.endswith("s") and not (_singular(noun) - {noun}).isdisjoint(_SAYING | {"order"})


def _singular(noun: str) -> frozenset[str]:
    """The noun and what it would be in the singular, if it is a plural."""
    made = {noun}
    if noun.endswith("ies"):
        made.add(noun[:-3] + "y")
    if noun.endswith("es"):
        made.add(noun[:-2])
    if noun.endswith("s") and not noun.endswith("ss"):
        made.add(noun[:-1])
    return frozenset(made)
