"""`rules symmetry`: which term of each mirrored pair the rules mark, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from variorum.mirrors import Cover, Mirrored


def symmetry_lines(name: str, found: Sequence[Mirrored]) -> Iterator[str]:
    """One line a pair, what is to be looked at first, then in the order of the file, and a count at the end."""
    for one in sorted(found, key=lambda one: not one.is_finding):
        yield f"{name}:{one.mirror.line}: {_told(one)}"
    findings = sum(one.is_finding for one in found)
    excused = sum(bool(one.mirror.because) and one.outcome in ("one side", "levels differ") for one in found)
    alike, neither = (sum(one.outcome == outcome for one in found) for outcome in ("alike", "neither"))
    yield (
        f"{len(found)} pairs: {alike} marked alike, {neither} not marked, {excused} treated differently for a reason"
        f" given, {findings} to look at"
    )


def symmetry_rows(name: str, found: Sequence[Mirrored]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "file": name,
            "line": one.mirror.line,
            "about": one.mirror.about,
            "outcome": one.outcome,
            "finding": one.is_finding,
            "because": one.mirror.because or None,
            "terms": [
                {
                    "term": term,
                    "rules": [{"rule": cover.rule, "level": cover.level, "match": cover.match} for cover in covers],
                }
                for term, covers in zip(one.mirror.terms, one.covers, strict=True)
            ],
        }


def _told(one: Mirrored) -> str:
    sides = ", ".join(
        f"'{term}' {_marked_by(term, covers)}" for term, covers in zip(one.mirror.terms, one.covers, strict=True)
    )
    because = one.mirror.because
    if one.outcome in ("one side", "levels differ"):
        return f"{one.outcome}: {sides}" + (f"; because {because}" if because else "")
    # A reason that nothing needs any more would hide the next change.
    return f"{one.outcome}: {sides}" + ("; 'because' is no longer needed" if because else "")


def _marked_by(term: str, covers: Sequence[Cover]) -> str:
    if not covers:
        return "by no rule"
    return "by " + " and ".join(
        f"{cover.rule} ({cover.level}{'' if cover.match.casefold() == term.casefold() else f', its {cover.match!r}'})"
        for cover in covers
    )
