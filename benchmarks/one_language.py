"""Queries in one language, by words alone and by words and meaning: nDCG@10 of what a page lists.

``python -m benchmarks.one_language`` goes the whole way: it asks an Archive of judged articles
before and after it has vectors (the extra podshivka[semantic]). Each question is typed as it
stands, so that the articles with all of its words are listed first and then those with most of
them ("typed"), and as a query for any of its words ("any"); whole, and as its two, three and four
rarest words. Collections: the paragraphs of xquad; parallel news, where a headline asks for its
article, among others that answer nothing (``--others``); with ``--collection FOLDER`` another one
(see benchmarks.collection); and last the judged queries of readers over the sample, as typed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from benchmarks import corpus
from benchmarks.collection import Judged, beir, lines, xquad
from benchmarks.kept_vectors import kept_vectors
from benchmarks.questions import parallel, rest
from benchmarks.ranking import JUDGED, SAMPLE, ndcg, required, words
from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query

DEPTH = 10

KEYWORDS = (None, 2, 3, 4)
"""How many words of a question are asked for, the rarest ones; None for all."""

Asked: TypeAlias = "dict[str, list[tuple[Query, Judged]]]"
"""The queries of each kind, by its name."""


def queries(questions: Sequence[Judged], archive: Archive) -> Asked:
    """The queries for ``archive`` that the questions become."""
    found: Asked = {}
    for keywords in KEYWORDS:
        for each in questions:
            said = [word.text for word in words(each.text)]
            if keywords is not None:
                rare = {word.text for word in required(archive.searcher(), each.text, keywords)}
                said = [word for word in dict.fromkeys(said) if word in rare]
            # a word in capitals might be an operator
            text = " ".join(word.lower() if word.isupper() else word for word in said)
            filters = {"language": (each.language,)} if each.language else {}
            query = Query(text, filters, size=DEPTH, apart=True)
            for name, asked in (("typed", query), ("any", replace(query, any_words=True))):
                found.setdefault(f"{keywords or 'all'} words, {name}", []).append((asked, each))
    return found


def typed(_: Archive) -> Asked:
    """The queries of readers."""
    found = []
    for record in lines(JUDGED):
        language = record["language"]
        filters = {} if language == "any" else {"language": (language,)}
        query = Query(record["query"], filters, size=DEPTH, apart=True)
        found.append((query, Judged(query.text, language, record["relevant"])))
    return {"as typed": found}


def gains(archive: Archive, asked: Sequence[tuple[Query, Judged]]) -> list[float]:
    """nDCG@10 of each query: of all that its page lists, in that order."""
    return [
        ndcg((hit.id for hit in archive.search(query).listed), judged.grades, DEPTH)
        for query, judged in asked
    ]


def show(articles: Sequence[Article], made: Callable[[Archive], Asked]) -> Iterator[str]:
    """A line for each kind of query."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder), create=True)
        archive.add(articles)
        archive.sync()
        asked = made(archive)
        before = {name: gains(archive, each) for name, each in asked.items()}
        archive.make_vectors()
        for name, each in asked.items():
            after = gains(archive, each)
            both = list(zip(before[name], after, strict=True))
            better, worse = (sum(sign * (b - a) > 0 for a, b in both) for sign in (1, -1))
            yield (
                f"{name:16}  {sum(before[name]) / len(both):.4f}  {sum(after) / len(both):.4f}  "
                f"{better} better, {worse} worse of {len(both)}"
            )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=corpus.default_texts())
    parser.add_argument("--collection", type=Path, help="a folder in the layout of BEIR")
    parser.add_argument("--others", type=int, default=2_500, help="articles that answer nothing")
    parser.add_argument("--step", type=int, default=1, help="ask every STEP-th question")
    options = parser.parse_args()
    collections = {}
    if options.collection:
        articles, questions = beir(options.collection)
        collections[options.collection.name] = articles, {"": questions}
    else:
        others = list(rest(options.texts, options.others))
        news, headlines = parallel(options.texts / "parallel-news.jsonl")
        collections["xquad"] = xquad(options.texts / "xquad")
        collections["news"] = [*news, *others], headlines
    with kept_vectors():
        for name, (articles, pairs) in collections.items():
            for pair in [one for one in pairs if one in {"", "ru→ru", "en→en"}]:
                print(f"{name} {pair}: by words; by words and meaning")
                some = pairs[pair][:: options.step]
                for line in show(articles, partial(queries, some)):
                    print(f"  {line}", flush=True)
        print("judged queries")
        sample = [Article.model_validate(record) for record in lines(SAMPLE)]
        for line in show(sample, typed):
            print(f"  {line}")


if __name__ == "__main__":
    main()
