"""Vectors of words: a word is encoded once, what was encoded stays, what is damaged is not used."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.translation import word_vectors
from indexer.translation.word_vectors import Vectors, WordVectors, unit


class Letters:
    """An encoder of letters, that remembers what it was asked."""

    def __init__(self, name: str = "letters 1", fails_after: int = 10**9) -> None:
        self.name = name
        self.asked: list[str] = []
        self.left = fails_after

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.left -= len(texts)
        if self.left < 0:
            raise KeyboardInterrupt
        self.asked += texts
        return np.array([[1.0, len(text), ord(text[0]) % 7] for text in texts], np.float32)


@pytest.fixture
def kept(tmp_path: Path) -> WordVectors:
    return WordVectors(tmp_path / "home" / "words")


def test_a_word_is_encoded_once_and_others_are_forgotten(kept):
    encoder = Letters()
    kept.bring_up(["суд", "court"], encoder)
    kept.bring_up(["суд", "oil"], encoder)
    assert encoder.asked == ["суд", "court", "oil"]
    assert set(kept.read("letters 1")) == {"суд", "oil"}
    assert kept.missing(["oil", "court"], "letters 1") == ["court"]


def test_what_is_kept_points_where_the_encoder_says(kept):
    kept.bring_up(["суд", "court"], Letters())
    expected = Letters().encode(["court"])[0]
    found = unit([kept.read("letters 1")["court"]])[0]
    assert found == pytest.approx(expected / np.linalg.norm(expected), abs=0.01)


def test_an_interruption_costs_the_words_of_one_part(kept, monkeypatch):
    monkeypatch.setattr(word_vectors, "PART", 2)
    words = ["a", "b", "c", "d", "e"]
    with pytest.raises(KeyboardInterrupt):
        kept.bring_up(words, Letters(fails_after=4))
    again = Letters()
    told: list[int] = []
    kept.bring_up(words, again, told.append)
    assert (again.asked, told) == (["e"], [1])
    assert len(list(kept.folder.iterdir())) == 1  # the parts are one


def test_another_encoder_makes_its_own(kept):
    kept.bring_up(["суд"], Letters("letters 1"))
    assert (kept.encoder, kept.read("letters 2")) == ("letters 1", {})
    newer = Letters("letters 2")
    kept.bring_up(["суд"], newer)
    assert (kept.encoder, newer.asked) == ("letters 2", ["суд"])


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "no sums"])
def test_what_is_damaged_is_encoded_anew(kept, damage):
    kept.bring_up(["суд", "court"], Letters())
    (part,) = kept.folder.iterdir()
    file = part / "vectors.npy"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-2])
    elif damage == "changed":
        file.write_bytes(file.read_bytes()[:-1] + b"\x55")
    elif damage == "gone":
        file.unlink()
    else:
        (part / "checksums.json").unlink()
    assert (kept.encoder, kept.read("letters 1")) == ("", {})
    again = Letters()
    kept.bring_up(["суд", "court"], again)
    assert again.asked == ["суд", "court"]
    assert kept.encoder == "letters 1"


def test_words_can_be_forgotten(kept):
    kept.bring_up(["суд", "court", "oil"], Letters())
    kept.keep({"суд", "oil"}.__contains__)
    assert set(kept.read("letters 1")) == {"суд", "oil"}
    kept.keep(lambda _: False)
    assert kept.read("letters 1") == {}


def test_what_is_no_number_is_near_nothing(kept):
    class Broken(Letters):
        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.full((len(texts), 3), np.nan, np.float32)

    kept.bring_up(["суд"], Broken())
    assert unit([kept.read("letters 1")["суд"]]).tolist() == [[0.0, 0.0, 0.0]]


def test_nothing_kept_is_nothing_known(kept):
    assert (kept.encoder, kept.read("letters 1")) == ("", {})
    kept.keep(lambda _: False)
    kept.bring_up([], Letters())
    shutil.rmtree(kept.folder, ignore_errors=True)
    assert kept.missing(["суд"], "letters 1") == ["суд"]
