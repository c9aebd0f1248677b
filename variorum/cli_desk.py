"""The verbs with which a person corrects and reviews what was found: `events`, `flags` and `verdicts`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from compare.verdicts import Judgement, Proposes, ReviewState
from variorum.cliparts import FORMAT, now, settings_at_work, settings_of, store_of

if TYPE_CHECKING:
    from variorum.settings import Settings

Verb = TypeVar("Verb", bound=Callable[..., Any])


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

    settings = settings_at_work(ctx)
    with store_of(settings) as store:
        ctx.exit(merge_verb(store, settings, first, second, now=now))


@events.command("split")
@click.argument("event", metavar="EVENT")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.pass_context
def events_split(ctx: click.Context, event: str, articles: tuple[str, ...]) -> None:
    """Take articles out of an event, together."""
    from variorum.correcting import split_verb

    settings = settings_at_work(ctx)
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

    settings = settings_at_work(ctx)
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

    settings = settings_at_work(ctx)
    with store_of(settings) as store:
        ctx.exit(undo_verb(store, settings, decision, now=now))


def _filters(command: Verb) -> Verb:
    """The options that `flags` and `flags list` share."""
    options = (
        click.option("--event", metavar="EVENT", help="Of this event alone."),
        click.option("--rule", metavar="ID", help="By this rule, or of this kind of difference."),
        click.option("--outlet", metavar="SLUG", help="With words of this outlet."),
        click.option("--state", type=click.Choice(get_args(ReviewState)), help="In this state, not all that waits."),
        click.option("--limit", type=click.IntRange(min=1), help="How many to print; 50 as text, else all."),
        FORMAT,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@_filters
@click.pass_context
def flags(ctx: click.Context, /, **filters: Any) -> None:
    """List what waits for a review, most informative first, and give verdicts by id.

    Flags and differences both; each is looked at in its context on the pages of the report.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(flags_list, **filters)


@flags.command("list")
@_filters
@click.pass_context
def flags_list(
    ctx: click.Context,
    event: str | None,
    rule: str | None,
    outlet: str | None,
    state: ReviewState | None,
    limit: int | None,
    form: str,
) -> None:
    """Print flags and differences: id, state, rule or kind, the words amid what stands around them."""
    from variorum.exporting import write_export
    from variorum.flaglists import MOST_LINES, chosen, item_lines, item_row

    with store_of(settings_of(ctx)) as store:
        found = chosen(store, event=event, rule=rule, outlet=outlet, state=state)
    if form == "text":
        click.echo("\n".join(item_lines(found, limit or MOST_LINES)))
    else:
        write_export(map(item_row, found[:limit]), "jsonl", sys.stdout)


@flags.command("decide")
@click.argument("item", metavar="ID")
@click.argument("judgement", type=click.Choice(get_args(Judgement)))
@click.option("--as", "reviewer", required=True, metavar="NAME", help="Who decides; it never reaches the site.")
@click.option("--note", default="", help="Why.")
@click.option("--settles", is_flag=True, help="Decide between verdicts that disagree.")
@click.option(
    "--propose",
    "proposes",
    type=click.Choice([one for one in get_args(Proposes) if one]),
    help="With a rejection: allow the words, or switch the rule off, everywhere or for the outlet.",
)
@click.pass_context
def flags_decide(
    ctx: click.Context,
    item: str,
    judgement: Judgement,
    reviewer: str,
    note: str,
    settles: bool,
    proposes: Proposes | None,
) -> None:
    """Give a verdict on a flag or a difference, by its id or the first 6 characters of it or more.

    "quoted" says that the words are a source's and not the outlet's, "other-claim" that the passages do not tell the
    same. A person's later verdict takes the place of the earlier one; verdicts of several stand side by side.
    """
    from variorum.flaglists import decide_verb

    with store_of(settings_of(ctx)) as store:
        ctx.exit(
            decide_verb(
                store,
                item,
                judgement,
                reviewer=reviewer,
                note=note,
                settles=settles,
                proposes=proposes or "",
                now=now,
            )
        )


