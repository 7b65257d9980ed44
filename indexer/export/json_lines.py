"""JSONL: every article as the store has it, a line each; ``podshivka ingest`` takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.export.about import About
from schemas.article import Article


def write(articles: Iterable[Article], about: About) -> Iterator[str]:  # noqa: ARG001 - a Format's
    """The file in pieces: a line each."""
    for article in articles:
        yield article.model_dump_json() + "\n"
