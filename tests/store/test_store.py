"""The store: sequence, tombstones, what is not ours, a full disk."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from indexer.store import BATCH, Store
from indexer.store.joins import Joined
from schemas.article import MOSCOW, Article
from schemas.errors import LockedError, StoreError


def article(id: str, title: str = "Заголовок", **fields) -> Article:
    return Article(id=id, language="ru", title=title, **fields)


MODES = ("journal_mode", "synchronous")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home" / "store.sqlite", create=True)


def rows(store: Store, after: int = 0) -> list[tuple[str, bool]]:
    return [(id, data is not None) for id, data in store.changes(after, store.sequence)]


def test_an_empty_store_has_sequence_zero(store):
    assert (store.sequence, len(store), rows(store)) == (0, 0, [])


@pytest.mark.parametrize(
    ("after", "every", "ends"),
    [
        (0, 2, [3, 6, 8]),
        (0, 3, [5, 8]),
        (3, 2, [6, 8]),
        (6, 2, [8]),
        (0, 5, [7, 8]),
        (0, 6, [8]),
        (0, 9, [8]),
        (8, 2, [8]),
    ],
)
def test_where_every_so_many_changes_end(store, after, every, ends):
    store.put(article(id) for id in "abcdef")
    store.put(article(id, "Other") for id in "bd")
    assert [id for id, _ in store.changes(0, 9)] == ["a", "c", "e", "f", "b", "d"]
    assert [store.milestones(after, 8, every)[-1], store.sequence] == [8, 8]
    assert store.milestones(after, 8, every) == ends


def test_what_was_put_survives_a_power_cut(store):
    """In WAL mode that takes FULL: NORMAL leaves the last transactions to the system's cache."""
    modes = [store._connection.execute(f"PRAGMA {of}").fetchone()[0] for of in MODES]
    assert modes == ["wal", 2]


def test_what_is_put_comes_back_whole(store):
    given = article(
        "a",
        lede="Лид",
        body="Текст\n\nЕщё",
        published=datetime(2013, 7, 1, 12, 30, tzinfo=MOSCOW),
        regions=("dagestan",),
        captions=("Фото",),
        shoe_size=43,
    )
    store.put([given])
    found = store.get_many(["a", "no such id"])
    assert list(found) == ["a"]
    assert found["a"].model_dump() == given.model_dump()
    assert found["a"].model_extra == {"shoe_size": 43}


@pytest.mark.parametrize("published", [None, date(2001, 9, 1), datetime(2001, 9, 1, tzinfo=MOSCOW)])
def test_dates_keep_their_kind(store, published):
    store.put([article("a", published=published)])
    found = store.get_many(["a"])["a"].published
    assert (found, type(found)) == (published, type(published))


def test_every_change_takes_the_next_sequence_and_an_unchanged_article_none(store):
    first = store.put([article("a"), article("b")])
    second = store.put([article("a"), article("b", "Другой")])
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    assert (second.new, second.changed, second.unchanged) == (0, 1, 1)
    assert rows(store) == [("a", True), ("b", True)]
    assert rows(store, after=2) == [("b", True)]
    assert store.sequence == 3


def test_of_two_with_one_id_the_last_counts_within_and_across_batches(store):
    many = [article(str(n)) for n in range(BATCH)]
    store.put([article("a", "Первый"), article("a", "Второй"), *many, article("a", "Третий")])
    assert store.get_many(["a"])["a"].title == "Третий"
    assert len(store) == BATCH + 1


def test_any_number_of_articles_is_given_at_once(store):
    every = [str(number) for number in range(2 * BATCH + 50)]
    store.put(article(id) for id in every)
    found = store.get_many([*every, "no such id"])
    assert {id: article.id for id, article in found.items()} == {id: id for id in every}


def test_a_record_that_was_found_to_be_a_copy_is_known_when_it_comes_again(store):
    asked = []

    def join(before, now, again):
        asked.append(now.title)
        return Joined(before, taken=False, copy=True)

    store.put([article("a")])
    for _ in range(2):
        outcome = store.put([article("a", "Тот же заголовок")], join)
        assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 1)
    assert asked == ["Тот же заголовок"]


def test_a_deletion_leaves_a_tombstone_once(store):
    store.put([article("a"), article("b")])
    assert store.delete(["a", "a", "unknown"]) == 1
    assert rows(store) == [("b", True), ("a", False)]
    assert (len(store), list(store.ids()), store.get_many(["a"])) == (1, ["b"], {})
    assert store.pending(2) == 1


