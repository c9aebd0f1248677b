"""What is found in one event: claims, differences and flags. Pure, so that any process can do it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from compare.absence import REPORTS, Held, absence_shifts
from compare.claims import Claim, Reading, align_claims
from compare.difference import Context
from compare.embed import Vectors
from compare.framing import RULE_LANGUAGE, Flag
from compare.heard import Told
from compare.ladder import ladder_of
from compare.marking import marked
from compare.masking import within
from compare.origins import origin_differences, repeated_flags
from compare.parses import remembering
from compare.readingtrees import ReadingTrees
from compare.rules import without_contrast
from compare.sentences import Sentence
from compare.standings import Standing, standings
from compare.tagger import Tagger
from compare.telling import told_at
from compare.voice import VoiceSpan, voices
from compare.wirecopy import Shares
from compare.wording import contrast_flags
from compare.wordvectors import WordVectors
from db.records import EventResults, StoredArticle, StoredClaim, StoredDifference, StoredEvent, StoredFlag
from scraper.article import Article
from variorum.comparison import Comparison
from variorum.faultwords import ONE_EVENTS_FAULTS, EventFault, event_fault
from variorum.readingahead import ReadText, ReadTexts, unpacked


@dataclass(frozen=True, slots=True)
class EventWork:
    """Everything that one event's results are computed from, besides what holds for all. `sentences` as
    `event_results` has them; `rows` are their vectors, article after article in the order of keys."""

    event: StoredEvent
    members: tuple[StoredArticle, ...]
    sentences: Mapping[str, Sequence[Sentence]]
    rows: Vectors
    shares: Shares
    fingerprint: str
    read: ReadTexts = field(default_factory=dict)


def results_or_fault(comparison: Comparison, work: EventWork) -> EventResults | EventFault:
    """The event's results; its own fault costs that event and no other."""
    try:
        return results_of_work(comparison, work)
    except ONE_EVENTS_FAULTS as error:
        return event_fault(error)


def load_models(comparison: Comparison, _: None) -> None:
    """Load in this process what events are compared by."""
    if comparison.tagger is not None:
        comparison.tagger.parse(["It rained."])
    comparison.embedder.encode_words(["It rained."])


def results_of_work(comparison: Comparison, work: EventWork) -> EventResults:
    read = unpacked(work.read)
    return event_results(
        work.event.id, work.members, work.sentences, lambda _: work.rows, comparison, work.shares, read
    )


