"""The compare stage: sentences, vectors, events, claims, differences and flags for what changed.

What is stored carries a fingerprint of everything it was computed from, so that a second run computes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from compare.absence import REPORTS, Held, absence_shifts
from compare.calibration import Calibration
from compare.claims import Claim, Reading, align_claims
from compare.decisions import settled
from compare.difference import Context
from compare.embed import Embedder, Vectors
from compare.framing import RULE_LANGUAGE, Flag
from compare.heard import Told
from compare.houserules import NO_HOUSE_RULES, HouseRules, rules_version
from compare.ladder import Ladder
from compare.marking import marked
from compare.masking import within
from compare.origins import origin_differences, repeated_flags
from compare.parses import remembering
from compare.readingtrees import ReadingTrees
from compare.rules import Rule, without_contrast
from compare.sentences import Sentence
from compare.standings import Standing, standings
from compare.survey import WINDOW_DAYS
from compare.tagger import Tagger
from compare.telling import told_at
from compare.voice import VoiceSpan, voices
from compare.wirecopy import Shares
from compare.wording import contrast_flags
from compare.wordvectors import WordVectors
from db.records import EventResults, StoredArticle, StoredClaim, StoredDifference, StoredFlag
from db.store import Store
from scraper.article import Article
from variorum.calibrations import Entry, calibration_digest, calibration_of
from variorum.corpus import Corpus, Shelf
from variorum.decisionwords import conflict_words, headlines_of
from variorum.faultwords import fault_words
from variorum.grouping import Grouper, grouping_stage
from variorum.progress import Progress
from variorum.revising import revise_stage
from variorum.sharing import sharing_stage
from variorum.uncompared import keep_failures
from variorum.vectors import VectorSource

OURS = (
    "comparing.py", "corpus.py", "grouping.py", "quarantine.py", "revising.py", "sharing.py", "vectors.py",
    "adapters/spacy_tagger.py",
)  # fmt: skip
ONE_EVENTS_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""Faults of the program that some text brought out. Others, of the disk, of memory or of the database, end the run."""
OUR_PACKAGES = ("compare", "variorum")
RESULTS = "results: method"  # the state: what claims, differences and flags were made by


