"""Reading what was found out of the store, one event at a time, and saying what it was made by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compare.eventfindings import EventFindings
from compare.houserules import rules_version
from compare.masking import masked_paragraphs
from compare.voice import VoiceSpan
from db.records import EventResults, StoredEvent
from db.store import Store
from variorum.comparing import compare_code_digest
from variorum.errors import InputError
from variorum.inputs import is_of_earlier_method
from variorum.quarantine import quarantined
from variorum.rulepacks import rule_book
from variorum.settings import Settings

Voices = Mapping[str, Sequence[VoiceSpan]]

REMEDY = "bring it up to date with: variorum compare"


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Versions of the rules and of the code that the stored results were made by, None where no run tells; `notes` say
    what of it is not what is in force, and what was not looked at yet, each in one sentence."""

    rules: str | None
    code: str | None
    notes: tuple[str, ...] = ()


def made_by(store: Store, settings: Settings) -> MadeBy:
    """Raises SettingsError or RulesError where the rules in force can't be read."""
    versions = next((run.versions for run in store.runs() if "rules" in run.versions), None)
    if versions is None:
        return MadeBy(None, None, ("nothing was compared yet; start with: variorum compare",))
    rules, code = versions["rules"], versions.get("code")
    notes = []
    book = rule_book(settings)
    in_force, program = rules_version(book.rules, book.house), compare_code_digest()
    if rules != in_force:
        notes.append(f"the results were made by rules {rules}, in force are {in_force}; {REMEDY}")
    if code != program:
        notes.append(f"the results were made by another version of the program ({code}, now {program}); {REMEDY}")
    of_others = sum(
        event.thinned is not None and is_of_earlier_method(event.thinned, versions) for event in store.events()
    )
    if of_others:
        events = f"{of_others} event{'s' if of_others > 1 else ''}"
        notes.append(f"found by an earlier method, and not compared again since their texts were thinned: {events}")
    due, pending = len(store.due_events()), len(store.pending())
    if due:
        notes.append(f"results may be out of date for {due} event{'s' if due > 1 else ''}; {REMEDY}")
    if pending:
        notes.append(f"not compared yet: {pending} article{'s' if pending > 1 else ''} new or changed; {REMEDY}")
    return MadeBy(rules, code, tuple(notes))


class Archive:
    """The events as they were when this was made, to be walked through as often as needed.

    In memory are the list of events and what one event has. Raises InputError where an event was changed meanwhile.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._events = [(event.id, _stamp(event)) for event in store.events()]
        self._lines = quarantined(store.furniture())

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[tuple[StoredEvent, EventFindings]]:
        """Every event with what was found in it, by id."""
        return ((event, found) for event, found, _ in self.with_voices())

    def with_voices(self) -> Iterator[tuple[StoredEvent, EventFindings, Voices]]:
        """The same with whose words stand where, by article; of an event that an older version computed nothing is
        known of that."""
        for id_, stamp in self._events:
            held = next(iter(self._store.events([id_])), None)
            if held is None or _stamp(held) != stamp:
                raise InputError(f"event {id_} was changed while it was counted; run the verb again")
            results = self._store.results(id_)
            yield held, self._findings(held, results), results.voices

    def _findings(self, event: StoredEvent, results: EventResults) -> EventFindings:
        keys = event.event.articles
        articles = {item.article.key: item.article for item in self._store.articles(keys)}
        return EventFindings(
            articles=articles,
            masked={key: masked_paragraphs(article, self._lines) for key, article in articles.items()},
            claims={item.id: item.claim for item in results.claims},
            differences=tuple((item.claim, item.difference) for item in results.differences),
            flags=tuple((item.article, item.flag) for item in results.flags if not item.repeats),
            shares=self._store.shares(keys),
        )


def _stamp(event: StoredEvent) -> bytes:
    """What changes with an event's articles or results, in few bytes: there may be very many events."""
    return hashlib.sha256("\n".join((event.fingerprint, *event.event.articles)).encode()).digest()[:8]