@flags.command("undo")
@click.argument("verdict", metavar="VERDICT")
@click.pass_context
def flags_undo(ctx: click.Context, verdict: str) -> None:
    """Take a verdict back, by its own id. It stays on record as undone and counts no more."""
    from variorum.flaglists import undo_verb

    with store_of(settings_of(ctx)) as store:
        ctx.exit(undo_verb(store, verdict, now=now))


@flags.command("proposals")
@FORMAT
@click.pass_context
def flags_proposals(ctx: click.Context, form: str) -> None:
    """List exceptions to the rules that rejections speak for: phrases to allow, rules to switch off.

    Some were asked for by a reviewer, others follow from many rejections. Nothing holds before it is accepted.
    """
    from variorum.exporting import write_export
    from variorum.proposing import proposal_lines, proposal_row, standing_proposals

    settings = settings_of(ctx)
    with store_of(settings) as store:
        found = standing_proposals(store, settings)
    if form == "text":
        click.echo("\n".join(proposal_lines(found)))
    else:
        write_export(map(proposal_row, found), "jsonl", sys.stdout)


@flags.command("accept")
@click.argument("proposal", metavar="PROPOSAL")
@click.pass_context
def flags_accept(ctx: click.Context, proposal: str) -> None:
    """Write a proposed exception into the settings file, by its id or the first 6 characters of it or more."""
    from variorum.proposing import accept_verb

    settings = settings_of(ctx)
    with store_of(settings) as store:
        ctx.exit(accept_verb(store, settings, proposal))


@flags.command("decline")
@click.argument("proposal", metavar="PROPOSAL")
@click.option("--as", "reviewer", required=True, metavar="NAME", help="Who declines; it never reaches the site.")
@click.pass_context
def flags_decline(ctx: click.Context, proposal: str, reviewer: str) -> None:
    """Decline a proposed exception. It comes back once more was rejected since than had been before."""
    from variorum.proposing import decline_verb

    settings = settings_of(ctx)
    with store_of(settings) as store:
        ctx.exit(decline_verb(store, settings, proposal, reviewer=reviewer, now=now))


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8642, show_default=True, help="0 takes a free one.")
@click.option("--reviewer", default="", metavar="NAME", help="Who reviews; asked for on the first page otherwise.")
@click.option("--blind", is_flag=True, help="Hide outlets' names until the verdict is saved.")
@click.option("--open/--no-open", "open_browser", default=False, help="Open the desk in a browser.")
@click.pass_context
def review(ctx: click.Context, port: int, reviewer: str, blind: bool, open_browser: bool) -> None:
    """Serve the review desk: a page, on this machine alone, on which flags and differences are judged.

    It prints the address to open, and ends with Ctrl-C.
    """
    from variorum.desk.serving import review_verb

    def read() -> Settings:
        return settings_of(ctx)

    ctx.exit(review_verb(read, port=port, reviewer=reviewer, blind=blind, open_browser=open_browser, now=now))


@click.group()
def verdicts() -> None:
    """Carry decisions and verdicts from one database to another, as JSON Lines."""


@verdicts.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.pass_context
def verdicts_export(ctx: click.Context, file: Path) -> None:
    """Write every decision and verdict into FILE; "-" is standard output."""
    from variorum.verdictfiles import export_verb

    with store_of(settings_of(ctx)) as store:
        ctx.exit(export_verb(store, file))


@verdicts.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.pass_context
def verdicts_import(ctx: click.Context, file: Path) -> None:
    """Take over the decisions and verdicts in FILE; "-" is standard input. Exit status 1 where lines were left out."""
    from variorum.verdictfiles import import_verb

    with store_of(settings_of(ctx), make=True) as store:
        ctx.exit(import_verb(store, file))
