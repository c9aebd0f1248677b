"""`variorum report diff`: what changed between two nights."""

from __future__ import annotations

import sys

import click

from variorum.cliparts import FORMAT, settings_of, store_of


@click.command("diff")
@click.argument("first", metavar="RUN_A")
@click.argument("second", metavar="RUN_B")
@click.option("--event", metavar="EVENT", help="Of this event alone.")
@click.option("--outlet", metavar="SLUG", help="With words of this outlet.")
@FORMAT
@click.pass_context
def diff(ctx: click.Context, first: str, second: str, event: str | None, outlet: str | None, form: str) -> None:
    """Tell what flags and differences came, went and changed between two runs, the earlier one first.

    RUN_A and RUN_B are numbers as `variorum export runs` gives them, or "previous" and "last" of those that compared.
    A run that compared nothing stands for the last one before it that did.
    """
    from variorum.rundiff import diff_verb

    settings = settings_of(ctx)
    with store_of(settings) as store:
        diff_verb(store, settings, first, second, event=event, outlet=outlet, form=form, out=sys.stdout, err=sys.stderr)
