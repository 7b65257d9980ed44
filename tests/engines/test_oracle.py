"""Every engine gives what the oracle gives, for any history and any question."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import pytest
from corpus import IDS, VALUES, WORDS, expressions, histories, requests
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import OracleEngine, OracleSearcher

from indexer.index.contract import Searcher
from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files import segment
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.write import builder, interleave, segment_writer
from schemas.document import Batch
from schemas.results import Matches

DAYS = date(1969, 11, 20), date(1970, 3, 25)
CLOSE = {"rel": 1e-6, "abs": 1e-9}


ON_OPENSEARCH = pytest.param("opensearch", marks=pytest.mark.opensearch)


@pytest.fixture(params=["compiled", "numpy", "spilling", ON_OPENSEARCH], autouse=True)
def way(request, monkeypatch):
    """Every question is asked of the compiled loops, of those in numpy, and after many spills.

    With a single common code in the last two. And of OpenSearch.
    """
    if request.param == "opensearch":
        make = request.getfixturevalue("on_opensearch")
        shards = cycle((1, 3))
        monkeypatch.setitem(MAKE, "engine", lambda _: make(shards=next(shards)))
        return
    if request.param == "numpy":
        monkeypatch.setattr(reading, "native", None)
    elif reading.native is None:
        pytest.skip("the extension was not built")
    if request.param in {"numpy", "spilling"}:
        monkeypatch.setattr(segment_writer, "COMMON", 1)
    if request.param == "spilling":
        monkeypatch.setattr(builder, "RUN_TOKENS", 20)
        monkeypatch.setattr(interleave, "BUDGET", 7)
        monkeypatch.setattr(segment, "COUNTED", 3)


MAKE = {"engine": WhooshEngine}
"""What makes the engine that is asked, of a folder."""


@contextmanager
def both(history: list[list[Batch]]) -> Iterator[tuple[Searcher, OracleSearcher]]:
    with tempfile.TemporaryDirectory() as folder:
        ours, oracle = MAKE["engine"](Path(folder)), OracleEngine()
        names = [engine.create("f").name for engine in (ours, oracle)]
        for checkpoint, applied in enumerate(history, 1):
            for engine, name in zip((ours, oracle), names, strict=True):
                engine.apply(name, applied, checkpoint)
        searcher = ours.open(names[0])
        yield searcher, oracle.open(names[1])
        searcher.close()
        if not isinstance(ours, WhooshEngine):
            ours.forget()


def same(ours: Matches, expected: Matches) -> None:
    assert ours.total == expected.total
    assert [m.id for m in ours.matches] == [m.id for m in expected.matches]
    assert [m.score for m in ours.matches] == pytest.approx(
        [m.score for m in expected.matches], **CLOSE
    )
    assert {n: dict(c) for n, c in ours.facets.items()} == {
        n: dict(c) for n, c in expected.facets.items()
    }
    assert dict(ours.months) == dict(expected.months)
    assert ours.cut == expected.cut


patient = settings(
    deadline=None,
    max_examples=tries(40),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@patient
@given(histories, st.lists(requests, min_size=1, max_size=4), st.sampled_from([0, 1, 4, 50]))
def test_search(history, asked, window):
    with both(history) as (ours, oracle), pytest.MonkeyPatch.context() as patch:
        for module in ("whoosh.read.proximity", "opensearch.found"):
            patch.setattr(f"indexer.index.{module}.WINDOW", window)
        patch.setattr("oracle.WINDOW", window)
        for request in asked:
            same(ours.search(request), oracle.search(request))


@patient
@given(histories, requests, st.sampled_from([0, 1, 4, 50]), st.lists(st.sampled_from(IDS)))
def test_ranks(history, request, window, asked):
    with both(history) as (ours, oracle), pytest.MonkeyPatch.context() as patch:
        for module in ("whoosh.read.proximity", "whoosh.read.ranks", "opensearch.found"):
            patch.setattr(f"indexer.index.{module}.WINDOW", window)
        patch.setattr("oracle.WINDOW", window)
        found, expected = ours.ranks(request, asked), oracle.ranks(request, asked)
        assert {rank: one.id for rank, one in found.items()} == {
            rank: one.id for rank, one in expected.items()
        }
        assert list(found) == sorted(found)
        assert [one.score for one in found.values()] == pytest.approx(
            [one.score for one in expected.values()], **CLOSE
        )


@patient
@given(histories, st.lists(st.sampled_from([*IDS, "unknown"])), st.integers(0, 5))
def test_near_duplicates(history, asked, limit):
    with both(history) as (ours, oracle):
        assert ours.near_duplicates(asked, limit) == oracle.near_duplicates(asked, limit)


@patient
@given(histories, st.lists(st.sampled_from([*IDS, "unknown"])))
def test_repeats(history, asked):
    with both(history) as (ours, oracle):
        assert ours.repeats(asked) == oracle.repeats(asked)


@patient
@given(
    histories, requests, st.sampled_from([*VALUES, "unknown"]), st.dates(*DAYS), st.integers(-1, 50)
)
def test_counts_of_one_facet_and_of_days(history, request, facet, first, length):
    last = first + timedelta(length)
    with both(history) as (ours, oracle):
        assert dict(ours.counts(facet, request)) == dict(oracle.counts(facet, request))
        assert ours.days(request, first, last) == oracle.days(request, first, last)


@patient
@given(histories, expressions, requests)
def test_forms_of_an_expression_in_the_matches(history, expression, request):
    with both(history) as (ours, oracle):
        assert ours.forms(expression, request) == oracle.forms(expression, request)


@patient
@given(histories, expressions, st.sampled_from([2, 16]))
def test_frequency_and_score(history, expression, leaves):
    with both(history) as (ours, oracle), pytest.MonkeyPatch.context() as patch:
        for module in ("whoosh.read.proximity", "opensearch.window"):
            patch.setattr(f"indexer.index.{module}.LEAVES", leaves)
        patch.setattr("oracle_scores.LEAVES", leaves)
        assert ours.frequency(expression) == oracle.frequency(expression)
        for id in IDS:
            expected = oracle.score(expression, id)
            found = ours.score(expression, id)
            assert found == (None if expected is None else pytest.approx(expected, **CLOSE))


@patient
@given(histories)
def test_vocabulary_terms_and_ids(history):
    with both(history) as (ours, oracle):
        assert list(ours.vocabulary()) == list(oracle.vocabulary())
        assert sorted(ours.ids()) == sorted(oracle.ids())
        assert ours.generation.documents == oracle.generation.documents
        for form in (*WORDS, "unknown"):
            assert set(ours.terms(form)) == set(oracle.terms(form))
