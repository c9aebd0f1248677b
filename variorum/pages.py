"""Page view-models from stored records. Pure: no file, no clock; the same records give the same pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import get_args

from compare.namingmap import Referent
from db.records import StoredArticle
from scraper.article import Moment
from variorum.archive import Filed, FiledSum, card_days, in_order, month_links, single_cards
from variorum.claimcharts import matrix, strip
from variorum.contrasts import contrast, is_sure, join_words, moved, strongest
from variorum.corrections import Correction
from variorum.correctionwords import correction_days
from variorum.describing import description
from variorum.earlier import REGION_CHARS
from variorum.excerpts import ExcerptBudget
from variorum.facts import Facts, allot
from variorum.frames import frame as _frame
from variorum.histories import changed_places, earlier_words, histories, history_href
from variorum.inputs import (
    EventInput,
    FetchReport,
    Method,
    OutletLabel,
    Report,
    Threshold,
    is_of_earlier_method,
    report_of_event,
)
from variorum.kinds import KINDS, chip
from variorum.ladderchart import ladder
from variorum.naming import name_places, view_of
from variorum.placewhys import place_whys
from variorum.qualitywords import quality_view
from variorum.readings import has_words, headline_view, kept_back_places, reading_view, row
from variorum.recordwords import method_words
from variorum.ruleviews import allowed_lines, rule_group
from variorum.sitepaths import EVENT_SCHEMA, Table, annotations_path, data_path, table_path
from variorum.speakerviews import speaker_table
from variorum.timeline import Stop, timeline
from variorum.versionwords import made_with
from variorum.views import (
    Alone,
    Card,
    Chip,
    Column,
    Contrast,
    DataLink,
    Day,
    EventPage,
    FailureLine,
    FetchNote,
    Figure,
    Headline,
    Holding,
    IndexPage,
    KeyLine,
    MethodPage,
    ReadingView,
    Row,
    RuleNamed,
    ThresholdView,
)
from variorum.when import clock, day_words, earliest, newest, order_key, short_moment

__all__ = [
    "EventInput",
    "FetchReport",
    "Filed",
    "Method",
    "OutletLabel",
    "Report",
    "Threshold",
    "event_page",
    "filed",
    "index_page",
    "method_page",
]

#: Years between which a date is taken for one; what lies outside is shown, but not drawn.
DRAWN_YEARS = range(1900, 2200)

_ORIGINS = {
    "json-ld": "from the page's JSON-LD",
    "meta": "from the page's meta tags",
    "microdata": "from the page's microdata",
    "time": "from a time element",
    "url": "from the address",
    "feed": "from the feed",
    "byline": "from the byline",
    "htmldate": "found by htmldate",
    "given": "as given",
}
_KIND_NAMES = {
    "news": "",
    "opinion": "opinion",
    "live": "live blog",
    "video": "video",
    "gallery": "picture gallery",
    "stub": "only the open part of the page",
}


def event_page(
    source: EventInput,
    report: Report,
    budget: ExcerptBudget,
    *,
    root: str = "../",
    single: bool = False,
    referents: Sequence[Referent] | None = None,
) -> EventPage:
    """The page of one event. `budget` is the one of the whole report; `root` leads from the page to the report's
    folder. A `single` page links to nothing of the report and tells of the rules itself. `referents` are those that
    `known_referents` finds; without any the page has no naming map."""
    earlier = _earlier(source, report)
    report = report_of_event(source, report)
    facts = Facts(source, report, budget, root, single)
    found = strongest(facts)
    allot(facts, found, changed_places(facts), name_places(referents or (), facts))
    naming = view_of(referents, facts) if referents else None
    contrasts = tuple(contrast(facts, claim, difference) for claim, difference in found)
    rows = tuple(row(facts, claim) for claim in facts.shared)
    printed = tuple(one for one in rows if has_words(one))
    separate = sum(facts.shares.voices(claim.claim.readings) > 1 for claim in facts.shared)
    days = _days(facts)
    alone = _alone(facts)
    title, lang = _title(facts)
    published = [item.article.published for item in facts.articles.values()]
    return EventPage(
        frame=_frame(report, root, "event", _newest(facts), facts.outlets, single=single),
        title=title,
        lang=lang,
        date=_date(published),
        outlets=len(facts.outlets),
        articles=len(facts.articles),
        claims=separate,
        reprinted=len(rows) - separate,
        days=days,
        timeline=_timeline(facts),
        most=contrasts[0] if found and is_sure(facts, found[0][0]) else None,
        contrasts=contrasts,
        columns=tuple(
            Column(facts.name(outlet), report.label(outlet).invented, len(held))
            for outlet, held in facts.outlets.items()
        ),
        matrix=matrix(rows, [facts.name(outlet) for outlet in facts.outlets]),
        strip=strip(facts, {claim.id for claim, _ in found}),
        rows=printed,
        beyond=tuple(one for one in rows if not has_words(one)),
        alone=alone,
        speakers=speaker_table(facts),
        ladder=ladder(facts),
        numbers=_numbers(facts),
        naming=naming,
        revisions=histories(facts),
        key=_key(printed, days, alone, contrasts),
        earlier=earlier,
        cohesion=_cohesion(facts),
        whys=place_whys(facts),
        holdings=tuple(_holding(facts, item) for item in facts.articles.values()),
        rules=_rules(facts) if single else (),
        data=() if single else _data(facts),
        excerpt_words=report.excerpt_words,
        claim_threshold=f"{report.method.claim_threshold:.2f}",
    )


def _numbers(facts: Facts) -> tuple[Contrast, ...]:
    """Every difference in numbers and every contradiction, in the order of the rows."""
    return tuple(
        contrast(facts, claim, difference)
        for claim in facts.shared
        for difference in facts.differences.get(claim.id, ())
        if difference.kind in ("number", "contradiction")
    )


def _data(facts: Facts) -> tuple[DataLink, ...]:
    event = facts.source.event.id
    files = {
        "all that this page shows, as JSON": data_path(event),
        "its JSON Schema": EVENT_SCHEMA,
        "the marks as Web Annotations": annotations_path(event),
        **{f"{table} as CSV": table_path(event, table) for table in get_args(Table)},
    }
    return tuple(DataLink(holds, facts.root + path) for holds, path in files.items())


def _rules(facts: Facts) -> tuple[RuleNamed, ...]:
    marking = {item.flag.rule for flags in facts.flags.values() for item in flags}
    marking |= {item.rule for changes in facts.source.changes for item in changes.framing}
    rules = sorted((rule for rule in facts.report.method.rules if rule.id in marking), key=lambda rule: rule.id)
    return tuple(
        RuleNamed(rule.id, description(rule), f"{rule.cite.work}, {rule.cite.place} ({rule.cite.checked})")
        for rule in rules
    )


def filed(source: EventInput, page: EventPage, href: str) -> Filed:
    """The event's card for the index, from its finished page, and what the index counts of it."""
    articles = [item.article for item in source.articles]
    return Filed(
        event=source.event.id,
        day=earliest(article.published for article in articles),
        card=Card(
            href=href,
            title=page.title,
            lang=page.lang,
            names=join_words([column.outlet for column in page.columns]),
            outlets=page.outlets,
            articles=page.articles,
            claims=page.claims,
            reprinted=page.reprinted,
            differences=len(page.contrasts),
            most=moved(page.most, root=page.frame.root, to="") if page.most else None,
        ),
        newest=newest(moment for article in articles for moment in (article.published, article.modified)),
        outlets=frozenset(article.outlet for article in articles),
        articles=len(articles),
        differences=len(source.results.differences),
        flags=sum(not item.repeats for item in source.results.flags),
    )


