"""Which words of two languages lie nearest to each other."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.translation import nearest as room
from indexer.translation.nearest import ranked


def nearest(ones, others, ranks):
    """The pairs of words, each of which is among the nearest of the other."""
    return room.nearest(*ranked(ones, others, ranks), ranks)


def unit(*rows: list[float]) -> np.ndarray:
    made = np.array(rows, np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def random(count: int, seed: int, width: int = 8) -> np.ndarray:
    return unit(*np.random.default_rng(seed).normal(size=(count, width)).tolist())


def test_each_is_paired_with_its_like():
    ones = unit([1, 0, 0.1], [0, 1, 0.1])
    others = unit([0, 1, 0], [1, 0, 0])
    assert {(p.one, p.other) for p in nearest(ones, others, 1)} == {(0, 1), (1, 0)}
    assert all(p.rank == p.back == 0 for p in nearest(ones, others, 1))


def test_a_word_near_everything_is_nobodys_translation():
    """The hub has the higher cosine, and loses by what it has to everybody."""
    own = unit([1, 0.55, 0, 0])
    rest = unit([1, 0, 0.5, 0], [1, 0, 0, 0.5], [1, 0, -0.5, 0], [1, 0, 0, -0.5])
    ones = np.vstack([own, rest])
    hub, like = unit([1, 0.1, 0, 0]), unit([0.25, 1, 0, 0])
    others = np.vstack([hub, like])
    cosines = ones @ others.T
    assert cosines[0, 0] > cosines[0, 1]
    assert next(p.other for p in nearest(ones, others, 2) if p.one == 0 and p.rank == 0) == 1


@pytest.mark.parametrize("ranks", [1, 2, 3])
def test_pairs_are_those_of_the_whole_comparison(ranks, monkeypatch):
    """In blocks as at once, of all candidates."""
    ones, others = random(40, 1), random(30, 2)
    cosines = ones @ others.T
    crowd = np.sort(cosines, axis=1)[:, -room.NEIGHBOURS :].mean(axis=1)
    other_crowd = np.sort(cosines.T, axis=1)[:, -room.NEIGHBOURS :].mean(axis=1)
    margins = 2 * cosines - crowd[:, None] - other_crowd
    forth = np.argsort(-margins, axis=1)[:, :ranks]
    back = np.argsort(-margins, axis=0)[:ranks].T
    expected = {
        (one, int(other)) for one, row in enumerate(forth) for other in row if one in back[other]
    }
    monkeypatch.setattr(room, "BLOCK", 7)
    monkeypatch.setattr(room, "CANDIDATES", 30)
    assert {(p.one, p.other) for p in nearest(ones, others, ranks)} == expected


@pytest.mark.parametrize(("count", "other"), [(0, 0), (0, 3), (3, 0)])
def test_one_language_alone_has_no_pairs(count, other):
    ones, others = np.zeros((count, 4), np.float32), np.zeros((other, 4), np.float32)
    assert list(nearest(ones, others, 3)) == []


def test_a_vector_of_nothing_is_near_no_other():
    ones = np.vstack([unit([1, 0]), np.zeros((1, 2), np.float32)])
    found = {(p.one, p.other): p.cosine for p in nearest(ones, unit([1, 0], [0, 1]), 2)}
    assert found[0, 0] == pytest.approx(1)
    assert all(cosine == 0 for (one, _), cosine in found.items() if one == 1)
