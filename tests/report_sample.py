# ruff: noqa: E501  sentences of articles stand on one line each
"""Invented coverage for the report's tests: outlets, people, states and events do not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from compare.claims import Claim, Nearest, Reading
from compare.decisions import DecidedArticle, merge, split
from compare.events import Event
from compare.eventwhy import Contribution, PairWhy, SentencePair, SharedTerm, Why
from compare.framing import Flag, Other
from compare.houserules import Exemption, HouseRules
from compare.ladder import Ladder
from compare.proportions import Proportion
from compare.rules import Citation, Rule
from compare.sentences import split_sentences
from compare.sharedtext import Place
from compare.sitefurniture import SiteLine
from compare.spans import Span
from compare.standings import Standing
from compare.verdicts import judged, quote
from compare.voice import VoiceSpan
from compare.voice import voices as voices_in
from compare.wirecopy import Origin, SharedSentence, Shares
from compare.wording import Difference, Variant
from db.records import (
    EventResults,
    StoredArticle,
    StoredChanges,
    StoredClaim,
    StoredDifference,
    StoredEvent,
    StoredFlag,
    StoredLine,
    StoredRevision,
)
from scraper.article import Article, Failure, Moment, join_text
from templates import environment
from variorum.archive import INDEX
from variorum.corrections import corrections
from variorum.excerpts import ExcerptBudget
from variorum.gathering import HeldParts, event_part
from variorum.inputs import EventInput, FetchReport, Method, OutletLabel, Report, Threshold
from variorum.naming import known_referents
from variorum.outletsums import MOST_EVENTS
from variorum.overall import overall_pages
from variorum.pages import event_page
from variorum.quality import Quality, RealLine, RealNews, Score, Told
from variorum.reviewing import Reviewed
from variorum.revising import changes_between
from variorum.rulerecords import LabelledSet, Measured, RuleRecord, matching_digest
from variorum.storefacts import StoreFacts
from variorum.views import EventPage

MANY = MOST_EVENTS + 1
HOSTS = {
    "meridian": ("Meridian Wire", "meridian-wire.example"),
    "ledger": ("The Aldmoor Ledger", "aldmoor-ledger.example"),
    "pba": ("Public Broadcasting Aldmoor", "pba.example"),
    "torvia-today": ("Torvia Today", "torvia-today.example"),
    "daily-bell": ("The Daily Bell", "daily-bell.example"),
    "harbour-post": ("The Harbour Post", "harbour-post.example"),
}


def into_source(url: str) -> str:
    return "source/" + url.removeprefix("https://") + ".html"


LABELS = {slug: OutletLabel(name, invented=True, source_url=into_source) for slug, (name, _) in HOSTS.items()}
SEEN = datetime(2025, 3, 12, 3, tzinfo=UTC)


def article(
    outlet: str, slug: str, published: str | None, title: str, *paragraphs: str, revision: int = 1, **changes: Any
) -> StoredArticle:
    url = f"https://{HOSTS[outlet][1] if outlet in HOSTS else outlet + '.example'}/world/{slug}"
    made = Article(
        outlet=outlet,
        url=changes.pop("url", url),
        canonical_url=url,
        title=title,
        text=join_text(title, list(paragraphs)),
        extractor="sample",
        published=Moment.parse(published, origin="json-ld") if published else None,
        **changes,
    )
    return StoredArticle(made, revision, SEEN, SEEN)


def reading(item: StoredArticle, sentence: str) -> Reading:
    text = item.article.text
    start = text.index(sentence)
    paragraph = text.count("\n\n", 0, start)
    return Reading(item.article.key, item.article.outlet, start, start + len(sentence), sentence, paragraph)


def variant(item: StoredArticle, words: str, side: str, *, within: str = "") -> Variant:
    text = item.article.text
    base = text.index(within) if within else 0
    start = text.index(words, base)
    return Variant(item.article.key, item.article.outlet, start, start + len(words), words, side)


def flag(
    item: StoredArticle, words: str, category: Any, *, voice: Any = "own", source: str | None = None, message: str = "",
    others: Sequence[Other] = (), level: Any = "mark",
) -> StoredFlag:  # fmt: skip
    start = item.article.text.index(words)
    made = Flag(
        rule=f"{category}.{words.lower().replace(' ', '-').strip('“”')}",
        category=category,
        level=level,
        start=start,
        end=start + len(words),
        match=words,
        voice=voice,
        source=source,
        message=message or f"“{words}” is a word of the kind {category}; a plainer one is at hand.",
        others=tuple(others),
    )
    return StoredFlag(digest(item.article.key, words, str(start)), item.article.key, made)


def digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def claim(*readings: Reading, similarity: float = 0.71, nearest: Sequence[Nearest] = ()) -> StoredClaim:
    ordered = tuple(sorted(readings, key=lambda r: (r.outlet, r.article, r.start)))
    several = len({r.article for r in ordered}) > 1
    name = digest(*(f"{r.article}:{r.start}" for r in ordered))
    weakest = (0, next(i for i, r in enumerate(ordered) if r.article != ordered[0].article)) if several else None
    standings: tuple[Standing, ...] = ("first", *("more detail" for _ in ordered[1:])) if several else ()
    return StoredClaim(name, Claim(ordered, similarity if several else 1.0, weakest, tuple(nearest)), standings)


def event(
    articles: Sequence[StoredArticle],
    *,
    claims: Iterable[StoredClaim] = (),
    differences: Iterable[StoredDifference] = (),
    flags: Iterable[StoredFlag] = (),
    revisions: Sequence[StoredRevision] = (),
    cohesion: float = 0.583,
    title: str | None = None,
    voices: Mapping[str, tuple[VoiceSpan, ...]] | None = None,
    **more: Any,
) -> EventInput:
    keys = tuple(sorted(item.article.key for item in articles))
    results = EventResults(
        tuple(claims), tuple(differences), tuple(flags), voices_of(articles) if voices is None else voices
    )
    made = Event(keys, articles[0].article.title if title is None else title, cohesion)
    more.setdefault("whys", whys(articles))
    return EventInput(StoredEvent(digest(*keys), made, "x"), tuple(articles), results, tuple(revisions), **more)


def voices_of(articles: Sequence[StoredArticle]) -> dict[str, tuple[VoiceSpan, ...]]:
    """Whose words stand where, as the comparison keeps it, without a tagger."""
    read = [item.article for item in articles if item.article.language == "en"]
    return {one.key: voices_in(one.text, split_sentences(one)) for one in sorted(read, key=lambda one: one.key)}


def whys(articles: Sequence[StoredArticle]) -> dict[str, Why]:
    """Each article closest to the next one, sharing the first word of its headline; a person put the last one here."""
    found = {}
    for item, other in zip(articles, [*articles[1:], *articles[:1]], strict=True) if len(articles) > 1 else ():
        word = Span(0, len(item.article.title.split(" ")[0]))
        whole = [Span(0, len(one.article.title)) for one in (item, other)]
        pair = PairWhy(
            other.article.key, 0.913, -10.0, (Contribution("words", 0.5, 1.0),), 0.5,
            (SharedTerm("name", word, word, 0.2),), SentencePair(0, 0, *whole, 0.871), (), 0.3,
        )  # fmt: skip
        last = item is articles[-1]
        must = ((item.article.key, other.article.key),) if last else ()
        found[item.article.key] = Why(item.article.key, 0.87, 0.5, ((other.article.key, 0.913),), pair, must)
    return found


def pact() -> EventInput:
    """The signing of a defence research pact, as six outlets told it."""
    wire = article(
        "meridian", "allies-sign-research-pact", "2025-03-11T06:12:00Z",
        "Aldmoor and Kessaly sign defence research pact",
        "Aldmoor and Kessaly signed an agreement on joint defence research on Tuesday, which ministers said was meant to counter hypersonic weapons.",
        "Kessaly will pay 9.3 billion crowns over five years towards the upkeep of Aldmoor's garrison, the two governments said.",
        "Foreign Minister Ines Calder said the alliance \"must not only keep the tools we have but build new ones\".",
        "The ministers also agreed to meet again in the autumn.",
        "Torvia lodged a protest with both embassies in Dravik.",
    )  # fmt: skip
    ledger = article(
        "ledger", "pact-signed-in-wexholm", "2025-03-11T07:40:00Z",
        "Pact on defence research signed in Wexholm",
        "Ministers from Aldmoor and Kessaly put their names to a research agreement in Wexholm on Tuesday, designed to counter hypersonic weapons.",
        "Under a separate cost accord Kessaly will contribute 9.3 billion crowns over five years to the garrison at Sallow Point.",
        "“The alliance must not only keep the tools we have but build new ones,” said Ines Calder, the foreign minister, who called it a working day’s work.",
        "Scholars at the University of Wexholm have asked for a say in which of their laboratories take part.",
        "Torvia’s foreign ministry handed a note of protest to both ambassadors on Tuesday evening.",
        "The text of the agreement is to be laid before parliament within a month, the ministry said.",
    )  # fmt: skip
    pba = article(
        "pba", "defence-research-agreement", "2025-03-11",
        "Aldmoor, Kessaly agree to share defence research",
        "Aldmoor and Kessaly have signed an agreement to share defence research. Ministers said it was meant to counter hypersonic weapons.",
        "Kessaly will pay 9.3 billion crowns over five years, according to a joint statement.",
        "Ms Calder said the alliance must “build new ones” as well as keep the tools it has.",
        "The agreement has to be approved by parliament.",
    )  # fmt: skip
    torvia = article(
        "torvia-today", "wexholm-bloc-inks-deal", "2025-03-11T09:05:00Z",
        "Allies ink ‘research’ pact in purported bid to counter threats",
        "Aldmoor and Kessaly inked a so-called research agreement on Tuesday in a purported bid to counter hypersonic weapons.",
        "Port Auren regime officials claimed that Kessaly would hand over 10.1 billion crowns over five years for the foreign garrison.",
        "Torvia lodged a stern protest over what it called a reckless provocation.",
        "The bloc has been building up its forces along the strait for years, analysts say.",
    )  # fmt: skip
    bell = article(
        "daily-bell", "crowns-for-guns", "2025-03-11T12:30:00Z",
        "CROWNS FOR GUNS: Kessaly hands over a whopping 9.3bn",
        "Kessaly is handing over a staggering 9.3 billion crowns to keep our lads at Sallow Point, it emerged last night.",
        "Foreign Minister Ines Calder blasted critics and vowed to “build new ones” after slamming “the tools we have”.",
        "Furious Torvia slammed the deal and fired off a protest to both embassies.",
        "One in three readers of this newspaper told us the money should go to the ferries.",
    )  # fmt: skip
    harbour = article(
        "harbour-post", "garrison-money", "2025-03-11T10:15:00Z",
        "Garrison town to get share of 9.3 billion crowns",
        "Kessaly will pay 9.3 billion crowns over five years towards the upkeep of Aldmoor's garrison, the two governments said.",
        "Traders in Sallow Point hope that some of it will be spent in the town.",
        "The mayor, Tobin Rusk, said the barracks road had waited ten years for repair.",
        revision=2, modified=Moment.parse("2025-03-12T11:40:00Z", origin="meta"),
    )  # fmt: skip
    harbour_live = article(
        "harbour-post", "pact-day-live", "2025-03-11T14:00:00Z",
        "Pact day: as it happened", "10:20 Torvia protests to both embassies, Meridian Wire reports.", kind="live",
    )  # fmt: skip

    purpose = claim(
        reading(wire, wire.article.body.split("\n\n")[0]), reading(ledger, ledger.article.body.split("\n\n")[0]),
        reading(pba, "Ministers said it was meant to counter hypersonic weapons."),
        reading(torvia, torvia.article.body.split("\n\n")[0]),
    )  # fmt: skip
    money = claim(
        *(reading(item, item.article.body.split("\n\n")[index])
          for item, index in ((wire, 1), (ledger, 1), (pba, 1), (torvia, 1), (bell, 0), (harbour, 0))), similarity=0.804,
    )  # fmt: skip
    quote = claim(
        *(
            reading(item, item.article.body.split("\n\n")[i])
            for item, i in ((wire, 2), (ledger, 2), (pba, 2), (bell, 1))
        ),
        nearest=[Nearest(reading(torvia, torvia.article.body.split("\n\n")[2]), 0.18, 0.36)],
    )
    protest = claim(
        *(reading(item, item.article.body.split("\n\n")[i])
          for item, i in ((wire, 4), (ledger, 4), (torvia, 2), (bell, 2), (harbour_live, 0))), similarity=0.662,
    )  # fmt: skip
    parliament = claim(
        reading(ledger, ledger.article.body.split("\n\n")[5]),
        reading(pba, "The agreement has to be approved by parliament."),
        nearest=[Nearest(reading(bell, bell.article.body.split("\n\n")[3]), 0.12, 0.2)],
    )
    singles = [
        claim(reading(item, sentence))
        for item, sentences in (
            (wire, [wire.article.title, "The ministers also agreed to meet again in the autumn."]),
            (ledger, [ledger.article.body.split("\n\n")[3]]),
            (pba, ["Aldmoor and Kessaly have signed an agreement to share defence research."]),
            (torvia, [torvia.article.title, torvia.article.body.split("\n\n")[3]]),
            (bell, [bell.article.title, bell.article.body.split("\n\n")[3]]),
            (harbour, harbour.article.body.split("\n\n")[1:]),
        )
        for sentence in sentences
    ]  # fmt: skip
    others = [Other(r.outlet, r.text) for r in purpose.claim.readings if r.outlet != "torvia-today"]
    distance = "Says that the stated purpose may not be the real one."
    flags = [
        flag(torvia, "so-called", "doubt", message="Sets the name at a distance.", others=others),
        flag(torvia, "purported", "doubt", message=distance),
        StoredFlag("bodypurport1", torvia.article.key, Flag(
            "doubt.purported", "doubt", "mark", torvia.article.text.index("purported bid", torvia.article.body_start),
            torvia.article.text.index("purported bid", torvia.article.body_start) + 9, "purported", "paraphrase",
            "Aldmoor and Kessaly", distance, tuple(others))),
        flag(torvia, "regime", "naming", message="A government called a regime is called illegitimate.", voice="own"),
        flag(torvia, "claimed", "attribution", message="A verb that leaves open whether it is true, where “said” does not."),
        flag(torvia, "reckless", "evaluation", voice="quoted", source="Torvia", message="Condemns the act it names."),
        flag(torvia, "stern", "intensity", level="note", message="Raises the volume."),
        flag(bell, "a whopping", "intensity", message="Raises the volume of a figure."),
        flag(bell, "staggering", "intensity", message="Raises the volume of a figure."),
        flag(bell, "blasted", "attribution", message="A verb of force, where “said” is at hand."),
        flag(bell, "slamming", "attribution", message="A verb of force, where “said” is at hand."),
        flag(bell, "Furious", "evaluation", message="Tells a feeling as a fact."),
        flag(bell, "it emerged", "vague-source", level="note", message="Does not say from whom it is known."),
    ]  # fmt: skip
    differences = [
        StoredDifference(purpose.id, Difference("doubt", (
            variant(wire, "meant to counter", "a"), variant(ledger, "designed to counter", "a"),
            variant(pba, "meant to counter", "a"),
            variant(torvia, "purported", "b", within="in a purported bid to counter hypersonic"),
        ), "…")),
        StoredDifference(money.id, Difference("attribution", (
            variant(wire, "said", "a", within="the two governments said"), variant(pba, "according to", "b"),
            variant(torvia, "claimed", "c"), variant(harbour, "said", "a", within="the two governments said"),
        ), "…")),
        StoredDifference(money.id, Difference("number", (
            variant(wire, "9.3 billion", "a"), variant(ledger, "9.3 billion", "a"), variant(pba, "9.3 billion", "a"),
            variant(torvia, "10.1 billion", "b"), variant(bell, "9.3 billion", "a"),
            variant(harbour, "9.3 billion", "a", within="Kessaly will pay"),
        ), "…")),
        StoredDifference(quote.id, Difference("quote", (
            variant(wire, "must not only keep the tools we have but build new ones", "a"),
            variant(ledger, "must not only keep the tools we have but build new ones", "a"),
            variant(pba, "build new ones", "b"), variant(bell, "build new ones", "b"),
        ), "…")),
        StoredDifference(protest.id, Difference("naming", (
            variant(wire, "protest", "a"), variant(ledger, "note of protest", "a"), variant(torvia, "stern protest", "b"),
        ), "…")),
        StoredDifference(parliament.id, Difference("prominence", (
            variant(pba, "parliament", "a"), variant(ledger, "parliament", "b"),
        ), "…")),
        StoredDifference(money.id, Difference("absence", (variant(wire, "upkeep", "a"),), "…")),
    ]  # fmt: skip
    items = [wire, ledger, pba, torvia, bell, harbour, harbour_live]
    older = article(
        "harbour-post", "garrison-money", "2025-03-11T10:15:00Z", "Garrison money",
        "The regime will pay 9.8 billion crowns over five years towards the upkeep of Aldmoor's garrison, the two governments said.",
        "The mayor, Tobin Rusk, said the barracks road had waited ten years for repair.", "Old text.",
        "Traders in Sallow Point hope that some of it will be spent in the town.",
    )  # fmt: skip
    revisions = [
        StoredRevision(harbour.article.key, 1, older.article, SEEN), StoredRevision(harbour.article.key, 2, harbour.article, SEEN),
    ]  # fmt: skip
    return event(
        items, claims=[purpose, money, quote, protest, parliament, *singles], differences=differences, flags=flags,
        revisions=revisions, changes=changes_of(revisions), reviewed=frozenset({flags[4].id}),
    )  # fmt: skip


def changes_of(revisions: Sequence[StoredRevision]) -> tuple[StoredChanges, ...]:
    """What the program finds in these revisions of one article with a rule of its own on "regime"."""
    rule = Rule(
        "naming.regime", "naming", "mark", "A word for a government.", "regime", (), ("government",),
        ("The regime fell.",), ("The diet fell.",), Citation("A work", "a place", "unchecked"),
    )  # fmt: skip
    return tuple(changes_between(a, b, [rule], {}) for a, b in pairwise(revisions))


def flood() -> EventInput:
    """A flood as two outlets told it: one difference."""
    wire = article(
        "meridian", "flood-in-san-orrin", "2025-03-10T19:20:00Z", "Eleven dead as river bursts banks in San Orrin",
        "At least 11 people died when the river Tamble burst its banks, the authorities said.",
    )  # fmt: skip
    bell = article(
        "daily-bell", "flood-horror", "2025-03-11", "FLOOD HORROR: river of death swallows San Orrin",
        "A wall of water killed 14 people as the Tamble burst its banks, officials said.", language="fr",
    )  # fmt: skip
    dead = claim(reading(wire, wire.article.body), reading(bell, bell.article.body))
    told = Difference("number", (variant(wire, "11", "a"), variant(bell, "14", "b")), "…")
    return event([wire, bell], claims=[dead], differences=[StoredDifference(dead.id, told)])


def ferry() -> EventInput:
    """A story of one outlet, with neither time nor marks."""
    only = article("harbour-post", "ferry", None, "Ferry timetable changes on Monday", "The first boat leaves at six.")
    return event([only], claims=[claim(reading(only, only.article.body))])


def thin() -> EventInput:
    """Two outlets that share no claim; one of them is known by its slug alone and let only a part be read."""
    one = article(
        "pba",
        "markets",
        "2025-03-09T08:00:00Z",
        "Bank leaves rates alone",
        "The Bank of Aldmoor left its rate at 4 percent.",
    )
    two = article(
        "unlisted", "rates", "2025-03-09T09:00:00Z", "Rates unchanged", "Read on with an account.", kind="stub"
    )
    return event([one, two], claims=[claim(reading(one, one.article.body)), claim(reading(two, two.article.body))])


def large(outlets: int = 8, claims: int = 60) -> EventInput:
    """Eight outlets, sixty claims, half of the cells filled, a mark in every third reading."""
    sentence = (
        "The minister {0} told the council of town {1} that the bridge would be mended by summer, for {2} crowns."
    )
    items = [
        article(
            f"outlet-{n}", "x", f"2025-03-11T0{n}:00:00Z", f"Outlet {n} on the bridge",
            *(sentence.format(n, level, 100 + n) for level in range(claims)),
        )
        for n in range(outlets)
    ]  # fmt: skip
    shared, told, flags = [], [], []
    for level in range(claims):
        present = [item for n, item in enumerate(items) if (n + level) % 2 == 0]
        found = [reading(item, item.article.body.split("\n\n")[level]) for item in present]
        shared.append(claim(*found))
        variants = tuple(
            replace(variant(item, "told", "a" if k else "b"), start=r.start + 15, end=r.start + 19)
            for k, (item, r) in enumerate(zip(present, found, strict=True))
        )
        told.append(StoredDifference(shared[-1].id, Difference("attribution", variants, "…")))
        for item, r in list(zip(present, found, strict=True))[::3]:
            made = flag(item, "told", "attribution", message="A verb of telling, where “said” is at hand.")
            flags.append(
                replace(made, id=f"{r.article}{level}", flag=replace(made.flag, start=r.start + 15, end=r.start + 19))
            )
    return event(items, claims=shared, differences=told, flags=flags)


def tram(month: str = "2025-02") -> EventInput:
    """A protest as three outlets told it, in another month: names for one thing, and agency text in one of them."""
    wire = article(
        "meridian", "tram-fares", f"{month}-09T18:00:00Z", "Clashes at protest over tram fares",
        "Protesters threw bottles and stones at trams in Wexholm.", "The fare rises by a crown in April.",
    )  # fmt: skip
    pba = article(
        "pba", "tram-protest", f"{month}-09T19:00:00Z", "Tram fares: clashes in Wexholm",
        "Demonstrators threw bottles and stones at trams.", "The fare rises by a crown in April.",
    )  # fmt: skip
    bell = article(
        "daily-bell", "tram-mob", f"{month}-10", "MOB RULE on the number 9",
        "Rioters threw bottles and stones at trams in Wexholm.", "“The rioters must pay,” Mr Vane said.",
        "The fare rises by a crown in April.",
    )  # fmt: skip
    alone = claim(reading(bell, "“The rioters must pay,” Mr Vane said."))
    thrown = claim(*(reading(item, item.article.body.split("\n\n")[0]) for item in (wire, pba, bell)))
    fare = [reading(item, "The fare rises by a crown in April.") for item in (wire, pba, bell)]
    told = Difference(
        "naming",
        (variant(wire, "Protesters", "a"), variant(pba, "Demonstrators", "a"), variant(bell, "Rioters", "b")),
        "…",
    )
    flags = [
        flag(bell, "Rioters", "naming"), flag(bell, "MOB", "naming"),
        flag(bell, "rioters", "naming", voice="quoted", source="Mr Vane"),
    ]  # fmt: skip
    agency = Origin("agency:Norland Press", None, "Norland Press")
    copied = [
        SharedSentence(Place(fare[2].article, fare[2].start, fare[2].end), "daily-bell", "g", agency),
        SharedSentence(
            Place(fare[1].article, fare[1].start, fare[1].end), "pba", "h",
            Origin("meridian", "meridian", None, Place(fare[0].article, fare[0].start, fare[0].end)),
        ),
    ]  # fmt: skip
    review = {
        Reviewed("flag", "naming", "naming.rioters", "accepted"): 1,
        Reviewed("flag", "naming", "naming.mob", "disputed"): 1,
        Reviewed("flag", "naming", "naming.off", "rejected"): 2,
        Reviewed("difference", "naming", "naming", "unreviewed"): 1,
    }
    return event(
        [wire, pba, bell], claims=[thrown, claim(*fare), alone], differences=[StoredDifference(thrown.id, told)], flags=flags,
        shares=Shares(tuple(copied)), review=review,
    )  # fmt: skip


def older(source: EventInput) -> EventInput:
    """The same event as a version computed it that did not keep whose words stand where."""
    return replace(source, results=replace(source.results, voices={}))


def store_facts() -> StoreFacts:
    """Six outlets asked, one of which failed and one of which closes a page; what people corrected."""
    at = datetime(2025, 3, 12, 9, tzinfo=UTC)
    named = {
        slug: DecidedArticle(slug, slug, f"https://{slug}.example/", f"https://{slug}.example/")
        for slug in ("meridian", "pba", "ledger")
    }
    wrong = quote(
        ("k", "ledger", "https://ledger.example/", "https://ledger.example/"), "A so-called pact.", Span(2, 11)
    )
    verdicts = [
        judged("flag", "doubt.so-called", [wrong], "rejected", reviewer="Ottoline", at=at, note="plain enough"),
        judged("difference", "naming", [wrong], "other-claim", reviewer="Ottoline", at=at + timedelta(days=1)),
    ]
    line = SiteLine("harbour-post", "Ring our newsdesk.", "end", 1, 9, 4, at, at)
    return StoreFacts(
        fetched={
            "daily-bell": {"listing": 1, "new": 2},
            "harbour-post": {"failed": 1, "listing": 1, "same": 2, "unchanged": 1},
            "torvia-today": {"failed": 1},
            "quiet-mail": {"listing": 1},
        },
        failures=(
            *fetch_report().failures,
            Failure(
                "harbour-post", "https://harbour-post.example/archive", "robots", "robots", "closed to programs", SEEN
            ),
        ),
        waiting=3,
        corrections=corrections(
            [
                split([named["pba"]], [named["meridian"]], at),
                replace(merge([named["meridian"]], [named["ledger"]], at), undone_at=at + timedelta(days=2)),
            ],
            verdicts,
            [StoredLine("l", line, "released", at)],
        ),
    )


def fetch_report() -> FetchReport:
    missing = Failure(
        "torvia-today", "https://torvia-today.example/members/1", "fetch", "refused", "the server answered 403", SEEN
    )
    return FetchReport(asked=6, read=5, failures=(missing,))


RULES = (
    Rule(
        "doubt.purported", "doubt", "mark", "Says that what is told may not be so.", "purported(ly)?", (), ("stated", "said to be"),
        ("They met in a purported bid to make peace.",), ("The purported letter was shown to be a forgery.",),
        Citation("A style guide of Aldmoor", "entry “purported”", "read in print"),
    ),
    Rule(
        "attribution.claim", "attribution", "note", "Leaves open whether it is true.", "claim(s|ed)?", (), (),
        ("He claimed to be ill.",), ("The flood claimed a life.",), Citation("An unread work", "p. 12", "unchecked"),
    ),
    Rule(
        "naming.rioters", "naming", "mark", "Calls a crowd violent as a whole.", "rioters", (), ("protesters", "demonstrators"),
        ("The rioters left.",), ("A riot was feared.",), Citation("A work", "a place", "read in print"),
    ),
)  # fmt: skip


LADDER = Ladder(
    (
        replace(RULES[1], id="attribution.say", level="plain", pattern="say|says|said", rung="neutral", family="say"),
        replace(RULES[1], rung="charged", family="claim"),
    )
)
LABELLED = LabelledSet("field", "FIELD: invented sentences", Proportion(40, 200))
RECORD = RuleRecord(
    sentences=20_000,
    sets=(LABELLED, replace(LABELLED, name="brook", says="BROOK: other invented sentences")),
    measured={
        RULES[0].id: Measured(matching_digest(RULES[0]), 25, {"field": Proportion(9, 60), "brook": Proportion(3, 4)})
    },
    reviews={RULES[0].id: Proportion(7, 9)},
)
HOUSE = HouseRules(
    ("so-called Council of Elms",), {"ledger": Exemption(frozenset({RULES[1].id}), ("claimed the cup",))}
)


QUALITY = Quality(
    differences={"doubt": Told(Score(80, 0.99, 0.9), (Score(14, 0.9, 0.6), Score(6, 1.0, 0.5)))},
    others={"quotations cut": Told(Score(8, 1.0, 1.0), (Score(4, 0.75, 1.0),))},
    marks={"invented sentences": Score(200, 0.7, 0.6)},
    voices={"characters of invented articles": Score(20, 0.9, 0.8)},
    real_news=RealNews(12, 3, 4, {"all kinds together": RealLine(10, 5, 3, 2)}),
)


def report(**changes: Any) -> Report:
    made: dict[str, Any] = {
        "title": "Variorum",
        "outlets": LABELS,
        "versions": {
            "rules": "41c0b7a9d2e1", "model": "all-MiniLM-L6-v2", "engine": "torch-fp32", "tagger": "en_core_web_sm 3.8.0, spaCy 3.8.18", "code": "77aa01bc93f4", "program": "0.1.0",
        },
        "method": Method(
            RULES, RECORD, HOUSE, (Threshold("SAME_CLAIM", "0.5", "probability", "chosen on labelled pairs"),),
            ladder=LADDER, quality=QUALITY,
        ),
    }  # fmt: skip
    return Report(**(made | changes))


def everything() -> list[EventInput]:
    return [pact(), flood(), ferry(), thin(), tram()]


def full_page(source: EventInput, budget: ExcerptBudget) -> EventPage:
    """The event's page with its naming map, as the site writer makes it."""
    return event_page(source, report(), budget, referents=known_referents(source, report()))


