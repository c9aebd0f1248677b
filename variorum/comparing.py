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

from compare.calibration import Calibration
from compare.claims import Claim, Reading, align_claims
from compare.decisions import settled
from compare.embed import Embedder, Vectors
from compare.framing import RULE_LANGUAGE, Flag, flag_text
from compare.masking import visible_sentences, within
from compare.origins import origin_differences, repeated_flags
from compare.parses import remembering
from compare.rules import Rule, rules_digest
from compare.sentences import Sentence, split_sentences
from compare.standings import Standing, standings
from compare.survey import WINDOW_DAYS
from compare.tagger import Tagger
from compare.telling import told_at
from compare.voice import voices
from compare.wirecopy import Shares
from compare.wording import contrast_flags
from db.records import EventResults, StoredArticle, StoredClaim, StoredDifference, StoredFlag
from db.store import Store
from scraper.article import Article, Moment
from variorum.calibrations import Entry, calibration_digest, calibration_of
from variorum.decisionwords import conflict_words
from variorum.grouping import Grouper, grouping_stage
from variorum.progress import Progress
from variorum.quarantine import Masks, mask_versions, masks
from variorum.revising import revise_stage
from variorum.sharing import sharing_stage
from variorum.vectors import VectorSource

OURS = ("comparing.py", "grouping.py", "quarantine.py", "sharing.py", "vectors.py")


@dataclass(frozen=True, slots=True)
class CompareSummary:
    """Counts of one comparison. `embedded` counts sentences whose vector had to be computed, `quarantined` lines newly
    learned to be site furniture; what is masked as furniture counts as no sentence."""

    articles: int
    sentences: int
    embedded: int
    events: int
    events_computed: int
    claims: int
    shared_claims: int
    differences: int
    flags: int
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison needs besides the store. `versions` of rules, model, its calibration and code decide what is
    computed again.

    `names` maps outlets' slugs to the names that explanations show, `wires` those of outlets that are agencies. An
    event stays open for `open_days` days after its latest article. `calibrations` are what `variorum calibrate` found.
    `tagger` is None where voices are found by word lists alone.
    """

    rules: tuple[Rule, ...]
    embedder: Embedder
    names: Mapping[str, str]
    wires: Mapping[str, str] = field(default_factory=dict)
    open_days: float = WINDOW_DAYS
    calibrations: tuple[Entry, ...] = ()
    tagger: Tagger | None = None

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
            "rules": rules_digest(self.rules),
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


def compare_stage(store: Store, comparison: Comparison, progress: Progress) -> CompareSummary:
    """Bring events, claims, differences and flags up to date with the stored articles."""
    stored = store.articles()
    fitted_for = comparison.calibration.model
    if fitted_for != comparison.embedder.name:
        progress.say(
            f"note: the thresholds in use were fitted for {fitted_for}, none for {comparison.embedder.name};"
            " fit them with: variorum calibrate; until then look at what is grouped before you rely on it"
        )
    for conflict in settled(store.decisions())[1]:
        told = conflict_words(conflict, {item.article.key: item.article.title for item in stored})
        progress.say(f"note: decision {conflict.decision.id} ({conflict.decision.verb}) is left out: it {told}")
    code = comparison.versions["code"]
    by_key = {item.article.key: item for item in stored}
    whole = _sentences(store, stored, code)
    vectors = VectorSource(store, comparison.embedder, progress)
    learned = grouping_stage(store, by_key, whole, vectors, comparison.grouper, progress)

    hidden = masks(stored, store.furniture())
    sentences = _visible(whole, hidden)
    sharing_stage(store, stored, sentences, comparison.wires, code, progress)
    known_shares = store.shares(by_key)
    events = store.events()
    stale = []
    for event in events:
        members = [by_key[key] for key in event.event.articles]
        shares = Shares(known_shares.of(event.event.articles))
        around = {**shown_names(members, comparison.names), **mask_versions(members, hidden), "shared": repr(shares)}
        fingerprint = _fingerprint(members, {**comparison.versions, **around})
        if event.fingerprint != fingerprint:
            stale.append((event, members, fingerprint, shares))
    with progress.stage("comparing events", len(stale)) as advance:
        for event, members, fingerprint, shares in stale:
            chosen = {item.article.key: sentences[item.article.key] for item in members}
            results = event_results(event.id, members, chosen, vectors.of, comparison, shares)
            store.save_results(event.id, fingerprint, results)
            advance(1)

    # After learning: site furniture is no change.
    revise_stage(store, comparison.rules, comparison.versions, progress, comparison.tagger)
    counts = store.counts()
    return CompareSummary(
        articles=len(stored),
        sentences=sum(len(s) for s in sentences.values()),
        embedded=vectors.embedded,
        events=len(events),
        events_computed=len(stale),
        claims=counts["claims"],
        shared_claims=counts["shared_claims"],
        differences=counts["differences"],
        flags=counts["flags"],
        quarantined=len(learned),
    )


def _visible(whole: Mapping[str, list[Sentence]], hidden: Masks) -> dict[str, list[Sentence]]:
    """The sentences that stand in no masked paragraph: all that comes after this sees no others."""
    return {key: visible_sentences(found, hidden.get(key, ())) for key, found in whole.items()}


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
    flags = {
        key: contrast_flags(key, _flags(article, sentences[key], comparison), claims, shares)
        for key, article in read.items()
    }
    repeats = repeated_flags(flags, shares)
    published = {key: told_at(article) for key, article in articles.items()}
    stored_claims = [
        StoredClaim(_claim_id(event_id, claim.readings), claim, _standings(claim, read, published)) for claim in claims
    ]
    return EventResults(
        claims=tuple(stored_claims),
        differences=tuple(
            StoredDifference(claim=item.id, difference=difference)
            for item in stored_claims
            for difference in origin_differences(
                replace(item.claim, readings=tuple(r for r in item.claim.readings if r.article in read)),
                flags,
                published,
                comparison.names,
                shares,
            )
        ),
        flags=tuple(
            StoredFlag(_digest(key, flag.rule, str(flag.start), flag.match), key, flag, (key, number) in repeats)
            for key in sorted(flags)
            for number, flag in enumerate(flags[key])
        ),
    )


def _standings(claim: Claim, read: Collection[str], published: Mapping[str, Moment | None]) -> tuple[Standing, ...]:
    """How the readings stand to the first, for claims of several outlets whose texts are all of the rules' language."""
    several = len({reading.outlet for reading in claim.readings}) > 1
    return standings(claim, published) if several and all(r.article in read for r in claim.readings) else ()


def _flags(article: Article, sentences: Sequence[Sentence], by: Comparison) -> list[Flag]:
    tagger = remembering(by.tagger)
    found = flag_text(article.text, by.rules, voices(article.text, sentences, tagger), sentences, tagger)
    return [flag for flag in found if within(sentences, flag)]


def _sentences(store: Store, stored: Sequence[StoredArticle], version: str) -> dict[str, list[Sentence]]:
    known = store.sentences([item.article.key for item in stored], version)
    fresh = {item.article.key: split_sentences(item.article) for item in stored if item.article.key not in known}
    if fresh:
        store.put_sentences(version, fresh)
    return {**known, **fresh}


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
