"""The lexicon and what finds words in it: sound, spelling, keyboard, completion."""

from __future__ import annotations

import gzip
import json
import re
import string
from collections import Counter

import iuliia
import numpy as np
import pytest
from effort import some
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from indexer.analysis import sound
from indexer.analysis.normalise import normalise
from indexer.query.help import Lexicon, build
from indexer.query.help.headlines import Style, headlines
from indexer.query.help.keyboard import NEIGHBOURS, other_layout
from indexer.query.help.sounding import transcribed
from indexer.query.help.spelling import corrections, edits
from schemas.results import FormCount

CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def lexicon_of(counts: dict[str, int], titles: tuple[str, ...] = ()) -> Lexicon:
    return build((FormCount(form, counts[form]) for form in sorted(counts)), titles)


@pytest.mark.parametrize(
    "names",
    [
        "Гаджиев Gadzhiev Gadjiev Gadzhiyev",
        "Кадыров Kadyrov Kadirov",
        "Кукуджанова Kukudzhanova Kukudjanova",
        "Цхинвали Tskhinvali Chinvali",
        "Евкуров Yevkurov Evkurov",
        "Жириновский Zhirinovsky Zhirinovskiy Zhirinovskij",
        "Горбачев Gorbachev Gorbachyov",
        "Саакашвили Saakashvili Sakashvili",
        "Хасавюрт Khasavyurt Hasavyurt Khasaviurt",
        "Александр Aleksandr",
        "Хусейн Khuseyn Hussein Huseyn",
        "Романов Romanov Romanoff",
        "Щербаков Shcherbakov",
        "Ельцин Yeltsin Eltsin",
        "Подъячев Podyachev Podiachev",
    ],
)
def test_spellings_of_a_name_sound_alike(names: str) -> None:
    first, *others = names.lower().split()
    keys = [set(sound.keys_of_readings(name)) for name in others if name != "chinvali"]
    assert all(sound.keys(first) in found for found in keys), keys


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("сухум", "sukhumi", True),
        ("цхинвал", "tskhinvali", True),
        ("грозный", "grozny", True),
        ("нагорный", "nagorno", True),
        ("кадыров", "kadyrova", True),
        ("георгий", "georgia", False),
        ("яндиев", "jandiev", False),
        ("кадыров", "кадыровец", False),
        ("мост", "mist", False),
        ("ким", "kimi", False),
    ],
)
def test_final_vowels_are_left_open_the_more_the_longer_the_name(
    one: str, other: str, *, alike: bool
) -> None:
    assert sound.sound_alike(sound.keys(one), sound.keys(other)) is alike


SCHEMES = (
    "ALA_LC", "ALA_LC_ALT", "BGN_PCGN", "BGN_PCGN_ALT", "BS_2979", "BS_2979_ALT", "GOST_52290",
    "GOST_52535", "GOST_779_ALT", "ICAO_DOC_9303", "MOSMETRO", "MVD_310", "MVD_782",
    "WIKIPEDIA", "YANDEX_MAPS", "YANDEX_MONEY",
)  # fmt: skip
"""Those in which names stand in passports, on maps and in the news."""

