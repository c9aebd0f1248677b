"""What was computed of texts: sentences of the newest revisions, and vectors by the digest of a text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, update

from db.articles import NEWEST, newest_texts
from db.database import chunks, insert_or_keep
from db.errors import StoreError, UnknownKeyError, UnstorableError
from db.schema import ArticleRow, RevisionRow, SentenceRow, VectorRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.sentences import Sentence

FLOAT32 = "<f4"  # little-endian on every machine
FLOAT32_BYTES = 4


def sentences(connection: Connection, keys: Collection[str], version: str) -> dict[str, list[Sentence]]:
    from compare.sentences import Sentence  # brings the word lists: at first use

    found: dict[str, list[Sentence]] = {}
    for chunk in chunks(sorted(set(keys))):
        rows = connection.execute(
            select(
                ArticleRow.key,
                ArticleRow.outlet,
                SentenceRow.position,
                SentenceRow.paragraph,
                SentenceRow.start,
                SentenceRow.end,
                SentenceRow.text,
            )
            .join(RevisionRow, NEWEST)
            .outerjoin(SentenceRow, SentenceRow.revision == RevisionRow.id)
            .where(ArticleRow.key.in_(chunk), RevisionRow.sentences_version == version)
            .order_by(ArticleRow.key, SentenceRow.position)
        )
        for row in rows:
            of_article = found.setdefault(row[0], [])
            if row[2] is not None:  # an article without a sentence comes as one empty row
                of_article.append(Sentence(*row))
    return found


def put_sentences(connection: Connection, version: str, by_article: Mapping[str, Sequence[Sentence]]) -> None:
    """Replace the sentences of the newest revisions.

    Raises UnknownKeyError for an article that is not held, StoreError for a sentence that does not stand at its place
    in the newest text: it was computed from another revision.
    """
    revisions: list[str] = []
    rows: list[dict[str, Any]] = []
    for key, revision, text in newest_texts(connection, by_article):
        revisions.append(revision)
        for sentence in by_article[key]:
            if text[sentence.start : sentence.end] != sentence.text:
                raise StoreError(
                    f"article {key}: sentence {sentence.index} does not stand at {sentence.start}..{sentence.end} "
                    "of its newest text; split that text anew"
                )
            rows.append(
                {
                    "revision": revision,
                    "position": sentence.index,
                    "paragraph": sentence.paragraph,
                    "start": sentence.start,
                    "end": sentence.end,
                    "text": sentence.text,
                }
            )
    if len(revisions) < len(by_article):
        missing = set(by_article) - {revision.rpartition("-")[0] for revision in revisions}
        raise UnknownKeyError(f"article {min(missing)} is not stored; store it before its sentences")
    for chunk in chunks(revisions):
        connection.execute(delete(SentenceRow).where(SentenceRow.revision.in_(chunk)))
        connection.execute(update(RevisionRow).where(RevisionRow.id.in_(chunk)).values(sentences_version=version))
    if rows:
        connection.execute(insert(SentenceRow), rows)


def vectors(
    connection: Connection, digests: Collection[str], *, model: str, engine: str
) -> dict[str, NDArray[np.float32]]:
    import numpy as np

    found: dict[str, NDArray[np.float32]] = {}
    for chunk in chunks(sorted(set(digests))):
        rows = connection.execute(
            select(VectorRow.digest, VectorRow.dim, VectorRow.data)
            .where(VectorRow.digest.in_(chunk), VectorRow.model == model, VectorRow.engine == engine)
            .order_by(VectorRow.digest)
        )
        for digest, dim, data in rows:
            if len(data) != dim * FLOAT32_BYTES:
                raise StoreError(
                    f"the vector of text {digest} holds {len(data)} bytes, not {dim} float32 numbers; "
                    "delete its row, and it is computed again"
                )
            found[digest] = np.frombuffer(data, dtype=FLOAT32).astype(np.float32, copy=False)
    return found


def vector_digests(connection: Connection, digests: Collection[str], *, model: str, engine: str) -> set[str]:
    return {
        digest
        for chunk in chunks(sorted(set(digests)))
        for digest in connection.execute(
            select(VectorRow.digest).where(
                VectorRow.digest.in_(chunk), VectorRow.model == model, VectorRow.engine == engine
            )
        ).scalars()
    }


def put_vectors(
    connection: Connection, by_digest: Mapping[str, NDArray[np.float32]], *, model: str, engine: str
) -> None:
    """Keep these vectors; one that is held already stays as it is, so that results don't move under a second run.

    Raises UnstorableError for what is not one row of finite numbers.
    """
    import numpy as np

    rows: list[dict[str, Any]] = []
    for digest in sorted(by_digest):
        row = np.asarray(by_digest[digest], dtype=FLOAT32)
        if row.ndim != 1 or not np.isfinite(row).all():
            raise UnstorableError(
                f"the vector of text {digest} is not one row of finite numbers (shape {row.shape}); "
                f"the model {model} with {engine} made it"
            )
        rows.append({"digest": digest, "model": model, "engine": engine, "dim": row.size, "data": row.tobytes()})
    if rows:
        connection.execute(insert_or_keep(connection, VectorRow), rows)
