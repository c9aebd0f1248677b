"""The verbs with which a person corrects what was found: `events` and `verdicts`."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cliparts import now, settings_of, store_of


@click.group(invoke_without_command=True)
@click.pass_context
def events(ctx: click.Context) -> None:
    """List events, and correct which articles belong to them.

    EVENT and ARTICLE are ids, or their first 6 characters or more; an ARTICLE may also be the address it came with.
    Corrections hold in every later run until they are undone.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(events_list)


@events.command("list")
@click.argument("event", required=False, metavar="[EVENT]")
@click.pass_context
def events_list(ctx: click.Context, event: str | None = None) -> None:
    """Print every event, newest first, or the articles of one."""
    from variorum.eventlists import list_verb

    with store_of(settings_of(ctx)) as store:
        list_verb(store, event)


@events.command("why")
@click.argument("article", metavar="ARTICLE")
@click.pass_context
def events_why(ctx: click.Context, article: str) -> None:
    """Tell why an article stands in its event: scores, shared names and numbers, the closest sentences."""
    from variorum.eventwhys import why_verb

    with store_of(settings_of(ctx)) as store:
        why_verb(store, article)


@events.command("merge")
@click.argument("first", metavar="EVENT")
@click.argument("second", metavar="EVENT")
@click.pass_context
def events_merge(ctx: click.Context, first: str, second: str) -> None:
    """Make one event of two: all their articles belong together. The larger one's id stays."""
    from variorum.correcting import merge_verb

    settings = settings_of(ctx)
    with store_of(settings) as store:
        ctx.exit(merge_verb(store, settings, first, second, now=now))


@events.command("split")
@click.argument("event", metavar="EVENT")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.pass_context
def events_split(ctx: click.Context, event: str, articles: tuple[str, ...]) -> None:
    """Take articles out of an event, together."""
    from variorum.correcting import split_verb

    settings = settings_of(ctx)
    with store_of(settings) as store:
        ctx.exit(split_verb(store, settings, event, articles, now=now))


@events.command("pin")
@click.argument("article", metavar="ARTICLE")
@click.argument("event", metavar="EVENT")
@click.pass_context
def events_pin(ctx: click.Context, article: str, event: str) -> None:
    """Put an article into an event, or hold it there.

    It leaves the event where it stands.
    """
    from variorum.correcting import pin_verb

    settings = settings_of(ctx)
    with store_of(settings) as store:
        ctx.exit(pin_verb(store, settings, article, event, now=now))


@events.command("decisions")
@click.pass_context
def events_decisions(ctx: click.Context) -> None:
    """Print every correction and its state, oldest first."""
    from variorum.decisionwords import decision_lines

    with store_of(settings_of(ctx)) as store:
        click.echo("\n".join(decision_lines(store)))


@events.command("undo")
@click.argument("decision", metavar="ID")
@click.pass_context
def events_undo(ctx: click.Context, decision: str) -> None:
    """Take a correction back. It stays on record as undone and counts no more."""
    from variorum.correcting import undo_verb

    settings = settings_of(ctx)
    with store_of(settings) as store:
        ctx.exit(undo_verb(store, settings, decision, now=now))


@click.group()
def verdicts() -> None:
    """Carry decisions from one database to another, as JSON Lines."""


@verdicts.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.pass_context
def verdicts_export(ctx: click.Context, file: Path) -> None:
    """Write every decision into FILE; "-" is standard output."""
    from variorum.verdictfiles import export_verb

    with store_of(settings_of(ctx)) as store:
        ctx.exit(export_verb(store, file))


@verdicts.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.pass_context
def verdicts_import(ctx: click.Context, file: Path) -> None:
    """Take over the decisions in FILE; "-" is standard input. Exit status 1 where lines were left out."""
    from variorum.verdictfiles import import_verb

    with store_of(settings_of(ctx), make=True) as store:
        ctx.exit(import_verb(store, file))
