"""What is known of words gives the same columns as learning them: from a file, from a process."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzer, default_analyzer
from indexer.analysis import string_table as table
from indexer.analysis.string_table import Table
from indexer.analysis.tokenizer import LONGEST_RUN, RUN
from indexer.analysis.vocabulary import NumberMap, Vocabulary
from indexer.analysis.vocabulary_file import load_columns, save_columns

ANALYZER = default_analyzer()
TEXTS = [
    "Кадыров приехал в г. Шали. Вчера М.Евкуров сказал: «Алхан-Кала»!\n\nРаз, два.",
    "The Prime Minister's visit to Nazran (kavkaz.eu) ended at 10:30, www.example.org/a?b.",
    "Cочи и Сочи, Яндиевым. Яндиева... 04.12.2024 1,5 млн\ud800 т. е. А. Б.",
]
LIKELY = st.text(
    "абЯёAz09 \n\t,.:⁄/-‐@'’‘`´ʼ&_\u2009\u0301\u00ad\u200b<>«»\"htps:/w.\ud800\U0001f600٣½",
    max_size=60,
)
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.fixture(params=["compiled", "dict"])
def way(request, monkeypatch):
    if request.param == "dict":
        monkeypatch.setattr(table, "native", None)
    elif table.native is None:
        pytest.skip("the extension was not built")


def fresh(known=None) -> Vocabulary:
    return Vocabulary(ANALYZER.capital, ANALYZER.terms, known)


def columns(vocabulary: Vocabulary, texts: list[str]) -> list:
    """What the texts are, free of the vocabulary's own numbers."""
    analyzer = Analyzer.__new__(Analyzer)
    analyzer.__dict__ |= ANALYZER.__dict__ | {"vocabulary": vocabulary}
    layout, vocabulary = analyzer.lay_out(texts)
    forms = [(vocabulary.forms[n], vocabulary.terms[n]) for n in layout.forms.tolist()]
    return [forms, layout.positions.tolist(), layout.texts.tolist(), layout.lengths.tolist()]


RIGHT = columns(fresh(), TEXTS)


@given(st.lists(LIKELY | ANY, max_size=4))
def test_compiled_and_plain_runs_are_those_of_the_expression(texts: list[str]):
    for native in {None, table.native}:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(table, "native", native)
            strings = Table()
            ids, counts, where, missing = strings.find(texts)
            ids = ids.copy()
            ids[where] = strings.numbers(missing)
        assert [strings[n] for n in ids.tolist()] == [
            run[:LONGEST_RUN] for text in texts for run in RUN.findall(text)
        ]
        assert counts.tolist() == [len(RUN.findall(text)) for text in texts]


@pytest.mark.usefixtures("way")
def test_strings_are_numbered_as_they_come():
    strings, source = Table(), random.Random(1)  # noqa: S311
    every = [str(source.randrange(9_000)) for _ in range(20_000)]
    found = [
        number
        for at in range(0, 20_000, 999)
        for number in strings.numbers(every[at : at + 999]).tolist()
    ]
    order = {string: number for number, string in enumerate(dict.fromkeys(every))}
    assert found == [order[string] for string in every]
    assert list(strings) == list(order)
    with pytest.raises(IndexError):
        strings[len(order)]


@pytest.mark.usefixtures("way")
def test_a_kept_vocabulary_gives_the_same_columns_and_learns_nothing(tmp_path):
    learnt = fresh()
    assert columns(learnt, TEXTS) == RIGHT
    save_columns(tmp_path / "kept", "f", learnt.trimmed(9_999))
    known = fresh(load_columns(tmp_path / "kept", "f"))
    before = known.sizes()
    assert columns(known, TEXTS) == RIGHT
    assert known.sizes() == before
    assert columns(known, [*TEXTS, "Новые слова Назрани"]) == columns(
        fresh(), [*TEXTS, "Новые слова Назрани"]
    )


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("most", [0, 1, 20])
def test_a_part_of_a_vocabulary_gives_the_same_columns(tmp_path, most: int):
    learnt = fresh()
    columns(learnt, TEXTS)
    save_columns(tmp_path / "kept", "f", learnt.trimmed(most))
    known = fresh(load_columns(tmp_path / "kept", "f"))
    assert len(known) == most
    assert columns(known, TEXTS) == RIGHT


def test_a_file_of_other_rules_or_with_any_damage_is_not_used(tmp_path):
    path = tmp_path / "kept"
    assert load_columns(path, "f") is None
    learnt = fresh()
    columns(learnt, TEXTS)
    save_columns(path, "f", learnt.trimmed(9_999))
    sound = path.read_bytes()
    assert load_columns(path, "f") is not None
    assert load_columns(path, "g") is None
    for at in [*range(0, len(sound), 97), *range(40), len(sound) - 1]:
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 4]) + sound[at + 1 :])
        assert load_columns(path, "f") is None, at
        path.write_bytes(sound[:at])
        assert load_columns(path, "f") is None, at
    path.write_bytes(sound + b"x")
    assert load_columns(path, "f") is None


@pytest.mark.usefixtures("way")
def test_what_several_vocabularies_learn_is_taken_over(tmp_path):
    base = fresh()
    columns(base, TEXTS[:1])
    save_columns(tmp_path / "kept", "f", base.trimmed(9_999))
    tellers = [fresh(load_columns(tmp_path / "kept", "f")) for _ in range(2)]
    listener = fresh(load_columns(tmp_path / "kept", "f"))
    marks = [teller.sizes() for teller in tellers]
    heard = [NumberMap(mark["forms.ends"], mark["meanings.ends"]) for mark in marks]
    for number, text in [(0, TEXTS[1]), (1, TEXTS[2]), (0, TEXTS[2]), (1, "Новые слова Назрани")]:
        columns(tellers[number], [text])
        listener.absorb(tellers[number].since(marks[number]), heard[number], 9_999)
        marks[number] = tellers[number].sizes()
        own, theirs = (vocabulary.forms for vocabulary in (listener, tellers[number]))
        numbers = heard[number].forms.since(0).tolist()
        assert [own[n] for n in numbers] == list(theirs)
        assert [listener.terms[n] for n in numbers] == list(tellers[number].terms)
    before = listener.sizes()
    assert columns(listener, TEXTS) == RIGHT
    assert listener.sizes() == before
