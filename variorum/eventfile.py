"""`data.json` from an event's records: what its page prints, and nothing of an article that is printed nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from compare.claims import Reading
from compare.eventwhy import Why
from compare.revisions import has_notice
from compare.wirecopy import Origin
from compare.wording import Difference, Variant
from db.records import StoredArticle, StoredClaim, StoredFlag
from scraper.article import Moment
from variorum.absences import first_published, is_close, text_order
from variorum.contrasts import strongest
from variorum.earlier import REGION_CHARS
from variorum.eventdata import (
    NOT_FOUND,
    AbsenceData,
    ArticleData,
    ChangeData,
    ClaimData,
    ClosestSentencesData,
    Decided,
    DifferenceData,
    EventData,
    FlagData,
    FramingData,
    MarkData,
    NearestData,
    OriginData,
    OtherData,
    OutletData,
    PlaceData,
    ReadingData,
    RevisionData,
    SharedTermData,
    TogetherData,
    VariantData,
)
from variorum.excerpts import ExcerptBudget
from variorum.facts import Facts, printed_source, reading_of
from variorum.histories import earlier_words
from variorum.inputs import EventInput, Report, report_of_event
from variorum.links import safe_href
from variorum.reviewing import difference_id
from variorum.revisionrows import change_row, framing_row, revision_row
from variorum.sharing import origin_row
from variorum.sitepaths import EVENT_SCHEMA, FROM_EVENT_FOLDER

_NOT_PRINTED: Final = ("title", "url", "source")
"""Of the rows of `export revisions`: an earlier headline stands among the changes, as far as the excerpt limit lets it;
speakers of earlier texts are printed nowhere."""
_DECIDED: Final[dict[tuple[bool, bool], Decided]] = {
    (False, False): "",
    (True, False): "together",
    (False, True): "apart",
    (True, True): "both",
}
"""By whether people put an article together with others, and kept it apart from others."""


def event_data(source: EventInput, report: Report, budget: ExcerptBudget) -> EventData:
    """The event as its page shows it. `budget` is the one by which the page was made: nothing is spent here."""
    facts = Facts(source, report, budget, FROM_EVENT_FOLDER)
    return EventData(
        schema_path=FROM_EVENT_FOLDER + EVENT_SCHEMA,
        event=source.event.id,
        title=_title(facts),
        outlets=tuple(
            OutletData(outlet=outlet, name=facts.name(outlet), invented=report.label(outlet).invented)
            for outlet in facts.outlets
        ),
        articles=tuple(_article(facts, item) for item in facts.articles.values()),
        claims=tuple(_claim(facts, item) for item in (*facts.shared, *facts.of_one_outlet)),
        differences=tuple(_differences(facts)),
        flags=tuple(_flag(facts, item) for item in source.flags_in_text()),
        revisions=tuple(_revisions(facts)),
        together=TogetherData(
            cohesion=source.event.event.cohesion,
            threshold=report.method.event_threshold,
            articles=tuple(_place(facts, source.whys[key]) for key in facts.articles if key in source.whys),
        ),
        excerpt_words=report.excerpt_words,
        claim_threshold=report.method.claim_threshold,
        versions=dict(report_of_event(source, report).versions),
    )


def _title(facts: Facts) -> str | None:
    """The event's headline, else the first that may be printed."""
    titles = [
        item.article.title for key, item in facts.articles.items() if _words(facts, key, 0, len(item.article.title))
    ]
    chosen = facts.source.event.event.title
    return chosen if chosen in titles else next(iter(titles), None)


def _words(facts: Facts, article: str, start: int, end: int) -> str | None:
    """The words there, None where they may not be printed."""
    return facts.text(article)[start:end] if facts.holds(article, start, end) else None


def _moment(moment: Moment | None) -> str | None:
    return None if moment is None else str(moment)