def pages() -> list[tuple[str, object]]:
    """Every page of the sample with the name of its template, as the site writer would make them."""
    budget = ExcerptBudget(400)
    made = [(source, full_page(source, budget)) for source in everything()]
    made.append((pact(), event_page(pact(), report(excerpt_words=12), ExcerptBudget(12))))
    made.append((pact(), event_page(pact(), report(), ExcerptBudget(400), root="", single=True)))
    return [*(("event.html", page) for _, page in made), *pages_over_all(made, budget)]


def pages_over_all(made: Sequence[tuple[EventInput, EventPage]], budget: ExcerptBudget) -> list[tuple[str, object]]:
    """The pages over all events, with one event of an older version among them: where they are few, and where they are
    many."""
    few, many = HeldParts(), HeldParts()
    for source, page in [*made, (older(tram("2024-12")), made[0][1])]:
        part = event_part(source, page, report(), budget, known_referents(source, report()))
        few.add(part)
        for number in range(MANY):
            many.add(replace(part, filed=replace(part.filed, event=f"{source.event.id}-{number}")))
    return [
        (template, page)
        for parts, most in ((few, INDEX), (many, 1))
        for _, template, page in overall_pages(parts, report(), fetch_report(), store_facts(), most=most)
    ]


def archive_files() -> list[tuple[str, bytes]]:
    """The pages of months, as the site writer would make them of very many events."""
    budget, parts = ExcerptBudget(400), HeldParts()
    for one in everything():
        parts.add(event_part(one, event_page(one, report(), budget), report(), budget, known_referents(one, report())))
    return [
        (path, environment().get_template(template).render(page=page).encode())
        for path, template, page in overall_pages(parts, report(), None, store_facts(), most=1)
        if template == "archive.html"
    ]
