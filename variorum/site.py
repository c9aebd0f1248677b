"""The static report: every page as bytes, and a folder in which only what changed is touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from variorum.archive import archive_pages
from variorum.errors import SiteError
from variorum.eventfiles import event_schema
from variorum.eventrender import rendered_events, template_of
from variorum.excerpts import ExcerptBudget
from variorum.feed import FeedEntry, feed_xml
from variorum.gathering import Gathered
from variorum.naming import known_referents
from variorum.pages import EventInput, FetchReport, Filed, Report, event_page, index_page, method_page
from variorum.sitepaths import EVENT_SCHEMA, FEED, FORMER, OWN
from variorum.storefacts import NO_FACTS, StoreFacts
from variorum.when import newest

#: Lists the files that this program wrote. Only these are ever removed.
MANIFEST: Final = ".variorum-pages.json"
#: Lists, on a line each, the files that a report has begun to add, until the manifest names them. A list that grows by
#: lines, since writing the whole manifest anew for each of thousands of files would take longer than the files.
UNFINISHED: Final = ".variorum-pages.new"

RenderedFile = tuple[str, bytes]
"""A path relative to the report's folder, with forward slashes, and the file's bytes."""


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """How many files were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def render_site(
    events: Iterable[EventInput],
    report: Report,
    *,
    fetch: FetchReport | None = None,
    facts: StoreFacts = NO_FACTS,
    executor: Executor | None = None,
) -> Iterator[RenderedFile]:
    """Every file of the report. The same input, in whatever order, gives the same files: no clock is asked.

    Events are taken one at a time, in the order of their ids if they come as an iterator. With an `executor` their own
    files are rendered by it.
    """
    budget = ExcerptBudget(report.excerpt_words)
    known: list[Filed] = []
    over = Gathered()
    entries: list[FeedEntry] = []
    in_order = events if isinstance(events, Iterator) else sorted(events, key=lambda item: item.event.id)
    for source, done in rendered_events(in_order, report, executor):
        budget.take_over(done.spent)
        known.append(done.filed)
        over.add(source, done.filed.card, report, budget, done.referents)
        if done.entry is not None:
            entries.append(done.entry)
        yield from done.files
    yield "index.html", template_of("index.html", index_page(known, report, fetch, left_out=facts.left_out))
    outlets = frozenset[str]().union(*(item.outlets for item in known))
    method = method_page(report, newest(item.newest for item in known), outlets, facts.corrections)
    yield "method.html", template_of("method.html", method)
    for path, archived in archive_pages(known, report):
        yield path, template_of("archive.html", archived)
    for path, template, further in over.pages(report, facts, budget):
        yield path, template_of(template, further)
    yield FEED, feed_xml(entries, report)
    yield EVENT_SCHEMA, event_schema()


def render_single(source: EventInput, report: Report) -> bytes:
    """The page of one event as a file of its own, which links to nothing of the report."""
    budget, referents = ExcerptBudget(report.excerpt_words), known_referents(source, report)
    return template_of("event.html", event_page(source, report, budget, root="", single=True, referents=referents))


def write_site(pages: Iterable[RenderedFile], out: Path) -> SiteSummary:
    """Write the files whose bytes changed, each one whole or not at all, and remove pages that this program wrote
    earlier and that are no longer among them. Other files in the folder are left alone.

    Raises SiteError for a folder that can't be written, naming the path and the remedy.
    """
    try:
        return _write(pages, out)
    except OSError as error:
        where = error.filename or out
        raise SiteError(
            f"{where}: the report can't be written ({error.strerror or error}); "
            "make the folder writable, or name another with --out or the key 'site' in variorum.toml"
        ) from error


def _write(pages: Iterable[RenderedFile], out: Path) -> SiteSummary:
    before = _read_manifest(out)
    out.mkdir(parents=True, exist_ok=True)
    now: set[str] = set()
    written = unchanged = 0
    for path, content in pages:
        if not OWN.fullmatch(path):
            raise ValueError(f"{path!r} is no file of the report")
        now.add(path)
        if path not in before:  # told before the file itself is there: one we wrote is always known as ours
            with (out / UNFINISHED).open("a", encoding="utf-8", newline="\n") as begun:
                begun.write(f"\n{path}\n")  # behind what a line that was broken off left
        if replace_file(out / path, content):
            written += 1
        else:
            unchanged += 1
    removed = sum(_remove(out, path) for path in sorted(before - now))
    replace_file(out / MANIFEST, (json.dumps(sorted(now), indent=0) + "\n").encode())
    (out / UNFINISHED).unlink(missing_ok=True)
    return SiteSummary(written=written, unchanged=unchanged, removed=removed)


def replace_file(path: Path, content: bytes) -> bool:
    """Give the file this content, whole or not at all. False where it has it already."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return True


def _remove(out: Path, path: str) -> bool:
    """Remove a file that this program wrote, and the folder of its event once nothing is left there. False where the
    file is gone already."""
    if not (out / path).is_file():
        return False
    (out / path).unlink()
    folder = (out / path).parent
    if path.count("/") > 1 and not any(folder.iterdir()):
        folder.rmdir()
    return True


def _read_manifest(out: Path) -> frozenset[str]:
    """Paths of files written earlier, also by a report that was broken off. What a damaged or foreign list names is not
    ours, and so is never removed."""
    listed = [*_listed(out / MANIFEST), *_lines(out / UNFINISHED)]
    return frozenset(path for path in listed if OWN.fullmatch(path) or FORMER.fullmatch(path))


def _listed(path: Path) -> list[str]:
    if not path.is_file():
        return []
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return []
    return [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
