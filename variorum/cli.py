"""The command line: one thin function a verb. Heavy packages are imported inside the verbs that use them.

Exit status: 0 done; 1 done, but something failed or there are findings; 2 unusable command line, settings or input;
70 a fault of the program, told by its traceback.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from variorum.cli_desk import events, flags, review, verdicts
from variorum.cli_rules import rules
from variorum.cli_rundiff import diff
from variorum.cli_schedule import schedule
from variorum.cli_store import backup, restore, upgrade
from variorum.cliparts import now as _now
from variorum.cliparts import settings_at_work as _at_work
from variorum.cliparts import settings_of as _settings
from variorum.cliparts import store_of as _store

OUR_FAULT = 70  # EX_SOFTWARE of sysexits.h: 1, Python's own, would say that the work was done


class _Verbs(click.Group):
    """Turns the program's own errors into a message and exit status 2; any other keeps its traceback, with status 70.
    SIGTERM ends a verb as soon as what it is at is wound up."""

    def invoke(self, ctx: click.Context) -> Any:
        from variorum.ending import Ended, ends_on_sigterm, leave
        from variorum.thrift import thrifty

        thrifty()
        try:
            with ends_on_sigterm():
                return super().invoke(ctx)
        except Ended as end:
            _log(end)
            click.echo(f"variorum: ended {end}; what is stored is safe: run the same verb again to go on", err=True)
            leave(end.status)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001  told whole, under a status of its own
            from traceback import print_exception

            from variorum.runlog import is_ours

            _log(error)
            if not is_ours(error):
                print_exception(error)
                ctx.exit(OUR_FAULT)
            click.echo(f"variorum: {error}", err=True)
            ctx.exit(2)


def _log(error: BaseException) -> None:
    """Write what ended a verb to the log. Its modules are only asked for where something went wrong."""
    from variorum.runlog import log_error

    log_error(error)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Settings file; variorum.toml in the current folder where it is not given.",
)
@click.version_option(package_name="variorum", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Compare how several outlets covered the same event, word by word.

    The usual order: init, fetch (or add), compare, report. `nightly` does the last three at once,
    `demo` shows it all on an invented newsroom.
    """
    ctx.obj = config


@main.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--contact", default="", help="Who answers for requests: an e-mail address or a page.")
def init(folder: Path, contact: str) -> None:
    """Write variorum.toml with commented defaults, and starter lists of outlets and mirrored terms, into FOLDER."""
    from variorum.initialise import write_starter_files

    for line in write_starter_files(folder, contact=contact):
        click.echo(line)


@main.command()
@click.option("--outlet", "only", multiple=True, metavar="SLUG", help="Only this outlet; may be given several times.")
@click.pass_context
def fetch(ctx: click.Context, only: tuple[str, ...]) -> None:
    """Discover and fetch what is new from the configured outlets."""
    from variorum.nightly import fetch_verb

    settings = _at_work(ctx)
    with _store(settings, make=True) as store:
        ctx.exit(fetch_verb(store, settings, only=only, now=_now))


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--outlet", metavar="SLUG", help="Whose text it is, where the file does not say.")
@click.option("--published", metavar="DATE", help="ISO 8601 time of publication; a bare day is allowed.")
@click.pass_context
def add(ctx: click.Context, sources: tuple[str, ...], outlet: str | None, published: str | None) -> None:
    """Take single pages by URL, or saved .html, .txt (first line = headline) and .jsonl files."""
    from variorum.adding import add_verb

    settings = _at_work(ctx)
    with _store(settings, make=True) as store:
        ctx.exit(add_verb(store, settings, sources, outlet=outlet, published=published, now=_now))


@main.command()
@click.pass_context
def compare(ctx: click.Context) -> None:
    """Work out events, claims, differences and flags for what changed."""
    from variorum.nightly import compare_verb

    settings = _at_work(ctx)
    with _store(settings) as store:
        ctx.exit(compare_verb(store, settings, now=_now))


