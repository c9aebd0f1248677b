"""What articles have from agencies and other outlets: credits, linked sentences, and where shared text comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.orm import aliased

from db.database import chunks, insert_all, values_by_key
from db.pending import make_due
from db.schema import AgencyCredit, ArticleRow, SharedCheck, SharedSentenceRow, TextLink, TextSignature

if TYPE_CHECKING:
    from compare.credits import Credit
    from compare.sharedtext import Link
    from compare.wirecopy import SharedSentence


def checked(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    return values_by_key(connection, SharedCheck.article, SharedCheck.fingerprint, keys)


def credited(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[Credit, ...]]:
    from compare.credits import Credit  # brings the word lists: at first use

    found: dict[str, tuple[Credit, ...]] = {}
    for chunk in chunks(sorted(set(keys))):
        rows = connection.execute(
            select(AgencyCredit.__table__)
            .where(AgencyCredit.article.in_(chunk))
            .order_by(AgencyCredit.article, AgencyCredit.position)
        )
        for row in rows:
            credit = Credit(row.agency, row.role, row.place, row.text, row.start, row.end)
            found[row.article] = (*found.get(row.article, ()), credit)
    return found


def signatures(connection: Connection, keys: Iterable[str]) -> dict[str, bytes]:
    return values_by_key(connection, TextSignature.article, TextSignature.data, keys)


def links(connection: Connection, keys: Iterable[str]) -> list[Link]:
    from compare.sharedtext import Link, Place

    found: set[Link] = set()
    a, b = aliased(ArticleRow), aliased(ArticleRow)
    whole = (
        select(TextLink.__table__)
        .join(a, a.key == TextLink.a)
        .join(b, b.key == TextLink.b)
        .where(a.thinned_at.is_(None), b.thinned_at.is_(None))
    )
    for chunk in chunks(sorted(set(keys))):
        rows = connection.execute(whole.where(or_(TextLink.a.in_(chunk), TextLink.b.in_(chunk))))
        found.update(Link(Place(row.a, row.a_start, row.a_end), Place(row.b, row.b_start, row.b_end)) for row in rows)
    return sorted(found)


def shared(connection: Connection, keys: Iterable[str]) -> list[SharedSentence]:
    from compare.sharedtext import Edit, Place
    from compare.wirecopy import Origin, SharedSentence

    found = []
    for chunk in chunks(sorted(set(keys))):
        rows = connection.execute(
            select(SharedSentenceRow.__table__, ArticleRow.outlet)
            .join(ArticleRow, ArticleRow.key == SharedSentenceRow.article)
            .where(SharedSentenceRow.article.in_(chunk))
            .order_by(SharedSentenceRow.article, SharedSentenceRow.start)
        )
        for row in rows:
            place = None
            if row.origin_article is not None:
                place = Place(row.origin_article, row.origin_start, row.origin_end)
            found.append(
                SharedSentence(
                    Place(row.article, row.start, row.end),
                    row.outlet,
                    row.text_group,
                    Origin(row.voice, row.origin_outlet, row.agency, place),
                    tuple(Edit(*edit) for edit in row.edits),
                )
            )
    return found


def save(
    connection: Connection,
    *,
    checked: Mapping[str, str],
    credited: Mapping[str, Sequence[Credit]],
    links: Iterable[Link],
    traced: Iterable[str],
    shared: Iterable[SharedSentence],
    signatures: Mapping[str, bytes],
    since: datetime,
) -> None:
    """Replace the credits and links of the articles `checked`, and the shared sentences of the articles `traced`, whose
    events are due."""
    traced = set(traced)
    make_due(connection, traced)
    for chunk in chunks(sorted(checked)):
        connection.execute(delete(SharedCheck).where(SharedCheck.article.in_(chunk)))
        connection.execute(delete(AgencyCredit).where(AgencyCredit.article.in_(chunk)))
        connection.execute(delete(TextLink).where(or_(TextLink.a.in_(chunk), TextLink.b.in_(chunk))))
    for chunk in chunks(sorted(traced)):
        connection.execute(delete(SharedSentenceRow).where(SharedSentenceRow.article.in_(chunk)))
    insert_all(
        connection,
        AgencyCredit,
        [
            {
                "article": article,
                "position": position,
                "agency": credit.agency,
                "role": credit.role,
                "place": credit.place,
                "text": credit.text,
                "start": credit.start,
                "end": credit.end,
            }
            for article in sorted(credited)
            for position, credit in enumerate(credited[article])
        ],
    )
    insert_all(connection, TextLink, [_link_row(link) for link in links])
    insert_all(connection, SharedSentenceRow, [_shared_row(item) for item in shared])
    insert_all(
        connection,
        SharedCheck,
        [{"article": article, "fingerprint": checked[article]} for article in sorted(checked)],
    )
    earlier = select(ArticleRow.key).where(ArticleRow.at < since, ArticleRow.key == TextSignature.article)
    connection.execute(delete(TextSignature).where(earlier.exists()))
    for chunk in chunks(sorted(signatures)):
        connection.execute(delete(TextSignature).where(TextSignature.article.in_(chunk)))
    insert_all(connection, TextSignature, [{"article": key, "data": signatures[key]} for key in sorted(signatures)])


def _link_row(link: Link) -> dict[str, Any]:
    return {
        "a": link.a.article,
        "a_start": link.a.start,
        "a_end": link.a.end,
        "b": link.b.article,
        "b_start": link.b.start,
        "b_end": link.b.end,
    }


def _shared_row(item: SharedSentence) -> dict[str, Any]:
    origin = item.origin
    return {
        "article": item.place.article,
        "start": item.place.start,
        "end": item.place.end,
        "text_group": item.group,
        "voice": origin.voice,
        "agency": origin.agency,
        "origin_outlet": origin.outlet,
        "origin_article": origin.place.article if origin.place else None,
        "origin_start": origin.place.start if origin.place else None,
        "origin_end": origin.place.end if origin.place else None,
        "edits": [[edit.start, edit.end, edit.origin_start, edit.origin_end] for edit in item.edits],
    }
