"""Open facets: any number of values, of which an answer counts the most frequent ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from corpus import Doc, batch
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import OracleEngine

from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.write import writer
from schemas.errors import OutdatedIndexError
from schemas.expression import Word
from schemas.facets import MOST
from schemas.query import Request

X, Y = Word(("x",)), Word(("y",))


@pytest.fixture(params=["oracle", "whoosh", "numpy"])
def engine(request, tmp_path, monkeypatch):
    if request.param == "numpy":
        monkeypatch.setattr(reading, "native", None)
    return OracleEngine() if request.param == "oracle" else WhooshEngine(tmp_path)


def story(id: str, *people: str, body: str = "x") -> Doc:
    return Doc(id, body=body, facets={"person": tuple(sorted(people)), "language": ("ru",)})


def filled(engine, *applied: Sequence[Doc], deleted: Sequence[str] = ()):
    name = engine.create("f").name
    for checkpoint, docs in enumerate(applied, 1):
        engine.apply(name, [batch(docs)], checkpoint)
    if deleted:
        engine.apply(name, [batch(deleted=deleted)], len(applied) + 1)
    return engine.open(name)


CROWD = [
    story(f"{n}-{k}", f"Иванов {n:03}", body="x y" if k else "x")
    for n in range(2 * MOST)
    for k in range(1 + (n in (7, 70)))
]
"""Two persons of two articles, all others of one."""


def test_the_most_frequent_values_are_counted_ties_in_order_of_the_names(engine):
    found = filled(engine, CROWD).search(Request(X)).facets["person"]
    expected = [f"Иванов {n:03}" for n in range(MOST - 1)]
    assert len(found) == MOST
    assert {name: n for name, n in found.items() if n > 1} == {"Иванов 007": 2, "Иванов 070": 2}
    assert sorted(found) == [*expected, "Иванов 070"]


def test_all_values_can_be_counted(engine):
    found = filled(engine, CROWD).counts("person", Request(Y))
    assert dict(found) == {"Иванов 007": 1, "Иванов 070": 1}
    every = filled(engine, CROWD).counts("person", Request(X))
    assert len(every) == 2 * MOST


def test_a_chosen_value_is_counted_however_rare(engine):
    last = f"Иванов {2 * MOST - 1:03}"
    searcher = filled(engine, CROWD)
    found = searcher.search(Request(X, filters={"person": (last, "Никто")}))
    assert found.total == 1
    assert found.facets["person"][last] == 1
    assert len(found.facets["person"]) == MOST + 1
    assert "Никто" not in found.facets["person"]
    assert found.facets["language"] == {"ru": 1}


def test_several_chosen_values_are_alternatives_and_narrow_the_other_facets(engine):
    docs = [story("1", "А", "Б"), story("2", "Б", "В"), story("3", "Г"), story("4", body="y")]
    found = filled(engine, docs).search(Request(X, filters={"person": ("А", "В")}, sort="oldest"))
    assert [match.id for match in found.matches] == ["1", "2"]
    assert found.facets["person"] == {"А": 1, "Б": 2, "В": 1, "Г": 1}
    assert found.facets["language"] == {"ru": 2}


def test_an_article_that_changes_or_goes_takes_its_names_along(engine):
    searcher = filled(
        engine,
        [story("1", "А", "Б"), story("2", "Б"), story("3", "В")],
        [story("1", "Г"), story("4", "Б")],
        deleted=["3"],
    )
    expected = {"Б": 2, "Г": 1}
    assert searcher.search(Request(X)).facets["person"] == expected
    assert dict(searcher.values("person")) == expected
    assert dict(searcher.values("organisation")) == {}


def test_an_archive_without_names_has_none(engine):
    searcher = filled(engine, [Doc("1", body="x")])
    found = searcher.search(Request(X, filters={"language": ("ru",)}))
    assert (found.facets["person"], found.facets["organisation"]) == ({}, {})
    assert searcher.search(Request(X, filters={"person": ("А",)})).total == 0


@pytest.mark.parametrize("least", [0, 40])
def test_counts_over_several_segments_are_exact(tmp_path, monkeypatch, least):
    """A value that is never among the first of a segment may be among the first of all."""
    monkeypatch.setattr(writer, "SMALL", 0)
    monkeypatch.setattr(writer, "RATIO", 0)
    chance = random.Random(5)  # noqa: S311 - no secret
    parts = [
        [
            story(
                f"{part}-{n}",
                *{f"п{min(int(chance.expovariate(0.02)), 400) ^ 37 * part:03}" for _ in range(4)},
                body="x" if n >= least else "y",
            )
            for n in range(500)
        ]
        for part in range(4)
    ]
    engine = WhooshEngine(tmp_path)
    searcher = filled(engine, *parts)
    assert engine.status(searcher.generation.name)["segments"] == 4
    counts = Counter(
        name for part in parts for doc in part if doc.body == "x" for name in doc.facets["person"]
    )
    first = sorted(counts, key=lambda name: (-counts[name], name))[:MOST]
    assert searcher.search(Request(X)).facets["person"] == {name: counts[name] for name in first}


NAMES = [f"п{n}" for n in range(12)]
_docs = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sets(st.sampled_from(NAMES), max_size=4),
        st.sampled_from(["x", "y", "x y"]),
    ),
    max_size=12,
)


@settings(
    deadline=None,
    max_examples=tries(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(_docs, min_size=1, max_size=4),
    st.sets(st.sampled_from([*NAMES, "нет"]), max_size=3),
    st.integers(1, 6),
    st.booleans(),
)
def test_any_history_gives_what_the_oracle_gives(tmp_path_factory, history, chosen, most, apart):
    with pytest.MonkeyPatch.context() as patch:
        for module in ("oracle", "indexer.index.whoosh.read.facets"):
            patch.setattr(f"{module}.MOST", most)
        if apart:
            patch.setattr(writer, "SMALL", 0)
            patch.setattr(writer, "RATIO", 0)
        searchers = [
            filled(
                engine,
                *(
                    list(
                        {id: story(str(id), *names, body=body) for id, names, body in docs}.values()
                    )
                    for docs in history
                ),
            )
            for engine in (WhooshEngine(tmp_path_factory.mktemp("index")), OracleEngine())
        ]
        for node in (X, Y):
            request = Request(node, filters={"person": tuple(sorted(chosen))})
            ours, expected = (searcher.search(request) for searcher in searchers)
            assert ours.total == expected.total
            assert ours.facets == expected.facets
            assert searchers[0].counts("person", request) == searchers[1].counts("person", request)
        assert searchers[0].values("person") == searchers[1].values("person")


def test_an_index_of_a_format_before_those_that_are_read_is_refused(tmp_path, monkeypatch):
    engine = WhooshEngine(tmp_path)
    for module in ("container", "manifest"):
        monkeypatch.setattr(f"indexer.index.whoosh.files.{module}.VERSION", 3)
        monkeypatch.setattr(f"indexer.index.whoosh.files.{module}.READABLE", (3,))
    name = engine.create("f").name
    engine.apply(name, [batch([story("1", "А")])], 1)
    monkeypatch.undo()
    with pytest.raises(OutdatedIndexError, match=r"format 3; this one reads 4 and 5") as error:
        engine.open(name)
    assert "podshivka reindex" in error.value.hint