@main.group(invoke_without_command=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the site, or of the one file.")
@click.option("--single-file", metavar="EVENT", help="Write this event alone, as one file in the current folder.")
@click.option("--whole", is_flag=True, help="Render every event, also those of which nothing changed.")
@click.pass_context
def report(ctx: click.Context, out: Path | None, single_file: str | None, *, whole: bool) -> None:
    """Write the static site, rendering only what changed; `diff` tells what changed between two runs."""
    if ctx.invoked_subcommand is not None:
        for name, given in (("--out", out), ("--single-file", single_file), ("--whole", whole or None)):
            if given is not None:
                raise click.UsageError(f"{name} is for writing the site; leave it out before {ctx.invoked_subcommand}")
        return
    from variorum.nightly import report_verb
    from variorum.singlefile import single_file_verb

    settings = _at_work(ctx)
    with _store(settings) as store:
        if single_file is not None:
            ctx.exit(single_file_verb(store, settings, single_file, folder=out or Path()))
        ctx.exit(report_verb(store, settings, out=out, whole=whole, now=_now))


@main.command()
@click.pass_context
def nightly(ctx: click.Context) -> None:
    """Fetch, compare and report under one lock, with a line in the run ledger."""
    from db.glance import runs_at_a_glance
    from variorum.executors import RUNS_READ, begin_early, latest_runs

    settings = _at_work(ctx)
    begin_early(settings, runs_at_a_glance(settings.resolved_database_url, RUNS_READ))
    from variorum.patience import OPENING, Patience
    from variorum.progress import progress_for

    opening = Patience(attempts=OPENING, progress=progress_for())
    with opening(lambda: _store(settings, make=True)) as store:
        begin_early(settings, opening(lambda: latest_runs(store)))  # what a server knows
        from variorum.nightly import nightly_verb

        ctx.exit(nightly_verb(store, settings, now=_now))


@main.command()
@click.option("--once", is_flag=True, help="End when nothing is left to do, instead of waiting for the next run.")
@click.pass_context
def work(ctx: click.Context, once: bool) -> None:
    """Share the comparing of the run that is at work on the same PostgreSQL database, from a further machine.

    Waits for runs until it is ended. The settings, outlets and rule packs have to be those of the run.
    """
    import time

    from variorum.working import work_verb

    settings = _settings(ctx)
    with _store(settings) as store:
        ctx.exit(work_verb(store, settings, once=once, sleep=time.sleep))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "sarif"]),
    default="text",
    show_default=True,
    help="For people, programs, or editors and code hosts.",
)
@click.option("--outlet", metavar="SLUG", help="As the rules hold for this outlet.")
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was found.")
@click.pass_context
def lint(ctx: click.Context, files: tuple[str, ...], form: Any, outlet: str | None, strict: bool) -> None:
    """Mark loaded language in drafts; "-" is standard input."""
    from variorum.adapters.taggers import rules_only_note, tagger_named
    from variorum.linting import lint_text, read_draft, write_findings
    from variorum.rulepacks import no_own_rules_note, rule_book

    settings = _settings(ctx)
    book, tagger = rule_book(settings), tagger_named(settings.compare.tagger)
    if note := rules_only_note(settings.compare.tagger):
        click.echo(note, err=True)
    if note := no_own_rules_note(settings, outlet):
        click.echo(note, err=True)
    findings = [
        found
        for name in files
        for found in lint_text(
            name, read_draft(name, sys.stdin.buffer), book.rules, tagger, house=book.house, outlet=outlet
        )
    ]
    write_findings(findings, book.rules, form, sys.stdout)
    ctx.exit(1 if strict and findings else 0)


@main.group()
def outlets() -> None:
    """Look after the list of outlets."""


@outlets.command("check")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.pass_context
def outlets_check(ctx: click.Context, slugs: tuple[str, ...]) -> None:
    """Ask each outlet, or those named, for robots.txt, its listings and one page, and tell what works.

    Nothing is stored. Exit status 1 where anything fails.
    """
    from variorum.outletcheck import outlets_check_verb

    ctx.exit(outlets_check_verb(_settings(ctx), slugs, now=_now))


@main.group()
def furniture() -> None:
    """List, release or quarantine lines that were learned to be site furniture."""


@furniture.command("list")
@click.pass_context
def furniture_list(ctx: click.Context) -> None:
    """Print every learned line with its place, how often it stands there, and its state."""
    from variorum.furniture import list_lines

    with _store(_settings(ctx)) as store:
        click.echo("\n".join(list_lines(store.counted_furniture())))


@furniture.command("release")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def furniture_release(ctx: click.Context, ids: tuple[str, ...]) -> None:
    """Let lines take part in the comparison again; they are not learned anew."""
    from variorum.furniture import decide_verb

    with _store(_settings(ctx)) as store:
        ctx.exit(decide_verb(store, ids, "released", now=_now))


@furniture.command("quarantine")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def furniture_quarantine(ctx: click.Context, ids: tuple[str, ...]) -> None:
    """Mask lines again that were released."""
    from variorum.furniture import decide_verb

    with _store(_settings(ctx)) as store:
        ctx.exit(decide_verb(store, ids, "quarantined", now=_now))


