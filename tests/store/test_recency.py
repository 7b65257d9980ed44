"""What is new in the store, and since when: other tags and deletions are no news."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from uuid import NAMESPACE_URL

import pytest

from indexer.store import Store
from indexer.store.joins import retagged
from schemas.article import Article


@pytest.fixture
def clock(monkeypatch):
    """Set the second of the next pass into the store."""
    return lambda second: monkeypatch.setattr("time.time", lambda: float(second))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store.sqlite", create=True)


def article(id: str, body: str = "Текст", **fields) -> Article:
    return Article(id=id, language="ru", title="Заголовок", body=body, **fields)


def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def test_the_latest_passes_are_whole(store, clock):
    for second, ids in ((100, "ab"), (200, "cde"), (300, "f")):
        clock(second)
        store.put([article(id) for id in ids])
    for most, whole, cut in (
        (1, "f", 200), (3, "f", 200), (4, "fcde", 100), (5, "fcde", 100), (6, "fcdeab", None),
    ):  # fmt: skip
        found, next = store.news.latest(most)
        assert "".join(sorted(found, key=whole.index)) == whole, most
        assert next == (cut and moment(cut))
    assert found["c"] == moment(200)


def test_a_clock_that_was_set_back_hides_nothing(store, clock):
    for second, id in ((300, "a"), (100, "b"), (301, "c"), (200, "a")):
        clock(second)
        store.put([article(id, f"Текст {second}")])
    found, _ = store.news.latest(9)
    assert (found["b"], found["c"], found["a"]) == (moment(300), moment(301), moment(301))
    assert store.news.since(0, 4) == {"b": False, "c": False, "a": False}
    assert [version.recorded for version in store.history("a")] == [moment(300), moment(301)]


def test_a_moment_that_a_disk_has_changed_moves_no_clock(store, clock, tmp_path):
    clock(100)
    store.put([article("a")])
    with sqlite3.connect(tmp_path / "store.sqlite") as disk:
        disk.execute("UPDATE change SET recorded = 1 << 60")
    clock(200)
    store.put([article("b")])
    assert store.news.moments(["b"]) == {"b": moment(200)}


@pytest.mark.parametrize("how", ["retag", "rewrite"])
def test_other_tags_are_no_news(store, clock, how):
    clock(100)
    store.put([article("a"), article("b")])
    clock(200)
    tagged = article("a", people=("Яндиев",))
    if how == "retag":
        assert store.put([tagged], retagged).changed == 1
    else:
        assert store.rewrite([tagged]) == 1
    assert store.sequence == 3
    assert store.news.moments(["a", "b"]) == {"a": moment(100), "b": moment(100)}
    assert store.news.since(2, 3) == {}
    assert store.news.since(0, 2) == {"a": False, "b": False}
    assert store.history("a")[0].recorded == moment(100)


def test_an_article_that_reads_otherwise_is_news_again(store, clock):
    clock(100)
    store.put([article("a"), article("b")])
    clock(200)
    store.put([article("a", people=("Яндиев",))], retagged)
    clock(300)
    store.put([article("a", "Другой текст"), article("c")])
    assert store.news.moments(["a"]) == {"a": moment(300)}
    assert store.news.since(2, 5) == {"a": True, "c": False}
    assert store.news.since(0, 5) == {"b": False, "a": False, "c": False}
    assert store.news.since(2, 4) == {"a": True}


def test_an_article_deleted_is_no_news_and_new_when_it_comes_again(store):
    store.put([article("a")])
    store.delete(["a"])
    assert store.news.since(0, 9) == store.news.moments(["a"]) == {}
    assert store.news.latest(9) == ({}, None)
    store.put([article("a")])
    assert store.news.since(2, 3) == {"a": False}


def test_each_store_has_an_identity_of_its_own(store, tmp_path):
    other = Store(tmp_path / "other.sqlite", create=True)
    assert store.news.identity == Store(tmp_path / "store.sqlite").news.identity
    assert store.news.identity != other.news.identity


def test_a_store_of_the_second_version(store, tmp_path):
    store.put([article("a"), article("b")])
    store.close()
    path = tmp_path / "store.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "DROP INDEX newest; DROP TABLE archive; ALTER TABLE change DROP COLUMN said;"
            "PRAGMA user_version = 2"
        )
    connection.close()
    old = Store(path)
    assert old.news.identity == NAMESPACE_URL
    assert old.news.since(1, 2) == {"b": False}
    assert set(old.news.latest(2)[0]) == set(old.news.moments(["a", "b"])) == {"a", "b"}
    old.put([article("b", "Другой текст")])
    assert old.news.identity != NAMESPACE_URL
    assert old.news.since(2, 3) == {"b": True}
