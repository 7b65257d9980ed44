"""An article as plain data: what it says and said, and the articles that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from typing_extensions import TypedDict

from indexer.ingest.field_names import says_anything
from indexer.page.history import changed
from indexer.page.related import RelatedArticle
from indexer.reprints import Reprint
from indexer.store import Version
from schemas.article import Article


class VersionJson(TypedDict):
    """What an article said. ``number``: from 1.

    ``recorded``: when it came into the archive, null when that is not known. ``changed``: fields
    that differ from the version before.
    """

    number: int
    recorded: str | None
    changed: list[str]
    article: dict[str, Any]


class HistoryJson(TypedDict):
    """All that an article said, oldest first; the last version is what it says now."""

    id: str
    versions: list[VersionJson]


class ReprintJson(TypedDict):
    """An article that says nearly the same. ``overlap``: share of the shorter text, 0.75 to 1."""

    id: str
    title: str
    published: str | None
    overlap: float


class ReprintsJson(TypedDict):
    """Articles that say nearly the same as one, the closest first."""

    reprints: list[ReprintJson]


class RelatedJson(TypedDict):
    """An article of the same subject; ``share`` and ``by`` are those of RelatedArticle."""

    id: str
    title: str
    language: str
    published: str | None
    share: float
    by: str


class RelatedListJson(TypedDict):
    """Articles on the same subject: near in time first, at last those in other languages."""

    related: list[RelatedJson]


def article_json(article: Article) -> dict[str, Any]:
    """The article as it is stored, unknown fields included: what ``podshivka ingest`` takes.

    One that is only a headline has it as ``text``, too, which tells ``ingest`` that nothing is
    missing.
    """
    shape = article.model_dump(mode="json")
    if not (says_anything(article.body) or says_anything(article.lede)):
        shape.setdefault("text", article.title)
    return shape


def history_json(id: str, versions: Sequence[Version]) -> HistoryJson:
    """The versions of an article as plain data."""
    articles = [version.article for version in versions]
    shapes: list[VersionJson] = [
        {
            "number": number,
            "recorded": iso(version.recorded),
            "changed": changed(before, version.article),
            "article": article_json(version.article),
        }
        for number, (before, version) in enumerate(
            zip([None, *articles], versions, strict=False), 1
        )
    ]
    return {"id": id, "versions": shapes}


def reprints_json(reprints: Sequence[Reprint]) -> ReprintsJson:
    """Reprints as plain data."""
    shapes: list[ReprintJson] = [
        {
            "id": one.article.id,
            "title": one.article.title,
            "published": iso(one.article.published),
            "overlap": round(one.overlap, 3),
        }
        for one in reprints
    ]
    return {"reprints": shapes}


def related_json(related: Sequence[RelatedArticle]) -> RelatedListJson:
    """Related articles as plain data."""
    shapes: list[RelatedJson] = [
        {
            "id": one.article.id,
            "title": one.article.title,
            "language": one.article.language,
            "published": iso(one.article.published),
            "share": round(one.share, 3),
            "by": one.by,
        }
        for one in related
    ]
    return {"related": shapes}


def iso(published: datetime | date | None) -> str | None:
    """A day or a moment as ISO 8601."""
    return None if published is None else published.isoformat()
