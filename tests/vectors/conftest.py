"""Vectors without the extra: an encoder that knows what a few words mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from indexer.archive import meaning, of_meaning
from indexer.vectors import building, encoder
from indexer.vectors.encoder import WIDTH, Encoder
from indexer.vectors.packed import DIMENSIONS

SAME = {"снег": "snow", "суд": "court", "море": "sea"}
"""Words of one meaning."""


class WordModel:
    """Texts are as near as the words that they share, in either language."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]):
        self.encoded += texts
        found = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().replace(".", "").split():
                found[row] += self._word(SAME.get(word, word))
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)

    @staticmethod
    def _word(word: str):
        if word == "nan":
            return np.full(WIDTH, np.nan, np.float32)
        if word == "nothing":
            return np.zeros(WIDTH, np.float32)
        return np.random.default_rng(list(word.encode())).standard_normal(WIDTH)


@pytest.fixture
def model(monkeypatch) -> WordModel:
    """What is encoded in this test, and by what."""
    return use(monkeypatch, "words 1")


@pytest.fixture
def another_model(monkeypatch) -> Callable[[str], WordModel]:
    """Another encoder from now on."""
    return lambda name: use(monkeypatch, name)


def use(monkeypatch, name: str) -> WordModel:
    made = WordModel()
    directions = np.linalg.qr(np.random.default_rng(0).standard_normal((WIDTH, WIDTH)))[0]
    kept = np.ascontiguousarray(directions[:DIMENSIONS], np.float32)
    own = Encoder(name, made, np.zeros(WIDTH, np.float32), kept)
    for module in (building, encoder, meaning, of_meaning):
        monkeypatch.setattr(module, "encoder", lambda: own, raising=False)
        monkeypatch.setattr(module, "model_name", lambda: name)
    return made
