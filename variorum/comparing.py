"""The compare stage: sentences, vectors, events, claims, differences and flags for what changed.

What is stored carries a fingerprint of everything it was computed from, so that a second run computes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

import numpy as np

from compare.calibration import Calibration
from compare.claims import Reading, align_claims
from compare.constraints import Constraints
from compare.decisions import constraints_of, settled
from compare.embed import Embedder, Vectors
from compare.events import Event, group_events, keep_ids
from compare.framing import RULE_LANGUAGE, Flag, flag_text
from compare.masking import visible_article, visible_sentences, within
from compare.origins import origin_differences, repeated_flags
from compare.rules import Rule, rules_digest
from compare.sentences import Sentence, split_sentences
from compare.voice import voices
from compare.wirecopy import Shares
from compare.wording import contrast_flags
from db.records import EventResults, StoredArticle, StoredClaim, StoredDifference, StoredEvent, StoredFlag
from db.store import Store
from scraper.article import Article, text_digest
from variorum.calibrations import Entry, calibration_digest, calibration_of
from variorum.decisionwords import conflict_words
from variorum.progress import Progress
from variorum.quarantine import Group, Masks, learn, mask_versions, masks, recount
from variorum.revising import revise_stage
from variorum.sharing import sharing_stage

EMBED_CHUNK = 512  # sentences between two writes: what is lost when a run is stopped while embedding


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

    `names` maps outlets' slugs to the names that explanations show, `wires` those of outlets that are agencies.
    `calibrations` are what `variorum calibrate` found.
    """

    rules: tuple[Rule, ...]
    embedder: Embedder
    names: Mapping[str, str]
    wires: Mapping[str, str] = field(default_factory=dict)
    calibrations: tuple[Entry, ...] = ()

    @property
    def calibration(self) -> Calibration:
        """The numbers in force. They carry another model's name where there are none for this one."""
        return calibration_of(self.embedder.name, self.embedder.engine, self.calibrations)

    @property
    def versions(self) -> dict[str, str]:
        return {
            "rules": rules_digest(self.rules),
            "model": self.embedder.name,
            "engine": self.embedder.engine,
            "calibration": calibration_digest(self.calibration),
            "code": compare_code_digest(),
        }


@cache
def compare_code_digest() -> str:
    """Twelve hexadecimal digits over the source of `compare/`, of this file, of `quarantine.py` and of `sharing.py`.

    When the method changes, what it made is made again, and nobody has to remember to count a version up.
    """
    files = [f for f in resources.files("compare").iterdir() if f.name.endswith(".py")]
    ours = [resources.files("variorum") / name for name in ("comparing.py", "quarantine.py", "sharing.py")]
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
    code = comparison.versions["code"]
    by_key = {item.article.key: item for item in stored}
    whole = _sentences(store, stored, code)
    hidden = masks(stored, store.furniture())
    embedded = _embed(store, _visible(whole, hidden).values(), comparison.embedder, progress)

    known = {event.id: frozenset(event.event.articles) for event in store.events()}
    vectors = _VectorSource(store, comparison.embedder)
    learned: list[str] = []
    for conflict in settled(store.decisions())[1]:
        told = conflict_words(conflict, {item.article.key: item.article.title for item in stored})
        progress.say(f"note: decision {conflict.decision.id} ({conflict.decision.verb}) is left out: it {told}")
    constraints = constraints_of(store.decisions())
    versions = {**comparison.versions, "decisions": _constraints_digest(constraints)}
    if store.state("grouping") != _fingerprint(stored, {**versions, **mask_versions(stored, hidden)}):
        with progress.stage("grouping articles", None) as advance:
            grouped = _grouping(whole, vectors, comparison, constraints)
            learned = learn(store, stored, grouped)
            hidden = masks(stored, store.furniture())
            found = grouped(stored, hidden)
            recount(store, stored, found)
            advance(len(stored))
        store.save_events([StoredEvent(id=key, event=event) for key, event in keep_ids(found, known)])
        store.set_state("grouping", _fingerprint(stored, {**versions, **mask_versions(stored, hidden)}))

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

    revise_stage(store, comparison.rules, comparison.versions, progress)  # after learning: site furniture is no change
    counts = store.counts()
    return CompareSummary(
        articles=len(stored),
        sentences=sum(len(s) for s in sentences.values()),
        embedded=embedded,
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


def _grouping(
    whole: Mapping[str, Sequence[Sentence]], vectors: _VectorSource, comparison: Comparison, constraints: Constraints
) -> Group:
    def group(stored: Sequence[StoredArticle], hidden: Masks) -> list[Event]:
        seen = [(item.article, hidden.get(item.article.key, ())) for item in stored]
        articles = [visible_article(article, masked) for article, masked in seen]
        rows = [vectors.of(visible_sentences(whole[article.key], masked)) for article, masked in seen]
        return group_events(articles, rows, comparison.calibration, constraints=constraints)

    return group


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
        key: contrast_flags(key, _flags(article, sentences[key], comparison.rules), claims, shares)
        for key, article in read.items()
    }
    repeats = repeated_flags(flags, shares)
    published = {key: article.published for key, article in articles.items()}
    stored_claims = [StoredClaim(id=_claim_id(event_id, claim.readings), claim=claim) for claim in claims]
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


