"""What an event's articles changed after publication, as view-models; and the words of it that may be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from compare.reframing import Reframing
from compare.revisions import SentenceChange, has_notice, is_read_alike, word_edits
from compare.sitefurniture import body_paragraphs
from compare.spans import Span
from compare.speakerwords import own_words_for
from db.records import StoredChanges, StoredRevision
from scraper.article import Moment
from variorum.contrasts import join_words
from variorum.earlier import REGION_CHARS, stretch_of, stretches_of
from variorum.facts import Facts
from variorum.kinds import chip
from variorum.revisionviews import Edit, History, Reworded, Run, VersionSentence, VersionView
from variorum.when import short_moment

_EDIT_WORDS: Final = {"changed": "changed", "added": "added", "removed": "taken out", "moved": "moved"}
_VERBS: Final = {"added": "put in", "removed": "took out"}
_WHOSE: Final = {"own": "", "paraphrase": own_words_for("somebody"), "quoted": "in a quotation"}


def histories(facts: Facts) -> tuple[History, ...]:
    """The articles whose text changed, in order of publication, each with what is known of its changes."""
    versions = _versions(facts)
    found = []
    for key, item in facts.articles.items():
        views = tuple(
            _version(facts, versions[key, changes.number - 1], versions[key, changes.number], changes)
            for changes in _changes(facts)
            if changes.key == key
        )
        if views:
            title = item.article.title if facts.holds(key, 0, len(item.article.title)) else ""
            href = facts.href(key, 0, 0)
            found.append(History(anchor(key), facts.name(item.article.outlet), title, facts.lang(key), href, views))
    return tuple(found)


def history_href(facts: Facts, key: str) -> str:
    """Where on the page the article's history stands; "" where there is none."""
    return f"#{anchor(key)}" if any(changes.key == key for changes in _changes(facts)) else ""


def anchor(key: str) -> str:
    return f"v-{key}"


def changed_places(facts: Facts) -> Iterator[tuple[str, int, str]]:
    """What `variorum.facts.allot` is to pay for: the marked words that came and went first, then the sentences."""
    versions = _versions(facts)
    for changes in _changes(facts):
        before, after = versions[changes.key, changes.number - 1], versions[changes.key, changes.number]
        newest = _newest(facts, after)
        for item in changes.framing:
            for revision, place in ((before, item.before), (after, item.after)):
                if place is not None:
                    yield changes.key, *stretch_of(revision, place, newest=newest)
        for change in changes.changes:
            for stretches in reversed(stretches_of(change, before, after, newest=newest)):
                yield from ((changes.key, *stretch) for stretch in stretches)


def earlier_words(facts: Facts, key: str) -> int:
    """Words of earlier versions of the article that may appear, besides those of the newest."""
    return facts.budget.used(key) - facts.budget.used(key, before=REGION_CHARS)


def _changes(facts: Facts) -> Iterator[StoredChanges]:
    """What differs between versions that are both here, in order."""
    here = {(revision.key, revision.number) for revision in facts.source.revisions}
    for changes in sorted(facts.source.changes, key=lambda found: (found.key, found.number)):
        known = {(changes.key, changes.number - 1), (changes.key, changes.number)} <= here
        if changes.key in facts.articles and known and changes.changes:
            yield changes


def _versions(facts: Facts) -> dict[tuple[str, int], StoredRevision]:
    return {(revision.key, revision.number): revision for revision in facts.source.revisions}


def _version(facts: Facts, before: StoredRevision, after: StoredRevision, found: StoredChanges) -> VersionView:
    return VersionView(
        number=after.number,
        when=_when(before, after),
        counts=_counts(after, found),
        note=_note(before, after, found),
        reworded=tuple(_reworded(facts, item, before, after) for item in found.framing),
        edits=tuple(_edit(facts, change, before, after) for change in found.changes),
    )


def _when(before: StoredRevision, after: StoredRevision) -> str:
    """When it changed by the page's own account; else when it was seen changed."""
    seen = short_moment(Moment(after.seen_at, "minute", "given"))
    said = after.article.modified
    if said is None or said in (before.article.modified, after.article.published):
        return f"seen changed {seen}; the page gives no time for it"
    return f"changed {short_moment(said)} by its own account, seen {seen}"


