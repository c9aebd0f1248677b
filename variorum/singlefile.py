"""`report --single-file`: one event as one file that can be mailed."""

from __future__ import annotations

from pathlib import Path

import click

from db.store import Store
from variorum.errors import NotComparedError, SiteError
from variorum.newsroom import configured_outlets
from variorum.nightly import comparison_for, versions_of
from variorum.references import find_event
from variorum.reporting import event_inputs, report_of
from variorum.settings import Settings
from variorum.site import render_single
from variorum.sitefolder import replace_file
from variorum.sitepaths import event_file


def single_file_verb(store: Store, settings: Settings, event: str, *, folder: Path) -> int:
    """Write the event's page into the folder and say where. Returns the exit status.

    Raises InputError for an event that is not held, SiteError for a folder that can't be written,
    NotComparedError where its results are not of the texts that are held.
    """
    found = find_event(event, store.events())
    outlets = configured_outlets(settings)
    comparison = comparison_for(settings, outlets)
    report = report_of(store, settings, outlets, comparison.rules, versions_of(comparison))
    source = next(event_inputs(store, settings.report.show, [found.id]), None)
    if source is None:
        raise NotComparedError(f"event {found.id} could not be compared; see: variorum status")
    path = folder / event_file(found.id)
    try:
        replace_file(path, render_single(source, report))
    except OSError as error:
        raise SiteError(
            f"{path}: can't be written ({error.strerror or error}); name another folder with --out"
        ) from error
    click.echo(f"report: {path}")
    return 0
