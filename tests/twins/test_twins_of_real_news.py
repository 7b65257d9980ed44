"""Twins among real news, at fixed seeds: benchmarks.twins with fewer others."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.twins import FALSE, GOALS, Score, Texts, measured, texts
from indexer.vectors.encoder import encoder

pytestmark = pytest.mark.corpora
OTHERS = 150


@pytest.fixture(scope="module")
def found(corpora: Path) -> Texts:
    own = encoder()
    if own is None:
        pytest.skip("needs podshivka[semantic]")
    return texts(corpora, own, OTHERS)


@pytest.mark.parametrize("size", GOALS)
def test_twins_are_found_and_nothing_else(found: Texts, size: str) -> None:
    score = sum((measured(found, size, seed) for seed in (21, 22)), Score(0, 0, 0, 0))
    assert score.mean >= GOALS[size], str(score)
    assert score.wrong <= FALSE * score.lone, str(score)


def test_without_an_encoder_what_is_tied_is_right(corpora: Path) -> None:
    score = measured(texts(corpora, None, OTHERS), "whole", 21)
    assert score.wrong == 0
    assert score.right > score.missing
