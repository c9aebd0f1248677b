"""Words that tell whether somebody did something to somebody: deeds of force, harm, neglect and power, what befalls
people by them, and what does harm and is nobody. All are dictionary forms."""

from __future__ import annotations

from typing import Final

from compare.families import spaced

DEEDS: Final = spaced(
    "abandon abduct abuse amputate annul arrest assassinate assault attack award axe ban bar batter beat behead"
    " bend besiege betray blacklist blast block blockade bloody blow bomb bombard break bug bulldoze bundle burgle"
    " burn bury cage cancel capture carry censor chain charge chase cheat choke chop clear close club conceal"
    " condemn confine confiscate contaminate cordon crash crush cuff cull cut damage debar deceive defraud delay"
    " delete demolish deport depose deprive desecrate deselect destroy detain discard discharge disconnect"
    " dismantle dismiss disperse displace disrupt divert dock doctor douse drag drain drive drop drown dump eject"
    " electrocute embezzle erase evacuate evict execute exile expel expose expropriate extract fail fake falsify"
    " fell fine fingerprint fire firebomb flatten fling flog flood force forge forgive frame freeze frogmarch"
    " furlough gag gas give gun gut guzzle hack halt handcuff hang harass herd hide hit hold hound humiliate hurl"
    " hurt ignite ignore impose imprison incinerate infect inject injure intercept intern interrupt invade isolate"
    " jail kettle kick kidnap kill knock lash lay leak leave let level light lob lock loot lower lynch maim"
    " manhandle massacre miss mistreat molest mow murder muzzle neglect obliterate open oust outlaw overcharge"
    " overlook override overturn overwork peel persecute petrol-bomb pick pin plunder poison pollute pound press"
    " pull pulp pump punch push put quarantine quash raid raise ram ransack rape raze rebuff release relocate"
    " remove reopen replace rescind resettle restrain restrict revoke ride rig rip rob round run sabotage sack"
    " scatter scrap scrub scupper scuttle seal search seize sell send set sever shed shell shelve shoo shoot shove"
    " shred shunt shut silence sink siphon slap slash slaughter slay sleep smash smother snatch snub spill spray"
    " spread spy stab stall stamp starve steal sterilise sterilize storm strafe strangle strap strike strip"
    " submerge suffocate surround suspend switch tackle take tap target tase taser tear teargas throttle throw"
    " topple torch torture tow train trample transfer treat turn underpay unleash uproot use usher vacate"
    " vandalise vandalize veto violate waive waterboard whip wipe wiretap withdraw withhold wound wreck wrestle"
)
"""Verbs of force, of harm and neglect, and of power over what others have: lemmas."""
WITH_MORE: Final = spaced(
    "bend bloody blow break carry cut drive drop fail force frame give halt hide hold impose lay leave light"
    " lower miss open peel pick press pull push put raise run send set sleep spread stamp switch tackle take tear"
    " throw train treat turn"
)
"""Deeds only with certain words after them ("opened fire", "put families out", "cut 800 jobs")."""
MORE: Final = spaced(
    "ablaze afire aid alight arm benefit bill bone charge contract crack dam dead defect electricity employee"
    " fare fee fire floodgate floor gas gate homeless hostage injured job leg neck nose order patient pay pension"
    " position post power price prisoner pupil rate rent skull sluice staff stranded supply tariff tax valve wage"
    " warning water work worker wounded"
)
ONLY_WITH: Final = {
    "let": spaced("into loose"),
    "sell": spaced("data datum record"),
    "use": spaced("baton bullet cannon force pepper taser tear torture"),
    "waive": spaced("arrears debt tax"),
}
"""Deeds only with one of these words: "used tear gas", "let acid into the river"."""
PARTICLES: Final = spaced("down off out over")
"""So do these after such a verb ("laid off 900", "cut down the trees")."""
HAPPENING: Final = spaced(
    "bend blow break burn close crash discharge drop drown fail flood freeze halt leak level lower open run sink"
    " spill spread switch turn"
)
"""Verbs of what things do by themselves, too: a deed only with an object."""
DRIVING: Final = spaced(
    "axe chase clear dismiss displace drive evict expel fire force oust push relocate remove resettle sack"
    " suspend uproot"
)
DEPARTING: Final = spaced("depart exit go leave move quit relocate resign step vacate")
ROUTINE: Final = spaced("arrest charge discharge fine jail search imprison")
"""What only the law does: a passive without an agent hides nobody there."""
LOST: Final = spaced(
    "benefit citizenship eye flat home house job land leg licence license life limb livelihood passport pension"
    " post seat shelter sight"
)
"""What one may lose at another's hands."""
GOING: Final = spaced("job post position message document file datum record money fund")
VANISHING: Final = spaced("disappear go vanish")
HAPPENING_TO: Final = spaced(
    "burst cease change collapse come cost disappear drop empty end enter escape evaporate expire explode fade"
    " fall find finish flow get go lapse leak melt part reach spend stop vanish wander"
)
"""What is told of a thing or a person as if it did so by itself ("the records leaked")."""
PARTED: Final = spaced(
    "astray away close cost dark dead down empty end free halt hand home into loose missing out silent way"
)
EMPTY: Final = spaced("change come cost drop fall find get go part reach spend")
"""Of these the ones that say so only with a word of PARTED: "went astray", "came to an end", "found its way"."""
DYING: Final = spaced("die perish succumb")
HARMED: Final = spaced("burn bruise cut fracture injury wound trauma")
SUFFERING: Final = spaced("get have receive suffer sustain")
MEETING: Final = spaced("end death fate victim")
"""What people meet, or fall, where somebody killed them."""
KILLING: Final = spaced(
    "batter beat behead bomb burn choke drown execute gas gun hang hit kill lynch massacre mow murder poison run"
    " shell shoot slaughter slay smother stab starve strangle strike suffocate torture"
)
NOUNS_OF: Final = {
    "custody": spaced("arrest detain hold take"),
    "detention": spaced("arrest detain hold take"),
    "expulsion": spaced("deport expel"),
    "loss": spaced("axe cut dismiss sack"),
    "removal": spaced("clear drag evict remove take"),
    "theft": spaced("steal"),
    "death": KILLING,
    "injury": KILLING | spaced("attack kick punch hurt injure wound"),
    "wound": KILLING | spaced("attack hurt injure wound"),
    "shooting": spaced("gun kill shoot"),
}
"""Nouns that a deed's own letters don't show, with the verbs whose deeds they tell."""
BURNING: Final = spaced("burn fire firebomb ignite incinerate light set torch")
ENDING: Final = spaced("cease fold stop")
CLOSING: Final = spaced("ban close shut suspend")
WISHED: Final = spaced("should must ought shall")
THINGS: Final = spaced(
    "acre algorithm animal app ash assailant attacker avalanche bacterium bear bill blaze blockade blunder boat"
    " boiler bottle brake bridge budget bug building burglar bus cable cancer candle canister car change cigarette"
    " clash closure collapse collision computer conflict cost crash crisis current cut cyclone cylinder deal debt"
    " decision decline delay demand derailment device disease dispute dog drop drought earthquake election engine"
    " epidemic error eruption explosion failing failure fall fault ferry festival fighting fire flood fog frost fuse"
    " gale game gas glitch gunman gust hail heat heater heatwave hectare home house hurricane ice incident increase"
    " infection inflation insect intruder kilometre lack lake lamp landslide lava law leak lightning line litre locust"
    " lorry loss machine main malfunction march match mile mistake move mudslide order outage outbreak pandemic"
    " parasite percent pest pipe plan pollution power price protest quake rain rally reactor reform report result rise"
    " river robber rock rockslide roof row rule scandal sea shark ship shortage sleet smoke snow software spark"
    " stoppage storm stroke study surge system temperature thief thunderstorm tide tonne tornado train tree truck"
    " unidentified unknown up vandal vehicle vessel violence virus volcano vote walkout wall war water wave weather"
    " wildfire wind"
)
"""What does harm and is nobody, or somebody whom nobody knows: it is no doer."""
WEAPONS: Final = spaced(
    "aircraft baton blade blast bomb bomber bullet drone explosion fighter grenade gun gunfire gunship helicopter jet"
    " knife missile mortar pistol plane rifle rocket round shell shellfire shelling shot shrapnel strike tank"
    " truncheon warplane warship weapon"
)
"""What strikes by somebody's hand, whom it does not name."""
BY_FORCE: Final = spaced("air artillery drone missile rocket")
"""What strikes are by that are no stoppage of work."""
TOLD_OF: Final = spaced(
    "audio data datum document figure finding footage image list memo photo photograph recording report result"
    " statement statistic study survey tape text transcript video"
)
"""What is released for people to know it: no deed."""
TIMES: Final = spaced(
    "afternoon age april august autumn dawn day daybreak december dusk evening february friday hour january july june"
    " march may midday midnight minute monday month morning night nightfall noon november october saturday season"
    " second september spring summer sunday sunrise sunset thursday time tuesday wednesday week weekend winter year"
)
"""What follows "by" and did nothing."""
NATURE: Final = spaced("cyclone flood hurricane ocean river sea storm tornado typhoon volcano")
"""What does harm under a name of its own."""
MOVING: Final = spaced("carry drive drop force let pick press pull push put run take throw turn")
OFF: Final = spaced("away back from into out")
"""After a verb of moving somebody, what makes it a deed."""
MEASURES: Final = spaced(
    "acre barrel dozen gallon gram hectare hundred kilo kilogram kilometre litre metre mile million number pound"
    " thousand ton tonne"
)
"""What of something is so many."""
SENDING: Final = spaced("command deploy direct employ engage hire order pay send")
PUNISHING: Final = spaced("convict fin fine hit jail penalise penalize punish reprimand sanction sentence slap")
"""What is done to somebody for a deed that is proven ("fin" is how the tagger reads "fined"; "hit with a fine")."""
ANSWERING: Final = spaced("answer pay")
