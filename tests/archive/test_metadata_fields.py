"""author:, source: and keyword: filter by what articles came with."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.query.help.facet_values import UnknownNameError
from schemas.article import Article
from schemas.query import Query

MADE = {
    "a": {"author": "Патимат Яндиева", "source": "Горный вестник", "keywords": ("пожары", "лес")},
    "b": {"author": "Хасан Яндиев, Иса Цечоев", "source": "Вестник", "keywords": ("выборы",)},
    "c": {"author": "  John\n Smith ", "source": "Go | Golang", "keywords": ("Elections", "")},
    "d": {"source": "kavkaz.example", "keywords": ("лесной пожар", "go: tools, tips")},
    "e": {},
}


def articles() -> list[Article]:
    return [
        Article(id=id, language="ru", title="Пожар", body="Горели пожары и выборы.", **fields)
        for id, fields in MADE.items()
    ]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    archive = Archive.open(tmp_path_factory.mktemp("metadata"), create=True)
    archive.add(articles())
    archive.sync()
    return archive


def found(archive: Archive, text: str, **chosen) -> set[str]:
    page = archive.search(Query(text, **chosen))
    assert page.total == len(page.hits)
    return {hit.id for hit in page.hits}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # in any case form, by a part, in either alphabet, of women and men
        ("author:Яндиева", {"a", "b"}),
        ("автор:Яндиевой", {"a", "b"}),
        ("АВТОР:Яндиеву", {"a", "b"}),
        ("author:Patimat", {"a"}),
        ("author:Смит", {"c"}),
        ('author:"Исы Цечоева"', {"b"}),
        # in quotation marks one that is exactly so, if there is one
        ("source:вестник", {"a", "b"}),
        ('source:"вестник"', {"b"}),
        ('source:"ГОРНЫЙ ВЕСТНИК"', {"a"}),
        ('источник:"горного вестника"', {"a"}),
        ('author:"John Smith"', {"c"}),
        ("source:Golang", {"c"}),
        ("site:kavkaz.example", {"d"}),
        # keywords in any form that articles have
        ("keyword:пожар", {"a", "d"}),
        ('ключевое:"пожары"', {"a"}),
        ("тег:лес", {"a"}),
        ("keyword:elections", {"c"}),
        ('keyword:"go: tools, tips"', {"d"}),
        # several, and with everything else
        ("keyword:лес,выборы", {"a", "b"}),
        ("keyword:лес keyword:выборы", {"a", "b"}),
        ("source:вестник keyword:выборы", {"b"}),
        ("пожар -id:a author:Яндиев", {"b"}),
        ("source:вестник id:a", {"a"}),
    ],
)
def test_a_field_finds(archive, text, ids):
    assert found(archive, text) == ids
    assert [note.code for note in archive.search(Query(text)).notes] == []


@pytest.mark.parametrize(
    ("text", "code", "position", "offered"),
    [
        ("author:Яндиевв", "unknown-author", 7, 'author:"Хасан Яндиев, Иса Цечоев"'),
        ("пожар source:вестнек", "unknown-source", 13, 'пожар source:"Вестник"'),
        ('keyword:"выбары" пожар', "unknown-keyword", 8, 'keyword:"выборы" пожар'),
        ("person:Никого", "unknown-person", 7, None),
        ("author:Никто", "unknown-author", 7, None),
    ],
)
def test_an_unknown_value_is_told_and_the_nearest_offered(archive, text, code, position, offered):
    notes = archive.search(Query(text)).notes
    assert (code, position) in [(note.code, note.position) for note in notes]
    queries = [note.query for note in notes if note.query]
    if offered is None:
        assert not any(query.startswith(text.partition(":")[0]) for query in queries)
    else:
        (note,) = (note for note in notes if note.query == offered)
        assert archive.search(Query(note.query)).total == note.count > 0


@pytest.mark.parametrize(
    "text", ["пожар -author:Яндиев", "пожар NOT автор:Яндиев", "-author:Яндиев пожар"]
)
def test_a_value_can_be_excluded(archive, text):
    every, found, page = (
        archive.search(Query("пожар", size=100)),
        archive.search(Query("пожар author:Яндиев", size=100)),
        archive.search(Query(text, size=100)),
    )
    assert {hit.id for hit in page.hits} == {h.id for h in every.hits} - {h.id for h in found.hits}
    assert page.total < every.total
    assert not page.notes
    (chip,) = page.filters
    assert chip.without == page.words == "пожар"
    chosen = archive.resolve("author", "Яндиев")
    assert archive.count(Query("пожар", without={"author": chosen})) == page.total
    both = Query(text, without={"author": chosen, "language": ("ru", "en")})
    assert archive.count(both) == 0


def test_values_are_counted_and_chosen(archive):
    page = archive.search(Query("пожар", filters={"source": ("Вестник", "Горный вестник")}))
    assert page.total == 2
    counts = {one.value: one.count for one in page.facets["source"] if one.selected}
    assert counts == {"Вестник": 1, "Горный вестник": 1}
    assert {one.value for one in page.facets["author"]} == {
        "Патимат Яндиева", "Хасан Яндиев, Иса Цечоев",
    }  # fmt: skip
    assert archive.resolve("author", "Smith") == ("John Smith",)
    with pytest.raises(UnknownNameError):
        archive.resolve("keyword", "никакое")


def test_changes_and_deletions_are_followed(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.add(articles())
    archive.sync()
    archive.delete(["a"])
    archive.add([articles()[1].model_copy(update={"author": "Аза Костоева", "keywords": ()})])
    archive.sync()
    assert found(archive, "author:Костоева") == {"b"}
    assert {one.value for one in archive.search(Query("")).facets["author"]} == {
        "Аза Костоева", "John Smith",
    }  # fmt: skip
    codes = [note.code for note in archive.search(Query("тег:лес")).notes]
    assert "unknown-keyword" in codes