def index_page(
    found: FiledSum, events: Iterable[Filed], report: Report, fetch: FetchReport | None, *, left_out: int = 0
) -> IndexPage:
    """The first page, with what is counted of all events: those of several outlets by day, newest first, and the others
    by headline. Where they are too many for one page `events` are those of the newest days, and the page leads to every
    month. `left_out` events are not among them."""
    shown = in_order(events)
    return IndexPage(
        frame=_frame(report, "", "index", found.newest, found.outlets),
        days=card_days(shown),
        single=single_cards(shown),
        months=month_links(found.months) if len(shown) < found.events else (),
        events=found.events,
        outlets=len(found.outlets),
        articles=found.articles,
        claims=found.claims,
        differences=found.differences,
        flags=found.flags,
        fetch=None if fetch is None else _fetch(fetch, report),
        left_out=left_out,
    )


def method_page(
    report: Report, as_of: Moment | None, outlets: Iterable[str] = (), corrections: Sequence[Correction] = ()
) -> MethodPage:
    """How it is done. `as_of` and `outlets` are those of the whole report, `corrections` newest first."""
    rules = sorted(report.method.rules, key=lambda rule: rule.id)
    categories = [kind for kind in KINDS if any(rule.category == kind for rule in rules)]
    return MethodPage(
        frame=_frame(report, "", "method", as_of, outlets),
        groups=tuple(
            rule_group(kind, [rule for rule in rules if rule.category == kind], report) for kind in categories
        ),
        other_kinds=tuple(KeyLine(chip(kind), KINDS[kind].says) for kind in KINDS if kind not in categories),
        thresholds=tuple(ThresholdView(t.name, t.value, t.unit, t.source) for t in report.method.thresholds),
        excerpt_words=report.excerpt_words,
        rule_count=len(rules),
        record=tuple(method_words(report.method.record)),
        disabled=", ".join(report.method.disabled),
        allowed=allowed_lines(report),
        made_with=made_with(report.versions),
        quality=quality_view(report.method.quality) if report.method.quality else None,
        corrections=correction_days(corrections, report),
    )


