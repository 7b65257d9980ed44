"""Nearly the same articles by signatures: of one article, and all pairs of an index."""

from __future__ import annotations

import hashlib
from itertools import combinations

import numpy as np
import pytest
from corpus import Doc, batch

from indexer.index.contract import RELATED, SIGNATURE
from indexer.index.near_duplicate_pairs import pairs
from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.read import near_duplicates
from indexer.index.whoosh.read.near_duplicates import Bands

WORDS = [f"word{number}" for number in range(400)]


def text(start: int, replaced: int = 0) -> str:
    """Sixty words from one place on, the first of them replaced."""
    return " ".join([f"other{start}-{n}" for n in range(replaced)] + WORDS[start:][replaced:60])


def signature(body: str) -> list[int]:
    """By the definition in index.contract."""
    digests = [
        np.frombuffer(hashlib.blake2b(form.encode(), digest_size=4 * SIGNATURE).digest(), "<u4")
        for form in set(body.split())
    ]
    return [int(min(digest[byte] for digest in digests)) & 255 for byte in range(SIGNATURE)]


def common(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(signature(one), signature(other), strict=True))


BODIES = {
    f"{name}{replaced}": text(start, replaced)
    for name, start in (("a", 0), ("b", 100), ("c", 200))
    for replaced in (0, 3, 6, 10, 20, 40)
}
BODIES |= {"twin": BODIES["a0"], "gone": BODIES["a0"], "left": BODIES["a0"]}


@pytest.fixture
def searcher(tmp_path):
    """BODIES in three segments; "gone" was deleted, "left" rewritten; and empty articles."""
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    docs = [Doc(id, body=body) for id, body in BODIES.items()]
    engine.apply(name, [batch([*docs[:8], Doc("empty")])], 1)
    engine.apply(name, [batch([*docs[8:], Doc("void")])], 2)
    engine.apply(name, [batch([Doc("left", body=text(300))], deleted=["gone"])], 3)
    return engine.open(name)


LIVE = {id: body for id, body in BODIES.items() if id != "gone"} | {"left": text(300)}


@pytest.mark.parametrize("id", ["a0", "b3", "c20", "left"])
def test_the_articles_that_share_enough_the_closest_first(searcher, id):
    shares = {other: common(LIVE[id], body) for other, body in LIVE.items() if other != id}
    expected = sorted(
        (other for other, count in shares.items() if count >= RELATED),
        key=lambda other: (-shares[other], other),
    )
    assert searcher.near_duplicates([id], 100) == (tuple(expected),)
    assert searcher.near_duplicates([id], 1) == (tuple(expected[:1]),)


def test_each_of_many_articles_has_its_own(searcher, monkeypatch):
    asked = ["b3", "unknown", "left", "a0", "gone", "empty", "twin", "void", "a3", "c20", "a0"]
    alone = tuple(searcher.near_duplicates([id], 100)[0] for id in asked)
    assert "twin" in alone[3] == alone[10]
    assert searcher.near_duplicates(asked, 100) == alone
    monkeypatch.setattr(near_duplicates, "_AT_ONCE", 1)
    assert searcher.near_duplicates(asked, 100) == alone
    assert searcher.near_duplicates([], 100) == ()


@pytest.mark.parametrize("id", ["gone", "unknown", "empty"])
def test_nothing_is_like_what_is_not_there_or_says_nothing(searcher, id):
    assert searcher.near_duplicates([id], 10) == ((),)


def test_what_a_searcher_is_opened_without_is_like_nothing(tmp_path):
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    engine.apply(name, [batch([Doc(id, body=text(0)) for id in "abc"])], 1)
    searcher = engine.open(name, ["b"])
    assert searcher.near_duplicates(["a", "b", "c"], 9) == (("c",), (), ("a",))


def test_none_is_missed_whichever_bytes_are_shared():
    """Also where some columns are the same in most signatures."""
    random = np.random.default_rng(3)
    one = random.integers(0, 250, (400, SIGNATURE)).astype(np.uint8)
    one[:350, :3] = 7
    other = one.copy()
    for number, row in enumerate(other):
        row[random.permutation(SIGNATURE)[: 6 + number % 3]] ^= 255
    shares = (one[:, None] == other).sum(2)
    rows, docs, shared = Bands(other).near(one)
    assert list(zip(rows.tolist(), docs.tolist(), strict=True)) == [
        tuple(pair) for pair in np.argwhere(shares >= RELATED).tolist()
    ]
    assert (shared == shares[rows, docs]).all()


def test_pairs_are_those_that_share_enough_and_equal_ones_are_never_missed(searcher):
    found = list(searcher.near_duplicate_pairs())
    near = {
        frozenset(pair)
        for pair in combinations(LIVE, 2)
        if common(LIVE[pair[0]], LIVE[pair[1]]) >= RELATED
    }
    assert len(found) == len(set(map(frozenset, found)))
    assert set(map(frozenset, found)) <= near
    assert frozenset(("a0", "twin")) in set(map(frozenset, found))
    assert len(found) > 0.8 * len(near)


def test_an_empty_index_has_none(tmp_path):
    engine = WhooshEngine(tmp_path)
    searcher = engine.open(engine.create("f").name)
    assert list(searcher.near_duplicate_pairs()) == []
    assert searcher.near_duplicates(["a"], 10) == ((),)


def test_most_pairs_that_share_twelve_bytes_meet_and_many_equal_ones_are_one_group():
    random = np.random.default_rng(1)
    one = random.integers(0, 256, (2_000, SIGNATURE)).astype(np.uint8)
    other = one.copy()
    for row in other:
        row[random.permutation(SIGNATURE)[:4]] ^= 255
    same = np.repeat(random.integers(0, 255, (1, SIGNATURE)).astype(np.uint8), 500, axis=0)
    found = {tuple(pair) for pair in pairs(np.concatenate([one, other, same])).tolist()}
    assert sum((n, n + 2_000) in found for n in range(2_000)) > 1_950
    group = {4_000}
    for low, high in sorted(pair for pair in found if pair[0] >= 4_000):
        if low in group:
            group.add(high)
    assert len(group) == 500
