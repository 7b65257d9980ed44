from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from indexer.ingest import Ingest, Rejection, Rules, read_mapping
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.errors import InputError

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}


@dataclass
class Taken:
    """What came of an ingest."""

    articles: list[Article]
    rejections: list[Rejection]
    source: Ingest

    @property
    def article(self) -> Article:
        assert not self.rejections, self.rejections
        (article,) = self.articles
        return article

    @property
    def error(self) -> InputError:
        (rejection,) = self.rejections
        return rejection.error


@pytest.fixture
def take() -> Callable[..., Taken]:
    """Ingest paths: ``take(path, ..., mapped=("ours=theirs",), encoding=..., ...)``."""

    def run(
        *paths: Path,
        mapped: tuple[str, ...] = (),
        encoding: str = "utf-8",
        unknown_dates: bool = False,
        listed: bool = False,
        report: Callable[[int], None] = lambda _: None,
    ) -> Taken:
        rejections: list[Rejection] = []
        rules = Rules(TAXONOMIES, read_mapping(mapped), unknown_dates=unknown_dates, listed=listed)
        source = Ingest(paths, rules, rejections.append, encoding, report)
        return Taken(list(source), rejections, source)

    return run


@pytest.fixture
def take_records(tmp_path: Path, take: Callable[..., Taken]) -> Callable[..., Taken]:
    """Ingest records as the lines of one file."""

    def run(*records: dict[str, Any], **options: Any) -> Taken:
        path = tmp_path / "records.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return take(path, **options)

    return run


@pytest.fixture
def take_page(tmp_path: Path, take: Callable[..., Taken]) -> Callable[..., Taken]:
    """Ingest a text as a saved page."""

    def run(text: str, **options: Any) -> Taken:
        path = tmp_path / "page.txt"
        path.write_text(text, encoding="utf-8")
        return take(path, **options)

    return run
