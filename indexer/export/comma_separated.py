"""CSV for spreadsheets (RFC 4180, UTF-8): a row of names, then a row for each article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.export.about import About
from indexer.export.lines import day
from indexer.page.spreadsheet import MARK, row
from schemas.article import Article

COLUMNS = (
    "id", "language", "date", "title", "lede", "body", "author", "source", "published", "updated",
    "regions", "topics", "people", "organisations", "keywords", "captions", "url", "permalink",
    "translation_of",
)  # fmt: skip
"""docs/export.md says what is in them."""

_BETWEEN = "; "


def write(articles: Iterable[Article], about: About) -> Iterator[str]:
    """The file in pieces: a row each."""
    yield MARK + row(COLUMNS)
    for article in articles:
        yield row(_cells(about.shown(article), about))


def _cells(article: Article, about: About) -> Iterator[str]:
    own = {
        "date": day(article.published),
        "published": article.published.isoformat() if article.published else "",
        "updated": article.updated.isoformat() if article.updated else "",
        "permalink": about.permalink(article),
    }
    for name in COLUMNS:
        value = own[name] if name in own else getattr(article, name)
        yield _BETWEEN.join(value) if isinstance(value, tuple) else value or ""
