"""The benchmarks' own machinery, on a tiny corpus of made-up sentences."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date

import pytest

from benchmarks import corpus
from benchmarks.adapters import contestants
from benchmarks.build import build
from benchmarks.check import TABLE_OF, expected, faults
from benchmarks.count import Answer, Columns
from benchmarks.measure import ask, summary, times
from benchmarks.queries import KINDS, Definition, load
from benchmarks.ranking import ndcg
from benchmarks.table import growth, readable
from schemas.article import Article

NOUNS = {
    "ru": ["мост", "река", "школа", "врач", "горный", "аул", "судья", "выборы", "город", "пост"],
    "en": ["bridge", "river", "school", "doctor", "mountain", "village", "judge", "vote"],
}
QUERIES = [
    Definition("rare", "rare", ("моста",)),
    Definition("common", "common", ("river",)),
    Definition("and2", "and2", ("река", "школы")),
    Definition("and3", "and3", ("river", "school", "doctors")),
    Definition("or3", "or3", ("врач", "bridge", "суд"), join="or"),
    Definition("phrase", "phrase", ("горный", "аул"), join="phrase"),
    Definition("filtered", "filtered", ("village",), filters=(("region", "dagestan"),), year=2019),
    Definition("prefix", "prefix", ("sch",), join="prefix"),
    Definition(
        "browse", "browse", filters=(("topic", "politics"), ("language", "ru")), newest=True
    ),
    Definition("browse all", "browse", newest=True),
    Definition("newest", "newest", ("города",), newest=True),
]


def pool() -> dict[str, list[str]]:
    chance = random.Random(1)  # noqa: S311 - the same every time
    return {
        language: [" ".join(chance.choices(words, k=6)).capitalize() + "." for _ in range(40)]
        for language, words in NOUNS.items()
    }


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> corpus.Corpus:
    path = tmp_path_factory.mktemp("corpus") / "corpus-300.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for record in corpus.make(pool(), 300):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return corpus.Corpus(path, 300, "tiny")


def test_a_corpus_is_the_same_every_time_and_fits_the_schema():
    first, second = (list(corpus.make(pool(), 50)) for _ in range(2))
    assert first == second
    for record in first:
        article = Article.model_validate(record)
        assert article.regions == tuple(sorted(set(article.regions)))
        assert 2001 <= article.published.year <= 2026


def test_another_seed_gives_another_corpus():
    assert list(corpus.make(pool(), 5, seed=1)) != list(corpus.make(pool(), 5, seed=2))


def test_the_queries_on_file_are_25_of_each_kind():
    definitions = load()
    assert Counter(each.kind for each in definitions) == dict.fromkeys(KINDS, 25)
    assert len({each.name for each in definitions}) == len(definitions)


def test_a_year_is_its_first_and_last_day():
    assert Definition("x", "browse", year=2020).period() == (date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize("engine", ["ours", "tantivy", "tantivy-sets", "fts5", "whoosh"])
def test_every_engine_answers_as_the_slow_count_does(engine, tiny, tmp_path):
    kind = contestants()[engine]()
    kind.build(tmp_path, tiny, 1)
    answers = ask(kind(tmp_path, tiny), QUERIES)
    right = expected(TABLE_OF[engine], tiny, QUERIES)
    assert any(total for total, _ in right.values())
    columns = Columns.of(tiny)
    places = {record["id"]: row for row, record in enumerate(tiny.records())}
    assert faults(answers, QUERIES, right, columns, places) == []


def test_the_slow_count_agrees_with_reading_the_articles(tiny):
    right = expected("stems", tiny, QUERIES)
    records = list(tiny.records())
    fields = [(record["title"], record["lede"], record["body"]) for record in records]
    whole = ["|".join(re.sub(r"\W+", " ", text.lower()) for text in texts) for texts in fields]
    assert right["common"][0] == sum("river" in text for text in whole)
    assert right["phrase"][0] == sum("горный аул" in text for text in whole)
    assert right["prefix"][0] == sum("school" in text for text in whole)
    assert right["browse all"][0] == len(records)


def spoilt(answer: Answer, **changes: object) -> Answer:
    fields = {name: getattr(answer, name) for name in ("total", "ids", "facets", "months")}
    return Answer(**fields | changes)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"total": 7}, "7 articles, not"),
        ({"months": {24_000: 300}}, "wrong counts"),
        ({"ids": ()}, "0 ids of"),
        ({"facets": {"language": {"ru": 1}}}, "languages do not add up"),
    ],
)
def test_a_wrong_answer_is_found(changes, fault, tiny):
    columns = Columns.of(tiny)
    places = {record["id"]: row for row, record in enumerate(tiny.records())}
    query = Definition("all", "browse")
    ids = tuple(list(places)[:10])
    languages = Counter(columns.language)
    months = Counter(columns.months.tolist())
    answer = Answer(300, ids, {"language": languages}, months)
    right = {"all": (300, answer.digest())}
    assert faults({"all": answer}, [query], right, columns, places) == []
    found = faults({"all": spoilt(answer, **changes)}, [query], right, columns, places)
    assert any(fault in line for line in found)


def test_ids_out_of_date_order_or_outside_a_filter_are_found(tiny):
    columns = Columns.of(tiny)
    places = {record["id"]: row for row, record in enumerate(tiny.records())}
    oldest = sorted(places, key=lambda name: columns.seconds[places[name]])[:10]
    query = Definition("q", "browse", filters=(("language", "ru"),), newest=True)
    answer = Answer(300, tuple(oldest), {}, Counter(columns.months.tolist()))
    found = " ".join(faults({"q": answer}, [query], {"q": (300, "")}, columns, places))
    assert "not newest first" in found
    assert "outside language ru" in found


class Sleeper:
    """An engine that does nothing; ``run`` counts."""

    asked = 0

    def prepare(self, definition):
        return definition

    def run(self, prepared):
        self.asked += 1


def test_every_query_is_timed_in_every_round():
    sleepers = {"a": Sleeper(), "b": Sleeper()}
    for taken in times(sleepers, QUERIES, rounds=3):
        assert {name: len(found) for name, found in taken.items()} == {"a": 11, "b": 11}
    assert [sleeper.asked for sleeper in sleepers.values()] == [33, 33]


def test_a_summary_is_over_queries_of_a_kind():
    found = {each.name: float(at) for at, each in enumerate(QUERIES)}
    assert summary(found, QUERIES)["browse"] == [8.5, 8.95]
    assert summary(found, QUERIES)["all"][0] == 5.0


@pytest.mark.parametrize(
    ("ranked", "grades", "value"),
    [
        (["a"], {"a": 1}, 1.0),
        (["x", "a"], {"a": 1}, 0.6309),
        (["x"], {"a": 1}, 0.0),
        (["b", "a"], {"a": 3, "b": 1}, 0.7967),
        (["x"] * 10 + ["a"], {"a": 1}, 0.0),
        (["a"], {}, 0.0),
    ],
)
def test_ndcg(ranked, grades, value):
    assert ndcg(ranked, grades) == pytest.approx(value, abs=1e-4)


def test_a_record_reads_as_a_table():
    record = {
        "articles": 100_000,
        "date": "2026-11-23",
        "machine": {"cpu": "x"},
        "rounds": 7,
        "note": "",
        "summary": {"ours": {"all": [1.0, 2.0]}, "tantivy": {"all": [2.0, 8.0]}},
        "processor": {"ours": {"all": [1.0, 2.0]}, "tantivy": {"all": [4.0, 4.0]}},
        "built": [],
        "matches": {"ours": {"q": 5}},
        "counted": True,
        "faults": {"ours": []},
        "differences": {"q": [5, 4]},
        "engines": {"ours": "how"},
    }
    text = readable(record)
    assert "| all | 1.00 / 2.00 | 2.00 / 8.00 |" in text
    assert "| all | 0.50 / 0.25 |" in text
    assert "| all | 0.25 / 0.50 |" in text


def test_growth_is_set_beside_that_of_matches():
    small = {
        "articles": 100,
        "summary": {"ours": {"rare": [1.0, 2.0], "all": [1.0, 2.0]}},
        "matches": {"ours": {"rare-00": 10, "or3-00": 30}},
    }
    large = {
        "articles": 500,
        "summary": {"ours": {"rare": [1.5, 2.0], "all": [3.0, 9.0]}},
        "matches": {"ours": {"rare-00": 50, "or3-00": 90}},
    }
    text = growth(small, large)
    assert "| rare | 5.00 | 1.50 |" in text
    assert "| all | 3.50 | 3.00 |" in text


def test_an_index_is_built_and_weighed_in_another_process(tmp_path, tiny):
    built = build("fts5", tiny, tmp_path / "fts5", 1)
    assert built.articles == 300
    assert built.rate > 0
    assert built.bytes > 10_000
    assert built.memory > 1_000_000


def test_with_the_vocabulary_known_the_index_is_the_same(tiny, tmp_path):
    first = build("ours", tiny, tmp_path / "ours", 1)
    again = build("ours", tiny, tmp_path / "ours", 1, known=True)
    assert again.engine == "ours, vocabulary known"
    assert abs(again.bytes - first.bytes) < 100  # of names with random parts in the manifest
