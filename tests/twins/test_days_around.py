"""What the days around an article decide, counted and compared in any pieces."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.twins.block import AROUND, ranges
from indexer.twins.candidates import DAYS
from indexer.twins.evidence import OTHERS, signs_of
from indexer.twins.facts import Facts
from indexer.twins.judge import Judged, Rarities, judge
from indexer.twins.sketch import Sketch

NAMES = "abcde"
ALL = 90
"""Days that have articles."""


def sketch(id: str, day: int, names: str, *, meant: Sequence[float] | None = None) -> Sketch:
    keys = {name: frozenset((name, name.upper())) for name in names}
    vectors = None if meant is None else np.array([meant, meant], np.float32)
    return Sketch(id, day, Facts(keys, frozenset(names[:1]), frozenset(), 40), vectors)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sets(st.sampled_from(NAMES))), max_size=30),
    st.lists(st.integers(-9, 39), min_size=1, max_size=9),
)
def test_rarities_of_a_day_are_those_counted_anew(given, days):
    sketches = [sketch(str(at), day, "".join(own)) for at, (day, own) in enumerate(given)]
    rarities = Rarities(sketches)
    for day in days:
        near = [each for each in sketches if abs(each.day - day) <= DAYS]
        for sign in (*NAMES, *NAMES.upper(), "#a"):
            count = sum(sign in signs_of(each.facts) for each in near)
            rare = math.log((OTHERS + len(near)) / (1 + count))
            assert rarities.of(day).of(sign) == rare


@given(st.sets(st.integers(0, 300), max_size=12), st.integers(1, 70))
def test_days_that_have_changed_are_compared_once_in_the_fewest_pieces(changed, most):
    found = list(ranges(sorted(changed), most))
    days = [day for first, last in found for day in range(first, last + 1)]
    assert days == sorted({day + at for day in changed for at in range(-AROUND, AROUND + 1)})
    assert all(last - first < most for first, last in found)
    joined = sum(one[1] + 1 == other[0] for one, other in pairwise(found))
    short = [last - first + 1 < most for first, last in found]
    assert sum(short) <= len(found) - joined


def between(first: int, last: int, sketches: Sequence[Sketch]) -> list[Sketch]:
    return [each for each in sketches if first <= each.day <= last]


def drawn(seed: int, *, meant: bool) -> tuple[list[Sketch], list[Sketch]]:
    """Some days' articles that share names of which some are common for a while."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    found: tuple[list[Sketch], list[Sketch]] = [], []
    for day in range(ALL):
        for at in range(4):
            # of each stretch of days some names are those of the hour
            pool = [chr(0x4E00 + day // 20 * 25 + name) for name in range(50)]
            for side, some in zip("re", found, strict=True):
                names = "".join(chance.sample(pool, 6))
                vector = [chance.gauss(0, 1) for _ in range(8)]
                length = math.hypot(*vector)
                known = (
                    [each / length for each in vector] if meant and chance.random() < 0.9 else None
                )
                some.append(sketch(f"{side}{day}-{at}", day, names, meant=known))
    return found


@pytest.mark.parametrize("meant", [False, True])
@pytest.mark.parametrize("size", [4, 25])
def test_pairs_are_the_same_however_many_days_are_compared_at_a_time(size, meant):
    russian, english = drawn(4, meant=meant)
    days = {each.id: each.day for each in russian}
    inner = range(AROUND, ALL - AROUND)
    whole = judge(russian, english)
    found: list[Judged] = []
    for first in range(inner[0], inner[-1] + 1, size):
        last = min(first + size - 1, inner[-1])
        some = judge(*(between(first - AROUND, last + AROUND, each) for each in (russian, english)))
        found += [each for each in some if first <= days[each.russian] <= last]
    expected = [each for each in whole if days[each.russian] in inner]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    assert len(expected) > 50
