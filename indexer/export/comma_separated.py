"""CSV for spreadsheets (RFC 4180, UTF-8): a row of names, then a row for each article."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from indexer.export.about import About
from indexer.export.lines import day
from schemas.article import Article

COLUMNS = (
    "id", "language", "date", "title", "lede", "body", "author", "source", "published", "updated",
    "regions", "topics", "people", "organisations", "keywords", "captions", "url", "permalink",
    "translation_of",
)  # fmt: skip
"""docs/export.md says what is in them."""

MARK = "\ufeff"
"""Tells Excel that the file is UTF-8; without it, Russian becomes unreadable there."""

_BETWEEN = "; "

_FORMULA = re.compile(r"""[\s"'«»“”‘’„\ufeff\u200b\x00-\x1f]*[=+\-@＝＋－＠\t\r]""")
"""What a spreadsheet may take for a formula: also behind white space and quotation marks, which
some programs drop, and in the full width that East Asian versions read alike."""


def write(articles: Iterable[Article], about: About) -> Iterator[str]:
    """The file in pieces: a row each."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")

    def row(cells: Iterable[str]) -> str:
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        return line.getvalue()

    yield MARK + row(COLUMNS)
    for article in articles:
        yield row(map(harmless, _cells(about.shown(article), about)))


def harmless(cell: str) -> str:
    """``cell`` with an apostrophe in front when a spreadsheet could take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


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
