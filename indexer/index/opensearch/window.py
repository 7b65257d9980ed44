"""The first matches in order by proximity, near-duplicates behind: see index.contract."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.index.contract import ALIKE, K1, LEAVES, NEARNESS, SPAN
from indexer.index.formula import Formula
from indexer.index.opensearch.laid_out import Slots, read_back
from indexer.index.opensearch.matching import Leaf, fields_of
from indexer.index.opensearch.words import Forms
from schemas.document import FIELDS, PARAGRAPH, SENTENCE
from schemas.expression import Near, Part, Phrase, Together


@dataclass(frozen=True, slots=True)
class Found:
    """An article among the first: its score without proximity, and what OpenSearch keeps of it."""

    id: str
    score: float
    published: int | None
    signature: frozenset[str]
    source: Mapping[str, Any]


def occurrences(leaf: Leaf, field: int, slots: Slots, forms: Mapping[Part, Forms]) -> list[int]:
    """Positions at which a leaf begins in a field, ascending."""
    if isinstance(leaf, Phrase):
        parts = [{*occurrences(part, field, slots, forms)} for part in leaf.parts]
        first = sorted(parts[0]) if parts else []
        return [at for at in first if all(at + shift in each for shift, each in enumerate(parts))]
    return slots.of(forms[leaf]) if FIELDS[field] in fields_of(leaf) else []


class Proximity:
    """What articles gain by leaves near each other; a single leaf gains nothing."""

    def __init__(
        self,
        leaves: Sequence[Leaf],
        formula: Callable[[Leaf], Formula],
        forms: Mapping[Part, Forms],
    ) -> None:
        # a Formula's weight has the factor k1 + 1 of the score, which proximity does not have
        weighted = [(formula(leaf).weight / (K1 + 1), leaf) for leaf in leaves]
        if len(leaves) > LEAVES:
            weighted = sorted(weighted, key=lambda each: -each[0])[:LEAVES]
        self._weighted = weighted if len(leaves) > 1 else []
        self._forms = forms

    def __bool__(self) -> bool:
        return bool(self._weighted)

    def gain(self, source: Mapping[str, Any]) -> float:
        """The gain of an article with this ``source``. No place reaches into another field."""
        best = max((self._best(at, slots) for at, slots in enumerate(read_back(source))), default=0)
        return NEARNESS * best

    def _best(self, field: int, slots: Slots) -> float:
        stands = [
            (occurrences(leaf, field, slots, self._forms), weight)
            for weight, leaf in self._weighted
        ]
        every = {at for found, _ in stands for at in found}
        return max((_place(at, stands) for at in every), default=0.0)


def _place(at: int, stands: Sequence[tuple[list[int], float]]) -> float:
    total = 0.0
    for found, weight in stands:
        after = bisect_left(found, at)
        near = [abs(at - other) for other in found[max(0, after - 1) : after + 1]]
        total += weight * max(0.0, 1.0 - min(near, default=SPAN) / SPAN)
    return total


def arranged(found: Sequence[Found], proximity: Proximity) -> list[tuple[str, float]]:
    """Ids and scores in the order of the window."""
    scored = []
    for each in found:
        gain = proximity.gain(each.source) if proximity else 0.0
        newest = (each.published is None, -(each.published or 0))
        score = float(np.float32(each.score + gain))
        scored.append((-score, newest, each.id, each.signature))
    scored.sort(key=lambda one: one[:3])
    firsts: list[tuple[str, float]] = []
    repeats: list[tuple[str, float]] = []
    for at, (score, _, id, signature) in enumerate(scored):
        repeated = any(len(signature & other[3]) >= ALIKE for other in scored[:at])
        (repeats if repeated else firsts).append((id, -score))
    return firsts + repeats


def stands_close(
    node: Near | Together, source: Mapping[str, Any], forms: Mapping[Part, Forms]
) -> bool:
    """Whether an article has all parts of ``node`` in one stretch."""
    return any(
        _within(node, [occurrences(part, at, slots, forms) for part in node.parts], slots)
        for at, slots in enumerate(read_back(source))
    )


def _within(node: Near | Together, stands: Sequence[list[int]], slots: Slots) -> bool:
    if not all(stands) or not stands:
        return False
    if isinstance(node, Near):
        return any(_follow(first, stands, node.distance) for each in stands for first in each)
    begun = slots.between(SENTENCE if node.scope == "sentence" else PARAGRAPH)
    stretches = [{bisect_left(begun, at + 1) for at in each} for each in stands]
    return bool(set.intersection(*stretches))


def _follow(first: int, stands: Sequence[list[int]], distance: int) -> bool:
    """Whether each of ``stands`` has a position from ``first`` to ``distance`` after it."""
    for each in stands:
        at = bisect_left(each, first)
        if at == len(each) or each[at] - first > distance:
            return False
    return True