def _flags(article: Article, sentences: Sequence[Sentence], rules: Sequence[Rule]) -> list[Flag]:
    found = flag_text(article.text, rules, voices(article.text, sentences))
    return [flag for flag in found if within(sentences, flag)]


def _sentences(store: Store, stored: Sequence[StoredArticle], version: str) -> dict[str, list[Sentence]]:
    known = store.sentences([item.article.key for item in stored], version)
    fresh = {item.article.key: split_sentences(item.article) for item in stored if item.article.key not in known}
    if fresh:
        store.put_sentences(version, fresh)
    return {**known, **fresh}


def _embed(store: Store, groups: Iterable[Sequence[Sentence]], embedder: Embedder, progress: Progress) -> int:
    """Compute and keep the vectors that are not stored yet. Returns how many there were."""
    texts = {text_digest(sentence.text): sentence.text for group in groups for sentence in group}
    held = store.vector_digests(texts, model=embedder.name, engine=embedder.engine)
    missing = sorted(set(texts) - held)
    if not missing:
        return 0
    with progress.stage("embedding sentences", len(missing)) as advance:
        for start in range(0, len(missing), EMBED_CHUNK):
            chunk = missing[start : start + EMBED_CHUNK]
            rows = embedder.encode([texts[digest] for digest in chunk])
            store.put_vectors(dict(zip(chunk, rows, strict=True)), model=embedder.name, engine=embedder.engine)
            advance(len(chunk))
    return len(missing)


class _VectorSource:
    """Stored vectors of sentences, each digest read once in a run."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store, self._embedder = store, embedder
        self._held: dict[str, Vectors] = {}

    def of(self, sentences: Sequence[Sentence]) -> Vectors:
        digests = [text_digest(sentence.text) for sentence in sentences]
        missing = {digest for digest in digests if digest not in self._held}
        if missing:
            self._held |= self._store.vectors(missing, model=self._embedder.name, engine=self._embedder.engine)
        return np.stack([self._held[digest] for digest in digests])


def _fingerprint(stored: Iterable[StoredArticle], versions: Mapping[str, str]) -> str:
    parts = sorted([s.article.key, s.article.digest, str(s.article.published), s.article.kind] for s in stored)
    return hashlib.sha256(json.dumps([parts, sorted(versions.items())]).encode()).hexdigest()


def _constraints_digest(constraints: Constraints) -> str:
    content = json.dumps([sorted(constraints.must), sorted(constraints.cannot)])
    return hashlib.sha256(content.encode()).hexdigest()


def shown_names(members: Iterable[StoredArticle], names: Mapping[str, str]) -> dict[str, str]:
    """The outlets' names as one event's explanations show them, under keys that no version has."""
    return {f"name of {item.article.outlet}": names.get(item.article.outlet, "") for item in members}


def _claim_id(event_id: str, readings: Iterable[Reading]) -> str:
    return _digest(event_id, *(f"{r.article}:{r.start}" for r in readings))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
