"""Wildcards: what fits, in time that no pattern can blow up, and looked up once a query."""

from __future__ import annotations

import re

import pytest
from corpus import Doc, batch
from effort import work
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.read import lookup as vocabulary
from indexer.index.wildcard import fitting
from schemas.expression import Near, Phrase, Wildcard, Word
from schemas.query import Request


def by_regex(text: str, pattern: str) -> bool:
    glob = {"*": ".*", "?": "."}
    regex = "".join(glob.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(regex, text, re.DOTALL) is not None


def fits(text: str, pattern: str) -> bool:
    return list(fitting(text, pattern)) == [0]


@given(st.text("ab", max_size=8), st.text("ab*?", max_size=8))
def test_a_pattern_fits_what_the_regular_expression_fits(text, pattern):
    assert fits(text, pattern) == by_regex(text, pattern)


@given(st.lists(st.text("ab.", max_size=5), min_size=1, max_size=6), st.text("ab*?.", max_size=5))
def test_the_lines_that_fit_are_told_by_their_numbers(texts, pattern):
    numbers = [at for at, text in enumerate(texts) if by_regex(text, pattern)]
    assert list(fitting("\n".join(texts), pattern)) == numbers


ALL = ["a", "aa", "aba"]


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [("a*a", [1, 2]), ("*a", [0, 1, 2]), ("a*", [0, 1, 2]), ("*", [0, 1, 2])],
)
def test_the_two_ends_of_a_pattern_do_not_overlap(pattern, numbers):
    assert list(fitting("\n".join(ALL), pattern)) == numbers


@pytest.mark.parametrize("piece", ["*a", "*a?", "*?", "?*a"])
def test_many_stars_take_no_longer_than_word_times_pattern(piece):
    assert work(lambda: fits("a" * 2_000, piece * 40 + "*b")) < 100
    assert not fits("a" * 2_000, piece * 40 + "*b")


@pytest.mark.parametrize("cache", [0, 1 << 20])
def test_a_wildcard_is_expanded_once_a_query(tmp_path, monkeypatch, cache):
    engine = WhooshEngine(tmp_path, cache=cache)
    name = engine.create("f").name
    engine.apply(name, [batch([Doc("1", body="ab ac ad"), Doc("2", body="ab x")])], 1)
    asked = []
    expand = vocabulary.expand
    monkeypatch.setattr(
        vocabulary,
        "expand",
        lambda segments, pattern, deadline: (
            asked.append(pattern) or expand(segments, pattern, deadline)
        ),
    )
    searcher = engine.open(name)
    node = Near((Wildcard("a*"), Phrase((Word(("ab",)), Wildcard("a*")))), 3)
    assert searcher.search(Request(node)).total == 1
    assert asked == ["a*"]
    searcher.search(Request(node))
    assert asked == ["a*"] * (1 if cache else 2)