def test_a_deleted_article_can_come_back(store):
    store.put([article("a")])
    store.delete(["a"])
    assert store.put([article("a")]).new == 1
    assert rows(store) == [("a", True)]
    assert store.sequence == 3


def test_translations_are_found_by_what_they_translate(store):
    store.put(
        [article("ru"), article("en2", translation_of="ru"), article("en1", translation_of="ru")]
    )
    assert [a.id for a in store.translations("ru")] == ["en1", "en2"]


def test_there_must_be_a_store_unless_one_is_made(tmp_path):
    with pytest.raises(StoreError, match=r"no archive here.*ingest") as raised:
        Store(tmp_path / "store.sqlite")
    assert raised.value.place == str(tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"what is this" * 1000)
    with pytest.raises(StoreError, match="not a readable SQLite file"):
        Store(path, create=True)
    assert path.read_bytes() == b"what is this" * 1000


def test_a_database_of_somebody_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "store.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a store of podshivka"):
        Store(path, create=True)
    assert path.read_bytes() == before


def test_a_store_of_a_newer_version_is_refused(store, tmp_path):
    path = tmp_path / "home" / "store.sqlite"
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StoreError, match="newer podshivka") as raised:
        Store(path)
    assert (raised.value.place, raised.value.hint) == (str(path), "upgrade podshivka")


def test_a_second_writer_is_told_so(store, tmp_path):
    other = sqlite3.connect(tmp_path / "home" / "store.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store._connection.execute("PRAGMA busy_timeout = 10")
    with pytest.raises(LockedError) as raised:
        store.put([article("a")])
    assert raised.value.place == str(tmp_path / "home" / "store.sqlite")
    other.execute("ROLLBACK")
    other.close()
    assert store.put([article("a")]).new == 1


def test_a_full_disk_is_said_and_keeps_what_was_accepted(store):
    store.put([article("a")])
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match=r"full.*free some space"):
        store.put([article("b", body="слово " * 100_000)])
    assert list(store.ids()) == ["a"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.put([article("a")]),
        lambda store: store.delete(["a"]),
        lambda store: store.history("a"),
        lambda store: store.versions("a"),
        lambda store: store.at(["a.example/1"]),
        lambda store: list(store.changes(0, 9)),
        lambda store: store.milestones(0, 9, 2),
        lambda store: store.pending(0),
        lambda store: list(store.ids()),
        lambda store: list(store.titles()),
        lambda store: store.get_many(["a"]),
        lambda store: store.translations("a"),
    ],
)
def test_whatever_is_asked_of_a_damaged_store_names_its_file(store, tmp_path, ask):
    path = tmp_path / "home" / "store.sqlite"
    store.put([article("a")])
    store.close()
    store = Store(path)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:100] + b"?" * (size - 100))
    with pytest.raises(StoreError) as raised:
        ask(store)
    assert raised.value.place == str(path)


def test_a_store_that_was_closed_has_no_connection_and_opens_another(store):
    store.put([article("a")])
    connection = store._connection
    store.close()
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
    assert list(store.ids()) == ["a"]


def test_two_processes_may_make_it_at_once(tmp_path, monkeypatch):
    path = tmp_path / "store.sqlite"
    seen = Store._check

    def beside(store, *, create):
        """Another process makes it after this one has seen that there is none."""
        execute = store._connection.executescript

        class Late:
            def __getattr__(self, name):
                return getattr(connection, name)

            def executescript(self, script):
                monkeypatch.setattr(Store, "_check", seen)
                Store(path, create=True).put([article("a")])
                return execute(script)

        connection, store._local.connection = store._local.connection, Late()
        seen(store, create=create)
        store._local.connection = connection

    monkeypatch.setattr(Store, "_check", beside)
    assert list(Store(path, create=True).ids()) == ["a"]


@pytest.mark.parametrize("begun", [b"", "PRAGMA journal_mode = WAL"])
def test_what_a_full_disk_left_of_a_first_store_is_no_archive_yet(tmp_path, begun):
    path = tmp_path / "store.sqlite"
    if begun:
        sqlite3.connect(path).execute(begun)
    else:
        path.write_bytes(begun)
    with pytest.raises(StoreError, match="there is no archive here"):
        Store(path)
    assert Store(path, create=True).put([article("a")]).new == 1