def _article(facts: Facts, item: StoredArticle) -> ArticleData:
    article, key = item.article, item.article.key
    return ArticleData(
        article=key,
        outlet=article.outlet,
        url=safe_url(article.url),
        href=facts.href(key, 0, 0),
        title=_words(facts, key, 0, len(article.title)),
        published=_moment(article.published),
        published_precision=article.published.precision if article.published else None,
        published_origin=article.published.origin if article.published else None,
        modified=_moment(article.modified),
        language=article.language,
        kind=article.kind,
        revision=item.revision,
        first_seen=item.first_seen.isoformat(),
        revised_at=item.revised_at.isoformat(),
        words_held=facts.words(key),
        words_shown=facts.budget.used(key, before=REGION_CHARS),
        earlier_words_shown=earlier_words(facts, key),
    )


def safe_url(url: str) -> str | None:
    """An article's own address where it is one of the web; None for anything else it may have come with."""
    return url if url.lower().startswith(("http:", "https:")) and safe_href(url, root="") else None


def _claim(facts: Facts, item: StoredClaim) -> ClaimData:
    claim, row = item.claim, facts.numbers.get(item.id)
    first, sure = first_published(list(facts.moments(item).values()))
    return ClaimData(
        claim=item.id,
        row=row,
        readings=tuple(_reading(facts, reading) for reading in claim.readings),
        texts=facts.shares.voices(claim.readings),
        first=_moment(first),
        first_precision=first.precision if first else None,
        first_sure=sure,
        similarity=claim.similarity,
        standings=item.standings or None,
        weakest=claim.weakest,
        nearest=tuple(
            NearestData(**_sentence(facts, near.reading), lowest=near.lowest, highest=near.highest)
            for near in claim.nearest
        ),
        absences=() if row is None else tuple(_absences(facts, item)),
    )


def _sentence(facts: Facts, reading: Reading) -> dict[str, Any]:
    shared = facts.shares.at(reading.article, reading)
    return {
        "article": reading.article,
        "outlet": reading.outlet,
        "sentence": _words(facts, reading.article, reading.start, reading.end),
        "start": reading.start,
        "end": reading.end,
        "paragraph": reading.paragraph,
        "origin": _origin(None if shared is None else shared.origin),
    }


def _reading(facts: Facts, reading: Reading) -> ReadingData:
    return ReadingData(
        **_sentence(facts, reading),
        marks=tuple(
            MarkData(
                flag=item.id,
                category=item.flag.category,
                voice=item.flag.voice,
                start=item.flag.start,
                end=item.flag.end,
            )
            for item in facts.flags_in(reading)
        ),
        href=facts.href(reading.article, reading.start, reading.end),
    )


def _absences(facts: Facts, item: StoredClaim) -> Iterator[AbsenceData]:
    published = list(facts.moments(item).values())
    spoken = {reading.outlet for reading in item.claim.readings}
    for outlet, held in facts.outlets.items():
        if outlet not in spoken:
            near = next((near for near in item.claim.nearest if near.reading.outlet == outlet), None)
            newest = facts.newest_text(outlet)
            yield AbsenceData(
                outlet=outlet,
                found="close" if is_close(near, facts.report.method.claim_threshold) else NOT_FOUND,
                published=_moment(held[0].published),
                newest=_moment(newest),
                order=text_order(newest, published),
                words_held=sum(facts.words(article.key) for article in held),
                stub=any(article.kind == "stub" for article in held),
            )


def _differences(facts: Facts) -> Iterator[DifferenceData]:
    claims = {item.id: item for item in facts.source.results.claims}
    ranks = {(claim.id, difference): rank for rank, (claim, difference) in enumerate(strongest(facts), 1)}
    for item in facts.source.results.differences:
        one, name = item.difference, difference_id(item.claim, item.difference)
        yield DifferenceData(
            difference=name,
            claim=item.claim,
            kind=one.kind,
            rank=ranks.get((item.claim, one)),
            readings=tuple(_variant(facts, variant) for variant in one.variants),
            explanation=one.explanation if _explanation_holds(facts, claims[item.claim], one) else None,
            reviewed=name in facts.source.reviewed,
        )


