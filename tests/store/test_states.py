"""What the store knows of the states that articles were in."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from indexer.store import Store
from schemas.article import Article


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite", create=True)


def put(store: Store, *given: Article) -> int:
    """Store articles in one pass; the sequence afterwards."""
    store.put(given)
    return store.sequence


def article(title: str, *regions: str, id: str = "one") -> Article:
    return Article(id=id, language="ru", title=title, regions=regions)


def states(store: Store, one: int, other: int) -> list[tuple[object, ...]]:
    """(title before, regions before, there after, rewritten, deleted) of what changed."""
    return [
        (
            each.before and each.before.fields()["title"],
            each.before and each.before.fields().get("regions", []),
            each.after,
            each.rewritten,
            each.deleted,
        )
        for each in store.changed_between(one, other)
    ]


def test_a_text_as_it_was(store):
    first = put(store, article("Снег", "dagestan"))
    second = put(store, article("Дождь", "chechnya"))
    third = put(store, article("Град"))
    assert states(store, first, third) == [("Снег", ["dagestan"], True, True, False)]
    assert states(store, second, third) == [("Дождь", ["chechnya"], True, True, False)]
    assert states(store, first, second) == [("Снег", ["dagestan"], True, True, False)]
    assert states(store, third, first) == [("Град", [], True, True, False)]
    assert states(store, third, third) == []


def test_tags_as_they_were(store):
    first = put(store, article("Снег", "dagestan"))
    second = put(store, article("Снег", "chechnya"))
    store.rewrite([article("Снег", "moscow")])
    fourth = put(store, article("Дождь", "moscow"))
    assert states(store, first, second) == [("Снег", ["dagestan"], True, False, False)]
    assert states(store, first, fourth) == [("Снег", ["dagestan"], True, True, False)]
    assert states(store, second, fourth - 1) == [("Снег", ["chechnya"], True, False, False)]
    assert states(store, fourth - 1, fourth) == [("Снег", ["moscow"], True, True, False)]


def test_what_comes_twice_in_one_pass(store):
    first = put(store, article("Снег"))
    last = put(store, article("Снег", "moscow"), article("Снег", "chechnya"), article("Дождь"))
    assert states(store, first, last) == [("Снег", [], True, True, False)]
    assert [each.article.title for each in store.history("one")] == ["Снег", "Дождь"]


def test_what_was_not_there_yet(store):
    first = put(store, article("Снег", id="other"))
    second = put(store, article("Снег"))
    assert states(store, first, second) == [(None, None, True, False, False)]
    assert states(store, second, first) == [("Снег", [], False, False, False)]


def test_what_is_not_indexed_yet_has_not_changed(store):
    first = put(store, article("Снег"))
    put(store, article("Дождь"), article("Град", id="other"))
    assert states(store, first, first) == []


def test_of_a_deleted_article_nothing_is_known(store, tmp_path):
    put(store, article("Снег", "tayna"))
    first = put(store, article("Дождь", "tayna"))
    store.delete(["one"])
    assert states(store, first, first) == [(None, None, False, False, True)]
    assert b"tayna" not in (tmp_path / "store.sqlite").read_bytes()
    last = put(store, article("Град"))
    assert states(store, first, first) == [(None, None, False, False, True)]
    assert states(store, first, last) == [(None, None, True, False, True)]
    assert states(store, last, last) == []


def test_a_secret_of_each_archive(store, tmp_path):
    other = Store(tmp_path / "other.sqlite", create=True)
    own, others = store.seal(), other.seal()
    assert own
    assert others
    assert own.key != others.key
    assert Store(tmp_path / "store.sqlite").seal() == own


def test_the_secret_is_that_of_the_store_in_the_place_of_another(store, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # who may write has it open: none comes
    put(store, article("Снег"))
    store.rest()
    store.close()
    reader = Store(tmp_path / "store.sqlite")
    own = reader.seal()
    other = Store(tmp_path / "other.sqlite", create=True)
    put(other, article("Дождь"))
    others = other.seal()
    other.rest()
    other.close()
    (tmp_path / "other.sqlite").replace(tmp_path / "store.sqlite")
    assert reader.seal() == others != own


def test_an_older_store_gets_one_when_it_is_written_to(store, tmp_path):
    put(store, article("Снег"))
    store.close()
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.executescript("DROP TABLE seal; DROP TABLE former; PRAGMA user_version = 3;")
    connection.close()
    old = Store(tmp_path / "store.sqlite")
    assert old.seal() is None
    put(old, article("Дождь", id="other"))
    found = old.seal()
    assert found
    assert found.since == 1
