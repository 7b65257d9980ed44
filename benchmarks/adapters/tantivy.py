"""tantivy through tantivy-py: the fastest correct way that its Python interface offers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import tantivy
from tantivy import Document, Filter, Index, Occur, Query, TextAnalyzerBuilder, Tokenizer

from benchmarks.corpus import Corpus
from benchmarks.count import Answer, when_published
from benchmarks.queries import Definition

FACETS = {"region": "regions", "topic": "topics", "language": "language"}
HEAP = 3_000_000_000
"""Bytes for the writer: enough to write one segment a thread at every scale."""
ALL = 100_000
"""More buckets than any facet has, so that every count is exact."""
Prepared = tuple[Query, str | None, list[tuple[Query, dict[str, Any]]]]


def _analyzer() -> tantivy.TextAnalyzer:
    """Both Snowball stemmers in a row: each leaves the other's alphabet alone."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stemmer("russian"))
        .filter(Filter.stemmer("english"))
        .build()
    )


def stemmer() -> Callable[[str], str]:
    """Tantivy's own analysis of one word."""
    analyzer = _analyzer()
    return lambda word: "".join(analyzer.analyze(word)[:1]) or word


class Tantivy:
    """Facets as multi-valued fast fields, counted by terms aggregations."""

    name: ClassVar[str] = "tantivy"
    how: ClassVar[str] = (
        "one text field (no weights of fields), both Snowball stemmers; facets are integer fast "
        "fields counted by terms aggregations in one request; top ten by block-max WAND without "
        "a count, the total being the sum over languages; ids from a fast field; "
        "filters are constant-score; one segment"
    )

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self.index = _open(folder, self.schema())
        self.searcher = self.index.searcher()
        self.stem = cache(stemmer())
        self.values: dict[str, list[Any]] = json.loads(
            (folder / "values.json").read_text(encoding="utf-8")
        )
        self.ordinals = {
            name: {str(value): i for i, value in enumerate(values)}
            for name, values in self.values.items()
        }
        self.ids = [record["id"] for record in corpus.records()]

    @classmethod
    def schema(cls) -> tantivy.Schema:
        """The fields."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="stems", index_option="position")
        for name in ("number", "month", *cls.counted()):
            builder.add_unsigned_field(name, fast=True)
        for name in FACETS:
            builder.add_unsigned_field(f"is_{name}", indexed=True)
        builder.add_integer_field("published", fast=True)
        return builder.build()

    @classmethod
    def counted(cls) -> tuple[str, ...]:
        """Names of the facets' columns."""
        return tuple(FACETS)

    @classmethod
    def build(cls, folder: Path, corpus: Corpus, processes: int) -> float:
        """As many indexing threads as ``processes``."""
        begun = time.perf_counter()
        values: dict[str, dict[Any, int]] = {name: {} for name in FACETS}
        writer = _open(folder, cls.schema()).writer(HEAP, processes)
        for number, record in enumerate(corpus.records()):
            document = Document()
            for name in ("title", "lede", "body"):
                document.add_text("text", record[name])
            month, seconds = when_published(record)
            document.add_unsigned("number", number)
            document.add_unsigned("month", month)
            document.add_integer("published", seconds)
            for name, attribute in FACETS.items():
                value = record[attribute]
                cls.add(document, name, [value] if isinstance(value, str) else value, values)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        taken = time.perf_counter() - begun
        lists = {name: list(found) for name, found in values.items()}
        (folder / "values.json").write_text(json.dumps(lists), encoding="utf-8")
        return taken

    @classmethod
    def add(
        cls, document: Document, name: str, chosen: list[str], values: dict[str, dict[Any, int]]
    ) -> None:
        """The values of one facet of one article."""
        known = values[name]
        for value in chosen:
            ordinal = known.setdefault(value, len(known))
            document.add_unsigned(name, ordinal)
            document.add_unsigned(f"is_{name}", ordinal)

    def prepare(self, definition: Definition) -> Prepared:
        """The query in the engine's own terms."""
        words = self._words(definition)
        narrow = self._filters(definition)
        aggregate = {
            name: {"terms": {"field": name, "size": ALL, "segment_size": ALL}}
            for name in (*FACETS, "month")
        }
        # The first request gives the total as the sum over languages. A facet's own choice must
        # not narrow its counts: one request more for each filter.
        here = {n: each for n, each in aggregate.items() if n == "language" or n not in narrow}
        asked = [(_and(words, list(narrow.values())), here)]
        for name in narrow:
            others = [filter_ for other, filter_ in narrow.items() if other != name]
            asked.append((_and(words, others), {f"all {name}": aggregate[name]}))
        return asked[0][0], "published" if definition.newest else None, asked

    def _words(self, definition: Definition) -> Query:
        schema = self.index.schema
        stems = [self.stem(word) for word in definition.words]
        if not stems:
            return Query.all_query()
        if definition.join == "prefix":
            return Query.regex_query(schema, "text", definition.words[0] + ".*")
        if definition.join == "phrase":
            return Query.phrase_query(schema, "text", list(stems))
        terms = [Query.term_query(schema, "text", stem) for stem in stems]
        occur = Occur.Should if definition.join == "or" else Occur.Must
        return Query.boolean_query([(occur, term) for term in terms]) if terms[1:] else terms[0]

    def _filters(self, definition: Definition) -> dict[str, Query]:
        schema = self.index.schema
        found = {
            name: Query.term_query(schema, f"is_{name}", self.ordinals[name][value], "basic")
            for name, value in definition.filters
        }
        if (period := definition.seconds()) is not None:
            kind = tantivy.FieldType.Integer
            found["month"] = Query.range_query(schema, "published", kind, *period)
        return found

    def run(self, prepared: Prepared) -> Any:
        """Ids, total and counts in the engine's own form."""
        query, order, asked = prepared
        searcher = self.searcher
        result = searcher.search(query, 10, count=False, order_by_field=order)
        numbers = searcher.fast_field_values("number", [address for _, address in result.hits])
        counts: dict[str, Any] = {}
        for each, wanted in asked:
            counts |= searcher.aggregate(each, wanted)
        return numbers, counts

    def answer(self, raw: Any, definition: Definition) -> Answer:
        """The same in the form that is compared."""
        del definition
        numbers, counts = raw
        found = {
            name: {int(bucket["key"]): bucket["doc_count"] for bucket in part["buckets"]}
            for name, part in counts.items()
        }
        total = sum(found["language"].values())
        found |= {name[4:]: part for name, part in found.items() if name.startswith("all ")}
        facets = {
            name: {self.values[name][ordinal]: count for ordinal, count in found[name].items()}
            for name in FACETS
        }
        return Answer(total, tuple(self.ids[n] for n in numbers), facets, found["month"])


