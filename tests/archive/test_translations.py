"""Asked in one language, found in both: the table is made, kept, mended, and queries read by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from indexer.archive import Archive, translations
from schemas.article import Article
from schemas.query import Query
from schemas.results import Note, Page

STORIES = [
    ("ru-1", "ru", "Похищение в Грозном", "Неизвестные похитили жителя. Хорёк убежал."),
    ("ru-2", "ru", "Нефть дорожает", "Цена нефти растёт, идёт война."),
    ("ru-3", "ru", "Вчера Путин выступил", "О нефти он не сказал, о похищениях тоже."),
    ("en-1", "en", "Abduction in Grozny", "A resident was kidnapped. Nobody saw a ferret."),
    ("en-2", "en", "Oil is dear", "The price of oil grows in a war."),
    ("en-3", "en", "Yesterday Putin spoke", "Of oil he said nothing."),
]  # fmt: skip
KINDS = {"ferret": 0, "хорек": 0, "убежать": 1, "saw": 2, "nobody": 3}


class Animals:
    """An encoder that knows two words of one animal, and keeps all others apart."""

    name = "animals 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = np.zeros((len(texts), 200), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[KINDS.get(text, 10 + sum(map(ord, text)) % 190)] = 1
        return rows


@contextmanager
def quietly(_: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.open(tmp_path / "home", create=True)
    made.add(
        Article(id=id, language=language, title=title, body=body)  # type: ignore[arg-type]
        for id, language, title, body in STORIES
    )
    made.sync()
    return made


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Animals:
    animals = Animals()
    monkeypatch.setattr(translations, "encoder", lambda: animals)
    monkeypatch.setattr(translations, "model_name", lambda: animals.name)
    return animals


def found(page: Page) -> set[str]:
    return {hit.id for hit in page.hits}


def notes(page: Page, code: str = "translated") -> list[Note]:
    return [note for note in page.notes if note.code == code]


@pytest.mark.parametrize(
    ("text", "own", "both"),
    [
        ("abduction", {"en-1"}, {"en-1", "ru-1", "ru-3"}),
        ("похищения", {"ru-1", "ru-3"}, {"en-1", "ru-1", "ru-3"}),
        ("oil war", {"en-2"}, {"en-2", "ru-2"}),
        ("нефть война", {"ru-2"}, {"en-2", "ru-2"}),
        ("Putin oil", {"en-3"}, {"en-3", "ru-3"}),  # a name is found in both anyway
        ("Путин нефть", {"ru-3"}, {"en-3", "ru-3"}),
        ("oil -Putin", {"en-2"}, {"en-2", "ru-2", "ru-3"}),  # what is excluded stays as typed
        ('"oil"', {"en-2", "en-3"}, {"en-2", "en-3"}),
        ("=oil war", {"en-2"}, {"en-2"}),
        ("title:oil", {"en-2"}, {"en-2"}),
        ("oil OR нефть", {"en-2", "en-3", "ru-2", "ru-3"}, {"en-2", "en-3", "ru-2", "ru-3"}),
    ],
)
def test_words_find_articles_of_the_other_language_when_both_are_asked_for(
    archive, text, own, both
):
    plain, asked = archive.search(Query(text)), archive.search(Query(text, both=True))
    assert (found(plain), found(asked)) == (own, both)
    (offer,) = notes(plain, "both-languages") or [Note("", count=0)]
    assert offer.count == len(both - own)
    assert not notes(asked, "both-languages")
    assert archive.count(Query(text, both=True)) == asked.total == len(both)
    assert {one.id for one in archive.articles(Query(text, both=True))} == both


def test_a_note_says_what_each_word_became_and_what_that_brings(archive):
    page = archive.search(Query("oil war", both=True, any_words=True))
    said = [(note.text, note.words, note.count) for note in notes(page)]
    # of the three articles in Russian that have either, one has nothing but нефть
    assert said == [("oil", ("нефть",), 1), ("war", ("война",), 0)]


def test_what_filters_leave_is_counted(archive):
    filters = {"language": ("ru",)}
    page = archive.search(Query("abduction", filters, both=True))
    assert [note.count for note in notes(page)] == [2]
    (offer,) = notes(archive.search(Query("abduction", filters)), "both-languages")
    assert offer.count == 2
    filters = {"language": ("en",)}
    assert not notes(archive.search(Query("abduction", filters)), "both-languages")
    # how it was read stands there whatever that brings
    assert [n.count for n in notes(archive.search(Query("abduction", filters, both=True)))] == [0]


def test_translations_are_refused_one_by_one(archive):
    def words(*not_as: str) -> list[tuple[str, ...]]:
        page = archive.search(Query("abduction", both=True, not_as=not_as))
        return [note.words for note in notes(page)]

    ((one, other),) = words()
    assert {one, other} == {"похищение", "похитить"}
    assert words(one) == [(other,)]
    assert words(one, other) == []
    page = archive.search(Query("abduction", both=True, not_as=("похищение",)))
    assert found(page) == {"en-1", "ru-1"}
    assert page.reading != archive.search(Query("abduction", both=True)).reading


def test_a_literal_query_is_neither_translated_nor_offered(archive):
    page = archive.search(Query("abduction", literal=True, both=True))
    assert (found(page), page.notes) == ({"en-1"}, ())
    assert archive.search(Query("abduction", literal=True)).notes == ()


def test_words_are_marked_listed_and_explained_in_both_languages(archive):
    page = archive.search(Query("abduction", {"language": ("ru",)}, both=True, forms=True))
    marked = {hit.title.text[a:b] for hit in page.hits for a, b in hit.title.marks}
    assert marked == {"Похищение"}
    (forms,) = page.forms
    assert forms.word == "abduction"
    assert {one.form for one in forms.forms} == {"похищение", "похитили", "похищениях"}
    explained = archive.explain(Query("abduction", both=True), "ru-1")
    assert (explained.reasons, explained.total) == ((), 3)
    assert "translated" in {note.code for note in explained.notes}


def test_when_no_article_has_all_words_those_with_any_count(archive):
    plain = archive.search(Query("abduction price"))
    assert found(plain) == {"en-1", "en-2"}
    page = archive.search(Query("abduction price", both=True))
    assert found(page) == {"en-1", "en-2", "ru-1", "ru-2", "ru-3"}
    lacking = {hit.id: hit.missing for hit in page.hits}
    assert (lacking["ru-1"], lacking["ru-2"]) == (("price",), ("abduction",))


def test_articles_of_the_own_language_keep_their_order(archive):
    filters = {"language": ("en",)}
    plain = archive.search(Query("oil price", filters, any_words=True))
    both = archive.search(Query("oil price", filters, any_words=True, both=True))
    assert [hit.id for hit in plain.hits] == [hit.id for hit in both.hits]


def test_words_that_are_not_listed_need_vectors(archive, encoder):
    assert found(archive.search(Query("ferret", both=True))) == {"en-1"}
    archive.translate(quietly)
    assert found(archive.search(Query("ferret", both=True))) == {"en-1", "ru-1"}
    assert notes(archive.search(Query("хорька", both=True)))[0].words == ("ferret",)


def test_a_sync_encodes_what_is_new_once_vectors_are_there(archive, encoder):
    archive.sync()
    assert encoder.asked == []  # nobody has asked for vectors
    archive.translate(quietly)
    before = len(encoder.asked)
    archive.add([Article(id="n", language="en", title="A cheetah", body="It ran.")])
    archive.sync()
    assert encoder.asked[before:] == ["cheetah", "ran"]


def test_vectors_that_are_kept_need_no_encoder(archive, encoder, monkeypatch):
    archive.translate(quietly)
    monkeypatch.setattr(translations, "encoder", lambda: None)
    monkeypatch.setattr(translations, "model_name", lambda: "")
    archive.rebuild()
    assert found(archive.search(Query("ferret", both=True))) == {"en-1", "ru-1"}


def test_a_table_of_other_rules_is_made_anew(archive, monkeypatch):
    (before,) = (archive.home / "translations").iterdir()
    archive.sync()
    assert list((archive.home / "translations").iterdir()) == [before]
    monkeypatch.setattr("indexer.translation.build.RULES", 99)
    archive.sync()
    (after,) = (archive.home / "translations").iterdir()
    assert after != before


def test_one_that_is_interrupted_leaves_the_one_before(archive, encoder, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("indexer.translation.build.nearest", killed)
        with pytest.raises(KeyboardInterrupt):
            archive.translate(quietly)
    assert found(archive.search(Query("abduction", both=True))) == {"en-1", "ru-1", "ru-3"}
    asked = len(encoder.asked)
    archive.translate(quietly)
    assert len(encoder.asked) == asked  # the words were kept


def test_a_damaged_table_is_told_left_out_and_made_anew(archive):
    (folder,) = (archive.home / "translations").iterdir()
    (folder / "text.npy").write_bytes(b"")
    assert [str(fault.place) for fault in archive.verify()] == [str(folder)]
    reopened = Archive.open(archive.home)
    assert found(reopened.search(Query("abduction", both=True))) == {"en-1"}
    assert any("translations" in what for what in reopened.sync().mended)
    assert reopened.verify() == []
    assert found(reopened.search(Query("abduction", both=True))) == {"en-1", "ru-1", "ru-3"}


def test_words_that_only_deleted_articles_had_are_forgotten(archive, encoder):
    archive.translate(quietly)
    archive.delete(["ru-1"])
    kept = [path for name in ("translations", "word-vectors") for path in
            (archive.home / name).rglob("*.npy")]  # fmt: skip
    assert kept
    assert not any("хорек".encode() in path.read_bytes() for path in kept)
    assert any("нефть".encode() in path.read_bytes() for path in kept)
    assert found(archive.search(Query("abduction", both=True))) == {"en-1", "ru-3"}
