"""Whoosh as it comes: its own codec, matchers and facets. Slow, for a few thousand articles."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, ClassVar

from whoosh import fields, index, query, sorting
from whoosh.analysis import LowercaseFilter, RegexTokenizer, StemFilter

from benchmarks.adapters.fts5 import stem
from benchmarks.corpus import Corpus
from benchmarks.count import Answer, when_published
from benchmarks.queries import Definition

FACETS = ("region", "topic", "language", "month")
_GAP = " endoffield "
"""A word between two fields, so that no phrase crosses them."""
Prepared = tuple[query.Query, dict[str, query.Query], bool]


def _schema() -> fields.Schema:
    words = RegexTokenizer(r"[^\W_]+") | LowercaseFilter() | StemFilter(stem, cachesize=-1)
    return fields.Schema(
        id=fields.ID(stored=True),
        text=fields.TEXT(analyzer=words, phrase=True),
        published=fields.NUMERIC(int, 64, signed=True, sortable=True),
        **dict.fromkeys(FACETS, fields.KEYWORD(commas=True)),
    )


class StockWhoosh:
    """One text field, facets by ``groupedby``."""

    name: ClassVar[str] = "whoosh"
    how: ClassVar[str] = (
        "Whoosh-Reloaded's own codec and matchers, Snowball stems, facets by groupedby with "
        "overlap; known to give wrong documents for some nested queries"
    )

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        del corpus
        self.searcher = index.open_dir(str(folder / "index")).searcher()
        self.grouped = {
            name: sorting.FieldFacet(name, allow_overlap=True, maptype=sorting.Count)
            for name in FACETS
        }

    @staticmethod
    def build(folder: Path, corpus: Corpus, processes: int) -> float:
        """One writer: its MultiSegmentWriter pickles documents and gains nothing."""
        del processes
        begun = time.perf_counter()
        place = folder / "index"
        place.mkdir(parents=True)
        writer = index.create_in(str(place), _schema()).writer(limitmb=512)
        for record in corpus.records():
            month, seconds = when_published(record)
            writer.add_document(
                id=record["id"],
                text=_GAP.join((record["title"], record["lede"], record["body"])),
                published=seconds,
                region=",".join(record["regions"]),
                topic=",".join(record["topics"]),
                language=record["language"],
                month=str(month),
            )
        writer.commit(optimize=True)
        return time.perf_counter() - begun

    def prepare(self, definition: Definition) -> Prepared:
        """The query in the engine's own terms."""
        filters = {name: query.Term(name, value) for name, value in definition.filters}
        if (days := definition.period()) is not None:
            first, last = (
                when_published({"published": f"{day}T{clock}"})[1]
                for day, clock in zip(days, ("00:00:00", "23:59:59"), strict=True)
            )
            filters["month"] = query.NumericRange("published", first, last)
        terms = [query.Term("text", stem(word)) for word in definition.words]
        words: query.Query = query.And(terms) if terms else query.Every()
        if definition.join == "or":
            words = query.Or(terms)
        elif definition.join == "phrase":
            words = query.Phrase("text", [term.text for term in terms])
        elif definition.join == "prefix":
            words = query.Prefix("text", definition.words[0])
        return words.normalize(), filters, definition.newest

    def run(self, prepared: Prepared) -> Any:
        """Ids, total and counts in the engine's own form."""
        words, filters, newest = prepared
        order = sorting.FieldFacet("published", reverse=True) if newest else None

        def ask(but: str, grouped: dict[str, sorting.FieldFacet]) -> Any:
            kept = [each for name, each in filters.items() if name != but]
            narrow = query.And(kept) if kept else None
            return self.searcher.search(
                words, limit=10, filter=narrow, groupedby=grouped, sortedby=order
            )

        results = ask("", self.grouped)
        counts = {name: results.groups(name) for name in FACETS}
        for name in filters:
            counts[name] = ask(name, {name: self.grouped[name]}).groups(name)
        return len(results), [hit["id"] for hit in results[:10]], counts

    def answer(self, raw: Any, definition: Definition) -> Answer:
        """The same in the form that is compared."""
        del definition
        total, ids, counts = raw
        months = {int(month): count for month, count in counts["month"].items()}
        facets = {name: counts[name] for name in ("region", "topic", "language")}
        return Answer(total, tuple(ids), facets, months)
