"""The judged queries fit the sample archive and keep their format."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def lines(path):
    return [json.loads(line) for line in (ROOT / path).read_text("utf-8").splitlines()]


JUDGED = lines("benchmarks/judged/queries.jsonl")
LANGUAGES = {a["id"]: a["language"] for a in lines("indexer/sample/articles.jsonl")}


def test_there_are_enough_distinct_queries_in_every_language():
    assert len({judged["query"] for judged in JUDGED}) == len(JUDGED) >= 60
    counts = Counter(judged["language"] for judged in JUDGED)
    assert set(counts) == {"ru", "en", "any"}
    assert min(counts["ru"], counts["en"]) >= 25


def test_every_line_has_the_same_keys():
    for judged in JUDGED:
        assert list(judged) == ["query", "language", "relevant", "why"]
        assert judged["why"]


def test_relevant_articles_exist_in_the_language_that_is_wanted():
    for judged in JUDGED:
        languages = {LANGUAGES[id] for id in judged["relevant"]}
        assert languages == ({"ru", "en"} if judged["language"] == "any" else {judged["language"]})


def test_grades_run_from_3_to_1_best_first_and_one_article_is_the_best():
    for judged in JUDGED:
        grades = list(judged["relevant"].values())
        assert grades == sorted(grades, reverse=True)
        assert set(grades) <= {1, 2, 3}
        assert grades[0] >= 2
