"""Articles as stems, for engines that are to find just what tantivy's stemmers find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from benchmarks.adapters.tantivy import stemmer
from benchmarks.corpus import Corpus
from benchmarks.count import when_published

TEXTS = ("title", "lede", "body")

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Stems:
    """An article. ``texts``: the stems of each of TEXTS, with spaces between them.

    ``month``: year * 12 + month - 1; ``seconds``: since 1970, by the clock on the wall.
    """

    id: str
    texts: tuple[str, ...]
    month: int
    seconds: int
    facets: dict[str, tuple[str, ...]]


def stems(source: Corpus) -> Iterator[Stems]:
    """The articles of a corpus, in order."""
    stem = cache(stemmer())
    for record in source.records():
        texts = (" ".join(map(stem, _WORD.findall(record[name].lower()))) for name in TEXTS)
        facets = {
            "region": tuple(record["regions"]),
            "topic": tuple(record["topics"]),
            "language": (record["language"],),
        }
        yield Stems(record["id"], tuple(texts), *when_published(record), facets)
