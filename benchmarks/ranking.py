"""Ranking quality: nDCG@10 of questions over paragraphs, and of readers' queries over the sample.

``python -m benchmarks.ranking`` takes the whole way of an article and of a query. Questions:
Article, Batch, engine, analysis of words, search; a question is not a query that a reader would
type, so it is asked as the OR of its words; nothing is left out of it and nothing is weighted.
Readers' queries are asked of an Archive of the sample as they were typed.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.reading import taxonomies
from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.index.columns import batch
from indexer.index.contract import Searcher
from indexer.index.whoosh import WhooshEngine
from schemas.article import Article
from schemas.expression import Or
from schemas.query import Query, Request

SAMPLE = corpus.ROOT / "indexer" / "sample" / "articles.jsonl"
JUDGED = corpus.ROOT / "benchmarks" / "judged" / "queries.jsonl"
WORST = 15
"""Queries of the judged set that are shown."""
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, the language of the paragraphs that are wanted, and their grades by id."""

    text: str
    language: str
    grades: Mapping[str, int]


def ndcg(ranked: Iterable[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), gain = grade."""
    got = sum(
        grades.get(id, 0) / math.log2(rank + 2)
        for rank, id in zip(range(depth), ranked, strict=False)
    )
    best = sorted(grades.values(), reverse=True)[:depth]
    ideal = sum(grade / math.log2(rank + 2) for rank, grade in enumerate(best))
    return got / ideal if ideal else 0.0


def xquad(folder: Path) -> tuple[list[Article], dict[str, list[Judged]]]:
    """Paragraphs as articles, and the questions by pair of languages ("ru→ru")."""
    articles = [
        Article(
            id=record["_id"],
            language=record["_id"][:2],
            title=record["title"].replace("_", " "),
            body=record["text"],
        )
        for record in _lines(folder / "corpus.jsonl")
    ]
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            grades[row["query-id"]][row["corpus-id"]] = int(row["score"])
    found: dict[str, list[Judged]] = defaultdict(list)
    for record in _lines(folder / "queries.jsonl"):
        for target in ("ru", "en"):
            wanted = {id: n for id, n in grades[record["_id"]].items() if id[:2] == target}
            found[f"{record['lang']}→{target}"].append(Judged(record["text"], target, wanted))
    return articles, dict(found)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def opened(articles: Iterable[Article], folder: Path) -> Searcher:
    """An index of the articles."""
    ancestors = {name: taxonomy.ancestors for name, taxonomy in taxonomies().items()}
    engine = WhooshEngine(folder)
    generation = engine.create("ranking")
    engine.apply(generation.name, [batch(articles, default_analyzer(), ancestors)], 1)
    return engine.open(generation.name)


def question(judged: Judged) -> Request:
    """The OR of all words of a question, among the articles of one language."""
    words = [default_analyzer().word(word) for word in _WORD.findall(judged.text)]
    return Request(
        Or(tuple(word for word in words if word.terms)),
        filters={"language": (judged.language,)},
        facets=False,
    )


def score(searcher: Searcher, questions: Iterable[Judged]) -> float:
    """The mean nDCG@10."""
    scores = [
        ndcg((match.id for match in searcher.search(question(each)).matches), each.grades)
        for each in questions
    ]
    return sum(scores) / len(scores)


def judged(folder: Path) -> tuple[float, float, list[tuple[float, str]]]:
    """Mean nDCG@10 and recall of the judged queries over the sample, and the worst of them."""
    archive = Archive.open(folder, create=True)
    archive.add(map(Article.model_validate, _lines(SAMPLE)))
    archive.sync()
    gains, recalls, worst = [], [], []
    for record in _lines(JUDGED):
        grades, language = record["relevant"], record["language"]
        filters = {} if language == "any" else {"language": (language,)}
        page = archive.search(Query(record["query"], filters, size=100))
        ids = [hit.id for hit in page.hits]
        gain = ndcg(ids, grades)
        gains.append(gain)
        recalls.append(len(grades.keys() & set(ids)) / len(grades) if grades else 1.0)
        worst.append((gain, record["query"]))
    return sum(gains) / len(gains), sum(recalls) / len(recalls), sorted(worst)


def main() -> None:
    """Print the mean nDCG@10 of each pair of languages and of the judged queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=corpus.default_texts() / "xquad")
    options = parser.parse_args()
    articles, questions = xquad(options.texts)
    with tempfile.TemporaryDirectory() as folder:
        searcher = opened(articles, Path(folder))
        for pair, asked in questions.items():
            print(f"{pair}  {score(searcher, asked):.4f}  ({len(asked)} questions)")
    with tempfile.TemporaryDirectory() as folder:
        gain, recall, worst = judged(Path(folder))
    print(f"judged {gain:.4f}, recall {recall:.3f} ({len(worst)} queries); the worst:")
    for value, query in worst[:WORST]:
        print(f"  {value:.2f}  {query}")


if __name__ == "__main__":
    main()