def event_results(
    event_id: str,
    members: Sequence[StoredArticle],
    sentences: Mapping[str, Sequence[Sentence]],
    vectors_of: Callable[[Sequence[Sentence]], Vectors],
    comparison: Comparison,
    shares: Shares | None = None,
    ahead: Mapping[str, ReadText] = MappingProxyType({}),
) -> EventResults:
    """Claims, differences and flags of one event. Identifiers come from the event's and the readings' places.

    `sentences` are those of each article that are not masked; nothing is flagged outside of them. `shares` is what is
    known of these articles' shared text: differences are those between origins, and what is flagged in one text that
    several of them printed counts once. `ahead` is what the same tagger has read of some of the articles before.
    """
    articles = {item.article.key: item.article for item in members}
    shares = shares or Shares()
    flat = [sentence for key in sorted(sentences) for sentence in sentences[key]]
    claims = align_claims(flat, vectors_of(flat), comparison.calibration)
    # Rules, speakers and opposites are those of one language: a text in another is aligned, and not judged by them.
    read = {key: article for key, article in articles.items() if article.language == RULE_LANGUAGE}
    parses = {text: parse for one in ahead.values() for text, parse in one.parses.items()}
    tagger = remembering(comparison.tagger, parses)
    spans = {key: _voices(article, sentences[key], tagger, ahead.get(key)) for key, article in read.items()}
    told = {key: _told(article, sentences[key], spans[key]) for key, article in read.items()}
    flags = {
        key: contrast_flags(key, _flags(told, article, comparison, tagger), claims, shares)
        for key, article in read.items()
    }
    published = {key: told_at(article) for key, article in articles.items()}
    held = _held(articles.values(), sentences)
    trees = _trees(claims, read, tagger)
    context = Context(
        names=comparison.names,
        published=published,
        voices=spans,
        trees=trees,
        ladder=ladder_of(comparison.rules),
        uncontrasted=without_contrast(comparison.rules),
        texts={key: article.text for key, article in articles.items()},
        vectors=WordVectors(comparison.embedder),
    )
    stored_claims = [
        StoredClaim(_claim_id(event_id, claim.readings), claim, _standings(claim, read, context)) for claim in claims
    ]
    differences = []
    for item in stored_claims:
        judged = replace(item.claim, readings=tuple(r for r in item.claim.readings if r.article in read))
        found = origin_differences(judged, flags, context, shares)
        texts = len({shares.group(reading) for reading in item.claim.readings})
        found += absence_shifts(item.claim, texts, held, context)
        differences += [StoredDifference(claim=item.id, difference=difference) for difference in found]
    # Words that are loaded only beside milder ones have done their part: they are told as differences.
    flags = {key: [flag for flag in found if flag.level != "contrast"] for key, found in flags.items()}
    repeats = repeated_flags(flags, shares)
    return EventResults(
        claims=tuple(stored_claims),
        differences=tuple(differences),
        flags=tuple(
            StoredFlag(_digest(key, flag.rule, str(flag.start), flag.match), key, flag, (key, number) in repeats)
            for key in sorted(flags)
            for number, flag in enumerate(flags[key])
        ),
        voices={key: tuple(told[key].voices) for key in sorted(told)},
    )


def _voices(
    article: Article, sentences: Sequence[Sentence], tagger: Tagger | None, known: ReadText | None
) -> tuple[VoiceSpan, ...]:
    if known is not None and known.is_of(article, sentences):
        return known.voices
    return voices(article.text, sentences, tagger)


def _standings(claim: Claim, read: Collection[str], context: Context) -> tuple[Standing, ...]:
    """How the readings stand to the first, for claims of several outlets whose texts are all of the rules' language."""
    several = len({reading.outlet for reading in claim.readings}) > 1
    return standings(claim, context) if several and all(r.article in read for r in claim.readings) else ()


def _held(articles: Iterable[Article], sentences: Mapping[str, Sequence[Sentence]]) -> dict[str, list[Held]]:
    """By outlet, its reports on the event."""
    found: dict[str, list[Held]] = {}
    for article in articles:
        if article.kind in REPORTS:
            words = sum(len(sentence.text.split()) for sentence in sentences[article.key])
            found.setdefault(article.outlet, []).append(Held(article.key, words))
    return found


def _trees(claims: Iterable[Claim], read: Collection[str], tagger: Tagger | None) -> ReadingTrees | None:
    """Of the readings that differences are looked for between."""
    if tagger is None:
        return None
    shared = [claim for claim in claims if len({reading.outlet for reading in claim.readings}) > 1]
    return ReadingTrees(tagger, (r.text for claim in shared for r in claim.readings if r.article in read))


def _told(article: Article, sentences: Sequence[Sentence], spans: Sequence[VoiceSpan]) -> Told:
    """The article with what its sources say; nobody speaks in a masked paragraph."""
    shown = [span for span in spans if any(s.start <= span.start < s.end for s in sentences)]
    return Told(article.key, article.text, sentences, shown)


def _flags(
    told: Mapping[str, Told],
    article: Article,
    comparison: Comparison,
    tagger: Tagger | None,
) -> list[Flag]:
    own, others = told[article.key], [told[other] for other in sorted(told) if other != article.key]
    found = marked(own, others, comparison.rules, tagger, house=comparison.house, outlet=article.outlet, beside=True)
    return [flag for flag in found if within(own.sentences, flag)]


def _claim_id(event_id: str, readings: Iterable[Reading]) -> str:
    return _digest(event_id, *(f"{r.article}:{r.start}" for r in readings))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
