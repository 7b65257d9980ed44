"""RIS for programs that manage references: an entry of lines ``TAG  - value`` for each article.

A value is one line, whatever the article holds: a line break would let its text end the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.export.about import About, original
from indexer.export.lines import day, one_line
from schemas.article import Article


def write(articles: Iterable[Article], about: About) -> Iterator[str]:
    """The file in pieces: an entry each."""
    for article in articles:
        lines = (f"{tag}  - {value}\r\n" for tag, value in _entry(about.shown(article), about))
        yield "".join((*lines, "ER  - \r\n\r\n"))


def _entry(article: Article, about: About) -> Iterator[tuple[str, str]]:
    published = day(article.published).replace("-", "/")
    yield "TY", "NEWS"
    for tag, value in (
        ("ID", article.id),
        ("AU", article.author or ""),
        ("TI", article.title),
        ("T2", article.source or ""),
        ("PY", published[:4]),
        ("DA", published),
        ("AB", article.lede),
        *(("KW", keyword) for keyword in article.keywords),
        ("LA", article.language),
        ("UR", about.address(article)),
        ("OP", original(article) if about.public_url else ""),
        ("Y2", f"{about.day:%Y/%m/%d}"),
    ):
        if text := one_line(value):
            yield tag, text
