"""Vectors of articles are made once, and kept from run to run."""

from __future__ import annotations

import numpy as np

from benchmarks.kept_vectors import kept_vectors
from indexer.vectors import encoder as room
from indexer.vectors.encoder import Encoder
from indexer.vectors.packed import DIMENSIONS


class Model:
    """Counts what it encodes."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts):
        self.encoded += texts
        return np.array([np.arange(DIMENSIONS) + len(text) for text in texts], np.float32)


def test_an_article_is_encoded_once(tmp_path, monkeypatch):
    model = Model()
    eye = np.eye(DIMENSIONS, dtype=np.float32)
    own = Encoder("letters", model, np.zeros(DIMENSIONS, np.float32), eye)
    monkeypatch.setattr(room, "_loaded", [own])
    with kept_vectors(tmp_path):
        first = room.encoder().of_pieces(["a", "bc"])
        assert room.encoder().of_pieces(["a", "bc"]).tolist() == first.tolist()
    assert room.encoder() is own
    with kept_vectors(tmp_path):
        assert room.encoder().of_pieces(["a", "bc"]).tolist() == first.tolist()
        room.encoder().of_pieces(["d"])
    assert model.encoded == ["a", "bc", "d"]
    other = Encoder("others", model, own.mean, own.directions)
    monkeypatch.setattr(room, "_loaded", [other])
    with kept_vectors(tmp_path):
        room.encoder().of_pieces(["d"])
    assert model.encoded == ["a", "bc", "d", "d"]
