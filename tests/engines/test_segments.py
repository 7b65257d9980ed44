"""Segments: more documents than 16 bits number, many small changes, narrow files."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from corpus import DAY, Doc, batch

from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files import strings
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.write import writer
from schemas.errors import EngineError
from schemas.expression import And, Ids, Not, Or, Phrase, Word
from schemas.facets import FACETS
from schemas.query import Request

MANY = 70_000
"""More than 65,536: the second chunk of document numbers is in use."""


def number(matches) -> list[int]:
    return [int(match.id) for match in matches.matches]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Article n has the words a (all), b (every third), c (the last ten) and is n hours old."""
    engine = WhooshEngine(tmp_path_factory.mktemp("large"))
    name = engine.create("f").name
    docs = (
        Doc(
            f"{n:05d}",
            body="a" + " b" * (n % 3 == 0) + " c" * (n >= MANY - 10),
            published=-n * 3600,
            facets={"language": ("ru" if n % 4 else "en",)},
        )
        for n in range(MANY)
    )
    engine.apply(name, [batch(docs)], 1)
    engine.apply(name, [batch(deleted=["00003", f"{MANY - 1}"])], 2)
    assert engine.status(name)["segments"] == 1
    return engine.open(name)


@pytest.fixture(params=["compiled", "numpy"], autouse=True)
def way(request, monkeypatch):
    if request.param == "numpy":
        monkeypatch.setattr(reading, "native", None)
    elif reading.native is None:
        pytest.skip("the extension was not built")


A, B, C = Word(("a",)), Word(("b",)), Word(("c",))


@pytest.mark.parametrize(
    ("node", "numbers"),
    [
        (A, range(MANY)),
        (B, range(0, MANY, 3)),
        (C, range(MANY - 10, MANY)),
        (And((A, B)), range(0, MANY, 3)),
        (And((B, C)), [n for n in range(MANY - 10, MANY) if n % 3 == 0]),
        (Or((B, C)), sorted({*range(0, MANY, 3), *range(MANY - 10, MANY)})),
        (And((A, Not(B))), [n for n in range(MANY) if n % 3]),
        (Phrase((A, B)), range(0, MANY, 3)),
        (Phrase((A, C)), [n for n in range(MANY - 10, MANY) if n % 3]),
        (Not(A), []),
        (Ids(tuple(f"{n:05d}" for n in range(0, MANY, 1000))), range(0, MANY, 1000)),
    ],
)
def test_documents_beyond_16_bits(large, node, numbers):
    expected = [n for n in numbers if n not in (3, MANY - 1)]
    found = large.search(Request(node, sort="newest", limit=MANY))
    assert number(found) == expected
    assert sorted(number(large.search(Request(node, limit=MANY)))) == expected
    assert found.facets["language"] == {
        key: count
        for key, count in {
            "en": sum(n % 4 == 0 for n in expected),
            "ru": sum(n % 4 > 0 for n in expected),
        }.items()
        if count
    }
    assert sum(found.months.values()) == len(expected)


@pytest.mark.parametrize(("offset", "limit"), [(0, 10), (66_000, 5), (MANY, 10)])
def test_a_deep_page_is_a_part_of_the_whole(large, offset, limit):
    whole = large.search(Request(A, limit=MANY)).matches
    page = large.search(Request(A, offset=offset, limit=limit)).matches
    assert page == whole[offset : offset + limit]


def test_many_small_changes_leave_few_segments(tmp_path):
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    for n in range(40):
        engine.apply(name, [batch([Doc(f"{n % 30}", body=f"x{n}", published=n * DAY)])], n + 1)
    status = engine.status(name)
    assert (status["documents"], status["segments"]) == (30, 1)
    assert set(engine.open(name).ids()) == {str(n) for n in range(30)}
    assert len(list((tmp_path / name).glob("MAIN_*"))) == 1


def test_small_segments_leave_a_large_one_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "SMALL", 4)
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    engine.apply(name, [batch(Doc(f"big{n}", body="x") for n in range(100))], 1)
    large_file = {path.name for path in (tmp_path / name).glob("*.arrays")}
    for n in range(10):
        engine.apply(name, [batch([Doc(f"small{n}", body="x")])], n + 2)
        assert large_file < {path.name for path in (tmp_path / name).glob("*.arrays")}
    assert engine.status(name)["segments"] <= 4
    assert engine.open(name).search(Request(Word(("x",)))).total == 110


def test_a_segment_of_mostly_dead_documents_is_rewritten(tmp_path):
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    engine.apply(name, [batch(Doc(str(n), body="x") for n in range(10))], 1)
    assert engine.apply(name, [batch(deleted=["1"])], 2).documents == 9
    assert engine.status(name)["deleted"] == 1
    assert engine.apply(name, [batch(deleted=list("2345"))], 3).documents == 5
    assert engine.status(name)["deleted"] == 0


def test_a_long_article_does_not_widen_the_others(tmp_path):
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    long = Doc("long", body="x " * 70_000 + "end of it")
    engine.apply(name, [batch([Doc("short", body="x end"), long])], 1)
    searcher = engine.open(name)
    widths = {segment.wide: segment.positions.dtype for segment in searcher.segments}
    assert widths == {False: np.uint16, True: np.uint32}
    found = searcher.search(Request(Phrase((Word(("x",)), Word(("end",)), Word(("of",))))))
    assert [match.id for match in found.matches] == ["long"]


def test_an_article_may_be_one_word_millions_of_times(tmp_path):
    often = (1 << 21) + 3
    one = batch([Doc("flood", body="z a"), Doc("calm", title="quiet", body="z a b")])
    tokens = np.concatenate([np.repeat(one.tokens[0], often), one.tokens[1:]])
    gap = (one.ends > 0) * (often - 1)
    flood = np.arange(often, dtype=np.uint32) + one.positions[0]
    second = one.positions[1 : one.ends[0]] + np.uint32(often - 1)
    positions = np.concatenate([flood, second, one.positions[one.ends[0] :]])
    many = replace(one, tokens=tokens, positions=positions, ends=one.ends + gap)
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    engine.apply(name, [many], 1)
    searcher = engine.open(name)
    for node, ids in (
        (Phrase((Word(("z",)), Word(("a",)))), {"flood", "calm"}),
        (Phrase((Word(("a",)), Word(("b",)))), {"calm"}),
        (Word(("z",), "lede"), set()),
    ):
        assert {match.id for match in searcher.search(Request(node)).matches} == ids


def test_dead_documents_leave_nothing_behind_for_later_queries(tmp_path):
    engine = WhooshEngine(tmp_path, cache=0)
    name = engine.create("f").name
    docs = [Doc(str(n), body=f"x y z{n}") for n in range(9)]
    engine.apply(name, [batch(docs)], 1)
    whole = engine.open(name)
    either = Request(Word(("x", "y")))
    expected = whole.search(either).matches
    engine.apply(name, [batch(deleted=["4"])], 2)
    both = Request(And((Word(("x",)), Word(("y",)))), sort="newest")
    assert engine.open(name).search(both).total == 8
    assert whole.search(either).matches == expected
    assert whole.search(both).total == 9


def test_a_table_of_strings_that_its_ends_cannot_address_is_refused(monkeypatch):
    monkeypatch.setattr(strings, "MOST", 5)
    text, ends = strings.pack([b"ab", b"cde"])
    assert (text.tobytes(), ends.tolist()) == (b"abcde", [2, 5])
    with pytest.raises(EngineError, match="4 GiB"):
        strings.pack([b"ab", b"cdef"])


def test_there_are_no_more_facets_than_a_selection_has_bits():
    assert len(FACETS) <= 8
