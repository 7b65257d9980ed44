"""Plain text for reading: what the file is, then the articles, one under the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.export.about import About, original
from indexer.export.lines import day, one_line
from schemas.article import Article

RULE = "\n\n" + "-" * 72 + "\n\n"
_PARAGRAPHS = re.compile(r"\n\s*\n")


def write(articles: Iterable[Article], about: About) -> Iterator[str]:
    """The file in pieces: an article each."""
    yield one_line(about.sentence())
    for article in articles:
        yield RULE + "\n\n".join(_parts(about.shown(article), about))
    yield "\n"


def _parts(article: Article, about: About) -> Iterator[str]:
    yield one_line(article.title)
    facts = (day(article.published), article.source or "", article.author or "")
    places = (original(article), about.permalink(article))
    yield "\n".join(filter(None, (", ".join(filter(None, map(one_line, facts))), *places)))
    for text in (article.lede, article.body, *article.captions, *article.notices):
        yield from filter(None, map(_lines, _PARAGRAPHS.split(text)))


def _lines(paragraph: str) -> str:
    return "\n".join(filter(None, map(one_line, paragraph.splitlines())))
