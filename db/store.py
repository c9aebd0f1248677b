"""The one door to the database: `open_store(url)` gives a `Store`, whose every write is one transaction.

Each subject's SQL lies in the module of its name (`runs`, `fetchlog`, `articles`, `texts`, `grouping`, `findings`, …).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Literal, Self

from sqlalchemy import func, select

from db import (
    articles,
    claiming,
    decisions,
    deliveries,
    fetchlog,
    furniture,
    grouping,
    history,
    pending,
    proposals,
    rendered,
    reviewqueue,
    revisions,
    robots,
    runs,
    sharing,
    texts,
    verdicts,
)
from db.claiming import Claim
from db.database import Database
from db.migrate import Around, bring_up_to_date
from db.records import (
    Delivery,
    EventResults,
    FindingsChange,
    FurnitureState,
    GroupedNight,
    Put,
    Rendered,
    RenderedMonth,
    RenderedPage,
    ReviewCounts,
    RunRecord,
    RunTimes,
    StoredArticle,
    StoredChanges,
    StoredEvent,
    StoredLine,
    StoredRevision,
)
from db.retention import Retention
from db.schema import ArticleRow, EventRow, Fetch, RevisionRow, Run, SentenceRow, VectorRow
from scraper.article import Article, Failure, Outcome, RobotsCopy, Validators

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.background import Background
    from compare.credits import Credit
    from compare.decisions import Decision
    from compare.eventwhy import Why
    from compare.proposals import Declined
    from compare.sentences import Sentence
    from compare.sharedtext import Link
    from compare.sitefurniture import SiteLine
    from compare.verdicts import Verdict
    from compare.wirecopy import SharedSentence, Shares
    from db.nightlock import Confirm

LOCK_TIMEOUT_S = 60.0  # a night waits out a backup or a reader's checkpoint of about a minute

OPENED_AT_ONCE = 200  # events whose findings are written in one transaction where a history begins

STAMPS_AT_ONCE = 1000  # events looked at together; some hundred kB
PARTS_AT_ONCE = 200  # a part has some kB

NOTHING_YET: Mapping[str, object] = MappingProxyType({})

COUNTED = (RevisionRow, SentenceRow, VectorRow, Run, Fetch)


def open_store(
    url: str, *, lock_timeout_s: float = LOCK_TIMEOUT_S, make: bool = True, around: Around | None = None
) -> Store:
    """Open the database at `url` (sqlite:///FILE or postgresql+psycopg://…), making or upgrading its tables.

    A SQLite file and its folder are made where they are missing, unless `make` is off. `lock_timeout_s` is how long, in
    seconds, a write waits for another program's. `around` is what to do around the upgrade of a database that an older
    version made. Raises OlderSchemaError for such a one without `around`; UnusableDatabaseError for a folder that can't
    be written to, a file that is no database, another program's, or missing with `make` off; NewerSchemaError for a
    database of a newer version; LockedError. Each names the remedy.
    """
    database = Database(url, lock_timeout_s=lock_timeout_s, make=make)
    try:
        bring_up_to_date(database, around=around)
        database.use_wal()
    except BaseException:
        database.close()
        raise
    return Store(database)


class Store:
    """What is kept, in and out as frozen values.

    Threads may share one (not of a database in memory); every process opens its own. Methods raise StoreError for
    whatever the database refuses, and a write that raises has changed nothing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def path(self) -> Path | None:
        """The SQLite file; None for a server or a database in memory."""
        return self._database.path

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # The run ledger

    @contextmanager
    def hold(self, who: str) -> Iterator[Confirm]:
        """Keep other nights off the database. Yields what makes sure, after an error of the server's, that it is still
        so. `who` is told to those who ask meanwhile. Raises HeldError naming the holder.
        """
        from db.nightlock import night_lock

        with night_lock(self._database, who) as confirm:
            yield confirm

    def holder(self) -> str | None:
        """Who holds the database for a night's work, as "nightly, process 1234 on desk"; None where nobody does."""
        from db.nightlock import night_holder

        return night_holder(self._database)

    def start_run(
        self, verb: str, at: datetime, versions: Mapping[str, str], summary: Mapping[str, object] = NOTHING_YET
    ) -> int:
        """The new run's number. `versions` name what makes its results; `summary` as for `finish_run`."""
        with self._database.writing() as connection:
            return runs.start(connection, verb, at, versions, summary)

    def note_run(self, run: int, summary: Mapping[str, object]) -> None:
        """What a run that goes on has done so far. Raises UnknownKeyError, UnstorableError."""
        with self._database.writing() as connection:
            runs.note(connection, run, summary)

    def break_off_runs(self, ids: Collection[int]) -> None:
        """Close runs whose process is gone; when they ended nobody knows."""
        with self._database.writing() as connection:
            runs.break_off(connection, ids)

    def finish_run(
        self, run: int, at: datetime, *, status: Literal["done", "failed"], summary: Mapping[str, object]
    ) -> None:
        """`summary` may hold whatever JSON can. Raises UnknownKeyError, UnstorableError."""
        with self._database.writing() as connection:
            runs.finish(connection, run, at, status=status, summary=summary)

    def runs_under_way(self) -> list[RunRecord]:
        """Those that have not said that they ended, oldest first."""
        with self._database.reading() as connection:
            return runs.under_way(connection)

    def runs(self, limit: int | None = None) -> list[RunRecord]:
        """Newest first, at most `limit`."""
        with self._database.reading() as connection:
            return runs.newest_first(connection, limit)

    def run_times(
        self, limit: int, *, verbs: Collection[str] | None = None, since: datetime | None = None
    ) -> list[RunTimes]:
        """Newest first, of these verbs or of all: those that began at `since` or later, and of the newest at least
        `limit`. What the runs counted is not read, which in a ledger of years is much."""
        with self._database.reading() as connection:
            return runs.times(connection, verbs=verbs, since=since, limit=limit)

    def ledger_began(self) -> datetime | None:
        """When the first run began; None before any did."""
        with self._database.reading() as connection:
            return runs.began(connection)

    def runs_named(self, ids: Collection[int]) -> dict[int, RunRecord]:
        """These runs by their numbers, sorted; unknown ones are missing."""
        with self._database.reading() as connection:
            return runs.named(connection, ids)

    # The fetch log

    def log_fetch(
        self,
        run: int,
        outcome: Outcome,
        *,
        status: str,
        failure: Failure | None = None,
        words: int | None = None,
    ) -> None:
        """Record one outcome, and count it among what its outlet delivered; a page's bytes are not kept.

        `status` is "new", "changed", "same", "unusable" or "listing" for a Page, "listing" for a Listing, "unchanged"
        for an Unchanged and "failed" for a Failure; StoreError for any other. `failure` says why a page is unusable,
        `words` how long the text of a new article is. Raises UnknownKeyError for an unknown run.
        """
        with self._database.writing() as connection:
            fetchlog.log(connection, run, outcome, status=status, failure=failure, words=words)

    def validators(self, outlet: str) -> dict[str, Validators]:
        """The newest validators of each address whose content was read, by address as asked for, sorted.

        Unusable pages are among them: they are asked for again only once they change. An address whose newest answer
        carried none is left out. What failed or was unchanged does not count as newer.
        """
        with self._database.reading() as connection:
            return fetchlog.validators(connection, outlet)

    def known_urls(self, outlet: str, since: datetime) -> list[str]:
        """Addresses, as first asked for, of the outlet's articles first seen at `since` or later; sorted."""
        with self._database.reading() as connection:
            return articles.known_urls(connection, outlet, since)

    def unreached(self, outlet: str) -> list[str]:
        """The outlet's article addresses whose newest entry is a failure for want of time, oldest entry first."""
        with self._database.reading() as connection:
            return fetchlog.unreached(connection, outlet)

    def robots(self, since: datetime) -> list[RobotsCopy]:
        """The copies of robots.txt read at `since` or later, one an origin, sorted by origin."""
        with self._database.reading() as connection:
            return robots.load(connection, since)

    def keep_robots(self, copies: Iterable[RobotsCopy]) -> None:
        """Keep these copies of robots.txt, each in place of its origin's older one."""
        with self._database.writing() as connection:
            robots.keep(connection, copies)

    def failures(self, run: int | None = None) -> list[Failure]:
        """What failed in that run, unusable pages too, sorted by (outlet, url); by default in the newest run that
        fetched anything. The time is that of the fetch."""
        with self._database.reading() as connection:
            return fetchlog.failures(connection, run)

    def fetch_counts(self, run: int) -> dict[str, dict[str, int]]:
        """How often each outlet had each status in that run, both sorted."""
        with self._database.reading() as connection:
            return fetchlog.counts(connection, run)

    def deliveries(self, runs: Collection[int]) -> list[Delivery]:
        """What each outlet delivered in each of these runs, sorted by (run, outlet)."""
        with self._database.reading() as connection:
            return deliveries.load(connection, sorted(runs))

    # Articles

    def put_article(self, article: Article, *, run: int | None, at: datetime) -> Put:
        """Keep an article and say what it was: "new"; "changed" where headline or text differ from the newest
        revision's in more than trifles (`compare.trivial`; this text becomes the newest); else "same": the text held
        stays, other details are brought up to date. Of an article whose texts were thinned everything stays: its own
        text is "same", and any other "settled".

        Matched by canonical address, then by any address it is known by (`Article.aliases`), where the texts have
        enough in common. Key, canonical address and the address first asked for stay. Raises UnstorableError for a NUL
        or half a surrogate pair.
        """
        with self._database.writing() as connection:
            return articles.put(connection, article, run=run, at=at)

    def articles(self, keys: Iterable[str] | None = None) -> list[StoredArticle]:
        """The newest revisions of all articles or of those named, sorted by key; unknown keys are left out."""
        with self._database.reading() as connection:
            return articles.newest(connection, keys)

    def first_seen(self, keys: Iterable[str]) -> dict[str, datetime]:
        """When each of these articles was first seen, sorted by key; unknown ones are missing."""
        with self._database.reading() as connection:
            return articles.first_seen(connection, keys)

    def revisions(self, key: str | None = None) -> list[StoredRevision]:
        """Every text of every article or of one, sorted by (key, number)."""
        with self._database.reading() as connection:
            return articles.revisions(connection, key)

    def keys(self, outlet: str | None = None) -> list[str]:
        """The keys of all articles or of an outlet's, sorted."""
        with self._database.reading() as connection:
            return articles.keys(connection, outlet)

    def last_new(self, outlets: Iterable[str]) -> dict[str, datetime]:
        """When the newest article of each of these outlets was first seen; outlets without one are missing."""
        with self._database.reading() as connection:
            return articles.last_new(connection, outlets)

    def whole_keys(self, outlet: str | None = None) -> list[str]:
        """The same without articles whose texts were thinned: of those nothing is computed any more."""
        with self._database.reading() as connection:
            return articles.keys(connection, outlet, whole=True)

    def outlets(self) -> list[str]:
        """The outlets of which an article is held, sorted."""
        with self._database.reading() as connection:
            return articles.outlets(connection)

    def times(self, first: datetime, last: datetime) -> dict[str, datetime]:
        """When the articles of a stretch of time, ends included, were published, or first seen where that is not known;
        sorted by key. Without those whose texts were thinned."""
        with self._database.reading() as connection:
            return articles.times(connection, first, last)

    def outlets_of(self, keys: Iterable[str]) -> dict[str, str]:
        """The outlet of each of these articles, by article, sorted; unknown keys are missing."""
        with self._database.reading() as connection:
            return articles.outlets_of(connection, keys)

    def pages(self, outlet: str, first: datetime, last: datetime, *, before: int) -> list[str]:
        """The keys of an outlet's articles of a stretch of time, ends included, after those of up to `before` articles
        that came before it; by time, then key. Without those whose texts were thinned."""
        with self._database.reading() as connection:
            return articles.pages(connection, outlet, first, last, before)

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The other addresses of each article that has any, by key, both sorted."""
        with self._database.reading() as connection:
            return articles.aliases(connection)

    # What differs between the texts of one article

    def unchecked_revisions(
        self, fingerprint: str, outlet: str, keys: Collection[str] | None = None
    ) -> list[tuple[str, int]]:
        """(key, number) of the outlet's revisions from the second on, of all its articles or of those named, that
        nothing with this fingerprint held against the one before; sorted."""
        with self._database.reading() as connection:
            return revisions.unchecked(connection, fingerprint, outlet, keys)

    def save_changes(self, changes: StoredChanges, *, fingerprint: str) -> None:
        """Keep what differs, in place of what was held. Raises UnknownKeyError for an article that is not held."""
        with self._database.writing() as connection:
            revisions.save(connection, changes, fingerprint)

    def changes(self, keys: Iterable[str] | None = None) -> list[StoredChanges]:
        """What differs between the revisions of all articles or of those named, sorted by (key, number)."""
        with self._database.reading() as connection:
            return revisions.load(connection, keys)

    # What was computed of texts

    def sentences(self, keys: Iterable[str], version: str) -> dict[str, list[Sentence]]:
        """Of the newest revisions, sorted by key; articles whose sentences that version did not make are missing."""
        with self._database.reading() as connection:
            return texts.sentences(connection, list(keys), version)

    def put_sentences(self, version: str, by_article: Mapping[str, Sequence[Sentence]]) -> None:
        """Keep the sentences of newest revisions, in place of those of any other version.

        Raises UnknownKeyError for an unknown article and StoreError for a sentence that does not stand at its place in
        the newest text, because that changed meanwhile.
        """
        with self._database.writing() as connection:
            texts.put_sentences(connection, version, by_article)

    def vectors(self, digests: Collection[str], *, model: str, engine: str) -> dict[str, NDArray[np.float32]]:
        """The rows of shape (dim,) held of those texts, read-only, sorted by digest; the others are absent."""
        with self._database.reading() as connection:
            return texts.vectors(connection, digests, model=model, engine=engine)

    def vector_digests(self, digests: Collection[str], *, model: str, engine: str) -> set[str]:
        """Which of these texts have a vector, without reading the vectors."""
        with self._database.reading() as connection:
            return texts.vector_digests(connection, digests, model=model, engine=engine)

    def put_vectors(self, vectors: Mapping[str, NDArray[np.float32]], *, model: str, engine: str) -> None:
        """Keep rows of shape (dim,) by their texts' digests. A text's vector of the same model and engine that is held
        already stays. Raises UnstorableError for another shape, NaN or infinity."""
        with self._database.writing() as connection:
            texts.put_vectors(connection, vectors, model=model, engine=engine)

    # Events and what was found in them

    def events(self, ids: Collection[str] | None = None) -> list[StoredEvent]:
        """All events or those named, sorted by id; unknown ids are left out."""
        with self._database.reading() as connection:
            return grouping.load(connection, ids)

    def homes(self, keys: Iterable[str]) -> dict[str, str]:
        """The event that each of these articles stands in, by article, sorted; those in none are missing."""
        with self._database.reading() as connection:
            return grouping.homes(connection, keys)

    def reaches(self, first: datetime, last: datetime) -> dict[str, tuple[datetime, datetime]]:
        """The events that a stretch of time touches, ends included, by id, sorted: the first and the last moment at
        which one of an event's articles can have been published. Without thinned ones, which no article can join."""
        with self._database.reading() as connection:
            return grouping.reaches(connection, first, last)

    def thinned_events(self) -> set[str]:
        """The ids of the events whose texts were thinned: they stay as they are."""
        with self._database.reading() as connection:
            return grouping.thinned(connection)

    def event_ids(self, ids: Collection[str]) -> set[str]:
        """Those of these ids that an event has."""
        with self._database.reading() as connection:
            return grouping.held_ids(connection, ids)

    def grouped(self, keys: Iterable[str]) -> dict[str, str]:
        """By article, sorted: what of it was grouped when its event was last decided; '' where that is not known.
        Articles that stand in no event are missing."""
        with self._database.reading() as connection:
            return grouping.fingerprints(connection, keys)

    def outlines(self, keys: Iterable[str]) -> dict[str, bytes]:
        """By article, sorted, the outline that `save_grouping` kept; those of which none is kept are missing."""
        with self._database.reading() as connection:
            return grouping.outlines(connection, keys)

    def whys(self, keys: Iterable[str]) -> dict[str, Why]:
        """Why these articles stand in their events, sorted by key; those without a reason on record are missing."""
        with self._database.reading() as connection:
            return grouping.whys(connection, keys)

    def background(self, stems: Collection[str]) -> Background:
        """How many of the articles grouped so far hold each of these stems."""
        with self._database.reading() as connection:
            return grouping.background(connection, stems)

    def save_grouping(self, night: GroupedNight, *, run: int | None = None) -> None:
        """Keep a night's grouping with the reasons and what was counted. Events that vanish take their results along;
        one whose id stays keeps them, and they are due where its articles are others. Raises UnknownKeyError for an
        article that is not held. What becomes of findings is kept as the work of `run`, without one not at all."""
        with self._database.writing() as connection:
            grouping.save(connection, night, run)

    def save_results(self, event_id: str, fingerprint: str, results: EventResults, *, run: int | None = None) -> None:
        """Replace an event's claims, differences and flags, and set its fingerprint: they are due no more. Raises
        UnknownKeyError. What becomes of findings is kept as the work of `run`, without one not at all."""
        from db import findings  # brings most of compare: at first use

        with self._database.writing() as connection:
            findings.save(connection, event_id, fingerprint, results, run)

    def results(self, event_id: str) -> EventResults:
        """In the order they were saved; empty where none were. Raises UnknownKeyError for an unknown event."""
        from db import findings

        with self._database.reading() as connection:
            return findings.load(connection, event_id)

    def results_of(self, event_ids: Iterable[str]) -> dict[str, EventResults]:
        """The same of several events, by id, sorted: at less cost than one after the other."""
        from db import findings

        with self._database.reading() as connection:
            return findings.load_several(connection, event_ids)

    # Findings from run to run

    def begin_history(self, run: int) -> None:
        """See to it that the history of findings has every event. Those that were compared before there was a history
        come with this run; of runs before it nothing is known. Stopped, it is taken up by the next."""
        from db import findings

        if self.history_began() is not None:
            return
        last = ""
        while True:
            with self._database.writing() as connection:
                events = history.without(connection, last, OPENED_AT_ONCE)
                if not events:
                    runs.set_state(connection, history.BEGAN, str(run))
                    return
                findings.open_history(connection, events, run)
                last = events[-1]

    def history_began(self) -> int | None:
        """The first run whose findings are known whole; None before anything was compared."""
        with self._database.reading() as connection:
            return history.began(connection)

    def findings_touched(self, run: int) -> int:
        """How many flags and differences are kept as having come, and how many as having gone, with this run; one that
        changed is both."""
        with self._database.reading() as connection:
            return history.touched(connection, run)

    def findings_between(self, first: int, second: int) -> FindingsChange:
        """Flags and differences as they stood when these runs ended, `first` not the later one."""
        with self._database.reading() as connection:
            return history.between(connection, first, second)

    def events_in_history(self) -> set[str]:
        """Every event that ever had findings."""
        with self._database.reading() as connection:
            return history.known_events(connection)

    def new_texts(self, articles: Collection[str], after: int, until: int) -> dict[str, int]:
        """By article, of these and sorted: the number of the first text that a run behind `after`, up to `until`,
        brought of it; 1 for a new article. Those with no such text are missing."""
        with self._database.reading() as connection:
            return history.new_texts(connection, articles, after, until)

    # Shared text

    def sharing_checked(self, keys: Iterable[str]) -> dict[str, str]:
        """By article, sorted: the fingerprint under which it was last looked through for shared text."""
        with self._database.reading() as connection:
            return sharing.checked(connection, keys)

    def credits(self, keys: Iterable[str]) -> dict[str, tuple[Credit, ...]]:
        """The agencies that these articles' newest texts credit, sorted by key; articles without any are missing."""
        with self._database.reading() as connection:
            return sharing.credited(connection, keys)

    def text_signatures(self, keys: Iterable[str]) -> dict[str, bytes]:
        """By article, sorted, what `save_sharing` kept of it; those of which nothing is kept are missing."""
        with self._database.reading() as connection:
            return sharing.signatures(connection, keys)

    def text_links(self, keys: Iterable[str]) -> list[Link]:
        """The links that these articles have with any others, sorted. Without those whose texts were thinned."""
        with self._database.reading() as connection:
            return sharing.links(connection, keys)

    def shares(self, keys: Iterable[str]) -> Shares:
        """What is known of the shared text of these articles."""
        from compare.wirecopy import Shares  # brings the word lists: at first use

        with self._database.reading() as connection:
            return Shares(tuple(sharing.shared(connection, keys)))

    def save_sharing(
        self,
        *,
        checked: Mapping[str, str],
        credited: Mapping[str, Sequence[Credit]],
        links: Iterable[Link],
        traced: Iterable[str],
        shared: Iterable[SharedSentence],
        signatures: Mapping[str, bytes],
        since: datetime,
    ) -> None:
        """Replace the credits and links of the articles `checked`, which maps to their fingerprints, and the shared
        sentences of the articles `traced`, whose events are due. Keeps these signatures, and lets go those of articles
        published before `since`. Raises UnknownKeyError for an article that is not held."""
        with self._database.writing() as connection:
            sharing.save(
                connection,
                checked=checked,
                credited=credited,
                links=links,
                traced=traced,
                shared=shared,
                signatures=signatures,
                since=since,
            )

    # Site furniture

    def furniture(self) -> list[StoredLine]:
        """Every line, quarantined or released, as it was learned, sorted by (outlet, first seen, id)."""
        with self._database.reading() as connection:
            return furniture.load(connection)

    def counted_furniture(self) -> list[StoredLine]:
        """The same lines with the counts and times of all articles that have them now."""
        with self._database.reading() as connection:
            return furniture.counted(connection)

    def save_furniture(self, lines: Mapping[str, SiteLine], carriers: Mapping[str, Collection[str]]) -> list[str]:
        """Keep new lines by their ids, as quarantined, and which articles have them. Lines that are held stay as they
        are. Returns the ids of the new ones, sorted."""
        with self._database.writing() as connection:
            added = furniture.save(connection, lines)
            furniture.add_sightings(connection, {id_: carriers.get(id_, ()) for id_ in added})
            return added

    def save_sightings(self, by_article: Mapping[str, Collection[str]]) -> None:
        """Replace what is known of these articles: the ids of the lines that stand in them."""
        with self._database.writing() as connection:
            furniture.save_sightings(connection, by_article)

    def carriers(self, lines: Collection[str]) -> set[str]:
        """The articles in which any of these lines stands."""
        with self._database.reading() as connection:
            return furniture.carriers(connection, lines)

    def decide_furniture(self, line: str, state: FurnitureState, at: datetime) -> None:
        """What a person decided of a line; no later run changes it. Raises UnknownKeyError."""
        with self._database.writing() as connection:
            furniture.decide(connection, line, state, at)

    # A person's decisions on the grouping

    def decisions(self) -> list[Decision]:
        """Every decision, in force or undone, sorted by (time, id).

        Each article has the key that it is held under now: that of the article which took over its address, where one
        did. An article that is not held, or not yet, has the key it would have.
        """
        with self._database.reading() as connection:
            return decisions.load(connection)

    def save_decisions(self, made: Iterable[Decision]) -> None:
        """Keep decisions. Of one that is held already only an undoing is taken over: it is never taken back."""
        with self._database.writing() as connection:
            decisions.save(connection, made)

    def undo_decision(self, decision: str, at: datetime) -> None:
        """From now on the decision counts no more; it is kept as undone. Raises UnknownKeyError."""
        with self._database.writing() as connection:
            decisions.undo(connection, decision, at)

    # What reviewers decided of flags and differences

    def verdicts(self, articles: Collection[str] | None = None) -> list[Verdict]:
        """Every verdict, in force or undone, or those about a passage of these articles, sorted by (time, id). Articles
        have the keys that they are held under now, as `decisions` gives them."""
        with self._database.reading() as connection:
            return verdicts.load(connection, articles)

    def save_verdicts(self, made: Iterable[Verdict]) -> None:
        """Keep verdicts. Of one that is held already only an undoing is taken over: it is never taken back."""
        with self._database.writing() as connection:
            verdicts.save(connection, made)

    def undo_verdict(self, verdict: str, at: datetime) -> None:
        """From now on the verdict counts no more; it is kept as undone. Raises UnknownKeyError."""
        with self._database.writing() as connection:
            verdicts.undo(connection, verdict, at)

    def undo_verdicts(self, undone: Collection[str], at: datetime) -> None:
        """Undo several at once, or, where one is not held, none. Raises UnknownKeyError."""
        with self._database.writing() as connection:
            for verdict in sorted(undone):
                verdicts.undo(connection, verdict, at)

    def verdicts_stamp(self) -> tuple[int, int]:
        """Two numbers that change whenever a verdict is kept or undone."""
        with self._database.reading() as connection:
            return verdicts.stamp(connection)

    def review_counts(self) -> ReviewCounts:
        """What reviewers decided so far, counted without a look at what was found."""
        with self._database.reading() as connection:
            return reviewqueue.counts(connection)

    def event_stamps(self) -> dict[str, str]:
        """By event, sorted: what changes with its results and with the text of any of its articles."""
        with self._database.reading() as connection:
            return grouping.stamps(connection)

    def declined_proposals(self) -> list[Declined]:
        """Proposals of exceptions that a person declined, undone ones too, sorted by (time, id)."""
        with self._database.reading() as connection:
            return proposals.load(connection)

    def save_declined_proposals(self, declined: Iterable[Declined]) -> None:
        """Keep what was declined. Of what is held already only an undoing is taken over: it is never taken back."""
        with self._database.writing() as connection:
            proposals.save(connection, declined)

    # What is to be looked at again

    def pending(self) -> dict[str, int]:
        """The articles of which something changed since everything about them was compared, sorted by key, each with a
        number that grows with every change."""
        with self._database.reading() as connection:
            return pending.pending(connection)

    def touch(self, keys: Collection[str], state: Mapping[str, str]) -> dict[str, int]:
        """Have these articles looked at again though their texts did not change, and remember these states. Returns the
        articles' numbers, as `pending` does."""
        with self._database.writing() as connection:
            runs.set_states(connection, state)
            return pending.touch(connection, keys)

    def settle(self, looked_at: Mapping[str, int]) -> None:
        """These articles are dealt with as they were when `pending` gave these numbers; the events they stand in are
        due. What changed since then stays pending."""
        with self._database.writing() as connection:
            pending.settle(connection, looked_at)

    def due_events(self) -> list[StoredEvent]:
        """The events whose results may be out of date, sorted by id."""
        with self._database.reading() as connection:
            return grouping.load(connection, pending.due(connection))

    def stale_events(self) -> set[str]:
        """The events whose results may tell of other texts than are held: due ones, and those of pending articles."""
        with self._database.reading() as connection:
            return pending.stale(connection)

    @property
    def shares_work(self) -> bool:
        """Can several machines work on it at the same time? A server's database, not a SQLite file."""
        return not self._database.is_sqlite

    @contextmanager
    def claimed(self, most: int, *, after: str = "", while_state: tuple[str, str] | None = None) -> Iterator[Claim]:
        """At most so many due events behind this id, which nobody else computes until the block ends; what was saved
        is kept then, or not at all where the block raises (in SQLite each event is kept as it is saved).

        With `while_state`, a state's name and value: none where it has another value, and it has this one until the
        block ends.
        """
        if self._database.is_sqlite:
            with self._database.reading() as connection:
                events = claiming.free(connection, most, after)
            yield Claim(self._database, None, events)
            return
        with self._database.writing() as connection:
            claiming.set_limits(connection)
            open_ = while_state is None or claiming.is_in_force(connection, *while_state)
            yield Claim(self._database, connection, claiming.free(connection, most, after) if open_ else [])

    @contextmanager
    def claimed_when_free(self, event: str) -> Iterator[Claim]:
        """The same of one event, once whoever computes it is done or gone; of none where it is due no more then."""
        if self._database.is_sqlite:
            with self._database.reading() as connection:
                events = claiming.when_free(connection, event)
            yield Claim(self._database, None, events)
            return
        with self._database.writing() as connection:
            claiming.set_limits(connection)
            yield Claim(self._database, connection, claiming.when_free(connection, event))

    def event_fingerprints(self, events: Collection[str]) -> dict[str, str]:
        """By event, of these: what its results were computed from; '' before they were."""
        with self._database.reading() as connection:
            return claiming.fingerprints(connection, events)

    def due(self) -> list[str]:
        """The ids of due events, sorted."""
        with self._database.reading() as connection:
            return pending.due(connection)

    def count_due(self) -> int:
        with self._database.reading() as connection:
            return pending.count_due(connection)

    def make_all_due(self, state: Mapping[str, str]) -> None:
        """The results of every event may be out of date; remember these states with it."""
        with self._database.writing() as connection:
            pending.make_all_due(connection)
            runs.set_states(connection, state)

    # What reports wrote

    def page_stamps(self, at_once: int = STAMPS_AT_ONCE) -> Iterator[dict[str, str]]:
        """By event, sorted, so many at a time: what changes with anything that its page tells of what is stored. Raises
        StoreError for an article that stands in two events."""
        with self._database.reading() as connection:
            rendered.check_apart(connection)
            judged = rendered.verdicts_by_article(connection)
        after = ""
        while True:
            with self._database.reading() as connection:
                found = rendered.event_stamps(connection, judged, after=after, limit=at_once)
            if not found:
                return
            yield found
            after = next(reversed(found))

    def rendered(
        self, site: str, *, after: str = "", to: str | None = None, limit: int | None = None
    ) -> dict[str, Rendered]:
        """What reports wrote of events into that folder, by event, sorted: of those behind `after`, up to and with
        `to`, at most `limit`."""
        with self._database.reading() as connection:
            return rendered.load(connection, site, after=after, to=to, limit=limit)

    def rendered_events(self, site: str, at_once: int = STAMPS_AT_ONCE) -> Iterator[str]:
        """The events of which reports wrote something into that folder, sorted."""
        after: str | None = ""
        while after is not None:
            with self._database.reading() as connection:
                found = rendered.events_of(connection, site, after=after, limit=at_once)
            yield from found
            after = found[-1] if found else None

    def rendered_sites(self) -> list[str]:
        """The folders that reports wrote into, sorted."""
        with self._database.reading() as connection:
            return rendered.sites(connection)

    def keep_rendered(self, site: str, written: Mapping[str, tuple[Rendered, str]]) -> None:
        """Remember what a report wrote of these events into that folder, and what the pages over all events need of
        each, as JSON, in place of what was known of them. What their months add up to is forgotten."""
        with self._database.writing() as connection:
            rendered.keep(connection, site, written)

    def forget_rendered(self, site: str, events: Collection[str] | None = None) -> None:
        """Forget what reports wrote into that folder, of these events or of all, and what their months add up to."""
        with self._database.writing() as connection:
            if events is None:
                rendered.forget_site(connection, site)
            else:
                rendered.forget(connection, site, events)

    def rendered_months(self, site: str) -> dict[str, RenderedMonth | None]:
        """The months of the events that reports wrote into that folder, sorted, with what each adds up to; None where
        that has to be added up anew."""
        with self._database.reading() as connection:
            held = dict(rendered.load_months(connection, site))
            return {month: held.get(month) for month in rendered.months_of(connection, site)}

    def keep_month(self, site: str, month: str, summed: RenderedMonth) -> None:
        """Remember what a month adds up to."""
        with self._database.writing() as connection:
            rendered.keep_month(connection, site, month, summed)

    def parts(
        self, site: str, month: str, events: Collection[str] | None = None, *, at_once: int = PARTS_AT_ONCE
    ) -> Iterator[tuple[str, str]]:
        """(event, what the pages over all events need of it, as JSON) of a month, sorted; of these events or of all."""
        after: str | None = ""
        while after is not None:
            with self._database.reading() as connection:
                found = rendered.load_parts(connection, site, month, events, after=after, limit=at_once)
            yield from found
            after = found[-1][0] if found else None

    def rendered_pages(self, site: str) -> dict[str, RenderedPage]:
        """The pages of months that reports wrote into that folder, by path."""
        with self._database.reading() as connection:
            return rendered.load_pages(connection, site)

    def keep_pages(self, site: str, written: Mapping[str, RenderedPage], gone: Collection[str] = ()) -> None:
        """Remember the pages of months that a report wrote into that folder, and forget those that are gone."""
        with self._database.writing() as connection:
            rendered.keep_pages(connection, site, written)
            rendered.forget_pages(connection, site, gone)

    # State

    def state(self, name: str) -> str | None:
        """What a stage remembered under that name; None where it did not yet."""
        with self._database.reading() as connection:
            return runs.state(connection, name)

    def withdraw_state(self, name: str) -> None:
        """Set it to '', once every claim that asks for it is done or gone. Not where it is '' or missing already."""
        with self._database.reading() as connection:
            if not runs.state(connection, name):
                return
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                claiming.set_limits(connection)
            runs.set_state(connection, name, "")

    def set_state(self, name: str, value: str) -> None:
        """Remember a text under a name until it is set again."""
        with self._database.writing() as connection:
            runs.set_state(connection, name, value)

    def totals(self) -> dict[str, int]:
        """How many articles and events there are, and claims, shared claims, differences and flags in them.

        `shared_claims` have readings of two or more outlets. One text printed by several outlets counts once: a claim
        that only reprints of one text make is not shared, and a flag on words that another article of its event has
        from the same text is left out.
        """
        found = [func.coalesce(func.sum(getattr(EventRow, name)), 0).label(name) for name in grouping.NOTHING_FOUND]
        with self._database.reading() as connection:
            row = connection.execute(select(func.count().label("events"), *found).select_from(EventRow)).one()
            held = connection.execute(select(func.count()).select_from(ArticleRow)).scalar_one()
        return {"articles": held, **{name: int(value) for name, value in row._mapping.items()}}

    def retention(self, *, dry: bool = False) -> Retention:
        """What lets go of what is old; with `dry` it only counts."""
        return Retention(self._database, dry=dry)

    def counts(self) -> dict[str, int]:
        """The totals, rows of: revisions, sentences, vectors, runs, fetches, and the `verdicts` that are in force."""
        with self._database.reading() as connection:
            rows = {
                table.__tablename__: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in COUNTED
            }
            rows["verdicts"] = verdicts.count(connection)
        return {**self.totals(), **rows}

    def size(self) -> int | None:
        """Bytes of the database as its server tells; None for a SQLite file, whose size is that of its files."""
        return self._database.size()

    def check(self) -> None:
        """Read the whole database. Raises UnusableDatabaseError where it is damaged, naming the remedy."""
        self._database.check()
