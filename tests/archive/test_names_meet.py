"""Names that a query finds in the other alphabet and in other spellings: one article a row."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query
from tests.short_texts import archive_of_texts, found_among

# (query, text): the query finds the text
MEET = (
    # the only form that articles have is an oblique one
    ("Ivleeva", "Вчера спросили Ивлееву."),
    ("Dzhioeva", "Вчера писали о Джиоевой."),
    ("Yavlinsky", "Встретили Явлинского."),
    ("Yessentuki", "Парк в Ессентуках."),
    ("Raqqa", "Бои в Ракке."),
    ("Heda", "Письмо Хеды."),
    ("Kadirow", "Встреча с Кадыровым."),
    ("Ufa", "Салават едет к Уфе."),
    ("Cherepovets", "Завод в Череповце."),
    # letters as other languages read them
    ("Politkovskaja", "Книга Политковской."),
    ("Jelzin", "Речь Ельцина."),
    ("Saakachvili", "Речь Саакашвили."),
    ("Tchetchnia", "Поездка в Чечню."),
    ("Cxinvali", "Дорога в Цхинвали."),
    ("Nemcov", "Убийство Немцова."),
    ("Vasiliev", "Отставка Васильева."),
    ("Gorbachov", "Встреча Горбачёва."),
    ("Andreyev", "Сказал Андреев."),
    ("Шеварднадзе", "Edouard Chevardnadze spoke."),
    ("Политковская", "The book of Politkovskaja."),
    ("Ивлеева", "They asked Ivleeva."),
    ("Пушкин", "The verse of Pouchkine."),
    # a common word, with a capital letter the name of a place
    ("Ведено", "The road to Vedeno."),
    ("Ханкала", "The base in Khankala."),
    ("Токаев", "They met Tokaev."),
    ("Кокойты", "They met Kokoity."),
    # hyphenated names
    ("Yoshkar-Ola", "Праздник в Йошкар-Оле."),
    ("Йошкар-Ола", "A feast in Yoshkar-Ola."),
    ("Khasav-Yurt", "Рынок в Хасавюрте."),
    ("Хасавюрт", "The market of Khasav-Yurt."),
    ("Yunus-bek", "Сказал Юнус-беку."),
    # what has another name by a list has its other spellings, too
    ("Махачкала", "The port of Mahachkala."),
    ("Навальный", "The case of Navalniy."),
    ("Ингушетия", "The head of Ingushetiya."),
    ("взрыв в киеве", "The взрыв in Kyiv."),
    ("Al-Qaeda", "Связи с Аль-Каидой."),
    ("Новая газета", "They told Novaya Gazeta."),
    ("Committee Against Torture", "Письмо Комитета против пыток."),
)

# (query, text): it does not
APART = (
    # an English word is no name, whatever it sounds like
    ("chaste", "Большая часть вернулась."),
    ("billy", "Они были дома."),
    ("boor", "Сосновый бор горит."),
    ("rosette", "Аварию в Россетях устранили."),
    ("sects", "The set's on fire."),
    # a name is not what sounds like its forms, or like its other name
    ("Georgia", "Сказал Георгий."),
    ("Дании", "They asked Danny."),
    ("мерца", "They asked Merz."),
    ("Andrew", "Сказал Андреев."),
    # a letter by itself, or one sound, makes no name
    ("a-a", "А он ушёл."),
    ("T-bill", "Он жил в Тбили."),
    ("Т-Мамедов", "They met Tmamedov."),
    ("Кмамедов", "The K-Mamedov law."),
    ("www", "Служба ВВ."),
    # English compounds are English
    ("co-op", "Пришёл коп."),
    # a stem is no name, and a short word is not read as in Czech
    ("Ренат", "They met Renate."),
    ("cax", "Он жил в Цахи."),
    ("Андреев", "They asked Andrew."),
    ("ведено", "The road to Vedeno."),
)

TEXTS = sorted({text for _, text in MEET + APART})


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    return archive_of_texts(tmp_path_factory.mktemp("home"), TEXTS)


def found(archive: Archive, asked: str) -> set[str]:
    """The texts that have all words of a query."""
    return found_among(archive, TEXTS, Query(asked, size=100))


@pytest.mark.parametrize(("asked", "text"), MEET)
def test_a_name_finds_its_other_spellings(archive, asked: str, text: str):
    assert text in found(archive, asked)


@pytest.mark.parametrize(("asked", "text"), APART)
def test_a_word_does_not_find_what_sounds_alike(archive, asked: str, text: str):
    assert text not in found(archive, asked)


def test_a_note_writes_an_abbreviation_in_capitals(tmp_path):
    made = Archive.open(tmp_path, create=True)
    made.add([Article(id="a", language="ru", title="Последний суд в СССР закрыт", body="—")])
    made.sync()
    (note,) = made.search(Query("SSSR")).notes
    assert (note.code, note.replacement) == ("transliteration", "СССР")
