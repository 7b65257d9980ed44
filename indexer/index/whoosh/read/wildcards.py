"""The forms that a wildcard stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.index.whoosh.files.segment import Segment
from indexer.index.wildcard import fitting
from schemas.deadline import Deadline
from schemas.expression import EXPANSION

Expansion = tuple[tuple[list[int], ...], bool]
"""Numbers of forms in each segment, and whether those are all that fit."""

AT_ONCE = 20_000
"""Forms that are looked through between two looks at the clock."""


def expand(segments: Sequence[Segment], pattern: str, deadline: Deadline) -> Expansion:
    """The forms that a wildcard stands for: the EXPANSION most frequent, ties by form.

    Raises CutShortError when the time is over before all forms were looked through.
    """
    found = tuple(_fitting(segment, pattern, deadline) for segment in segments)
    if sum(map(len, found)) <= EXPANSION:
        return found, True
    frequencies: Counter[bytes] = Counter()
    for segment, forms in zip(segments, found, strict=True):
        for form in forms:
            frequencies[segment.forms.raw(form)] += segment.frequency(form)
    frequencies = +frequencies  # without forms that only dead documents have
    if len(frequencies) <= EXPANSION:
        return found, True
    ordered = sorted(frequencies, key=lambda raw: (-frequencies[raw], raw))
    kept = set(ordered[:EXPANSION])
    pairs = zip(segments, found, strict=True)
    return tuple([f for f in forms if s.forms.raw(f) in kept] for s, forms in pairs), False


def _fitting(segment: Segment, pattern: str, deadline: Deadline) -> list[int]:
    """Numbers of the forms whose lower case fits ``pattern``, markers left out."""
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    first, end = segment.folded_range(prefix)
    numbers = segment.folded[first:end]
    if pattern == f"{prefix}*":
        forms = numbers.tolist()
    else:
        forms = []
        for start in range(0, len(numbers), AT_ONCE):
            deadline.check()
            some = numbers[start : start + AT_ONCE]
            lines = "\n".join(segment.forms.some(some)).lower()
            forms += some[list(fitting(lines, pattern))].tolist()
    return sorted(set(forms) - set(segment.markers))
