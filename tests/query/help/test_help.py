"""What a query is helped with, and that every help is shown with its count and its query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said import notes_of

from schemas.query import Request
from schemas.results import Note


@pytest.fixture
def improve(query_help, read):
    def improve(text: str):
        return query_help.help(read(text), read, query_help.asked())

    return improve


@pytest.fixture
def found(searcher):
    def found(improved) -> set[str]:
        request = Request(expression=improved.parsed.expression, limit=100)
        return {match.id for match in searcher.search(request).matches}

    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rflshjd", "кадыров"),
        ("Rflshjd", "Кадыров"),
        ("руддщ", "hello"),
        (",jhm,f", "борьба"),
        (",fcftd", "басаев"),
        (";bpym", "жизнь"),
        ("vjcn pfrhskb", "мост закрыли"),
        ("djqyf d xtxyt", "война в чечне"),
        ('"djqyf d rybuf["', '"война в книгах"'),
        ("title:ghtpbltyn", "title:президент"),
        ("(rflshjd)", "(кадыров)"),
        ("rflshjd OR tdrehjd", "кадыров OR евкуров"),
    ],
)
def test_the_wrong_layout_is_read_as_the_other_one(improve, found, typed: str, meant: str) -> None:
    improved = improve(typed)
    assert improved.parsed.text == meant
    assert found(improved) == found(improve(meant)) != set()
    (note,) = [note for note in notes_of(improved) if note.code == "layout"]
    assert note.applied
    assert note.query == meant
    assert note.count == len(found(improved))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("кадыров vfufc", "кадыров магас"),
        ("hello rflshjd", "hello кадыров"),
        ("vfufc боярышник", "магас боярышник"),
    ],
)
def test_beside_a_word_that_is_right_the_other_layout_is_only_offered(improve, typed, meant):
    improved = improve(typed)
    assert improved.parsed.text == typed
    assert meant in {note.query for note in notes_of(improved) if not note.applied}


@pytest.mark.parametrize(
    "typed",
    ["пожар на хлебозаводе в Грозном", "of", "объем", "Псху", "Хаджимба", "Гехт", "Рыбкин"],
)
def test_what_the_dictionary_or_the_gazetteer_knows_has_the_right_layout(improve, typed):
    improved = improve(typed)
    assert "layout" not in {note.code for note in notes_of(improved)}
    assert improved.parsed.text == typed


@pytest.mark.parametrize(
    "typed",
    ["кадыров", "hello", "суд", "=rflshjd", "кадыров -rflshjd", "zzzz", "ффф", "мост*", "*"],
)
def test_what_needs_no_other_layout_keeps_its_own(improve, typed: str) -> None:
    assert improve(typed).parsed.text == typed


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Kadyrov", "Кадыров"),
        ("kadirov", "Кадыров"),
        ("Evkurov", "Евкуров"),
        ("Yevkurov", "Евкуров"),
        ("Iandieva", "Яндиева"),
        ("Yandieva", "Яндиева"),
        ("Jandieva", "Яндиева"),
        ("Tskhinvali", "Цхинвал"),
        ("Tskhinval", "Цхинвал"),
        ("Kukudzhanova", "Кукуджанова"),
        ("Kukudjanova", "Кукуджанова"),
        ("Gadzhiev", "Гаджиев"),
        ("Gadjiev", "Гаджиев"),
        ("Gadzhiyev", "Гаджиев"),
        ("Гаджиев", "Gadzhiev"),
        ("Гаджиеву", "Gadzhiev"),
        ("Сухум", "Sukhum"),
        ("Сухуми", "Sukhumi"),
        ("Nalchik", "Нальчик"),
        ("Chechnya", "Чечня"),
    ],
)
def test_a_name_finds_its_other_spellings(improve, found, typed: str, other: str) -> None:
    improved = improve(typed)
    assert found(improve(f"={other}")) <= found(improved)
    assert found(improve(typed)) >= found(improve(f"={typed}"))
    notes = [note for note in notes_of(improved) if note.code == "transliteration"]
    assert len(notes) == 1
    assert notes[0].applied
    assert notes[0].text == typed


def test_a_name_in_latin_letters_finds_every_case_form(improve, found) -> None:
    assert found(improve("Kadyrov")) == found(improve("Кадыров")) == {"ru-0", "ru-1"}
    assert found(improve("Gadjiev")) == {"ru-2", "ru-3", "en-0", "en-2"}
    assert found(improve("Гаджиев")) == {"ru-2", "ru-3", "en-0", "en-2"}
    assert found(improve("Yandiev")) == found(improve("Яндиев")) == {"ru-7"}


def test_every_word_of_a_phrase_and_of_a_conjunction_is_helped_together(improve, found) -> None:
    assert found(improve("Kadyrov Yevkurov")) == {"ru-1"}
    improved = improve('"Evkurov i Kadyrov"')
    assert found(improved) == set()
    improved = improve('"vstrecha Kadyrova"')
    assert found(improved) == {"ru-1"}
    assert {note.query for note in notes_of(improved)} == {
        '("vstrecha Kadyrova" OR "встреча Кадырова")'
    }


def test_the_query_of_a_note_finds_what_the_note_says(improve, found, read) -> None:
    for typed in ("Kadyrov", "Гаджиев", "Kadyrov Yevkurov", "rflshjd", "президинт"):
        improved = improve(typed)
        for note in notes_of(improved):
            assert read(note.query).problems == ()
        if len(notes_of(improved)) == 1:
            again = found(improve(notes_of(improved)[0].query))
            assert again == found(improved) or not notes_of(improved)[0].applied


@pytest.mark.parametrize("typed", ["most", "court", "мост", "суд", "президент", "школа"])
def test_common_words_are_no_names(improve, typed: str) -> None:
    assert notes_of(improve(typed)) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("презедент", "президент"),
        ("Презедент", "Президент"),
        ("Евкурав", "Евкуров"),
        ("вайна", "война"),
        ("exibition", "exhibition"),
        ("школла в нальчике", "школа в нальчике"),
        ("title:вастреча", "title:Встреча"),
        ("презедент =школу", "президент =школу"),
    ],
)
def test_a_slip_that_finds_nothing_is_put_right(improve, found, typed: str, meant: str) -> None:
    improved = improve(typed)
    assert improved.parsed.text.lower() == meant.lower()
    note = next(note for note in notes_of(improved) if note.code == "corrected")
    assert note.applied
    assert note.query == improved.parsed.text
    assert note.count == len(found(improve(note.query))) > 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("(презедент ИЛИ школа)", "(президент ИЛИ школа)"),
        ("презедэнт", "президент"),
        ("шкло", "школе"),
    ],
)
def test_a_misspelt_word_is_asked_about_not_replaced(
    improve, found, typed: str, meant: str
) -> None:
    improved = improve(typed)
    assert improved.parsed.text == typed
    note = next(note for note in notes_of(improved) if note.code == "spelling")
    assert not note.applied
    assert note.query.lower() == meant.lower()
    assert note.count > 0


@pytest.mark.parametrize(
    "typed",
    [
        "кодыров",  # the shape of a surname
        "Евкуровский",
        "вайнах",  # the dictionary
        "школка",
        "Школлу",  # a capital letter: perhaps a village, and no misprint of a word that is no name
    ],
)
def test_a_known_word_is_never_replaced(improve, typed: str) -> None:
    improved = improve(typed)
    assert improved.parsed.text == typed
    assert not [note for note in notes_of(improved) if note.applied]


def test_beside_a_known_word_a_slip_is_put_right_alone(improve) -> None:
    improved = improve("презедент кодыров")
    assert improved.parsed.text in {"президент кодыров", "презедент кодыров"}
    assert "кодыров" in improved.parsed.text


def offered(improve, typed: str) -> set[str]:
    return {note.query.lower() for note in improve(typed).offers if note.code == "spelling"}


def test_nothing_is_offered_for_several_known_words(improve) -> None:
    assert offered(improve, "школка") == {"школа"}
    assert offered(improve, "школка кодыров") == set(), "a pasted headline, whose words are right"
    assert offered(improve, "Презедентт школка") == {"президент школка"}


@pytest.mark.parametrize(
    "typed", ["", "*", "слово " * 40, "=Kadyrov", '="Kadyrov"', "-Kadyrov", "к*"]
)
def test_exact_excluded_and_endless_words_are_left_alone(improve, read, typed: str) -> None:
    improved = improve(typed)
    assert notes_of(improved) == ()
    assert improved.parsed == read(typed)


PIECES = [
    "rflshjd",
    "Kadyrov",
    "президинт",
    "Гаджиев",
    '"Kadyrov',
    'суд"',
    "(",
    ")",
    "OR",
    "-x",
    "title:",
    "[",
    "'",
    ";",
    "а-б",
    "/s",
    "*",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join) | st.text(max_size=40))
def test_whatever_is_typed_is_helped_or_left(query_help, read, typed: str) -> None:
    improved = query_help.help(read(typed), read, query_help.asked())
    for note in notes_of(improved):
        assert note.count > 0
        assert note.query not in {"", typed}


def test_a_note_says_what_was_done(improve) -> None:
    assert notes_of(improve("суд Kadyrov")) == (
        Note(
            "transliteration", text="Kadyrov", position=4, replacement="Кадыров",
            query="суд (Kadyrov OR Кадыров)", count=1, applied=True,
        ),
    )  # fmt: skip
