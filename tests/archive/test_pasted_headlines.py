"""A headline in capitals whose words are changed by a click or a correction: it means the same."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.query import Query
from tests.short_texts import archive_of_notes

STORIES = {
    "absent": "Трамп не приедет на саммит в Петербурге. Он не приезжал и раньше.",
    "present": "Трамп приедет на саммит в Петербурге.",
    "moscow": "Снег в Москве выпал вчера.",
}
HEADLINE = "ТРАМП НЕ ПРИЕДЕТ НА САММИТ В ПЕТЕРБУРГЕ"


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    return archive_of_notes(tmp_path_factory.mktemp("home"), STORIES)


def ids(archive: Archive, text: str) -> list[str]:
    return [hit.id for hit in archive.search(Query(text)).hits]


def test_each_form_of_its_words_finds_as_many_articles_as_it_says(archive):
    page = archive.search(Query(HEADLINE, forms=True))
    assert page.total == 1
    forms = [form for word in page.forms for form in word.forms]
    assert {form.form for form in forms} >= {"не", "приедет", "саммит"}
    for form in forms:
        assert archive.count(Query(form.alone)) == form.count
        assert "capital-operator" not in [
            note.code for note in archive.search(Query(form.alone)).notes
        ]


def test_a_misprint_in_it_is_put_right(archive):
    page = archive.search(Query("ТРАМП НЕ ПРИЕДТ НА САММИТ В ПЕТЕРБУРГЕ"))
    assert [hit.id for hit in page.hits] == ["absent"]
    (note,) = [note for note in page.notes if note.code == "corrected"]
    assert note.query == "ТРАМП не приедет НА САММИТ В ПЕТЕРБУРГЕ"
    assert ids(archive, note.query) == ["absent"]


def test_the_other_name_of_its_words_is_written_beside_a_word_that_is_no_operator(archive):
    page = archive.search(Query("ПРЕЗИДЕНТ НЕ ПРИЕДЕТ В MOSCOW НА САММИТ"))
    (note,) = [note for note in page.notes if note.code == "transliteration"]
    assert note.query == "ПРЕЗИДЕНТ не ПРИЕДЕТ В (MOSCOW OR Москва) НА САММИТ"
    assert sorted(ids(archive, note.query)) == sorted(hit.id for hit in page.hits)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ПЕТЕРБУРГ САММИТ ТРАМП", "СНЕГ МОСКВА ВЧЕРА"),
        (HEADLINE, "СНЕГ МОСКВА"),
        ("ТРАМП", "МОСКВА СНЕГ ВЧЕРА САММИТ ПЕТЕРБУРГ"),
    ],
)
def test_queries_in_capitals_are_compared(archive, one, other):
    sets = archive.sets(one, other, Query())
    found = [archive.count(Query(text, literal=True)) for text in (one, other)]
    assert [sets.total_a, sets.total_b] == found
