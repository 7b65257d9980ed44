"""The texts and names that analysis is measured on. They are no part of the project."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from schemas.article import Article


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines, compressed or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    return [json.loads(line) for line in text.split("\n") if line]


def names(corpora: Path, file: str) -> list[list[str]]:
    """The case forms of each name of one file."""
    return [row["forms"] for row in rows(corpora / "morphology" / file)]


def places(corpora: Path) -> list[dict[str, Any]]:
    """The places of the dictionary: ``lemma`` and ``forms``."""
    return rows(corpora / "morphology" / "places.jsonl.gz")


def news(corpora: Path) -> list[str]:
    """The texts of telegram-news."""
    return [row["text"] for row in rows(corpora / "telegram-news.jsonl.gz")]


def articles(corpora: Path) -> list[Article]:
    """telegram-news and reuters-21578."""
    russian = [
        Article(
            id=row["id"], language="ru", title=row["text"][:60].strip() or "—", body=row["text"]
        )
        for row in rows(corpora / "telegram-news.jsonl.gz")
    ]
    english = [
        Article(id=row["id"], language="en", title=row["title"] or "—", body=row["body"] or "")
        for row in rows(corpora / "reuters-21578.jsonl.gz")
    ]
    return russian + english
