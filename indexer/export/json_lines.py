"""JSONL: every article as the store has it, a line each; ``podshivka ingest`` takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic_core import to_json

from indexer.export.about import About
from indexer.page.article_shapes import article_json
from schemas.article import Article


def write(articles: Iterable[Article], about: About) -> Iterator[str]:  # noqa: ARG001 - a Format's
    """The file in pieces: a line each."""
    for article in articles:
        yield to_json(article_json(article)).decode() + "\n"