@dataclass(frozen=True, slots=True)
class CompareSummary:
    """Counts of one comparison. `looked_at` counts the articles that were read for it, of all that are stored;
    `embedded` sentences whose vector had to be computed, `quarantined` lines newly learned to be site furniture,
    `findings_touched` flags and differences that came or went in the history; one that changed counts as both. `failed`
    tells of each event that could not be compared what went wrong.
    """

    articles: int
    looked_at: int
    embedded: int
    events: int
    events_computed: int
    claims: int
    shared_claims: int
    differences: int
    flags: int
    quarantined: int = 0
    findings_touched: int = 0
    failed: tuple[str, ...] = ()

    def after(self, first: CompareSummary) -> CompareSummary:
        """This comparison and the one just before it, as one."""
        return replace(
            self,
            looked_at=first.looked_at + self.looked_at,
            embedded=first.embedded + self.embedded,
            events_computed=first.events_computed + self.events_computed,
            quarantined=first.quarantined + self.quarantined,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison needs besides the store. `versions` of rules, model, its calibration and code decide what is
    computed again.

    `names` maps outlets' slugs to the names that explanations show, `wires` those of outlets that are agencies. An
    event stays open for `open_days` days after its latest article. `calibrations` are what `variorum calibrate` found.
    `tagger` is None where voices are found by word lists alone. `house` is what flags are not made for.
    """

    rules: tuple[Rule, ...]
    embedder: Embedder
    names: Mapping[str, str]
    wires: Mapping[str, str] = field(default_factory=dict)
    open_days: float = WINDOW_DAYS
    calibrations: tuple[Entry, ...] = ()
    tagger: Tagger | None = None
    house: HouseRules = NO_HOUSE_RULES

    @property
    def calibration(self) -> Calibration:
        """The numbers in force. They carry another model's name where there are none for this one."""
        return calibration_of(self.embedder.name, self.embedder.engine, self.calibrations)

    @property
    def grouper(self) -> Grouper:
        """Rules and what claims are weighed by have no part in grouping: a change of theirs leaves events as they are.
        The grouper looks at the events' part of the calibration itself."""
        versions = {
            name: made for name, made in self.versions.items() if name not in ("rules", "calibration", "tagger")
        }
        return Grouper(self.calibration, self.open_days, versions)

    @property
    def versions(self) -> dict[str, str]:
        return {
            "rules": rules_version(self.rules, self.house),
            "model": self.embedder.name,
            "engine": self.embedder.engine,
            "calibration": calibration_digest(self.calibration),
            "tagger": self.tagger.name if self.tagger else "none",
            "code": compare_code_digest(),
        }


@cache
def compare_code_digest() -> str:
    """Twelve hexadecimal digits over the source of `compare/` and of the modules of this stage.

    When the method changes, what it made is made again, and nobody has to remember to count a version up.
    """
    files = [f for f in resources.files("compare").iterdir() if f.name.endswith(".py")]
    ours = [resources.files("variorum") / name for name in OURS]
    here = [resources.files("scraper") / "article.py", *ours]
    sources = [*here, *sorted(files, key=lambda f: f.name)]
    return hashlib.sha256(b"\0".join(f.read_bytes() for f in sources)).hexdigest()[:12]


def compare_stage(
    store: Store, comparison: Comparison, progress: Progress, *, run: int | None = None
) -> CompareSummary:
    """Bring events, claims, differences and flags up to date with the stored articles.

    `run` is the ledger's number, under which the history of findings keeps what came, went and changed; without one
    nothing is kept of that.
    """
    code = comparison.versions["code"]
    shelf = Shelf(store, code)
    vectors = VectorSource(store, comparison.embedder, progress)
    _say_what_is_left_out(store, comparison, progress)
    night = grouping_stage(store, shelf, vectors, comparison.grouper, progress, run)
    sharing_stage(store, night.corpus, night.pending, comparison.wires, code, progress)
    # After learning: site furniture is no change of a text.
    revise_stage(
        store,
        comparison.rules,
        comparison.versions,
        shelf,
        night.pending,
        progress,
        comparison.tagger,
        comparison.house,
    )
    store.settle(night.pending)
    computed, failed = _results_stage(store, night.corpus, comparison, progress, run)
    if run is not None:
        store.begin_history(run)
    totals = store.totals()
    return CompareSummary(
        articles=totals["articles"],
        looked_at=len(shelf),
        embedded=vectors.embedded,
        events=totals["events"],
        events_computed=computed,
        claims=totals["claims"],
        shared_claims=totals["shared_claims"],
        differences=totals["differences"],
        flags=totals["flags"],
        quarantined=night.learned,
        findings_touched=0 if run is None else store.findings_touched(run),
        failed=tuple(f"{event}: {problem}" for event, problem in failed.items()),
    )


def _say_what_is_left_out(store: Store, comparison: Comparison, progress: Progress) -> None:
    fitted_for = comparison.calibration.model
    if fitted_for != comparison.embedder.name:
        progress.say(
            f"note: the thresholds in use were fitted for {fitted_for}, none for {comparison.embedder.name};"
            " fit them with: variorum calibrate; until then look at what is grouped before you rely on it"
        )
    for conflict in settled(store.decisions())[1]:
        told = conflict_words(conflict, headlines_of(store, (one.key for one in conflict.articles)))
        progress.say(f"note: decision {conflict.decision.id} ({conflict.decision.verb}) is left out: it {told}")


def _results_stage(
    store: Store, corpus: Corpus, comparison: Comparison, progress: Progress, run: int | None
) -> tuple[int, dict[str, str]]:
    """Compute what is found in the events that are due, or in all where names or versions are others. Returns of how
    many it was computed, and what went wrong with others, by event."""
    versions = comparison.versions
    parts = {**versions, **{f"name of {outlet}": name for outlet, name in comparison.names.items()}}
    made_by = _digest(*(f"{name}\t{made}" for name, made in sorted(parts.items())))
    if store.state(RESULTS) != made_by:
        store.make_all_due({RESULTS: made_by})
    due = store.due_events()
    keys = {key for event in due for key in event.event.articles}
    corpus.shelf.fetch(keys)
    known_shares = store.shares(keys)
    stale = []
    for event in due:
        members = corpus.members(event.event.articles)
        shares = Shares(known_shares.of(event.event.articles))
        around = {
            **shown_names(members, comparison.names),
            **corpus.mask_versions(event.event.articles),
            "shared": repr(shares),
        }
        fingerprint = _fingerprint(members, {**versions, **around})
        if event.fingerprint != fingerprint:
            stale.append((event, members, fingerprint, shares))
    store.not_due({event.id for event in due} - {event.id for event, *_ in stale})
    failed: dict[str, str] = {}
    first_fault: Exception | None = None
    with progress.stage("comparing events", len(stale)) as advance:
        for event, members, fingerprint, shares in stale:
            sentences = {key: corpus.sentences(key) for key in event.event.articles}
            try:
                results = event_results(event.id, members, sentences, corpus.vectors.of, comparison, shares)
            except ONE_EVENTS_FAULTS as error:
                failed[event.id] = fault_words(error, OUR_PACKAGES)
                first_fault = first_fault or error
                progress.say(
                    f"event {event.id} ({event.event.title}) could not be compared and is left out of the report:"
                    f" {failed[event.id]}; please report this, with what variorum events why {event.id} prints"
                )
            else:
                store.save_results(event.id, fingerprint, results, run=run)
            advance(1)
    if first_fault is not None and len(failed) == store.totals()["events"]:
        raise first_fault  # nothing would be left to report
    keep_failures(store, failed)
    return len(stale) - len(failed), failed


def event_results(
    event_id: str,
    members: Sequence[StoredArticle],
    sentences: Mapping[str, Sequence[Sentence]],
    vectors_of: Callable[[Sequence[Sentence]], Vectors],
    comparison: Comparison,
    shares: Shares | None = None,
) -> EventResults:
    """Claims, differences and flags of one event. Identifiers come from the event's and the readings' places.

    `sentences` are those of each article that are not masked; nothing is flagged outside of them. `shares` is what is
    known of these articles' shared text: differences are those between origins, and what is flagged in one text that
    several of them printed counts once.
    """
    articles = {item.article.key: item.article for item in members}
    shares = shares or Shares()
    flat = [sentence for key in sorted(sentences) for sentence in sentences[key]]
    claims = align_claims(flat, vectors_of(flat), comparison.calibration)
    # Rules, speakers and opposites are those of one language: a text in another is aligned, and not judged by them.
    read = {key: article for key, article in articles.items() if article.language == RULE_LANGUAGE}
    tagger = remembering(comparison.tagger)
    spans = {key: voices(article.text, sentences[key], tagger) for key, article in read.items()}
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
        ladder=Ladder(comparison.rules),
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


def _fingerprint(stored: Iterable[StoredArticle], versions: Mapping[str, str]) -> str:
    parts = sorted([s.article.key, s.article.digest, str(s.article.published), s.article.kind] for s in stored)
    return hashlib.sha256(json.dumps([parts, sorted(versions.items())]).encode()).hexdigest()


def shown_names(members: Iterable[StoredArticle], names: Mapping[str, str]) -> dict[str, str]:
    """The outlets' names as one event's explanations show them, under keys that no version has."""
    return {f"name of {item.article.outlet}": names.get(item.article.outlet, "") for item in members}


def _claim_id(event_id: str, readings: Iterable[Reading]) -> str:
    return _digest(event_id, *(f"{r.article}:{r.start}" for r in readings))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
