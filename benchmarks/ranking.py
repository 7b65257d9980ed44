"""Ranking quality: nDCG@10 of questions over judged articles, and of readers' queries.

``python -m benchmarks.ranking`` takes the whole way of an article and of a query. Questions:
Article, Batch, engine, analysis of words, search; a question is not a query that a reader would
type, so it is asked as the OR of its words, and nothing is left out of it. Readers' queries are
asked of an Archive of the sample as they were typed.

``--collection FOLDER`` (see benchmarks.collection for its layout) asks the questions of another
collection, and tells in what order of articles with all words, then those with some, they fare how:
as whole questions, and as their two, three, four rarest words.
"""

from __future__ import annotations

import argparse
import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks import corpus
from benchmarks.collection import Judged, beir, lines, xquad
from benchmarks.reading import taxonomies
from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.index.columns import batch
from indexer.index.contract import Searcher
from indexer.index.whoosh import WhooshEngine
from indexer.query.function_words import is_function_word
from schemas.article import Article
from schemas.expression import And, Node, Or, Word
from schemas.query import Query, Request

SAMPLE = corpus.ROOT / "indexer" / "sample" / "articles.jsonl"
JUDGED = corpus.ROOT / "benchmarks" / "judged" / "queries.jsonl"
WORST = 15
"""Queries of the judged set that are shown."""
_WORD = re.compile(r"\S*\w\S*")


def ndcg(ranked: Iterable[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), gain = grade."""
    got = sum(
        grades.get(id, 0) / math.log2(rank + 2)
        for rank, id in zip(range(depth), ranked, strict=False)
    )
    best = sorted(grades.values(), reverse=True)[:depth]
    ideal = sum(grade / math.log2(rank + 2) for rank, grade in enumerate(best))
    return got / ideal if ideal else 0.0


def opened(articles: Iterable[Article], folder: Path) -> Searcher:
    """An index of the articles."""
    ancestors = {name: taxonomy.ancestors for name, taxonomy in taxonomies().items()}
    engine = WhooshEngine(folder)
    generation = engine.create("ranking")
    engine.apply(generation.name, [batch(articles, default_analyzer(), ancestors)], 1)
    return engine.open(generation.name)


def words(text: str) -> list[Word]:
    """The words of a question."""
    found = (default_analyzer().word(word) for word in _WORD.findall(text))
    return [word for word in found if word.terms]


def question(judged: Judged) -> Request:
    """The OR of all words of a question, among the articles of one language."""
    return _request(Or(tuple(words(judged.text))), judged)


def _request(expression: Node, judged: Judged) -> Request:
    filters = {"language": (judged.language,)} if judged.language else {}
    return Request(expression, filters=filters, facets=False)


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
    archive.add(map(Article.model_validate, lines(SAMPLE)))
    archive.sync()
    gains, recalls, worst = [], [], []
    for record in lines(JUDGED):
        grades, language = record["relevant"], record["language"]
        filters = {} if language == "any" else {"language": (language,)}
        page = archive.search(Query(record["query"], filters, size=100))
        ids = [hit.id for hit in page.hits]
        gain = ndcg(ids, grades)
        gains.append(gain)
        recalls.append(len(grades.keys() & set(ids)) / len(grades) if grades else 1.0)
        worst.append((gain, record["query"]))
    return sum(gains) / len(gains), sum(recalls) / len(recalls), sorted(worst)


def lists(searcher: Searcher, asked: Iterable[Judged], keywords: int | None) -> dict[str, float]:
    """The mean nDCG@10 of articles with all words, with any, and with all before those with any.

    Function words are not required, as in a query. ``keywords``: so many words of each question,
    the rarest that are not light and occur; None for all. Also the share of questions for which
    some article has all of the words ("found").
    """
    sums: dict[str, float] = defaultdict(float)
    asked = list(asked)
    for each in asked:
        needed = required(searcher, each.text, keywords)
        every, some = (
            [match.id for match in searcher.search(_request(node, each)).matches]
            for node in (And(needed), Or(needed))
        )
        sums["all"] += ndcg(every, each.grades)
        sums["any"] += ndcg(some, each.grades)
        sums["all, then any"] += ndcg([*every, *(x for x in some if x not in every)], each.grades)
        sums["found"] += bool(every)
    return {name: total / len(asked) for name, total in sums.items()}


def required(searcher: Searcher, text: str, keywords: int | None) -> tuple[Word, ...]:
    """The words of a question that are no function words, or the rarest ``keywords`` of them."""
    found = list(dict.fromkeys(w for w in words(text) if not is_function_word(w.text)))
    if keywords is None:
        return tuple(found)
    frequencies = {word: searcher.frequency(word) for word in found if word.weight == 1}
    there = [word for word, frequency in frequencies.items() if frequency]
    return tuple(sorted(there, key=frequencies.__getitem__)[:keywords])


def show(folder: Path) -> None:
    """Print what a collection's questions score."""
    articles, questions = beir(folder)
    with tempfile.TemporaryDirectory() as work:
        searcher = opened(articles, Path(work))
        print(f"nDCG@10 {score(searcher, questions):.4f}  ({len(questions)} questions)")
        for keywords in (None, 2, 3, 4):
            figures = lists(searcher, questions, keywords)
            shown = "  ".join(f"{name} {value:.4f}" for name, value in figures.items())
            print(f"{keywords or 'all'} words:  {shown}")


def main() -> None:
    """Print the mean nDCG@10 of each pair of languages and of the judged queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=corpus.default_texts() / "xquad")
    parser.add_argument("--collection", type=Path, help="a folder in the layout of BEIR")
    options = parser.parse_args()
    if options.collection:
        show(options.collection)
        return
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