def _newest(facts: Facts) -> Moment | None:
    return newest(facts.newest_text(outlet) for outlet in facts.outlets)


def _title(facts: Facts) -> tuple[str, str]:
    """The event's headline and its language. Where the excerpt limit forbids any headline: its day and its outlets."""
    items = list(facts.articles.values())
    chosen = [item for item in items if item.article.title == facts.source.event.event.title]
    for item in [*chosen, *items]:
        if facts.holds(item.article.key, 0, len(item.article.title)):
            return item.article.title, facts.lang(item.article.key)
    return f"{len(facts.outlets)} outlets, {_date([item.article.published for item in items])}", ""


def _date(moments: Sequence[Moment | None]) -> str:
    days = sorted({moment.at.date() for moment in moments if moment is not None})
    if not days:
        return "date not found"
    first, last = days[0], days[-1]
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def _day(moment: Moment | None) -> tuple[str, str]:
    return ("", "Day not known") if moment is None else (moment.at.date().isoformat(), day_words(moment.at))


def _days(facts: Facts) -> tuple[Day, ...]:
    items = list(facts.articles.values())
    return tuple(
        Day(
            label=label,
            timed=tuple(_headline(facts, item) for item in group if _is_timed(item)),
            untimed=tuple(_headline(facts, item) for item in group if not _is_timed(item)),
        )
        for (_, label), group in (
            (day, list(found)) for day, found in groupby(items, key=lambda item: _day(item.article.published))
        )
    )


def _is_timed(item: StoredArticle) -> bool:
    return item.article.published is not None and item.article.published.precision != "day"


def _headline(facts: Facts, item: StoredArticle) -> Headline:
    article = item.article
    return Headline(
        outlet=facts.name(article.outlet),
        time=clock(article.published.at) if article.published and _is_timed(item) else "",
        kind=_KIND_NAMES[article.kind],
        reading=headline_view(facts, item),
        revised=_revised(item) if item.revision > 1 else "",
        revised_href=history_href(facts, article.key),
    )


def _revised(item: StoredArticle) -> str:
    """Which version is shown and when it changed; where the page does not say, when the change was seen."""
    if item.article.modified:
        return f"version {item.revision}, changed {short_moment(item.article.modified)}"
    return f"version {item.revision}, seen {short_moment(_seen(item.revised_at))}"


