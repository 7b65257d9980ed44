"""CSL-JSON, the data of citation styles (Zotero, Pandoc, citeproc): one array."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from indexer.export.about import About, original
from indexer.export.lines import day, one_line
from schemas.article import Article


def write(articles: Iterable[Article], about: About) -> Iterator[str]:
    """The file in pieces: an item each."""
    before = "[\n"
    for article in articles:
        item = {name: value for name, value in _item(about.shown(article), about) if value}
        yield before + json.dumps(item, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _item(article: Article, about: About) -> Iterator[tuple[str, Any]]:
    yield "id", article.id
    yield "type", "article-newspaper"
    yield "title", one_line(article.title)
    # what the source gives may be an agency or two people: it is not taken apart
    author = one_line(article.author or "")
    yield "author", author and [{"literal": author}]
    yield "container-title", one_line(article.source or "")
    yield "issued", _date(day(article.published))
    yield "URL", about.address(article)
    yield "accessed", _date(about.day.isoformat())
    yield "language", article.language
    yield "abstract", article.lede
    yield "keyword", ", ".join(map(one_line, article.keywords))
    if about.public_url and original(article):
        yield "custom", {"original_url": original(article)}


def _date(iso: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else None
