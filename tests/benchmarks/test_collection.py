"""A judged collection in a folder, and what its questions score."""

from __future__ import annotations

import json
import math

import pytest

from benchmarks.collection import Judged, beir
from benchmarks.ranking import lists, opened, score

DOCUMENTS = [
    {"_id": "1/a", "title": "Bridge", "text": "A bridge over the river was mended."},
    {"_id": "2", "title": "", "text": "The river froze."},
    {"_id": "3", "text": "A bridge of words."},
    {"_id": "4", "title": "Мост", "text": "Мост через реку починили."},
]
QUERIES = [
    {"_id": "q1", "text": "What froze: the bridge or a river?"},
    {"_id": "q2", "text": "Кто починил мост?"},
    {"_id": "q3", "text": "unjudged"},
]
ROWS = ["query-id\tcorpus-id\tscore", "q1\t2\t2", "q1\t1/a\t1", "q1\t3\t0", "q2\t4\t1"]


@pytest.fixture(params=["qrels.tsv", "qrels/test.tsv"])
def folder(request, tmp_path):
    table = tmp_path / request.param
    table.parent.mkdir(exist_ok=True)
    table.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    for name, records in (("corpus", DOCUMENTS), ("queries", QUERIES)):
        lines = "".join(json.dumps(record) + "\n" for record in records)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_articles_questions_and_grades_of_a_folder(folder):
    articles, questions = beir(folder)
    assert [(a.id, a.language, a.title) for a in articles] == [
        ("1_a", "en", "Bridge"),
        ("2", "en", "—"),
        ("3", "en", "—"),
        ("4", "ru", "Мост"),
    ]
    assert [q.grades for q in questions] == [{"2": 2, "1_a": 1}, {"4": 1}]
    assert not any(q.language for q in questions)


def test_all_words_first_hides_an_article_with_some_unless_those_follow(folder, tmp_path):
    articles, questions = beir(folder)
    searcher = opened(articles, tmp_path / "index")
    assert score(searcher, questions) == pytest.approx(1)
    asked = [Judged("The bridge over the river", "", {"2": 2, "1_a": 1})]
    figures = lists(searcher, asked, None)
    assert figures["found"] == 1
    assert figures["all"] == pytest.approx(1 / (2 + 1 / math.log2(3)))
    assert figures["all, then any"] == figures["any"] > figures["all"]
    # "what" is light, and the two rarest other words stand in no article together
    assert lists(searcher, questions[:1], 2)["found"] == 0
