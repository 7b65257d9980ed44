"""The table of translations: what it holds is found, kept, and never read when it is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.array_folder import UNREADABLE
from indexer.translation.table import SCALE, Translations, table

PAIRS = {
    "abduct": [("похитить", 0.9), ("похищение", 1.0)],
    "oil": [("нефть", 1.0), ("масло", 0.4)],
    "нефть": [("oil", 1.0)],
}


def shown(made: Translations, term: str) -> list[str]:
    return [one.written for one in made.of(term)]


def test_the_best_translation_comes_first_and_is_shown_as_it_is_written():
    made = table({**PAIRS, "похитить": [("abduct", 1.0)]}, {"abduct": "abducted"}, "rules")
    assert shown(made, "abduct") == ["похищение", "похитить"]
    assert shown(made, "похитить") == ["abducted"]
    assert [one.term for one in made.of("похитить")] == ["abduct"]


@pytest.mark.parametrize("term", ["", "a", "масло", "нефт", "нефтяной", "яяя"])
def test_what_is_no_word_of_the_table_has_no_translation(term):
    assert table(PAIRS, {}, "rules").of(term) == ()


def test_a_table_of_nothing_knows_nothing(tmp_path):
    table({}, {}, "").save(tmp_path / "t")
    opened = Translations.open(tmp_path / "t")
    assert (len(opened), opened.of("oil"), opened.maker) == (0, (), "")


def test_words_near_to_one_are_kept_apart_from_its_translations():
    made = table({"oil": [("нефть", 1.0)]}, {}, "", {"oil": [("газ", 0.1), ("топливо", 1.4)]})
    assert shown(made, "oil") == ["нефть"]
    assert [(one.term, one.score) for one in made.near("oil")] == [
        ("топливо", 1.0), ("газ", pytest.approx(0.1, abs=0.01)),
    ]  # fmt: skip
    assert made.near("нефть") == made.of("газ") == made.near("coal") == ()
    assert sorted(made.terms()) == ["oil", "газ", "нефть", "топливо"]


WORDS = st.text("abжяё'-", min_size=1, max_size=6)


@given(st.dictionaries(WORDS, st.dictionaries(WORDS, st.floats(0, 1), max_size=4), max_size=12))
def test_every_pair_is_found_again(pairs):
    made = table({term: list(others.items()) for term, others in pairs.items()}, {}, "rules")
    for term, others in pairs.items():
        found = made.of(term)
        assert {one.term for one in found} == others.keys()
        assert all(abs(one.score - others[one.term]) <= 1 / SCALE for one in found)
        assert [one.score for one in found] == sorted((o.score for o in found), reverse=True)


def test_words_of_one_hash_are_told_apart(monkeypatch):
    monkeypatch.setattr("indexer.translation.table._hash", lambda _: np.uint32(7))
    made = table(PAIRS, {}, "rules")
    assert (shown(made, "нефть"), shown(made, "oil")) == (["oil"], ["нефть", "масло"])
    assert (shown(made, "суд"), shown(made, "a"), shown(made, "яя")) == ([], [], [])


def test_it_is_kept_whole(tmp_path: Path):
    table(PAIRS, {"oil": "oils"}, "rules of today").save(tmp_path / "home" / "t")
    opened = Translations.open(tmp_path / "home" / "t")
    assert (shown(opened, "нефть"), opened.maker) == (["oils"], "rules of today")


@pytest.mark.parametrize(
    "name", ["hashes", "text", "ends", "targets", "scores", "firsts", "written"]
)
def test_a_changed_byte_is_noticed(tmp_path: Path, name: str):
    table(PAIRS, {}, "rules").save(tmp_path / "t")
    file = tmp_path / "t" / f"{name}.npy"
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(bytes(raw))
    with pytest.raises(UNREADABLE):
        Translations.open(tmp_path / "t")


def test_a_table_of_before_near_words_were_kept_is_read(tmp_path: Path):
    folder = tmp_path / "t"
    table(PAIRS, {}, "rules", {"oil": [("газ", 0.3)]}).save(folder)
    sums = json.loads((folder / "checksums.json").read_bytes())
    for name in ("near_firsts", "near_targets", "near_scores"):
        (folder / f"{name}.npy").unlink()
        del sums[name]
    (folder / "checksums.json").write_text(json.dumps(sums), "ascii")
    opened = Translations.open(folder)
    assert shown(opened, "oil") == ["нефть", "масло"]
    assert {opened.near(term) for term in opened.terms()} == {()}
    assert shown(opened.fitted(["oil", "нефть"]), "oil") == ["нефть"]


def test_words_that_no_article_has_any_more_leave_it():
    made = table(PAIRS, {"oil": "oils"}, "rules").fitted(["oil", "нефть", "abduct", "похитить"])
    assert (shown(made, "oil"), shown(made, "abduct")) == (["нефть"], ["похитить"])
    assert (shown(made, "нефть"), made.maker) == (["oils"], "rules")
    assert "похищение" not in list(made.terms())
    near = table({}, {}, "", {"oil": [("газ", 0.3), ("топливо", 0.2)]}).fitted(["oil", "газ"])
    assert [one.term for one in near.near("oil")] == ["газ"]
    assert "топливо" not in list(near.terms())
