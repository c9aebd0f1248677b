"""`variorum calibrate`: find a configured model's scales, say what was found, and keep it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from compare.calibration import MINILM
from compare.reliability import calibration_error
from compare.scales import Scale
from variorum.calibrating import Findings, Found, calibrate, usable
from variorum.calibrations import calibration_of, calibrations_path, read_calibrations, write_calibrations
from variorum.errors import InputError
from variorum.nightly import embedder_for
from variorum.pairfiles import read_pairs
from variorum.progress import progress_for
from variorum.settings import Settings


def calibrate_verb(settings: Settings, *, pairs: Path | None, force: bool) -> int:
    """Calibrate the model that the settings name. Returns the exit status: 1 where there are warnings, for which
    nothing is written unless `force`, or where lines of the pairs can't be used. Raises ModelError, SettingsError and
    InputError."""
    path = calibrations_path(settings)
    known = read_calibrations(path)  # before the work: a file that can't be read must not cost the wait
    own, failed = read_pairs(pairs) if pairs else ([], [])
    for problem in failed:
        click.echo(f"variorum: {problem}", err=True)
    if pairs and not own:
        raise InputError(f"{pairs}: no line is a labelled pair; nothing was written")
    embedder = embedder_for(settings)
    progress_for().say(f"encoding labelled texts with {embedder.name} …")
    findings = calibrate(embedder, own)
    click.echo("\n".join(finding_lines(findings)))
    for warning in findings.warnings:
        click.echo(f"variorum: warning: {warning}", err=True)
    if not (usable(findings.sentences.scale) and usable(findings.articles.scale)):
        click.echo("nothing written: without a scale there is nothing to write")
        return 1
    if findings.warnings and not force:
        click.echo(f"nothing written; to keep it all the same: variorum calibrate --force ({path})")
        return 1
    entry = findings.entry()
    kept = [one for one in known if (one.model, one.engine) != (entry.model, entry.engine)]
    write_calibrations(path, [*kept, entry])
    if calibration_of(entry.model, entry.engine).model == entry.model:
        click.echo(f"note: numbers for {entry.model} ship with the program; remove its table from the file to use them")
    click.echo(f"written: {path}; from the next comparison on: variorum compare && variorum report")
    return 1 if failed or findings.warnings else 0


def finding_lines(findings: Findings) -> Iterator[str]:
    """What was found, in plain words."""
    yield f"model: {findings.model} ({findings.engine})"
    yield f"Its cosines x on the scale of {MINILM.model}, on which every threshold stands:"
    yield f"  sentences: {_line(findings.sentences.scale)}"
    yield f"  articles:  {_line(findings.articles.scale)}"
    named = [
        ("sentences of the invented newsroom, one claim or not", findings.sentences),
        ("articles of the invented newsroom, one event or not", findings.articles),
    ]
    if findings.own:
        named.append(("your own pairs of sentences", findings.own))
    for name, found in named:
        yield ""
        yield from _table(name, found)


def _line(scale: Scale) -> str:
    if not usable(scale):
        return "none found"
    return f"{scale.slope:.3f} x {'-' if scale.shift < 0 else '+'} {abs(scale.shift):.3f}"


def _table(name: str, found: Found) -> Iterator[str]:
    yield f"{name} ({found.same} the same, {found.other} not)"
    yield f"  the cosine alone puts the same above the others in {found.told_apart:.1%} of cases (chance: 50%)"
    if not found.bins:
        return
    yield "  probability    pairs  predicted  observed"
    for one in found.bins:
        means = f"{one.predicted:9.3f}  {one.observed:8.3f}" if one.count else f"{'–':>9}  {'–':>8}"
        yield f"  {one.low:.1f} to {one.high:.1f}  {one.count:9d}  {means}"
    yield f"  mean distance of predicted and observed, by pairs: {calibration_error(found.bins):.3f}"
