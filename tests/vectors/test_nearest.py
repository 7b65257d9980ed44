"""The nearest articles: by brute force, and the same with and without the compiled loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.vectors import nearest
from indexer.vectors.manifest import Manifest
from indexer.vectors.packed import DIMENSIONS, KINDS, WHOLE, numbers_of, packed, signs_of
from indexer.vectors.part import Part
from indexer.vectors.pieces import MOST
from indexer.vectors.rows import LANGUAGES, Entry, Rows, merged, rows_of
from indexer.vectors.table import Table

compiled = pytest.mark.skipif(nearest.native is None, reason="the extension was not built")


def entries(count: int, seed: int = 0, most: int = MOST) -> list[Entry]:
    """Articles of one to ``most`` pieces."""
    random = np.random.default_rng(seed)
    drawn = random.standard_normal((count, KINDS + most, DIMENSIONS), np.float32)
    drawn[:, KINDS:] += drawn[:, WHOLE, None]  # pieces are near to the whole
    return [
        Entry(
            f"n{n}", n, None, LANGUAGES[n % len(LANGUAGES)],
            packed(one[:KINDS], one[KINDS:][: 1 + n % most]),
        )
        for n, one in enumerate(drawn)
    ]  # fmt: skip


def table(*parts: list[Entry]) -> Table:
    rows = [rows_of(part) for part in parts]
    named = tuple(Part(str(n), len(part), 0, 0) for n, part in enumerate(rows))
    return Table.of(Manifest("words", parts=named), rows)


def asked(seed: int = 1, kinds: tuple[int, ...] = ()):
    """One vector, or those of an article."""
    return np.random.default_rng(seed).integers(-127, 128, (*kinds, DIMENSIONS), np.int8)


def by_brute_force(every: list[Entry], question, limit: int) -> list[str]:
    found = []
    for language in LANGUAGES[1:]:
        scores = []
        for entry in every:
            if entry.language == language:
                own, other = numbers_of(entry.vectors).astype(float), question.astype(float)
                lengths = np.linalg.norm(own, axis=1) * np.linalg.norm(other, axis=-1)
                cosines = (own * other).sum(axis=1) / lengths
                if question.ndim > 1:
                    near = cosines.mean()
                else:
                    near = (cosines[WHOLE] + nearest_piece(entry, other)) / 2
                scores.append((-near, entry.id))
        found += sorted(scores)[:limit]
    return [id for _, id in sorted(found)]


def nearest_piece(entry: Entry, question) -> float:
    signs = np.unpackbits(signs_of(entry.vectors), axis=1, bitorder="little") * 2.0 - 1
    rough = nearest._rough(question, nearest.PIECE_BITS, nearest.PIECE_STEPS).astype(float)
    return (signs @ rough).max() * nearest.LIKE / np.linalg.norm(rough)


def test_numbers_of_four_bits_and_signs_tell_what_was_packed():
    drawn = np.random.default_rng(3).standard_normal((5, DIMENSIONS), np.float32)
    row = packed(drawn[:2], drawn[2:])
    numbers, unit = numbers_of(row).astype(float), drawn[:2].astype(float)
    assert (np.sign(numbers) == np.sign(unit)).all()
    assert np.abs(numbers).max() == 15
    cosines = (numbers * unit).sum(axis=1) / np.linalg.norm(numbers, axis=1)
    assert (cosines / np.linalg.norm(unit, axis=1) > 0.99).all()
    signs = np.unpackbits(signs_of(row), axis=1, bitorder="little")
    assert (signs == np.resize(drawn[2:] > 0, (MOST, DIMENSIONS))).all()


def test_one_piece_that_is_near_makes_an_article_near():
    drawn = np.random.default_rng(4).standard_normal((2 + MOST, DIMENSIONS), np.float32)
    question = np.rint(drawn[-1] * 30).clip(-127, 127).astype(np.int8)
    far, near = (
        Entry(id, 0, None, "ru", packed(drawn[:2], some))
        for id, some in (("far", drawn[2:-1]), ("near", drawn[2:]))
    )
    (_, one), (_, other) = table([far, near]).closest(question, 2)
    assert one - other > 0.3
    assert one < 0.7  # half of it is the likeness to the whole, which is not near


@pytest.mark.parametrize("kinds", [(), (KINDS,)])
@pytest.mark.parametrize("limit", [0, 1, 7, 1_000])
def test_the_nearest_of_each_language_the_nearest_first(limit, kinds):
    every, question = entries(500), asked(1, kinds)
    found = table(every[:200], every[200:]).closest(question, limit)
    assert [id for id, _ in found] == by_brute_force(every, question, limit)


def test_what_is_as_near_comes_in_order_of_its_id():
    same = entries(1)[0].vectors
    every = [Entry(f"n{n:02}", n, None, "ru", same) for n in range(40)]
    found = table(every[20:], every[:20]).closest(asked(), 30)
    assert [id for id, _ in found] == [f"n{n:02}" for n in range(30)]


def test_of_many_a_shortlist_is_compared(monkeypatch):
    every = entries(6_000)
    whole = [id for id, _ in table(every).closest(numbers_of(every[7].vectors)[WHOLE], 5)]
    monkeypatch.setattr(nearest, "FEW", 100)
    monkeypatch.setattr(nearest, "SHORTLIST", 300)
    rows = rows_of(every)
    (chosen,) = nearest.likely([(rows, rows.languages)], asked())
    for language in (1, 2):
        assert 300 <= (rows.languages[chosen] == language).sum() < 400
    found = table(every[:1000], every[1000:]).closest(numbers_of(every[7].vectors)[WHOLE], 5)
    assert found[0][0] == "n7"
    assert len({id for id, _ in found} & set(whole)) >= 8


@compiled
@pytest.mark.parametrize("kinds", [(), (KINDS,)])
@pytest.mark.parametrize("few", [10, 1_000])
@given(st.integers(0, 50), st.integers(0, 1 << 30), st.integers(1, MOST))
def test_compiled_and_numpy_give_the_same(few, kinds, count, seed, most):
    rows, question = rows_of(entries(count, seed, most)), asked(seed, kinds)
    chosen = np.random.default_rng(seed).permutation(count).astype(np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "FEW", few)
        patch.setattr(nearest, "SHORTLIST", few // 2)
        fast = answers(rows, question, chosen)
        patch.setattr(nearest, "native", None)
        assert answers(rows, question, chosen) == fast


def answers(rows: Rows, question, chosen):
    found = (
        nearest.cosines(rows, question),
        nearest.cosines(rows, question, chosen),
        *nearest.estimates(rows.signs, rows.languages, question),
        *nearest.likely([(rows, rows.languages)], question),
    )
    return [each.tolist() for each in found]


@compiled
def test_a_number_of_no_row_ends_in_an_error():
    assert nearest.native is not None
    if nearest.native.checked:
        pytest.skip("the checked build ends the process")
    rows = rows_of(entries(3))
    with pytest.raises(IndexError, match="does not hold"):
        nearest.cosines(rows, asked(), np.array([3], np.int64))


@pytest.mark.parametrize("ids", [["n1"], ["n2", "n0"], ["nobody"], []])
def test_cosines_of_some(ids):
    every = entries(3)
    found = table(every[:1], every[1:]).cosines(asked(), ids).tolist()
    rows = rows_of(every)
    for id, cosine in zip(ids, found, strict=True):
        if id == "nobody":
            assert np.isnan(cosine)
        else:
            row = rows.find([id])
            assert cosine == nearest.cosines(rows, asked(), row)[0]


def test_ids_of_one_key_are_told_apart(monkeypatch):
    monkeypatch.setattr("indexer.vectors.rows.key", lambda _: 7)
    rows = rows_of(entries(1))
    assert rows.find(["n0", "other"]).tolist() == [0, -1]


def test_parts_are_merged_in_order_of_keys():
    every = entries(50)
    both, whole = merged([rows_of(every[:9]), rows_of(every[9:])]), rows_of(every)
    for name in Rows.__slots__:
        assert np.array_equal(getattr(both, name), getattr(whole, name)), name