def _seen(at: datetime) -> Moment:
    return Moment(at, "minute", "given")


def _timeline(facts: Facts) -> Figure | None:
    stops: dict[str, list[Stop]] = {outlet: [] for outlet in facts.outlets}
    for item in facts.articles.values():
        if item.article.published:
            stops[item.article.outlet].append(("article", item.article.published))
    for revision in facts.source.revisions:
        if revision.number > 1 and revision.key in facts.articles:
            changed = revision.article.modified
            stops[revision.article.outlet].append(
                ("revision", changed) if changed else ("seen", _seen(revision.seen_at))
            )
    drawn = [
        (facts.name(outlet), sorted((s for s in found if s[1].at.year in DRAWN_YEARS), key=lambda s: order_key(s[1])))
        for outlet, found in stops.items()
    ]
    return timeline(drawn)


def _alone(facts: Facts) -> tuple[Alone, ...]:
    found = []
    for outlet, readings in facts.alone.items():
        views = [reading_view(facts, reading, None) for reading in readings]
        hidden = [view for view in views if not view.stretches]
        found.append(
            Alone(
                outlet=facts.name(outlet),
                count=len(views),
                readings=tuple(view for view in views if view.stretches),
                kept_back=len(hidden),
                places=kept_back_places(hidden),
            )
        )
    return tuple(found)


def _key(
    rows: Iterable[Row], days: Iterable[Day], alone: Iterable[Alone], contrasts: Iterable[Contrast]
) -> tuple[Chip, ...]:
    """The kinds of marks on the page, in the order of the list of kinds."""
    views: list[ReadingView] = [r for line in rows for cell in line.cells for r in cell.readings]
    views += [headline.reading for day in days for headline in (*day.timed, *day.untimed)]
    views += [reading for one in alone for reading in one.readings]
    kinds = {note.chip.kind for view in views for stretch in view.stretches for note in stretch.notes}
    kinds |= {note.chip.kind for view in views for note in view.place_notes}
    kinds |= {told.chip.kind for told in contrasts}
    return tuple(chip(kind) for kind in KINDS if kind in kinds)


def _earlier(source: EventInput, report: Report) -> str:
    """That an event keeps what earlier rules found, where it does."""
    thinned = source.event.thinned
    if thinned is None or not is_of_earlier_method(thinned, report.versions):
        return ""
    return (
        "This event keeps what an earlier method found, by the versions named below. Its texts were thinned on "
        f"{day_words(thinned.at)}: what is cited here is held as it was, but not enough to "
        "compare it anew."
    )


def _cohesion(facts: Facts) -> str:
    if len(facts.articles) == 1:
        return "One article, which was found to belong with no other."
    return (
        f"Two groups of articles are joined where their pairs are at least {facts.report.method.event_threshold:.2f} "
        f"likely, on average, to report one event; the weakest tie here measured "
        f"{facts.source.event.event.cohesion:.2f}. Words, rare ones more, the meaning of headline and opening, the "
        "neighbours that articles share, and dates are compared."
    )


def _holding(facts: Facts, item: StoredArticle) -> Holding:
    article = item.article
    return Holding(
        outlet=facts.name(article.outlet),
        published=short_moment(article.published),
        origin=_ORIGINS[article.published.origin] if article.published else "",
        words=facts.words(article.key),
        printed=facts.budget.used(article.key, before=REGION_CHARS),
        earlier=earlier_words(facts, article.key),
        kind=_KIND_NAMES[article.kind],
        revision=item.revision,
        href=facts.href(article.key, 0, 0),
    )


def _fetch(fetch: FetchReport, report: Report) -> FetchNote:
    failures = sorted(fetch.failures, key=lambda failure: (failure.outlet, failure.url, failure.reason))
    return FetchNote(
        asked=fetch.asked,
        read=fetch.read,
        failures=tuple(
            FailureLine(report.label(failure.outlet).name, failure.reason, failure.detail, failure.url)
            for failure in failures
        ),
    )
