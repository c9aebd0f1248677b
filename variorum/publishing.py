"""The site is switched as a whole: no reader sees one that is half written."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final

from variorum.beside import beside
from variorum.ownfiles import UNFINISHED
from variorum.sitefolder import (
    Placed,
    RenderedFile,
    SiteSummary,
    nobody,
    unwritable,
    update_files,
    write_site,
)
from variorum.twins import MARKER, Twins

NO_PLACE_BESIDE: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def publish_site(
    pages: Iterable[RenderedFile],
    out: Path,
    *,
    stands: Iterable[str] = (),
    placed: Placed = nobody,
    doubtful: Iterable[str] = (),
) -> SiteSummary:
    """As `write_site`, for a folder that readers look at: it changes at one moment, once everything is written.
    `doubtful` are events whose files may not lie there as they were written, by what their paths begin with.

    Where no folder can be made beside it, or none can take its place (a mount point, the folder one stands in), its
    files are replaced one by one, each at one moment. Raises SiteError.
    """
    twins = Twins.of(out)
    try:
        with beside("variorum-twin") as thread:
            equal = thread.submit(twins.make_equal, list(doubtful))
            begun = _begun(pages)
    except OSError as error:
        raise unwritable(error, out) from error
    try:
        before = equal.result()
    except OSError as error:
        if error.errno in NO_PLACE_BESIDE and not twins.twin.exists():
            return write_site(begun, out, stands=stands, placed=placed)
        raise unwritable(error, out) from error
    try:
        summary = update_files(begun, twins.twin, twins.twin / MARKER, before, stands, placed)
        (twins.twin / UNFINISHED).unlink(missing_ok=True)
        if not (summary.written or summary.removed):
            twins.stay()
        elif not twins.switch():
            twins.copy_back()
    except OSError as error:
        raise unwritable(error, out) from error
    return summary


def _begun(pages: Iterable[RenderedFile]) -> Iterator[RenderedFile]:
    """The same pages, the first of them made: with it the next ones are handed out to other processes."""
    source = iter(pages)
    return chain(list(islice(source, 1)), source)
