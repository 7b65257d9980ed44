"""What changed between two versions: readable, complete, and in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.page import history as versions
from indexer.page.history import Comparison
from schemas.article import Article


def said(body: str) -> Article:
    return Article(id="a", language="en", title="t", body=body)


def compared(old: str, new: str) -> list[list[tuple[str, str]]]:
    found = Comparison().changes(said(old), said(new))
    assert [change.field for change in found] == ["body"] * (said(old) != said(new))
    return [
        [(piece.kind, piece.text) for piece in passage]
        for change in found
        for passage in change.passages
    ]


@pytest.mark.parametrize(
    ("old", "new", "passages"),
    [
        ("one two three", "one 2 three", ["one -two-+2+ three"]),
        ("one two", "one two three", ["one two+ three+"]),
        ("one two three", "three", ["-one two -three"]),
        ("kept\nold line\nkept", "kept\nkept", ["-old line-"]),
        ("kept", "kept\nnew line", ["+new line+"]),
        ("a\nb\nc", "a\nB\nc", ["-b-+B+"]),
        ("x x x", "y y", ["-x-+y+ -x x-+y+"]),
    ],
)
def test_changed_passages(old, new, passages):
    signs = {"same": "", "out": "-", "in": "+"}
    marked = ["".join(signs[k] + text + signs[k] for k, text in p) for p in compared(old, new)]
    assert marked == passages


LINES = st.lists(st.text("ab .", min_size=1).filter(str.strip), max_size=8).map("\n".join)


@given(LINES, LINES)
def test_passages_hold_all_that_went_and_came(old, new):
    old, new = old.strip(), new.strip()
    for kind, whole in (("out", old), ("in", new)):
        for passage in compared(old, new):
            text = "".join(piece for k, piece in passage if k in {kind, "same"})
            assert text in whole or text.replace("\n", "") in whole.replace("\n", "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" a" * 900, " a b" * 450),
        ("a\n" * 100_000, "b\na\n" * 50_000),
        ("\n".join("a b " * 400 + str(n) for n in range(300)), "b a " * 100_000),
    ],
    ids=["words", "lines", "passages"],
)
def test_hostile_versions_take_bounded_time(old, new):
    before = time.process_time()
    assert compared(old, new)
    assert time.process_time() - before < 10  # without a bound: 37 s, hours, hours


def test_beyond_the_bound_a_text_is_replaced_whole(monkeypatch):
    monkeypatch.setattr(versions, "WORK", 8)
    assert compared("a b c d e", "a x c y e") == [
        [("same", "a "), ("out", "b c d"), ("in", "x c y"), ("same", " e")]
    ]
