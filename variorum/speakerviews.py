"""Who is quoted in an event's texts, where, and how much."""

from __future__ import annotations

from typing import Final

from compare.whospeaks import Speaker, speakers
from variorum.facts import Facts
from variorum.views import Said, SpeakerRow, Speakers

#: Speakers with a row of their own; the others are told in a sentence.
ROWS: Final = 12


def speaker_table(facts: Facts) -> Speakers | None:
    """Those of most words first. None where nobody is quoted."""
    voices = {key: facts.source.results.voices.get(key, ()) for key in facts.articles}
    found = speakers({key: facts.text(key) for key in facts.articles}, voices)
    if not found:
        return None
    named = [(name, one) for one in found if one.name is not None and (name := _printed(facts, one))]
    printed = {id(one) for _, one in named}
    rest = [one for one in found if id(one) not in printed]
    unnamed = [one for one in rest if one.name is None]
    hidden = [one for one in rest if one.name is not None]
    rows = [_row(facts, name, [one]) for name, one in named[:ROWS]]
    if hidden:
        rows.append(_row(facts, f"{len(hidden)} named beyond the excerpt limit", hidden, ours=True))
    if unnamed:
        rows.append(_row(facts, "not named there, or by a pronoun alone", unnamed, ours=True))
    return Speakers(
        rows=tuple(rows),
        more=tuple(_row(facts, name, [one]) for name, one in named[ROWS:]),
        totals=tuple(_total(facts, outlet, found) for outlet in facts.outlets),
    )


def _row(facts: Facts, name: str, these: list[Speaker], *, ours: bool = False) -> SpeakerRow:
    cells = []
    for held in facts.outlets.values():
        keys = [article.key for article in held]
        cells.append(
            Said(
                sum(one.counted("quoted", keys) for one in these), sum(one.counted("paraphrase", keys) for one in these)
            )
        )
    return SpeakerRow(name, ours, tuple(cells))


def _total(facts: Facts, outlet: str, found: tuple[Speaker, ...]) -> str:
    """The share of an outlet's words that are somebody else's."""
    held = facts.outlets[outlet]
    spoken = sum(one.counted(kind, [a.key for a in held]) for one in found for kind in ("quoted", "paraphrase"))
    words = sum(facts.words(article.key) for article in held)
    return f"{round(100 * spoken / words)} % of {words} words" if words else "no words held"


def _printed(facts: Facts, speaker: Speaker) -> str:
    """The speaker's name where some article may print it, else ""."""
    name = speaker.name or ""
    for said in speaker.speeches:
        source, start = said.span.source, said.span.source_start
        if source and start is not None and (at := source.replace("’", "'").find(name)) >= 0:
            place = start + at
            if facts.holds(said.article, place, place + len(name)):
                return facts.text(said.article)[place : place + len(name)]
    return ""
