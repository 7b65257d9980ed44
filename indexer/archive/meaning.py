"""What a process needs to compare articles by their meaning."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from indexer.query.meaning import Cosines, Meaning
from indexer.vectors.encoder import Encoder, encoder, model_name
from indexer.vectors.kept import KeptVectors
from indexer.vectors.likeness import VectorLikeness
from indexer.vectors.packed import numbers_of
from indexer.vectors.table import Table
from schemas.article import Language
from schemas.errors import EngineError


def settle(vectors: KeptVectors) -> None:
    """Load the encoder and the vectors, before processes are forked, where there are some."""
    table = vectors.table()
    if table is not None:
        _encoder_of(table)


def likeness(vectors: KeptVectors, text: str) -> VectorLikeness | None:
    """How near articles are to a text; None without vectors, or their encoder, or words in it."""
    table = vectors.table()
    own = _encoder_of(table) if table else None
    question = own.question(text) if own else None
    return None if table is None or question is None else VectorLikeness(table, question)


def likeness_of(vectors: KeptVectors, id: str) -> VectorLikeness | None:
    """How near articles are to an article, for which no encoder is needed; None without vectors."""
    table = vectors.table()
    found = table.entries([id])[0] if table else None
    return (
        None if table is None or found is None else VectorLikeness(table, numbers_of(found.vectors))
    )


def _beside(vectors: KeptVectors, id: str, language: Language) -> Cosines | None:
    found = likeness_of(vectors, id)
    return partial(found.of, language=language) if found else None


def meaning_of(vectors: KeptVectors) -> Meaning:
    """What readers of queries know of meaning."""
    return Meaning(
        partial(likeness, vectors), partial(_beside, vectors), partial(_edition, vectors)
    )


def _edition(vectors: KeptVectors) -> int:
    """The edition of the vectors if texts can be compared with them, else 0; loads no encoder."""
    table = vectors.table()
    return table.manifest.edition if table and table.manifest.model == model_name() else 0


def _encoder_of(table: Table) -> Encoder | None:
    """The encoder that made the vectors of ``table``, None when there is none or another."""
    with suppress(EngineError):
        if table.manifest.model == model_name():
            return encoder()
    return None
