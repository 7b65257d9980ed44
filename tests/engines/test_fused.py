"""The fused order is that of indexer.index.fused, for any articles, likenesses and questions."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np
import pytest
from corpus import DAY, IDS, Doc, filled, histories, ids, requests, word
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle_scores import scoring

from indexer.index.fused import FusedSearcher
from indexer.index.whoosh import WhooshEngine
from schemas.deadline import Deadline
from schemas.errors import CutShortError
from schemas.expression import And, Ids, Not, Or, Word
from schemas.query import Request
from schemas.results import Match

UNKNOWN = math.nan


@dataclass(frozen=True)
class Cosines:
    """A likeness that is a table; articles that are not in it are unknown."""

    table: dict[str, float] = field(default_factory=dict)

    def closest(self, limit):
        known = [id for id, cosine in self.table.items() if not math.isnan(cosine)]
        return tuple(sorted(known, key=lambda one: (-self.table[one], one))[:limit])

    def of(self, asked):
        return tuple(self.table.get(id, UNKNOWN) for id in asked)


# -- the definition, taken word by word


def expected(searcher, request, window, closest) -> list[Match]:
    """Every match in order, of an engine's searcher and a request that is fused."""
    every = replace(request, offset=0, limit=10_000, facets=False)
    matches = searcher.search(every).matches
    likeness, node = request.likeness, request.expression
    first = {match.id: match.score for match in matches[:window]}
    found = {match.id for match in matches}
    for id in likeness.closest(closest):
        if id in found and id not in first:
            first[id] = searcher.score(node, id)
    scores, cosines = list(first.values()), likeness.of(list(first))
    if request.placing is not None:
        among = And((request.placing, Ids(tuple(first))))
        placed = searcher.search(replace(every, expression=among)).matches
        placing_scores = {match.id: match.score for match in placed}
        scores = [placing_scores.get(id, 0.0) for id in first]
    known = [cosine for cosine in cosines if not math.isnan(cosine)]
    places = {
        id: float(np.float32(standard(score, scores) + request.meaning * standard(cosine, known)))
        for id, score, cosine in zip(first, scores, cosines, strict=True)
    }
    order = sorted(first, key=lambda one: -places[one])
    repeated = dict(zip(order, searcher.repeats(order), strict=True))
    order.sort(key=repeated.__getitem__)
    others = replace(every, expression=And((node, Not(Ids(tuple(order))))))
    return [*(Match(id, first[id]) for id in order), *searcher.search(others).matches]


def standard(value, values) -> float:
    deviation = pstdev(values) if values else 0.0
    return (value - fmean(values)) / deviation if deviation and not math.isnan(value) else 0.0