def _counts(after: StoredRevision, found: StoredChanges) -> str:
    """headline changed; 2 sentences changed, 1 added and 1 taken out"""
    body = [change for change in found.changes if change.after is None or _place(after, change.after) != "headline"]
    counted = Counter(change.change for change in body)
    parts = [
        f"{counted[kind]} {_EDIT_WORDS[kind]}" for kind in ("changed", "added", "removed", "moved") if counted[kind]
    ]
    if not parts:
        return "headline changed"
    first, *others = parts
    number, _, words = first.partition(" ")
    told = join_words([f"{number} sentence{'' if number == '1' else 's'} {words}", *others])
    return told if len(body) == len(found.changes) else f"headline changed; {told}"


def _note(before: StoredRevision, after: StoredRevision, found: StoredChanges) -> str:
    """Whether the page itself says that it was changed. A live blog is added to all day and need not say so; and where
    another version of the extractor read the page, nothing is said of the outlet."""
    if not is_read_alike(before.article, after.article):
        return "read by another version of our extractor: some of this may be our reading"
    if after.article.kind == "live":
        return ""
    if has_notice(after.article, found.changes):
        return "with a note about it in the text"
    return "no note about it found in the text we hold"


def _edit(facts: Facts, change: SentenceChange, before: StoredRevision, after: StoredRevision) -> Edit:
    gone: list[Span] = []
    come: list[Span] = []
    if change.change == "changed" and change.before is not None and change.after is not None:
        for edit in word_edits(_text(before, change.before), _text(after, change.after)):
            gone.append(edit.before)
            come.append(edit.after)
    earlier, later = (
        all(facts.budget.holds(after.key, *stretch) for stretch in stretches)
        for stretches in stretches_of(change, before, after, newest=_newest(facts, after))
    )
    return Edit(
        kind=change.change,
        words=_EDIT_WORDS[change.change],
        before=None if change.before is None else _sentence(before, change.before, gone, shown=earlier and later),
        after=None if change.after is None else _sentence(after, change.after, come, shown=later),
    )


def _sentence(revision: StoredRevision, place: Span, edited: list[Span], *, shown: bool) -> VersionSentence:
    text = _text(revision, place)
    runs: list[Run] = []
    if shown:
        at = 0
        for span in edited:
            runs += [Run(text[at : span.start], edited=False), Run(text[span.start : span.end], edited=True)]
            at = span.end
        runs.append(Run(text[at:], edited=False))
    return VersionSentence(_place(revision, place), tuple(run for run in runs if run.text))


def _reworded(facts: Facts, item: Reframing, before: StoredRevision, after: StoredRevision) -> Reworded:
    sides = [(revision, place) for revision, place in ((before, item.before), (after, item.after)) if place is not None]
    gone = "" if item.before is None else _text(before, item.before)
    come = "" if item.after is None else _text(after, item.after)
    same = gone.casefold() == come.casefold()
    if item.change in _VERBS:
        verb = _VERBS[item.change]
    elif same:
        verb = "put into a quotation" if item.change == "softened" else "took out of a quotation"
    else:
        verb = "replaced"
    marked = {"added": "after", "sharpened": "after", "reworded": "both"}.get(item.change, "before")
    return Reworded(
        chip=chip(item.category, hollow=item.voice != "own"),
        verb=verb,
        before=gone,
        after="" if same else come,
        marked="before" if same else marked,
        whose="" if same else _WHOSE[item.voice],
        rule=item.rule if item.level == "mark" else f"{item.rule}, a note",
        rule_href=facts.rule_href(item.rule),
        shown=all(_holds(facts, revision, place) for revision, place in sides),
    )


def _text(revision: StoredRevision, place: Span) -> str:
    return revision.article.text[place.start : place.end]


def _place(revision: StoredRevision, place: Span) -> str:
    if place.start < len(revision.article.title):
        return "headline"
    numbers = [n for n, span in enumerate(body_paragraphs(revision.article), 1) if span.start <= place.start]
    return f"¶{numbers[-1]}" if numbers else "headline"


def _newest(facts: Facts, revision: StoredRevision) -> int:
    return facts.articles[revision.key].revision


def _holds(facts: Facts, revision: StoredRevision, place: Span) -> bool:
    return facts.budget.holds(revision.key, *stretch_of(revision, place, newest=_newest(facts, revision)))
