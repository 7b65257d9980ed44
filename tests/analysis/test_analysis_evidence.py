"""Homonyms: what a capital letter tells, and where it tells nothing."""

from __future__ import annotations

import pytest

from indexer.analysis import Analyzer

# (a text, the word, its terms there)
ROWS = (
    ("Пожар в Шали потушен.", "Шали", "шали"),
    ("Купила шали и платки.", "шали", "шали шалить шаль"),
    ("Шали и платки.", "Шали", "шали шалить шаль"),
    ("Не шали. Шали и платки.", "Шали", "шали шалить шаль"),
    ("Жители г. Шали вышли.", "Шали", "шали"),
    ("Сказал: «Шали, но тихо».", "Шали", "шали шалить шаль"),
    ("Шали", "Шали", "шали"),
    ("ШАЛИ", "ШАЛИ", "шали"),
    ("шали", "шали", "шали"),
    ("газе", "газе", "газ газа"),
    ("ШАЛИ НЕТ", "ШАЛИ", "шали шалить шаль"),
    ("выставка\n\nшали", "шали", "шали шалить шаль"),
    ("Удары по Газе", "Газе", "газа"),
    ("о газе и нефти", "газе", "газ газа"),
    ("песня Бориса Борисова", "Борисова", "борисов борисово"),
    ("в зале Героев", "Героев", "Героев героев герой"),
    ("для героев", "героев", "герой"),
    ("годовой отчёт", "годовой", "годовой"),
    ("отчёт Годовой", "Годовой", "Годов годов годовой"),
    ("вид Киева", "Киева", "киев"),
    ("киев", "киев", "киев"),
    ("стихи Тамары", "Тамары", "тамара"),
    ("пенсия Фонда", "Фонда", "фонд"),
    ("депутат М. Героев", "Героев", "Героев героев герой"),
    ("депутат М.\nГероев", "Героев", "Героев героев герой"),
)


@pytest.mark.parametrize(("text", "word", "terms"), ROWS)
def test_terms_in_context(analyzer: Analyzer, text: str, word: str, terms: str):
    token = [token for token in analyzer.tokens(text) if token.text == word][-1]
    assert " ".join(term for term in token.terms if not term.startswith("=")) == terms


# (what is typed, as a word among others, as the whole query)
QUERIES = (
    ("шали", "шали шалить шаль", "шали"),
    ("Шали", "шали", "шали"),
    ("газа", "газ газа", "газа"),
    ("Газа", "газа", "газа"),
    ("газе", "газ газа", "газ газа"),
    ("ГАЗА", "газ газа", "газа"),
    ("того", "того", "того"),
    ("тем", "тем тема тот тьма", "тем тема тот тьма"),
    ("героев", "героев герой", "героев герой"),
    ("ростов", "ростов", "ростов"),
    ("яндиевым", "яндиев яндиевый", "яндиев яндиевый"),
    ("президента", "президент", "президент"),
    ("", "", ""),
)


@pytest.mark.parametrize(("typed", "among", "alone"), QUERIES)
def test_words_of_a_query(analyzer: Analyzer, typed: str, among: str, alone: str):
    assert " ".join(analyzer.word(typed).terms) == among
    assert " ".join(analyzer.word(typed, alone=True).terms) == alone


# (text, words that start a sentence)
SENTENCES = (
    ("Раз два. Три четыре! Пять?", "Раз Три Пять"),
    ("В 2024 г. Кадыров и т. д. уехал.", "В"),
    ("М. Евкуров приехал. Он сказал.", "М Он"),
    ("«Что?» — спросил он.", "Что"),
    ("Mr. Smith of the U.S. Army left. He went.", "Mr He"),
    ("первое\n\nвторое\n    третье\nчетвёртое", "первое второе третье"),
    ("Цена 3.5 млн. Рублей нет.", "Цена"),
    ("Конец.» Начало.", "Конец Начало"),
)


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_where_sentences_start(analyzer: Analyzer, text: str, expected: str):
    layout, vocabulary = analyzer.lay_out([text])
    forms = [vocabulary.forms[number] for number in layout.forms.tolist()]
    starts = set(layout.positions[[form == "\u2028" for form in forms]].tolist())
    words = {token.position: token.text for token in reversed(analyzer.tokens(text))}
    assert [words[start] for start in sorted(starts)] == expected.split()