LIKENESSES = st.builds(
    Cosines,
    st.dictionaries(st.sampled_from(IDS), st.sampled_from([0.9, 0.5, 0.2, -0.1, UNKNOWN])),
)
PLACING = [
    Or((word("x"), word("y"))),
    Or((Word(("x",), weight=0.4), Word(("q", "x"), weight=0.6), word("y"))),
    And((word("y"), Not(word("z")))),
]
patient = settings(
    deadline=None,
    max_examples=tries(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@patient
@given(
    histories, requests, LIKENESSES, st.sampled_from([None, *PLACING]),
    st.tuples(*map(st.sampled_from, ([1, 3, 50], [0, 2, 50], [0.2, 2.0]))),
)  # fmt: skip
def test_any_request(history, request, likeness, placing, numbers):
    window, closest, meaning = numbers
    liked = replace(request, likeness=likeness, meaning=meaning, placing=placing)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        engine = WhooshEngine(Path(folder))
        name = engine.create("f").name
        for checkpoint, applied in enumerate(history, 1):
            engine.apply(name, applied, checkpoint)
        plain = engine.open(name)
        patch.setattr("indexer.index.fused.WINDOW", window)
        patch.setattr("indexer.index.fused.CLOSEST", closest)
        searcher = FusedSearcher(plain)
        if request.sort != "relevance" or not scoring(request.expression):
            assert searcher.search(liked) == plain.search(request)
            assert searcher.ranks(liked, IDS) == plain.ranks(request, IDS)
            return
        every = expected(plain, liked, window, closest)
        whole = plain.search(request)
        found = searcher.search(liked)
        page = every[request.offset : request.offset + request.limit]
        assert list(found.matches) == pytest.approx(page)
        assert replace(found, matches=()) == replace(whole, matches=())
        assert searcher.ranks(liked, IDS) == dict(enumerate(every))
        assert list(searcher.ranks(liked, IDS)) == list(range(len(every)))


# -- the same as a reader meets it

X = word("x")


@pytest.fixture
def quick(tmp_path):
    """An engine for many articles."""
    return WhooshEngine(tmp_path / "index")


def many(number: int = 130) -> list[Doc]:
    return [
        Doc(f"{n:03}", body=f"x {'q ' * (n % 7)}y {n} {n}a {n}b {n}c", published=n * DAY)
        for n in range(number)
    ]


def liking(docs) -> Cosines:
    """Random cosines, the same in every run; of every ninth article nothing is known."""
    drawn = np.random.default_rng(7).uniform(-1, 1, len(docs)).tolist()
    return Cosines(
        {d.id: UNKNOWN if n % 9 == 4 else drawn[n] for n, d in enumerate(docs) if n % 11}
    )


@pytest.mark.parametrize("node", [X, And((X, word("y"))), Or((X, word("q")))])
def test_pages_follow_one_another_and_every_article_has_one_rank(quick, node):
    docs = many()
    plain = filled(quick, docs[:70], docs[70:])
    searcher = FusedSearcher(plain)
    asked = Request(node, limit=1_000, likeness=liking(docs))
    whole = searcher.search(asked).matches
    assert sorted(match.id for match in whole) == [doc.id for doc in docs]
    assert [match.id for match in whole] == [m.id for m in expected(plain, asked, 50, 50)]
    for size in (1, 23, 60):
        pages = [
            searcher.search(replace(asked, offset=offset, limit=size)).matches
            for offset in range(0, len(docs) + size, size)
        ]
        assert tuple(match for page in pages for match in page) == whole
    assert tuple(searcher.ranks(asked, [doc.id for doc in docs]).values()) == whole
    assert list(searcher.ranks(asked, [whole[100].id, whole[3].id, "unknown"])) == [3, 100]


def test_the_nearest_article_comes_first_however_low_its_words_place_it(quick):
    docs = [*many(), Doc("far", body="x q q q q q q q q q q q q q q q")]
    searcher = FusedSearcher(filled(quick, docs))
    assert searcher.search(Request(X, limit=1_000)).matches[-1].id == "far"
    asked = Request(
        X, limit=3, likeness=Cosines({doc.id: 0.9 if doc.id == "far" else 0.0 for doc in docs})
    )
    assert searcher.search(asked).matches[0].id == "far"
    assert searcher.search(replace(asked, sort="newest")).matches[0].id != "far"


def test_an_article_that_the_words_or_the_filters_leave_out_is_not_added(quick):
    docs = [*many(60), Doc("none", body="z"), Doc("other", body="x", facets={"region": ("r",)})]
    searcher = FusedSearcher(filled(quick, docs))
    near = Cosines({"none": 0.9, "other": 0.8})
    assert searcher.search(Request(X, limit=100, likeness=near)).total == 61
    chosen = Request(X, filters={"region": ("r",)}, likeness=near)
    assert ids(searcher.search(chosen)) == ["other"]


REPRINT = "one two three four five six seven eight nine ten x eleven twelve thirteen fourteen"


def test_a_reprint_stays_behind_the_others_however_near_it_is(engine):
    docs = [
        Doc("1", "x", body=REPRINT, published=5 * DAY),
        Doc("2", "x", body=REPRINT, published=4 * DAY),
        Doc("3", body="another article that has the word x somewhere in the middle"),
    ]
    searcher = FusedSearcher(filled(engine, docs))
    for first, second in ("12", "21"):
        liked = Cosines({first: 0.9, second: 0.8, "3": -0.9})
        assert ids(searcher.search(Request(X, likeness=liked))) == [first, "3", second]


def test_words_that_place_articles_find_none(engine):
    docs = [Doc("a", body="x q q"), Doc("b", body="x q y"), Doc("c", body="y y")]
    searcher = FusedSearcher(filled(engine, docs))
    asked = Request(X, likeness=Cosines({}))
    plain = searcher.search(asked)
    placed = searcher.search(replace(asked, placing=Or((X, word("y")))))
    assert (ids(plain), ids(placed)) == (["a", "b"], ["b", "a"])
    assert {*placed.matches} == {*plain.matches}  # scores stay those of the words that find
    assert replace(placed, matches=()) == replace(plain, matches=())
    nothing = searcher.search(replace(asked, placing=word("y")))
    assert ids(nothing) == ["b", "a"]


def test_without_a_likeness_the_engine_is_asked_as_it_is(engine):
    docs = many(60)
    plain = filled(engine, docs)
    searcher = FusedSearcher(plain)
    for request in (Request(X), Request(And((X, word("y"))), offset=40, limit=15)):
        assert searcher.search(request) == plain.search(request)
        assert searcher.ranks(request, ["001", "059"]) == plain.ranks(request, ["001", "059"])
        assert searcher.fused(request) == ()
    assert searcher.counts == plain.counts
    assert searcher.verified == plain.verified


def test_what_there_is_no_time_to_fuse_is_cut_short_and_never_wrong(quick):
    docs = many()
    searcher = FusedSearcher(filled(quick, docs))
    placing = Or((X, word("q")))
    asked = Request(
        And((X, word("y"))), offset=70, limit=20, likeness=liking(docs), placing=placing
    )
    whole = searcher.search(asked)
    cut = 0
    for looks in range(2_000):
        found = searcher.search(replace(asked, deadline=Deadline(looks, count().__next__)))
        if found.complete:
            assert found == whole
            break
        cut += 1
        assert found.total <= whole.total
        assert {match.id for match in found.matches} <= {doc.id for doc in docs}
    assert found.complete
    assert cut
    with pytest.raises(CutShortError):
        searcher.ranks(replace(asked, deadline=Deadline(0, count().__next__)), ["001"])


def test_the_parts_of_a_place_are_told(engine):
    docs = [Doc("a", body="x x"), Doc("b", body="x q"), Doc("c", body="x q q")]
    searcher = FusedSearcher(filled(engine, docs))
    told = searcher.fused(Request(X, limit=1, likeness=Cosines({"b": 0.5, "c": 0.1})))
    assert {each.match.id: each.likeness for each in told} == pytest.approx(
        {"a": UNKNOWN, "b": 0.5, "c": 0.1}, nan_ok=True
    )
    assert [each.fused for each in told] == sorted((each.fused for each in told), reverse=True)
    assert sum(each.fused for each in told) == pytest.approx(0, abs=1e-5)
