"""Large corpora made of numbers: words that nearly every article has beside words of few."""

from __future__ import annotations

import numpy as np

from schemas.document import FIELD_GAP, UNDATED, Batch
from schemas.facets import FACETS

SHARES = (1, 0.95, 0.9, 0.5, 0.5, 0.3, 0.1, 0.1, 0.03, 0.01, 0.01, 0.003, 0.001, 0.001, 0.0003)
CHUNK = 1 << 16


def presence(chance: np.random.Generator, size: int) -> np.ndarray:
    """Which articles have each word, one row a word: by chance, at even steps, side by side."""
    docs = np.arange(size)
    rows = [chance.random(size) < share for share in SHARES]
    rows += [docs % step == rest for step, rest in ((2, 1), (64, 0), (64, 63), (65, 3), (127, 5))]
    edge = CHUNK if size > CHUNK else size // 2
    sides = ((0, 64), (0, 1), (edge - 700, edge + 500), (edge, edge + 1), (edge - 1, edge))
    rows += [(docs >= begin) & (docs < end) for begin, end in (*sides, (size - 70, size))]
    rows += [(docs >= edge) & (chance.random(size) < share) for share in (0.8, 0.01)]
    return np.stack(rows)


def synthetic(size: int, seed: int, gap: int = FIELD_GAP, most: int = 6) -> Batch:
    """Article n has the id n and becomes document n: the next is older, the last ten undated.

    One in ten of its words stands there 2 to ``most`` times.
    """
    chance = np.random.default_rng(seed)
    present = presence(chance, size)
    words = len(present)
    forms, docs = np.nonzero(present)
    often = np.where(chance.random(len(docs)) < 0.1, chance.integers(2, most + 1, len(docs)), 1)
    forms, docs = np.repeat(forms, often), np.repeat(docs, often)
    order = np.lexsort((chance.random(len(docs)), docs))
    forms, docs = forms[order], docs[order]
    ends = np.cumsum(np.bincount(docs, minlength=size))
    first = np.append(0, ends[:-1])

    # a twentieth of the words shares the position of the word before
    steps = np.ones(len(docs), np.int64)
    steps[1:] = (
        (docs[1:] != docs[:-1]) | (forms[1:] == forms[:-1]) | (chance.random(len(docs) - 1) > 0.05)
    )
    places = np.cumsum(steps)
    places -= places[np.minimum(first, len(docs) - 1)][docs]
    title, lede = chance.integers(0, 3, size), chance.integers(0, 4, size)
    later = (places >= title[docs]).astype(np.int64) + (places >= (title + lede)[docs])
    starts = np.stack([np.zeros(size, np.int64), title + gap, title + lede + 2 * gap], 1)

    published = -60 * np.arange(size)
    published[-10:] = UNDATED
    return Batch(
        ids=tuple(f"{n:07}" for n in range(size)),
        forms=("w", *(f"w{n:02}" for n in range(1, words))),
        terms=tuple((f"t{n}", f"rest{n % 3}", *(["many"] if n < 8 else [])) for n in range(words)),
        tokens=forms.astype(np.uint32),
        positions=(places + gap * later).astype(np.uint32),
        ends=ends.astype(np.int64),
        starts=starts.astype(np.uint32),
        lengths=chance.integers(1, 300, (size, 3)).astype(np.uint32),
        published=published,
        facets={facet.name: values(chance, size, at) for at, facet in enumerate(FACETS)},
    )


def values(chance: np.random.Generator, size: int, facet: int) -> tuple[tuple[str, ...], ...]:
    """Values of a facet: few, some together, or nearly as many as there are articles."""
    many = (2, 7, 40, size, 0)[facet % 5]
    if not many:
        return ((),) * size
    counts, drawn = chance.integers(0, 4, size), chance.integers(0, many, (size, 3))
    return tuple(
        tuple(sorted({f"v{value}" for value in row[:count]}))
        for row, count in zip(drawn.tolist(), counts.tolist(), strict=True)
    )
