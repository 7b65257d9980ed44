"""What words and wildcards stand for: forms, in one segment and over all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.engines.whoosh.segment import Segment
from schemas.expression import EXPANSION

Expansion = tuple[tuple[list[int], ...], bool]
"""Numbers of forms in each segment, and whether those are all that fit."""


def expand(segments: Sequence[Segment], pattern: str) -> Expansion:
    """The forms that a wildcard stands for: the EXPANSION most frequent, ties by form."""
    found = tuple(_fitting(segment, pattern) for segment in segments)
    if sum(map(len, found)) <= EXPANSION:
        return found, True
    frequencies: Counter[bytes] = Counter()
    for segment, forms in zip(segments, found, strict=True):
        for form in forms:
            frequencies[segment.forms.raw(form)] += segment.frequency(form)
    frequencies = +frequencies
    if len(frequencies) <= EXPANSION:
        return found, True
    ordered = sorted(frequencies, key=lambda raw: (-frequencies[raw], raw))
    kept = set(ordered[:EXPANSION])
    pairs = zip(segments, found, strict=True)
    return tuple([f for f in forms if s.forms.raw(f) in kept] for s, forms in pairs), False


def _fitting(segment: Segment, pattern: str) -> list[int]:
    """Numbers of the forms whose lower case fits ``pattern``, markers left out."""
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    first, end = segment.folded_range(prefix)
    forms: list[int] = segment.folded[first:end].tolist()
    if pattern != f"{prefix}*":
        glob = {"*": ".*", "?": "."}
        regex = "".join(glob.get(char, re.escape(char)) for char in pattern)
        fits = re.compile(regex, re.DOTALL).fullmatch
        forms = [form for form in forms if fits(segment.forms[form].lower())]
    return sorted(set(forms) - set(segment.markers))
