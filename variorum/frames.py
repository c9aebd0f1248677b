"""What stands around every page."""

from __future__ import annotations

from collections.abc import Iterable

from scraper.article import Moment
from variorum.inputs import Report
from variorum.versionwords import version_line
from variorum.views import Frame
from variorum.when import long_moment


def frame(
    report: Report, root: str, page: str, as_of: Moment | None, outlets: Iterable[str], *, single: bool = False
) -> Frame:
    """`root` leads from the page to the report's folder; `as_of` and `outlets` are of what the page tells. A `single`
    page is a file of its own."""
    return Frame(
        site=report.title,
        root=root,
        page=page,
        single=single,
        as_of=long_moment(as_of) if as_of else "",
        versions=version_line(report.versions),
        invented=any(report.label(outlet).invented for outlet in outlets),
    )