class TantivySets(Tantivy):
    """The same, counting combinations of values: our own trick, lent to tantivy."""

    name: ClassVar[str] = "tantivy-sets"
    how: ClassVar[str] = (
        "as tantivy, but each distinct set of regions or topics is one value of a single-valued "
        "column, counted by a terms aggregation and spread over its members by numpy"
    )

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        super().__init__(folder, corpus)
        self.members = {}
        for name in ("region", "topic"):
            sets = self.values[f"{name}_set"]
            table = np.zeros((len(sets), len(self.values[name])), np.int64)
            for row, chosen in enumerate(sets):
                table[row, [self.ordinals[name][value] for value in chosen]] = 1
            self.members[name] = table

    @classmethod
    def add(
        cls, document: Document, name: str, chosen: list[str], values: dict[str, dict[Any, int]]
    ) -> None:
        """The values of one facet of one article."""
        for value in chosen:
            document.add_unsigned(f"is_{name}", values[name].setdefault(value, len(values[name])))
        if name == "language":
            document.add_unsigned(name, values[name][chosen[0]])
        else:
            sets = values.setdefault(f"{name}_set", {})
            document.add_unsigned(name, sets.setdefault(tuple(chosen), len(sets)))

    def run(self, prepared: Prepared) -> Any:
        """Ids, total and counts in the engine's own form."""
        numbers, counts = super().run(prepared)
        for name, part in counts.items():
            table = self.members.get(name.removeprefix("all "))
            if table is not None:
                keys = [int(bucket["key"]) for bucket in part["buckets"]]
                found = np.array([bucket["doc_count"] for bucket in part["buckets"]], np.int64)
                counts[name] = found @ table[keys]
        return numbers, counts

    def answer(self, raw: Any, definition: Definition) -> Answer:
        """The same in the form that is compared."""
        numbers, counts = raw
        back = {
            name: {
                "buckets": [{"key": i, "doc_count": n} for i, n in enumerate(part.tolist()) if n]
            }
            for name, part in counts.items()
            if isinstance(part, np.ndarray)
        }
        return super().answer((numbers, counts | back), definition)


def _and(words: Query, filters: list[Query]) -> Query:
    if not filters:
        return words
    constant = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
    return Query.boolean_query([(Occur.Must, words), *constant])


def _open(folder: Path, schema: tantivy.Schema) -> Index:
    place = folder / "index"
    place.mkdir(parents=True, exist_ok=True)
    index = Index(schema, path=str(place))
    index.register_tokenizer("stems", _analyzer())
    return index
