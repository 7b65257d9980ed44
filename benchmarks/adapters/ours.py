"""Ours, through the engine's own seam."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.corpus import Corpus
from benchmarks.count import Answer
from benchmarks.queries import Definition
from benchmarks.reading import request, taxonomies
from indexer.index.batches import batches
from indexer.index.contract import Generation
from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.engine import CACHE
from schemas.query import Request
from schemas.results import Matches

VOCABULARY = "vocabulary"


class Ours:
    """The engine of this project with full Russian and English analysis."""

    name: ClassVar[str] = "ours"
    how: ClassVar[str] = (
        "indexer.index.whoosh with all lemmas, names and exact forms; BM25F over weighted title, "
        "lede and body; facets, months, total and ids in one call; its cache of postings is off"
    )
    cache: ClassVar[int] = 0

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        del corpus
        self.searcher = WhooshEngine(folder / "index", cache=self.cache).open()

    @staticmethod
    def build(folder: Path, corpus: Corpus, processes: int) -> float:
        """Analyse in a pool, as the archive does, and publish.

        The vocabulary stays beside the index: a build with it is one with all words known.
        """
        begun = time.perf_counter()
        engine = WhooshEngine(folder / "index")
        generation: Generation = engine.create("benchmark")
        rows = (("", line) for line in corpus.lines())
        kept = folder / VOCABULARY
        analysed = batches(rows, corpus.articles, taxonomies(), processes=processes, kept=kept)
        engine.apply(generation.name, analysed, corpus.articles)
        engine.publish(generation.name)
        return time.perf_counter() - begun

    def prepare(self, definition: Definition) -> Request:
        """The query in the engine's own terms."""
        return request(definition)

    def run(self, prepared: Request) -> Matches:
        """Ids, total and counts in the engine's own form."""
        return self.searcher.search(prepared)

    def answer(self, raw: Any, definition: Definition) -> Answer:
        """The same in the form that is compared."""
        del definition
        return Answer.of(raw)


class OursCached(Ours):
    """The same index as it is served: words asked for recently keep their postings."""

    name: ClassVar[str] = "ours-cached"
    how: ClassVar[str] = "as ours with its cache on; every word was asked for in the round before"
    cache: ClassVar[int] = CACHE
