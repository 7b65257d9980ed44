"""What index.contract promises of deadlines. The clock goes on by one at each look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from corpus import DAY, Doc, batch, word

from schemas.deadline import NEVER, Deadline
from schemas.errors import CutShortError
from schemas.expression import And, Near, Not, Or, Phrase, Together, Wildcard
from schemas.query import Bounds, Period, Request
from schemas.results import Matches

A, B, C = word("a"), word("b"), word("c")
EXPRESSIONS = {
    "word": A,
    "wildcards": Or((Wildcard("a*"), Wildcard("*b"))),
    "phrase": Phrase((A, B)),
    "phrase of others": And((C, Phrase((A, B)))),
    "phrases": Or((Phrase((A, B)), And((Phrase((B, A)), C)))),
    "near": Near((A, B), 3),
    "near and a word": Or((Near((A, B), 3), C)),
    "not near": And((A, Not(Near((A, B), 1)))),
    "sentence": Together((A, B), "sentence"),
}
REQUESTS = {
    "all": Request(limit=99),
    "chosen": Request(limit=99, filters={"region": ("moscow",)}),
    "bounds": Request(limit=99, bounds=Bounds(without={"region": ("moscow",)})),
    "newest": Request(limit=99, sort="newest", period=Period(first=date(2017, 1, 3))),
}
FEW = 200
"""Looks at the clock that suffice for any of this."""


def asked(expression, request=REQUESTS["all"], looks: int | None = None) -> Request:
    clock = count().__next__
    deadline = NEVER if looks is None else Deadline(looks, clock)
    return Request(
        expression,
        request.filters,
        request.period,
        request.bounds,
        request.sort,
        limit=request.limit,
        deadline=deadline,
    )


@pytest.fixture
def searcher(engine, monkeypatch):
    monkeypatch.setattr("indexer.index.whoosh.read.evaluate.AT_ONCE", 3)
    monkeypatch.setattr("indexer.index.whoosh.read.wildcards.AT_ONCE", 2)
    name = engine.create("f").name
    texts = ("a b c", "a x b", "b a", "c", "a b . c a", "b x x x a")
    for part in range(2):
        docs = [
            Doc(
                f"{part}{at:02}",
                texts[at % len(texts)],
                published=DAY * (17_167 + at % 9),
                facets={"region": ("moscow",) if at % 3 else ()},
            )
            for at in range(10)
        ]
        engine.apply(name, [batch(docs)], part + 1, more=True)  # a segment each
    return engine.open(name)


def at_most(part: Matches, whole: Matches) -> bool:
    """Whether nothing of ``part`` is more than it is in ``whole``."""
    counts = [(part.months, whole.months)]
    counts += [(part.facets[name], whole.facets[name]) for name in whole.facets]
    return (
        part.total <= whole.total
        and {match.id for match in part.matches} <= {match.id for match in whole.matches}
        and all(n <= large.get(value, 0) for small, large in counts for value, n in small.items())
    )


@pytest.mark.parametrize("request_name", REQUESTS)
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_cut_answer_is_never_more_than_the_whole_one(searcher, name, request_name):
    expression, request = EXPRESSIONS[name], REQUESTS[request_name]
    found = with_more_and_more_time(searcher, expression, request)
    whole = searcher.search(asked(expression, request))
    assert whole.complete
    for one in found:
        assert one == whole if one.complete else at_most(one, whole)
    assert found[-1].complete


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_answer_for_which_there_was_no_time_says_so(engine, searcher, name):
    found = searcher.search(asked(EXPRESSIONS[name], looks=0))
    assert not found.complete
    assert len(found.matches) == found.total


IN_STEPS = pytest.mark.parametrize("engine", ["oracle", "whoosh"], indirect=True)
"""Engines that look at the clock while they search; a node has a clock of its own."""


@IN_STEPS
@pytest.mark.parametrize("name", ["near", "phrase", "sentence", "near and a word", "not near"])
def test_a_cut_answer_has_what_was_found_in_time(searcher, name):
    *cut, whole = with_more_and_more_time(searcher, EXPRESSIONS[name], REQUESTS["all"])
    assert 0 < max(one.total for one in cut) <= whole.total


def with_more_and_more_time(searcher, expression, request) -> list[Matches]:
    """Answers to the same request, until one is complete."""
    found = []
    for looks in range(FEW):
        found.append(searcher.search(asked(expression, request, looks)))
        if found[-1].complete:
            break
    return found


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_what_cannot_be_a_part_is_an_error(searcher, name):
    expression = EXPRESSIONS[name]
    late = asked(expression, looks=0)
    calls = (
        lambda: searcher.counts("region", late),
        lambda: searcher.days(late, date(2017, 1, 1), date(2017, 1, 9)),
        lambda: searcher.ranks(late, ["000"]),
        lambda: searcher.forms(expression, late),
        lambda: searcher.frequency(expression, late.deadline),
        lambda: searcher.score(expression, "000", late.deadline),
    )
    for call in calls:
        with pytest.raises(CutShortError):
            call()


@pytest.mark.parametrize("name", ["phrase", "near", "sentence"])
def test_what_cannot_be_a_part_has_all_the_time_for_any_article(engine, monkeypatch, name):
    monkeypatch.setattr("indexer.index.whoosh.read.evaluate.AT_ONCE", 1)
    generation = engine.create("f").name
    for at, text in enumerate(("a b", "c")):  # all the work is in the first articles
        docs = [Doc(f"{at}{number:02}", text) for number in range(10)]
        engine.apply(generation, [batch(docs)], at + 1, more=True)
    for ask in (
        lambda searcher, request: searcher.counts("region", request),
        lambda searcher, request: searcher.days(request, date(2017, 1, 1), date(2017, 1, 9)),
        lambda searcher, request: searcher.ranks(request, ["000"]),
    ):
        looks = count()
        deadline = Deadline(10**9, looks.__next__)
        ask(engine.open(generation), replace(asked(EXPRESSIONS[name]), deadline=deadline))
        ask(engine.open(generation), asked(EXPRESSIONS[name], looks=next(looks)))


@IN_STEPS
def test_the_forms_of_a_wildcard_are_counted_while_there_is_time(engine, searcher):
    node = Wildcard("*")
    searcher.search(asked(node))  # from now on it is known what it stands for
    with pytest.raises(CutShortError):
        searcher.forms(node, asked(A, looks=4))
    assert {"a", "b", "c"} < {one.form for one in searcher.forms(node, asked(A, looks=FEW))}


def test_a_deadline_that_does_not_pass_changes_nothing(searcher):
    for expression in EXPRESSIONS.values():
        for request in REQUESTS.values():
            late = searcher.search(asked(expression, request, 10**9))
            assert late == searcher.search(asked(expression, request))