def _variant(facts: Facts, variant: Variant) -> VariantData:
    return VariantData(
        article=variant.article,
        outlet=variant.outlet,
        text=_words(facts, variant.article, variant.start, variant.end),
        start=variant.start,
        end=variant.end,
        side=variant.side,
    )


def _explanation_holds(facts: Facts, claim: StoredClaim, difference: Difference) -> bool:
    """Whether an explanation may be printed: it quotes from the sentences it is about, and names who speaks there."""
    for variant in difference.variants:
        reading = reading_of(claim, variant)
        place = variant if reading is None else reading
        spoken = [] if reading is None else [item.flag for item in facts.flags_in(reading) if item.flag.source]
        if not facts.holds(variant.article, place.start, place.end):
            return False
        if any(printed_source(facts, variant.article, flag) is None for flag in spoken):
            return False
    return True


def _flag(facts: Facts, item: StoredFlag) -> FlagData:
    flag = item.flag
    match = _words(facts, item.article, flag.start, flag.end)
    return FlagData(
        flag=item.id,
        article=item.article,
        outlet=facts.articles[item.article].article.outlet,
        rule=flag.rule,
        category=flag.category,
        level=flag.level,
        match=match,
        start=flag.start,
        end=flag.end,
        voice=flag.voice,
        source=printed_source(facts, item.article, flag),
        says=None if match is None else facts.descriptions.of(flag),
        others=tuple(_other(facts, facts.sentences[other.outlet, other.text]) for other in flag.others),
        shared=_origin(facts.shares.charged(item.article, flag)),
        repeats=item.repeats,
        reviewed=item.id in facts.source.reviewed,
        href=facts.href(item.article, flag.start, flag.end),
    )


def _other(facts: Facts, reading: Reading) -> OtherData:
    return OtherData(
        outlet=reading.outlet,
        article=reading.article,
        text=_words(facts, reading.article, reading.start, reading.end),
        start=reading.start,
        end=reading.end,
    )


def _origin(origin: Origin | None) -> OriginData | None:
    row = origin_row(origin)
    return None if row is None else OriginData(**row)


def _revisions(facts: Facts) -> Iterator[RevisionData]:
    order = {key: place for place, key in enumerate(facts.articles)}
    known = [revision for revision in facts.source.revisions if revision.key in order]
    found = {(changes.key, changes.number): changes for changes in facts.source.changes}
    texts = {(revision.key, revision.number): revision for revision in known}
    for revision in sorted(known, key=lambda one: (order[one.key], one.number)):
        row = _printed(revision_row(revision))
        before = texts.get((revision.key, revision.number - 1))
        changes = found.get((revision.key, revision.number))
        if before is None or changes is None:
            yield RevisionData(**row, noted=None, changes=None, framing=None)
            continue
        newest = facts.articles[revision.key].revision
        yield RevisionData(
            **row,
            noted=has_notice(revision.article, changes.changes),
            changes=tuple(
                ChangeData(**change_row(one, before, revision, newest, facts.prints)) for one in changes.changes
            ),
            framing=tuple(
                FramingData(**_printed(framing_row(one, before, revision, newest, facts.prints)))
                for one in changes.framing
            ),
        )


def _printed(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in _NOT_PRINTED}


def _place(facts: Facts, why: Why) -> PlaceData:
    pair = why.closest
    near = pair.sentences if pair is not None else None
    return PlaceData(
        article=why.article,
        score=why.score,
        closest=None if pair is None else pair.other,
        closest_score=None if pair is None else pair.score,
        shared=tuple(
            SharedTermData(
                kind=term.kind,
                text=_words(facts, why.article, term.here.start, term.here.end),
                start=term.here.start,
                end=term.here.end,
            )
            for term in (() if pair is None else pair.terms)
        ),
        sentences=None
        if near is None
        else ClosestSentencesData(
            start=near.here_place.start,
            end=near.here_place.end,
            other_start=near.there_place.start,
            other_end=near.there_place.end,
            likeness=near.cosine,
        ),
        decided=_DECIDED[bool(why.must), bool(why.cannot)],
    )
