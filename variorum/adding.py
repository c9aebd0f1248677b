"""`add`: single pages by address, and saved .html, .txt and .jsonl files."""

from __future__ import annotations

import codecs
import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from db.errors import UnstorableError
from db.store import Store
from scraper.article import Article, Failure, Moment, Page, host_of
from scraper.datetext import lies_ahead
from scraper.encoding import decode
from scraper.errors import ExtractError, SavedError
from scraper.fetch import Pacer, fetch_page
from scraper.outlets import DEFAULT_DELAY
from scraper.saved import article_from_text, articles_from_jsonl
from variorum.errors import InputError
from variorum.extraction import PageToArticle, open_extraction
from variorum.fetching import limits_of, remembered_robots
from variorum.ledger import ledger
from variorum.newsroom import configured_outlets
from variorum.nightly import client, program_versions, user_agent
from variorum.runlog import LOG
from variorum.settings import Settings

LOCAL_OUTLET = "unnamed"  # for a file whose outlet nobody named


def add_verb(
    store: Store,
    settings: Settings,
    sources: Sequence[str],
    *,
    outlet: str | None,
    published: str | None,
    now: Callable[[], datetime],
) -> int:
    """Store what each source holds; a bad source or line is reported and the rest goes on. Returns the exit status."""
    given = _given_moment(published, now())
    counts: Counter[str] = Counter()
    if outlet is None and any(source.lower().endswith((".html", ".htm", ".txt")) for source in sources):
        click.echo(f"note: what names no outlet is booked under {LOCAL_OUTLET!r}; name it with --outlet", err=True)
    with (
        ledger(store, "add", program_versions(), now, lock=False) as entry,
        remembered_robots(store, now) as pacer,
        open_extraction(settings.fetch) as read,
    ):
        for source in sources:
            for found in _read(source, settings, pacer, read, outlet=outlet, published=given, now=now):
                problem = found if isinstance(found, str) else None
                if isinstance(found, Article):
                    try:
                        counts[store.put_article(found, run=entry.run, at=now())] += 1
                    except UnstorableError as error:
                        problem = f"{source}: {found.url}: {error}"
                if problem is not None:
                    counts["failed"] += 1
                    click.echo(f"variorum: {problem}", err=True)
                    LOG.warning("failure", extra={"detail": problem})
        entry.add("add", dict(counts))
    click.echo(
        f"added {counts['new']} new, {counts['changed']} changed, {counts['same']} known; {counts['failed']} failed"
        + (f"; {counts['settled']} not taken in: their first texts were thinned" if counts["settled"] else "")
    )
    return 1 if counts["failed"] else 0


def _given_moment(published: str | None, now: datetime) -> Moment | None:
    if published is None:
        return None
    try:
        moment = Moment.parse(published, origin="given")
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"--published {published!r}: not ISO 8601; write 2031-01-07 or 2031-01-07T06:12:00Z"
        ) from error
    if lies_ahead(moment, now):
        raise InputError(f"--published {published!r}: lies ahead of {now:%Y-%m-%d}; correct it or leave it out")
    return moment


def _read(
    source: str,
    settings: Settings,
    pacer: Pacer,
    read: PageToArticle,
    *,
    outlet: str | None,
    published: Moment | None,
    now: Callable[[], datetime],
) -> Iterator[Article | str]:
    """The articles of one source, and a line for each thing in it that could not be used."""
    if source.startswith(("http://", "https://")):
        yield _fetch_one(source, settings, pacer, read, outlet=outlet, now=now)
        return
    path = Path(source)
    try:
        body = path.read_bytes()
    except OSError as error:
        yield f"{source}: can't be read: {error.strerror or error}"
        return
    address = path.resolve().as_uri()
    try:
        match path.suffix.lower():
            case ".jsonl":
                lines, undecoded = _jsonl_lines(body)
                yield from (f"{source}, line {number}: not UTF-8; convert the file" for number in undecoded)
                articles, errors = articles_from_jsonl(lines, now=now(), outlet=outlet)
                yield from articles
                yield from (f"{source}, line {found.line}: {found.reason}: {found.detail}" for found in errors)
            case ".txt":
                yield article_from_text(
                    _plain_text(body), url=address, outlet=outlet or LOCAL_OUTLET, published=published
                )
            case ".html" | ".htm":
                known = next((item for item in configured_outlets(settings) if item.slug == outlet), None)
                page = Page(outlet or LOCAL_OUTLET, address, address, body, None, now())
                article = read(page, outlet=known, now=now())
                yield dataclasses.replace(article, published=published or article.published)
            case _:
                yield f"{source}: what is {path.suffix or 'a file without an ending'}? .html, .txt or .jsonl is read"
    except (SavedError, ExtractError) as error:
        yield f"{source}: {error}"


def _jsonl_lines(body: bytes) -> tuple[list[str], list[int]]:
    """The lines as text, and the numbers (from 1) of those that are not UTF-8, which are handed on blank.

    Lines end at a line feed and nowhere else: other separators may stand within a JSON string.
    """
    lines, undecoded = [], []
    for number, line in enumerate(body.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append("")
            undecoded.append(number)
    return lines, undecoded


def _plain_text(body: bytes) -> str:
    """UTF-8 where it is that, the likeliest of the older encodings where not."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(body, None)


def _fetch_one(
    url: str,
    settings: Settings,
    pacer: Pacer,
    read: PageToArticle,
    *,
    outlet: str | None,
    now: Callable[[], datetime],
) -> Article | str:
    outlets = configured_outlets(settings)
    known = next((item for item in outlets if item.slug == outlet or (outlet is None and item.owns(url))), None)
    slug = outlet or (known.slug if known else host_of(url))
    outcome = fetch_page(
        url,
        client(settings),
        agent=user_agent(settings),
        outlet=slug,
        sleep=time.sleep,
        now=now,
        delay=known.delay if known else DEFAULT_DELAY,
        limits=limits_of(settings.fetch),
        pacer=pacer,
    )
    if isinstance(outcome, Failure):
        return f"{url}: {outcome.reason}: {outcome.detail}"
    try:
        return read(outcome, outlet=known, now=now())
    except ExtractError as error:
        return f"{url}: {error}"