@main.command()
@click.argument(
    "what",
    type=click.Choice(
        ["articles", "revisions", "events", "claims", "differences", "flags", "verdicts", "runs", "norms", "naming"]
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="JSON Lines, or a table.",
)
@click.option("--full-text", is_flag=True, help="Print texts whole, beyond report.excerpt_words.")
@click.pass_context
def export(ctx: click.Context, what: str, form: Any, full_text: bool) -> None:
    """Print stored data for other programs, one line each."""
    from variorum.exporting import COLUMNS, write_export
    from variorum.exporting import export as rows
    from variorum.summaries import SUMMARIES, summary

    settings = _settings(ctx)
    with _store(settings) as store:
        words = None if full_text else settings.report.excerpt_words
        if what in SUMMARIES:
            write_export(summary(store, settings, what, excerpt_words=words, err=sys.stderr), form, sys.stdout)
        else:
            found = rows(store, what, excerpt_words=words)
            write_export(found, form, sys.stdout, COLUMNS.get(what, ()))


@main.command()
@click.option("--outlet", metavar="SLUG", help="Only this outlet, and its events.")
@click.option("--pair", nargs=2, metavar="SLUG SLUG", help="Only these two, where both are.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@click.pass_context
def norms(ctx: click.Context, outlet: str | None, pair: tuple[str, str] | None, form: Any) -> None:
    """Tell how often outlets stand apart from most others, and what rules mark in their text.

    Always with what it was counted in and an interval; rates of too few claims or articles say so. Nothing is stored.
    """
    from variorum.norms import norms_verb

    settings = _settings(ctx)
    with _store(settings) as store:
        ctx.exit(norms_verb(store, settings, outlet=outlet, pair=pair, form=form, out=sys.stdout, err=sys.stderr))


@main.command()
@click.option("--dry-run", "dry", is_flag=True, help="Say what would go, and change nothing.")
@click.pass_context
def keep(ctx: click.Context, dry: bool) -> None:
    """Let go of what is older than [keep] in the settings says, but for what reports and verdicts cite.

    `nightly` does the same as its last stage. Nothing that the report or an export shows changes by it.
    """
    from variorum.keeping import keep_verb

    settings = _settings(ctx)
    with _store(settings) as store:
        ctx.exit(keep_verb(store, settings, dry=dry, now=_now))


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Folder of the site.",
)
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("var/demo.db"),
    show_default=True,
    help="The demo's own database.",
)
@click.pass_context
def demo(ctx: click.Context, out: Path, database: Path) -> None:
    """Run two nights against the built-in, invented newsroom over real HTTP."""
    from variorum.demo.run import demo_verb

    ctx.exit(demo_verb(out=out, database=database))


@main.command()
@click.option(
    "--pairs",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help='Your own labelled sentences too: JSON Lines of {"a", "b", "same": true or false}.',
)
@click.option("--force", is_flag=True, help="Keep what was found in spite of warnings.")
@click.pass_context
def calibrate(ctx: click.Context, pairs: Path | None, force: bool) -> None:
    """Put another embedding model on the scale of the default one, on labelled texts that ship with the program.

    The numbers go into calibrations.toml beside the settings. Exit status 1, and nothing written, where the model
    does not tell the labels apart or there are too few of them.
    """
    from variorum.calibrationwords import calibrate_verb

    ctx.exit(calibrate_verb(_settings(ctx), pairs=pairs, force=force))


@main.command()
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object for monitoring; docs/operations.md describes it."
)
@click.option("--all", "everything", is_flag=True, help="All findings and every outlet, however long that gets.")
@click.pass_context
def status(ctx: click.Context, as_json: bool, everything: bool) -> None:
    """Tell on one screen how last night went, what is wrong, and what to do.

    Outlets are held against their own norm. Exit status 1 where there is something to look at.
    """
    from variorum.statusverb import status_verb

    ctx.exit(status_verb(_settings(ctx), as_json=as_json, everything=everything, now=_now))


@main.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Check the installation, and say what to do about what is wrong."""
    from variorum.doctor import checks

    failed = False
    for check in checks(ctx.obj, cwd=Path()):
        failed |= not check.ok
        click.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
    ctx.exit(1 if failed else 0)


report.add_command(diff)
main.add_command(events)
main.add_command(rules)
main.add_command(flags)
main.add_command(verdicts)
main.add_command(review)
main.add_command(schedule)
main.add_command(backup)
main.add_command(restore)
main.add_command(upgrade)
