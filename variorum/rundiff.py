"""`variorum report diff`: what flags and differences came, went and changed between two runs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final, TextIO

from compare.verdicts import SUBJECTS, Subject
from db.records import KeptFinding, ToldDifference, ToldFlag, ToldSide
from db.store import Store
from variorum.comparedruns import TwoRuns, two_runs
from variorum.errors import InputError
from variorum.eventlists import one_line
from variorum.excerpts import ExcerptBudget
from variorum.exporting import write_export
from variorum.findingchanges import Aspect, Change, ChangeKind, changes
from variorum.references import find_id
from variorum.rowparts import Row
from variorum.settings import Settings

SHOWN_KINDS: Final[tuple[ChangeKind, ...]] = ("came", "went", "changed", "moved")
WIDEST: Final = max(map(len, SHOWN_KINDS))
FIRST_TEXT: Final = 1  # the number of a new article's text


@dataclass(frozen=True, slots=True)
class RunDiff:
    """Two runs side by side. `changes` has no unchanged ones; `as_before` counts those by subject, and is None where
    only some changes were asked for. `new_texts` has, of the articles concerned, those with a new text and its number.
    """

    runs: TwoRuns
    changes: tuple[Change, ...]
    as_before: Mapping[Subject, int] | None
    new_texts: Mapping[str, int]


def run_diff(store: Store, first: str, second: str, *, event: str | None = None, outlet: str | None = None) -> RunDiff:
    """What changed between two runs, of one event or with words of one outlet where such are given. Raises InputError
    for a run, an event or an outlet that is not there."""
    runs = two_runs(store, first, second)
    wanted = None if event is None else _event(store, event)
    if outlet is not None and outlet not in (known := store.outlets()):
        raise InputError(f"outlet {outlet!r}: there is no article of it; there are {', '.join(known) or 'none'}")
    held = store.findings_between(runs.first.run.id, runs.second.run.id)
    every = changes(held.before, held.after)
    chosen = tuple(
        change
        for change in every
        if change.kind != "unchanged"
        and (wanted is None or any(one.event == wanted for one in change.findings))
        and (outlet is None or any(outlet in _outlets(one) for one in change.findings))
    )
    articles = {article for change in chosen for one in change.findings for article in _articles(one)}
    as_before = Counter[Subject](one.finding.subject for one in every if one.kind == "unchanged" and one.counts)
    return RunDiff(
        runs,
        chosen,
        {name: held.stayed.get(name, 0) + as_before[name] for name in SUBJECTS} if event is outlet is None else None,
        store.new_texts(articles, *runs.texts),
    )


def diff_verb(
    store: Store,
    settings: Settings,
    first: str,
    second: str,
    *,
    event: str | None,
    outlet: str | None,
    form: str,
    out: TextIO,
    err: TextIO,
) -> None:
    """Print what changed between two runs; as JSON Lines, what there is to say of the runs goes to `err`."""
    found = run_diff(store, first, second, event=event, outlet=outlet)
    if form == "text":
        out.writelines(f"{line}\n" for line in diff_lines(store, found))
    else:
        err.writelines(f"note: {note}\n" for note in notes_of(found))
        write_export(diff_rows(found, settings.report.excerpt_words), "jsonl", out)


def notes_of(diff: RunDiff) -> list[str]:
    """What has to be known of the runs, and what changes may come of."""
    new = sum(number == FIRST_TEXT for number in diff.new_texts.values())
    revised = len(diff.new_texts) - new
    texts = f"{_counted(new, 'new article')} and {_counted(revised, 'new text')} of articles held before"
    return [*diff.runs.notes, *([f"{texts}: changes may come of that"] if diff.new_texts else [])]


def diff_lines(store: Store, diff: RunDiff) -> Iterator[str]:
    """The runs, what has to be known of them, counts, then event by event what came, went, changed and moved."""
    yield diff.runs.heading
    yield from notes_of(diff)
    for subject in SUBJECTS:
        counts = Counter(change.kind for change in diff.changes if change.counts and change.finding.subject == subject)
        told = [f"{counts[kind]} {kind}" for kind in SHOWN_KINDS]
        if diff.as_before is not None:
            told.append(f"{diff.as_before[subject]} as before")
        yield f"{subject}s: {', '.join(told)}"
    by_event: dict[str, list[Change]] = defaultdict(list)
    for change in diff.changes:
        by_event[change.finding.event].append(change)
    titles = {stored.id: stored.event.title for stored in store.events(by_event)}
    for event, found in sorted(by_event.items()):
        yield ""
        yield f"event {event}: {one_line(titles[event]) if event in titles else _whereabouts(store, found)}"
        yield from (f"  {line}" for line in _event_lines(found, diff.new_texts))


def _event_lines(found: Sequence[Change], new_texts: Mapping[str, int]) -> Iterator[str]:
    for kind in ("came", "went", "changed"):
        for change in found:
            if change.kind == kind and change.counts:
                yield f"{kind:{WIDEST}}  {_line(change.finding, new_texts)}"
                yield from (f"    {line}" for line in _changed_lines(change))
    moved = Counter(change.before.event for change in found if change.kind == "moved" and change.before)
    for origin, number in sorted(moved.items()):
        yield f"{'moved':{WIDEST}}  {number} from event {origin}, as they were"
    repeated = sum(not change.counts and change.kind != "moved" for change in found)
    if repeated:
        yield f"and {repeated} on words that other articles have from the same text; see --format jsonl"


def _line(finding: KeptFinding, new_texts: Mapping[str, int]) -> str:
    numbers = {new_texts[article] for article in _articles(finding) if article in new_texts}
    marks = [
        *(["new article"] if FIRST_TEXT in numbers else []),
        *(["new text"] if numbers - {FIRST_TEXT} else []),
    ]
    return f"{finding.id}  {_about(finding)}  {_told(finding)}{''.join(f' [{mark}]' for mark in marks)}"


def _told(finding: KeptFinding) -> str:
    told = finding.told
    if isinstance(told, ToldDifference):
        return one_line(told.explanation)
    voice = f"{told.voice}, {told.source}" if told.source else told.voice
    return one_line(f"{told.outlet} ({voice}): [{told.match}]")


def _changed_lines(change: Change) -> Iterator[str]:
    """What is told otherwise, a line each."""
    if change.before is None or change.after is None:
        return
    if change.before.event != change.after.event:
        yield f"stood in event {change.before.event}"
    before, after = change.before.told, change.after.told
    for aspect in change.aspects:
        if isinstance(before, ToldFlag) and isinstance(after, ToldFlag):
            yield _flag_line(aspect, before, after)
        elif isinstance(before, ToldDifference) and isinstance(after, ToldDifference):
            if aspect == "explanation":
                yield one_line(f"was told as: {before.explanation}")
            else:
                yield from _side_lines(before, after)


def _flag_line(aspect: Aspect, before: ToldFlag, after: ToldFlag) -> str:
    match aspect:
        case "rule":
            return f"now marked by rule {after.rule} instead of {before.rule}"
        case "repeats":
            return "counts in another article that has the same text" if after.repeats else "counts here now"
        case "source":
            return one_line(f"source: {before.source or 'nobody named'} → {after.source or 'nobody named'}")
        case "match" | "message":
            return one_line(f"{aspect}: [{getattr(before, aspect)}] → [{getattr(after, aspect)}]")
        case _:
            return f"{aspect}: {getattr(before, aspect)} → {getattr(after, aspect)}"


def _side_lines(before: ToldDifference, after: ToldDifference) -> Iterator[str]:
    """Which passages are beside the others no more or newly; where they are the same, how they are parted now."""
    old, new = (dict.fromkeys(map(_passage, one.sides)) for one in (before, after))
    for told, here, there in (("no longer beside it", old, new), ("newly beside it", new, old)):
        if found := [passage for passage in here if passage not in there]:
            yield f"{told}: {', '.join(found)}"
    if old.keys() == new.keys():
        yield f"sides: {_parted(before)} → {_parted(after)}"


def _parted(difference: ToldDifference) -> str:
    by_side: dict[str, list[str]] = defaultdict(list)
    for one in difference.sides:
        by_side[one.side].append(_passage(one))
    return " | ".join(", ".join(passages) for _, passages in sorted(by_side.items()))


def _passage(side: ToldSide) -> str:
    """With its article: an outlet may have several that say the same."""
    return one_line(f"{side.outlet} {side.article} [{side.text}]")


def _whereabouts(store: Store, found: Sequence[Change]) -> str:
    """Of an event that is no more: where its articles stand now."""
    articles = {article for change in found for one in change.findings for article in _articles(one)}
    homes = sorted(set(store.homes(articles).values()))
    stand = f"its articles stand in {', '.join(homes)}" if homes else "its articles stand in no event"
    return f"there is no such event now; {stand}"


def diff_rows(diff: RunDiff, excerpt_words: int) -> Iterator[Row]:
    """A row for each change, by event, subject and id. Of one article no more than `excerpt_words` of a difference's
    words are printed."""
    excerpts = _Excerpts(excerpt_words)
    for change in diff.changes:
        articles = sorted({article for one in change.findings for article in _articles(one)})
        yield {
            "from": diff.runs.first.run.id,
            "to": diff.runs.second.run.id,
            "change": change.kind,
            "kind": change.finding.subject,
            "changed": list(change.aspects),
            "before": None if change.before is None else _row(change.before, excerpts),
            "after": None if change.after is None else _row(change.after, excerpts),
            "new_articles": [one for one in articles if diff.new_texts.get(one) == FIRST_TEXT],
            "new_texts": [one for one in articles if diff.new_texts.get(one, FIRST_TEXT) != FIRST_TEXT],
        }


class _Excerpts:
    """Prints words of an article as long as its share lasts. Where they stood in its text is not kept: the same words
    count once, others as if they stood apart."""

    def __init__(self, words: int) -> None:
        self._budget = ExcerptBudget(words)
        self._places: dict[tuple[str, str], int] = {}
        self._ends: dict[str, int] = defaultdict(int)

    def of(self, article: str, text: str) -> str | None:
        start = self._places.setdefault((article, text), self._ends[article])
        end = start + len(text)
        self._ends[article] = max(self._ends[article], end + 1)
        return text if self._budget.spend(article, start, end, text) else None


def _row(finding: KeptFinding, excerpts: _Excerpts) -> Row:
    head = {"event": finding.event, finding.subject: finding.id}
    if isinstance(finding.told, ToldFlag):
        return head | asdict(finding.told)
    sides = [asdict(one) | {"text": excerpts.of(one.article, one.text)} for one in finding.told.sides]
    shown = all(side["text"] is not None for side in sides)
    return {
        **head,
        "kind": finding.told.kind,
        "explanation": finding.told.explanation if shown else None,  # it quotes them
        "sides": sides,
    }


def _about(finding: KeptFinding) -> str:
    return finding.told.rule if isinstance(finding.told, ToldFlag) else finding.told.kind


def _articles(finding: KeptFinding) -> set[str]:
    return {finding.told.article} if isinstance(finding.told, ToldFlag) else {s.article for s in finding.told.sides}


def _outlets(finding: KeptFinding) -> set[str]:
    return {finding.told.outlet} if isinstance(finding.told, ToldFlag) else {s.outlet for s in finding.told.sides}


def _event(store: Store, given: str) -> str:
    """The id of an event that there is or was."""
    known = {stored.id for stored in store.events()} | store.events_in_history()
    return find_id(given, known, what="event", remedy="list them with: variorum events")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
