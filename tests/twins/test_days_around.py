"""What is rare in the days around an article, counted from day to day."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.twins.candidates import DAYS
from indexer.twins.evidence import OTHERS, signs_of
from indexer.twins.facts import Facts
from indexer.twins.judge import Rarities
from indexer.twins.sketch import Sketch

NAMES = "abcde"


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
