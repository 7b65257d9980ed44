"""Is every answer right? Each engine against the slow count by its own idea of a word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from benchmarks import corpus
from benchmarks.adapters.tantivy import stemmer
from benchmarks.count import Answer, Columns, our_forms, stems
from benchmarks.queries import Definition
from benchmarks.reading import request, stemmed
from indexer.analysis import default_analyzer

FOLDER = corpus.ROOT / "benchmarks" / "definitions"
PUBLISHED = (100_000, 500_000)
"""Scales whose right answers are kept with the definitions."""
WHOLE = 100_000
"""Up to so many articles every query is counted, above it every fifth of each kind."""

TABLE_OF = {
    "ours": "ours",
    "ours-cached": "ours",
    "tantivy": "stems",
    "tantivy-sets": "stems",
    "fts5": "stems",
    "whoosh": "stems",
}
Right = Mapping[str, tuple[int, str]]
"""By name of a query: the total and the digest of all counts."""


def expected(
    table: str, source: corpus.Corpus, queries: list[Definition], *, recount: bool = False
) -> Right:
    """The right answers by "ours" or "stems".

    Those on file hold for this corpus, these queries and this analysis; else they are counted now
    and, for the published scales, put on file.
    """
    path = FOLDER / f"expected-{table}-{source.articles}.json"
    requests = {
        each.name: request(each) if table == "ours" else stemmed(each, stemmer())
        for number, each in enumerate(queries)
        if source.articles <= WHOLE or number % 5 == 0
    }
    asked = hashlib.blake2b(repr(sorted(requests.items())).encode(), digest_size=6).hexdigest()
    stamp = [source.digest[:12], default_analyzer().fingerprint if table == "ours" else "", asked]
    if path.exists() and not recount:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["stamp"] == stamp:
            return {name: (total, digest) for name, (total, digest) in kept["answers"].items()}
    counted = our_forms(source) if table == "ours" else stems(source, stemmer())
    answers = {name: counted.answer(each) for name, each in requests.items()}
    right = {name: (answer.total, answer.digest()) for name, answer in answers.items()}
    if source.articles in PUBLISHED:
        lines = ",\n".join(f"  {json.dumps(n)}: {json.dumps(v)}" for n, v in right.items())
        text = f'{{\n "stamp": {json.dumps(stamp)},\n "answers": {{\n{lines}\n }}\n}}\n'
        path.write_text(text, encoding="utf-8")
    return right


def faults(
    answers: Mapping[str, Answer],
    queries: list[Definition],
    right: Right,
    columns: Columns,
    places: Mapping[str, int],
) -> list[str]:
    """What is wrong with an engine's answers, a line each. ``places``: the row of every id."""
    found = []
    for each in queries:
        answer = answers[each.name]
        if each.name in right:
            total, digest = right[each.name]
            if answer.total != total:
                found.append(f"{each.name}: {answer.total} articles, not {total}")
            elif answer.digest() != digest:
                found.append(f"{each.name}: wrong counts")
        found += [f"{each.name}: {fault}" for fault in _of_page(answer, each, columns, places)]
    return found


def _of_page(
    answer: Answer, definition: Definition, columns: Columns, places: Mapping[str, int]
) -> list[str]:
    found = []
    if len(set(answer.ids)) != min(10, answer.total):
        found.append(f"{len(answer.ids)} ids of {answer.total}")
    rows = [places[id] for id in answer.ids]
    for facet, value in definition.filters:
        if not all(value in columns.sets[facet][row] for row in rows):
            found.append(f"an id outside {facet} {value}")
    if definition.year is not None and any(
        columns.months[row] // 12 != definition.year for row in rows
    ):
        found.append(f"an id outside {definition.year}")
    dates = [columns.seconds[row] for row in rows]
    if definition.newest and dates != sorted(dates, reverse=True):
        found.append("not newest first")
    if not definition.filters and sum(answer.facets["language"].values()) != answer.total:
        found.append("languages do not add up to the total")
    if definition.year is None and sum(answer.months.values()) != answer.total:
        found.append("months do not add up to the total")
    return found
