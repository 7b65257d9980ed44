"""``vectors``: makes what is missing, says how much, and what is needed."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.archive import meaning, of_meaning, translations
from indexer.cli import vectors
from indexer.vectors import building, encoder
from indexer.vectors.encoder import WIDTH, Encoder
from indexer.vectors.packed import DIMENSIONS
from schemas.errors import EngineError


class Alike:
    """All texts are alike."""

    def encode(self, texts):
        return np.ones((len(texts), WIDTH), np.float32)


@pytest.fixture
def installed(monkeypatch):
    own = Encoder(
        "alike 1", Alike(), np.zeros(WIDTH, np.float32), np.ones((DIMENSIONS, WIDTH), np.float32)
    )
    for module in (building, encoder, meaning, of_meaning, translations):
        monkeypatch.setattr(module, "encoder", lambda: own, raising=False)
        monkeypatch.setattr(module, "model_name", lambda: own.name)
    monkeypatch.setattr(vectors, "is_installed", lambda: True)


def test_without_the_extra_it_says_how_to_get_it(run, filled, monkeypatch):
    monkeypatch.setattr(vectors, "is_installed", lambda: False)
    result = run("vectors")
    assert result.code == 2
    assert "pip install 'podshivka[semantic]'" in result.err


def test_it_makes_what_is_missing(run, filled, installed):
    assert run("vectors", "--dry-run", "--json").json == {"pending": 3}
    assert "3 changes to look at" in run("vectors", "--dry-run").out
    assert run("vectors", "--json").json == {"encoded": 3, "refused": 0, "articles": 3}
    assert run("vectors").err == "0 articles encoded; 3 articles have vectors\n"
    assert run("vectors", "--dry-run", "--json").json == {"pending": 0}
    assert "vectors articles     3\n" in run("stats").out


def test_sync_says_what_it_leaves(run, filled, installed, monkeypatch):
    run("vectors")
    monkeypatch.setattr(building, "model_name", lambda: "alike 2")
    assert "3 changes without vectors: run podshivka vectors" in run("sync").err


def test_sync_goes_on_when_the_encoder_is_broken(run, filled, installed, monkeypatch, lines):
    run("vectors")
    new = lines({"id": "new", "language": "ru", "title": "Снег", "body": "Снег"})

    def broken():
        raise EngineError("the encoder cannot be loaded")

    monkeypatch.setattr(building, "encoder", broken)
    result = run("ingest", new)
    assert "no vectors were made: the encoder cannot be loaded" in result.err
    assert run("search", "снег", "--json").json["total"] == 1
