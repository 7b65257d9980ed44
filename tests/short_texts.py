"""An archive of short texts, each an article of its own whose id is its place among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query


def archive_of_texts(home: Path, texts: Sequence[str]) -> Archive:
    """The archive; a text in ASCII is in English."""
    made = Archive.open(home, create=True)
    made.add(
        Article(id=str(at), language="en" if text.isascii() else "ru", title="—", body=text)
        for at, text in enumerate(texts)
    )
    made.sync()
    return made


def archive_of_notes(home: Path, bodies: Mapping[str, str]) -> Archive:
    """An archive of notes in Russian, by id."""
    made = Archive.open(home, create=True)
    made.add(
        Article(id=id, language="ru", title="Заметка", body=body) for id, body in bodies.items()
    )
    made.sync()
    return made


def found_among(archive: Archive, texts: Sequence[str], query: Query) -> set[str]:
    """Those of ``texts`` that have all words of a query."""
    return {texts[int(hit.id)] for hit in archive.search(query).hits}
