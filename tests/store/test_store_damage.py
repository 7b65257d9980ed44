"""What a disk changes in the store is noticed and named; older stores are copied first."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.store import VERSION, Store
from schemas.article import Article
from schemas.errors import EngineError, StoreError


def article(number: int, title: str = "") -> Article:
    return Article(
        id=f"a{number}",
        language="en",
        title=title or f"Floods {number}",
        body="The river rose.",
        translation_of="a1" if number == 2 else None,
    )


@pytest.fixture
def path(tmp_path) -> Path:
    store = Store(tmp_path / "store.sqlite", create=True)
    store.put(map(article, range(1, 4)))
    store.put([article(2, "Floods again")])
    store.close()
    return tmp_path / "store.sqlite"


def change(path: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement, values)
    connection.close()


DAMAGED = [
    "replace(data, 'river', 'rivet')",
    "substr(data, 1, 20)",
    "CAST(data AS BLOB)",
    "CAST(x'7b22ff' AS TEXT)",
    "17",
]
"""What the text of an article has become."""

QUESTIONS = {
    "get_many": lambda store: store.get_many(["a1", "a2", "a3"]),
    "history": lambda store: store.history("a2"),
    "changes": lambda store: list(store.changes(0, 9)),
    "translations": lambda store: store.translations("a1"),
    "put": lambda store: store.put([article(2, "Floods once more")]),
}


@pytest.mark.parametrize("damaged", DAMAGED)
@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_damaged_article_is_named_whatever_is_asked(path, damaged, asked):
    change(path, f"UPDATE change SET data = {damaged} WHERE id = 'a2'")  # noqa: S608
    with pytest.raises(StoreError, match=r"the article 'a2' is damaged.*podshivka delete a2"):
        QUESTIONS[asked](Store(path))


@pytest.mark.parametrize("damaged", DAMAGED)
def test_an_earlier_version_is_compared_too(path, damaged):
    change(path, f"UPDATE version SET data = {damaged}")  # noqa: S608
    with pytest.raises(StoreError, match="the article 'a2' is damaged"):
        Store(path).history("a2")
    assert [error.message[:16] for error in Store(path).damage()] == ["the article 'a2'"]


DAMAGED_STATES = [
    "facets = NULL",
    "facets = '[]'",
    "facets = replace(facets, '}', '')",
    "facets = CAST(facets AS BLOB)",
    "facets = 17",
    "sequence = sequence - 1",
    "checksum = checksum + 1",
    "checksum = NULL",
    "checksum = 'x'",
]
"""What has become of the facets that an article had before."""


@pytest.mark.parametrize("damaged", DAMAGED_STATES)
def test_a_former_state_is_compared_too(path, damaged):
    change(path, f"UPDATE former SET {damaged}")  # noqa: S608
    store = Store(path)
    with pytest.raises(StoreError, match=r"the article 'a2' is damaged.*podshivka delete a2"):
        list(store.changed_between(2, 4))
    assert [error.message[:16] for error in store.damage()] == ["the article 'a2'"]
    assert store.delete(["a2"]) == 1
    assert store.damage() == []


@pytest.mark.parametrize("value", ["NULL", "checksum + 1", "'x'"])
def test_a_damaged_checksum_is_damage(path, value):
    change(path, f"UPDATE change SET checksum = {value} WHERE id = 'a3'")  # noqa: S608
    with pytest.raises(StoreError, match="the article 'a3' is damaged"):
        Store(path).get_many(["a3"])


def test_others_can_be_read_and_what_is_damaged_deleted_and_stored_again(path):
    change(path, "UPDATE change SET data = substr(data, 1, 20) WHERE id = 'a2'")
    store = Store(path)
    assert set(store.get_many(["a1", "a3"])) == {"a1", "a3"}
    assert store.held(["a2", "none"]) == ["a2"]
    assert store.delete(["a2"]) == 1
    assert store.damage() == []
    assert store.put([article(2)]).new == 1
    assert store.get_many(["a2"])["a2"].title == "Floods 2"


def test_the_titles_of_all_say_what_to_do_about_one_that_is_no_json(path):
    change(path, "UPDATE change SET data = substr(data, 1, 20) WHERE id = 'a2'")
    with pytest.raises(StoreError, match="podshivka verify"):
        list(Store(path).titles())


def test_a_moment_that_is_none_is_an_error(path):
    change(path, "UPDATE change SET recorded = 1 << 60 WHERE id = 'a2'")
    with pytest.raises(StoreError, match=r"a value is damaged.*podshivka verify"):
        Store(path).history("a2")


def test_pages_that_do_not_fit_are_named(path):
    content = bytearray(path.read_bytes())
    content[4096 + 8 : 4096 + 40] = bytes(32)
    path.write_bytes(content)
    store = Store(path)
    with pytest.raises(StoreError, match="restore"):
        raise store.damage()[0]


# At rest


def test_at_rest_there_is_no_log(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    reader = Store(tmp_path / "store.sqlite")
    assert len(reader) == 0
    log = tmp_path / "store.sqlite-wal"
    for write in (
        lambda: archive.add([article(1), article(2)]),
        archive.sync,
        lambda: archive.delete(["a1"]),
        lambda: archive.retag([article(2, "Other")]),
    ):
        write()
        assert log.stat().st_size == 0


def test_a_store_that_ends_before_its_index_is_not_searched(tmp_path):
    """As when its log was cut: what it lacks would be counted and not shown."""
    archive = Archive.open(tmp_path, create=True)
    archive.add(map(article, range(1, 4)))
    archive.sync()
    archive.store.close()
    change(tmp_path / "store.sqlite", "DELETE FROM change WHERE id = 'a3'")
    again = Archive.open(tmp_path)
    for ask in (again.searcher, again.health):
        with pytest.raises(EngineError, match=r"older than its index.*podshivka reindex"):
            ask()
    assert again.rebuild().generation.documents == 2
    assert again.health()["documents"] == 2


def test_a_process_that_serves_notices_that_the_store_has_become_older(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.add(map(article, range(1, 4)))
    archive.sync()
    assert archive.searcher().generation.documents == 3
    archive.store._connection.execute("DELETE FROM change WHERE id = 'a3'")
    archive._serving.changed()
    with pytest.raises(EngineError, match="older than its index"):
        archive.searcher()


# Versions


EARLIER = {5: ("former",), 4: ("former", "version", "change")}
"""The tables of each version that had no checksums."""


@pytest.fixture(params=EARLIER)
def before(request) -> int:
    """The version of an older store."""
    return request.param


@pytest.fixture
def older(path, before) -> Path:
    """The same store as an older version had it."""
    for table in EARLIER[before]:
        change(path, f"ALTER TABLE {table} DROP COLUMN checksum")
    change(path, f"PRAGMA user_version = {before}")
    return path


def test_a_store_of_an_older_version_is_read_as_it_is(older):
    store = Store(older)
    assert [version.article.title for version in store.history("a2")] == [
        "Floods 2",
        "Floods again",
    ]
    assert len(list(store.changes(0, 9))) == len(store.get_many(["a1", "a2", "a3"])) == 3
    assert len(list(store.changed_between(3, 4))) == 1
    assert store.damage() == []
    assert store.kept is None


def test_it_is_copied_before_it_is_brought_up_to_date(older, before):
    store = Store(older)
    store.put([article(4)])
    copy = older.with_name(f"store-version-{before}.sqlite")
    assert store.kept == copy
    assert list(Store(copy).ids()) == ["a1", "a3", "a2"]
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (before,)
    connection.close()
    with sqlite3.connect(older) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()
    assert store.damage() == []
    change(older, "UPDATE change SET data = replace(data, 'river', 'rivet') WHERE id = 'a1'")
    change(older, "UPDATE former SET facets = '[]' WHERE id = 'a2'")
    with pytest.raises(StoreError, match="'a1' is damaged"):
        Store(older).get_many(["a1"])
    with pytest.raises(StoreError, match="'a2' is damaged"):
        list(Store(older).changed_between(3, 4))


def test_what_was_damaged_before_is_not_taken_for_sound(older):
    change(older, "UPDATE change SET data = substr(data, 1, 20) WHERE id = 'a1'")
    change(older, "UPDATE former SET facets = substr(facets, 1, 1) WHERE id = 'a2'")
    store = Store(older)
    store.put([article(4)])
    assert [error.message[:16] for error in store.damage()] == [
        "the article 'a1'",
        "the article 'a2'",
    ]


def test_no_copy_keeps_what_is_deleted(older):
    store = Store(older)
    store.put([article(4)])
    store.delete(["a1"])
    assert not store.kept
    assert not list(older.parent.glob("*version*"))


def test_a_store_of_a_newer_version_is_refused(path):
    change(path, f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=f"version {VERSION + 1}, known: {VERSION}.*upgrade"):
        Store(path)
    assert path.read_bytes() == before
