"""Names in queries for any of the words: in both alphabets, told, and in no language more."""

from __future__ import annotations

import pytest

from schemas.query import Query
from tests.two_languages import archive_of, speak_both

TEXTS = {
    "en-flood": ("en", "Floods in Indonesia", "Rivers rose in Indonesia."),
    "ru-flood": ("ru", "Наводнение в Индонезии", "В Индонезии разлились реки."),
    "ru-quake": ("ru", "Землетрясение в Индонезии", "В Индонезии трясло."),
    "ru-market": ("ru", "Рынок в Индонезии", "В Индонезии сгорел рынок."),
    "en-both": ("en", "A market in Indonesia", "A market in Indonesia burnt."),
    "en-market": ("en", "Market opens", "The market opens."),
    "en-state": ("en", "A state of mind", "A state of mind, nothing else."),
    "en-islamic": ("en", "Islamic art", "An exhibition of Islamic art."),
    "both-words": ("en", "Islamic State claims it", "Islamic State claimed the market."),
    "ru-state": ("ru", "Исламское государство", "Исламское государство (Islamic State)."),
    "ru-shot": ("ru", "Выстрел", "Прозвучал выстрел."),
    "ru-fired": ("ru", "Стрельба", "Стрельба на рынке."),
    **{f"ru-{n}": ("ru", f"{word} один", f"{word} вновь.") for n, word in enumerate("абвг")},
}
PAIRS = [("market", "рынок"), ("gunfire", "стрельба перестрелка залп пальба выстрел")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return speak_both(archive_of(tmp_path_factory.mktemp("any"), TEXTS), PAIRS)


def found(archive, text, **options):
    return archive.search(Query(text, any_words=True, size=50, **options))


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("text", ["Indonesia market", "Islamic State market", "gunfire market"])
def test_any_of_the_words_finds_what_a_page_lists_with_all_and_with_some(archive, text, both):
    page = archive.search(Query(text, both=both, size=50))
    some = page.some_words.total if page.some_words else 0
    assert page.total + some == found(archive, text, both=both).total


def test_a_note_counts_what_a_name_brings_where_any_word_will_do(archive):
    page = found(archive, "Indonesia market", both=True)
    [note] = [note for note in page.notes if note.code == "transliteration"]
    assert (note.text, note.count) == ("Indonesia", 2)  # ru-market has a translation, too


@pytest.mark.parametrize("text", ["Indonesia market", "Islamic State market", "gunfire market"])
def test_with_every_translation_refused_both_languages_are_one(archive, text):
    plain, both = found(archive, text), found(archive, text, both=True)
    offered = sum(note.count or 0 for note in plain.notes if note.code == "both-languages")
    assert both.total == plain.total + offered
    words = tuple(word for note in both.notes for word in note.words)
    refused = found(archive, text, both=True, not_as=words)
    named = [note.count for note in refused.notes if note.code == "transliteration"]
    assert refused.total == plain.total + sum(named)
    assert not [note for note in refused.notes if note.code == "translated"]


def test_a_name_of_several_words_asks_for_no_more_than_any_of_them(archive):
    ids = {hit.id for hit in found(archive, "Islamic State", both=True).hits}
    assert ids >= {"en-state", "en-islamic", "both-words"}


def test_no_other_translation_takes_the_place_of_one_refused(archive):
    both = archive.search(Query("gunfire", both=True))
    [note] = [note for note in both.notes if note.code == "translated"]
    assert len(note.words) == 4
    left = archive.search(Query("gunfire", both=True, not_as=note.words[:1]))
    [note_left] = [note for note in left.notes if note.code == "translated"]
    assert note_left.words == note.words[1:]