NAMES = """
Кадыров Евкуров Гаджиев Жаботинский Цхинвали Хасавюрт Чечня Шамиль Щукин Юнусов Яндиева Зязиков
Нальчик Аргун Дудаев Масхадов Хангошвили Эльбрус Алханов Мамедов
"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_names_in_a_transliteration_scheme_sound_as_in_russian(scheme: str) -> None:
    missed = []
    for name in NAMES.split():
        latin = getattr(iuliia, scheme).translate(name).lower()
        readings = sound.keys_of_readings(normalise(latin))
        if not any(sound.sound_alike(one, sound.keys(name.lower())) for one in readings):
            missed.append((name, latin))
    assert missed == []


@given(st.lists(st.text(CYRILLIC + string.ascii_lowercase + "-'", max_size=12), min_size=1))
def test_keys_of_many_are_the_keys_of_each(words: list[str]) -> None:
    assert sound.keys("\n".join(words)).split("\n") == [sound.keys(word) for word in words]


@given(st.text(CYRILLIC))
def test_the_other_layout_of_the_other_layout_is_the_text(text: str) -> None:
    assert other_layout(other_layout(text)) == text


def test_neighbours_are_mutual_and_of_one_layout() -> None:
    assert {("п", "р"), ("а", "п"), ("q", "w"), ("s", "w")} <= NEIGHBOURS
    assert all((b, a) in NEIGHBOURS for a, b in NEIGHBOURS)
    assert ("й", "ю") not in NEIGHBOURS


WORDS = st.text(CYRILLIC[:8], min_size=1, max_size=9)


@settings(deadline=None)
@given(st.sets(WORDS, min_size=1, max_size=40), WORDS)
def test_no_word_within_an_edit_or_two_is_overlooked(words: set[str], typed: str) -> None:
    lexicon = lexicon_of(dict.fromkeys(words, 1))
    for distance in (1, 2):
        near = {lexicon.word(number) for number in lexicon.near(typed, distance)}
        assert {word for word in words if OSA.distance(typed, word) <= distance} <= near


@settings(deadline=None)
@given(st.dictionaries(WORDS, st.integers(1, 9), max_size=40), WORDS)
def test_words_are_found_by_number_name_prefix_and_sound(counts: dict, word: str) -> None:
    lexicon = lexicon_of(counts)
    assert [lexicon.word(number) for number in range(len(lexicon))] == sorted(counts)
    assert (lexicon.find(word) is not None) == (word in counts)
    first, end = lexicon.beginning(word)
    assert [lexicon.word(n) for n in range(first, end)] == [
        other for other in sorted(counts) if other.startswith(word)
    ]
    if word in counts:
        assert word in {lexicon.word(n) for n in lexicon.sounding([sound.keys(word)])}


def test_a_lexicon_folds_capitals_and_keeps_words_only() -> None:
    lexicon = lexicon_of(
        {"Шали": 3, "шали": 2, "2017": 9, "a.b": 1, "нагорно-карабахский": 1, "x" * 41: 1}
    )
    assert [lexicon.word(n) for n in range(len(lexicon))] == ["нагорно-карабахский", "шали"]
    assert lexicon.counts.tolist() == [1, 5]
    assert [lexicon.written(n) for n in range(2)] == ["нагорно-карабахский", "Шали"]


def test_a_lexicon_is_the_same_from_its_files(tmp_path) -> None:
    lexicon = lexicon_of({"суд": 1, "Чечня": 2}, ("Суд в Чечне",))
    lexicon.save(tmp_path / "index" / "lexicon")
    again = Lexicon.open(tmp_path / "index" / "lexicon")
    for name in Lexicon.__slots__:
        assert np.array_equal(getattr(again, name), getattr(lexicon, name))
    with pytest.raises(OSError, match="lexicon"):
        lexicon.save(tmp_path / "index" / "lexicon")
    with pytest.raises(OSError, match="nowhere"):
        Lexicon.open(tmp_path / "nowhere")
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["lexicon"]


def test_a_lexicon_forgets_words_that_are_no_more_and_counts_again() -> None:
    counts = {"Чечня": 2, "ав": 1, "суд": 3, "судья": 1, "Яндиев": 4, "ёлка": 1}
    left = {"Чечня": 1, "суд": 3, "Яндиев": 4, "новое": 1}
    fitted = lexicon_of(counts).fitted(FormCount(form, left[form]) for form in sorted(left))
    del left["новое"]  # it adds none
    for name in Lexicon.__slots__:
        assert np.array_equal(getattr(fitted, name), getattr(lexicon_of(left), name)), name
    for lexicon in (fitted.fitted([]), lexicon_of({}).fitted([])):
        assert len(lexicon) == 0
        assert lexicon.find("суд") is None
        assert lexicon.near("суд", 1) == []


def test_an_empty_lexicon_finds_nothing() -> None:
    lexicon = lexicon_of({})
    assert corrections("суд", lexicon) == []
    assert lexicon.sounding(["sud"]) == []
    assert lexicon.find("суд") is None
    assert lexicon.beginning("с") == (0, 0)


def test_titles_show_how_words_are_written() -> None:
    found = headlines(
        [
            "Суд в Чечне и МВД",
            "Жители Чечни против суда",
            "ВСЕ В ЧЕЧНЕ",
            "Court Rules Against Mayor",
        ]
    )
    assert found.counts["чечне"] == 2
    assert found.styles == {
        "в": Style.COMMON, "чечне": Style.NAME, "и": Style.COMMON, "мвд": Style.ABBREVIATION,
        "чечни": Style.NAME, "против": Style.COMMON, "суда": Style.COMMON,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "near", "far"),
    [
        ("малако", "молоко", "маракас"),
        ("сабака", "собака", "забава"),
        ("превет", "привет", "пребет"),
        ("президетн", "президент", "презентн"),
        ("школла", "школа", "школка"),
        ("болшой", "большой", "болтшой"),
        ("вкдро", "ведро", "вшдро"),
    ],
)
def test_common_slips_are_cheaper(typed: str, near: str, far: str) -> None:
    assert edits(typed, near) < edits(typed, far)


def test_of_equally_near_words_the_frequent_one_is_meant() -> None:
    lexicon = lexicon_of({"кот": 1, "кит": 500, "собака": 9})
    assert [one.word for one in corrections("кут", lexicon)] == ["кит", "кот"]


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_corrected_or_left(text: str) -> None:
    lexicon = lexicon_of({"суд": 1, "судья": 3, "court": 2})
    assert len(corrections(text, lexicon)) <= 3


@pytest.mark.slow
@pytest.mark.corpora
def test_the_intended_word_of_real_misprints_is_offered(corpora) -> None:
    counts: Counter[str] = Counter()
    with gzip.open(corpora / "telegram-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"].lower().replace("ё", "е")
            counts.update(set(re.findall(r"[^\W\d_]+", text)))
    rows = (corpora / "typos-ru.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [row.lower().replace("ё", "е").split("\t") for row in rows]
    lexicon = lexicon_of({intended: 1 for _, intended in pairs} | dict(counts))
    held_out = some(pairs[1::2], 3)
    offered = [[one.word for one in corrections(typed, lexicon)] for typed, _ in held_out]
    ranked = list(zip(offered, (intended for _, intended in held_out), strict=True))
    assert np.mean([words[:1] == [intended] for words, intended in ranked]) >= 0.89
    assert np.mean([intended in words for words, intended in ranked]) >= 0.98


def test_a_key_of_few_signs_is_no_transcription() -> None:
    assert transcribed("deauxma") >= {"doma"}
    assert transcribed("deaux") == {key for key in transcribed("deaux") if len(key) >= 4}
    assert transcribed("don't") == transcribed("paint") == transcribed("дом") == set()
