"""The verbs that look into the rules: `rules` and `rules symmetry`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from variorum.cliparts import FORMAT, settings_of

if TYPE_CHECKING:
    from compare.proportions import Proportion
    from variorum.settings import Settings


@click.group(invoke_without_command=True)
@FORMAT
@click.pass_context
def rules(ctx: click.Context, form: str) -> None:
    """List the rules in force with their sources and measured records, and what is switched off or allowed."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(rules_list, form=form)


@rules.command("list")
@FORMAT
@click.pass_context
def rules_list(ctx: click.Context, form: str) -> None:
    """Print every rule by category: level, message, source, how it was checked, record, and where it is off.

    Examples of your own packs that their rules get wrong are told first.
    """
    from variorum.adapters.taggers import tagger_named
    from variorum.rulelists import rule_lines, rule_rows
    from variorum.rulepacks import rule_book, wrong_examples
    from variorum.rulerecords import built_in_record

    settings = settings_of(ctx)
    book, record = rule_book(settings), replace(built_in_record(), reviews=_reviews(settings))
    if settings.rules.packs:
        for problem in wrong_examples(settings, tagger_named(settings.compare.tagger)):
            click.echo(problem, err=True)
    if form == "text":
        click.echo("\n".join(rule_lines(book, record)))
    else:
        _echo_rows(rule_rows(book, record))


def _reviews(settings: Settings) -> Mapping[str, Proportion]:
    """What reviewers decided, as far as there is a database."""
    from db.database import is_made
    from variorum.opening import open_of
    from variorum.reviewing import accepted_by_rule

    if not is_made(settings.resolved_database_url):
        return {}
    with open_of(settings) as store:
        return accepted_by_rule(store)


@rules.command("symmetry")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path), metavar="[FILE]")
@FORMAT
@click.option("--outlet", metavar="SLUG", help="As the rules hold for this outlet.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a pair is treated differently and gives no reason.")
@click.pass_context
def rules_symmetry(ctx: click.Context, file: Path | None, form: str, outlet: str | None, strict: bool) -> None:
    """Tell which terms of mirrored pairs the rules mark, and which they leave alone.

    FILE holds [[pair]] tables; without it mirrors.toml beside the settings counts, or the starter list.
    """
    from variorum.adapters.taggers import tagger_named
    from variorum.mirrors import mirrored, parse_mirrors, read_mirrors
    from variorum.rulepacks import no_own_rules_note, rule_book
    from variorum.symmetry import symmetry_lines, symmetry_rows

    settings = settings_of(ctx)
    book, tagger = rule_book(settings), tagger_named(settings.compare.tagger)
    if note := no_own_rules_note(settings, outlet):
        click.echo(note, err=True)
    name, text = read_mirrors(file, settings.folder)
    found = [mirrored(one, book.rules, book.house, outlet, tagger) for one in parse_mirrors(text, name=name)]
    if form == "text":
        click.echo("\n".join(symmetry_lines(name, found)))
    else:
        _echo_rows(symmetry_rows(name, found))
    ctx.exit(1 if strict and any(one.is_finding for one in found) else 0)


def _echo_rows(rows: Any) -> None:
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))
