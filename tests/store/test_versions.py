"""What an article said before is kept until it is deleted; an old store is brought up."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.addresses import canonical
from indexer.store import VERSION, Store, tables
from schemas.article import Article
from schemas.errors import StoreError

FIRST = """
CREATE TABLE change (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    translation_of TEXT,
    digest BLOB,
    data TEXT
);
CREATE INDEX translation ON change (translation_of) WHERE translation_of IS NOT NULL;
PRAGMA application_id = 0x506F6473;
PRAGMA user_version = 1;
"""


def article(id: str = "a", title: str = "Заголовок", **fields) -> Article:
    return Article(id=id, language="ru", title=title, **fields)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite", create=True)


def titles(store: Store, id: str = "a") -> list[str]:
    return [version.article.title for version in store.history(id)]


def test_what_an_article_said_before_is_kept_in_order(store):
    for title in ("Первый", "Второй", "Третий"):
        store.put([article(title=title)])
    assert titles(store) == ["Первый", "Второй", "Третий"]
    assert titles(store, "no such id") == []
    history = store.history("a")
    assert [version.sequence for version in history] == [1, 2, 3]
    assert store.versions("a") == 3
    age = datetime.now(UTC) - history[0].recorded
    assert 0 <= age.total_seconds() < 60


def test_what_came_before_may_come_again(store):
    for title in ("Первый", "Второй", "Первый"):
        assert store.put([article(title=title)]).unchanged == 0
    assert titles(store) == ["Первый", "Второй", "Первый"]


def test_an_unchanged_article_makes_no_version(store):
    store.put([article()])
    store.put([article()])
    assert len(store.history("a")) == 1


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"body": "Другой"}, True),
        ({"lede": "Лид"}, True),
        ({"captions": ("Фото",)}, True),
        ({"notices": ("Пометка",)}, True),
        ({"updated": datetime(2020, 1, 1, tzinfo=UTC)}, True),
        ({"regions": ("dagestan",)}, False),
        ({"keywords": ("рынок",)}, False),
        ({"section": 5}, False),
    ],
)
def test_only_what_a_reader_reads_makes_a_version(store, changed, kept):
    store.put([article()])
    assert store.put([article(**changed)]).changed == 1
    assert len(store.history("a")) == 1 + kept


@pytest.mark.parametrize(
    "changed", [{"url": "https://b.example/1"}, {"addresses": ("https://c.example/1",)}]
)
def test_another_address_is_noted_and_changes_nothing_else(store, changed):
    store.put([article(url="https://a.example/1")])
    assert store.put([article(**{"url": "https://a.example/1"} | changed)]).unchanged == 1
    assert (store.sequence, len(store.history("a"))) == (1, 1)
    for address in ("https://a.example/1", *changed.get("addresses", (changed.get("url"),))):
        assert store.at([canonical(address)]) == ["a"]


def test_an_address_that_was_given_up_still_leads_to_its_article(store):
    store.put([article(url="https://old.example/1")])
    store.put([article(url="https://new.example/1", body="Другой")])
    assert store.at(["old.example/1"]) == store.at(["new.example/1"]) == ["a"]
    assert store.at(["other.example/1"]) == store.at([]) == []


def test_ids_at_an_address_by_language_the_first_stored_first(store):
    url = "https://a.example/1"
    store.put([article("b", url=url), article("a", url=url)])
    store.put([Article(id="c", language="en", title="Title", url=url)])
    assert store.at(["a.example/1"]) == ["b", "a", "c"]
    assert store.at(["a.example/1"], "en") == ["c"]


def test_deleting_leaves_nothing_of_what_was_said(store, tmp_path):
    store.put([article(title="Секрет", url="https://a.example/secret")])
    store.put([article(title="Тайна", url="https://a.example/secret")])
    assert store.delete(["a"]) == 1
    assert store.history("a") == []
    assert store.versions("a") == 0
    assert store.at(["a.example/secret"]) == []
    for file in tmp_path.iterdir():
        held = file.read_bytes()
        assert not any(word.encode() in held for word in ("Секрет", "Тайна", "example/secret"))
    store.put([article()])
    assert titles(store) == ["Заголовок"]


# A store of version 1


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST)
        for id, title in (("a", "Первый"), ("b", "Второй")):
            given = article(id, title, url=f"https://www.{id}.example/1/")
            data = given.model_dump_json(exclude_defaults=True)
            connection.execute(
                "INSERT INTO change (id, digest, data) VALUES (?, ?, ?)", (id, b"d", data)
            )
        connection.execute("INSERT INTO change (id) VALUES ('gone')")
    connection.close()
    return path


def version(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return found


def test_an_old_store_can_be_read_as_it_is(old):
    store = Store(old)
    assert list(store.ids()) == ["a", "b"]
    assert titles(store) == ["Первый"]
    assert store.history("a")[0].recorded is None
    assert store.at(["a.example/1"]) == []
    assert version(old) == 1


def test_the_first_write_brings_it_up_while_others_read(old):
    reader, store = Store(old), Store(old)
    assert store.put([article("a", "Новый")]).changed == 1
    assert version(old) == VERSION
    for one in (store, reader):
        assert titles(one) == ["Первый", "Новый"]
        assert one.at(["b.example/1"]) == ["b"]
    assert (len(store), store.sequence) == (2, 4)
    assert [recorded is None for recorded in (v.recorded for v in store.history("a"))] == [
        True,
        False,
    ]


@pytest.mark.parametrize("held", [1, 2, 3])
def test_bringing_it_up_notes_all_addresses_however_many_are_read_at_a_time(old, monkeypatch, held):
    monkeypatch.setattr(tables, "_HELD", held)
    store = Store(old)
    store.put([article("c", url="https://c.example/1")])
    assert [store.at([f"{id}.example/1"]) for id in "abc"] == [["a"], ["b"], ["c"]]


def test_bringing_it_up_is_all_or_nothing(old):
    store = Store(old)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    before = old.read_bytes()
    with pytest.raises(StoreError, match="full"):
        store.put([article("c")])
    store.close()
    assert version(old) == 1
    assert list(Store(old).titles()) == ["Первый", "Второй"]
    assert len(old.read_bytes()) <= len(before) + 3 * 4096
    assert Store(old).put([article("c")]).new == 1


def test_an_old_store_is_brought_up_once(old):
    Store(old).delete(["a"])
    other = Store(old)
    other.put([article("b", "Ещё")])
    assert version(old) == VERSION
    assert titles(other, "b") == ["Второй", "Ещё"]
