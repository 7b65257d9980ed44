"""Each thread opens the table of twins once, and again when the file has been replaced."""

from __future__ import annotations

import sqlite3

import pytest

from indexer.store import kept
from indexer.twins.table import ReadTies, tie_table


@pytest.fixture
def opened(monkeypatch):
    """How often a file has been opened."""
    count, connect = [], sqlite3.connect

    def counting(*args, **named):
        count.append(args)
        return connect(*args, **named)

    monkeypatch.setattr("indexer.twins.table.sqlite3.connect", counting)
    return count


def together(path, one, other):
    with tie_table(path) as table:
        table.replace_said([(one, other)], [])


def read(ties):
    with ties.table() as table:
        return None if table is None else [tie.pair for tie in table.every()]


def test_a_table_that_stays_the_same_is_opened_once(tmp_path, opened):
    path = tmp_path / "twins.sqlite"
    together(path, "a", "b")
    ties = ReadTies(path)
    opened.clear()
    assert [read(ties) for _ in range(3)] == [[("a", "b")]] * 3
    assert len(opened) == 1


def test_a_change_is_seen_by_the_next_question(tmp_path):
    path = tmp_path / "twins.sqlite"
    together(path, "a", "b")
    ties = ReadTies(path)
    assert read(ties) == [("a", "b")]
    together(path, "c", "d")
    assert read(ties) == [("c", "d")]


def test_a_table_in_the_place_of_another_is_read(tmp_path):
    path, other = tmp_path / "twins.sqlite", tmp_path / "other.sqlite"
    together(path, "a", "b")
    together(other, "c", "d")
    ties = ReadTies(path)
    assert read(ties) == [("a", "b")]
    other.replace(path)
    assert read(ties) == [("c", "d")]
    path.unlink()
    assert read(ties) is None


def test_what_is_not_as_it_was_kept_is_not_read(tmp_path):
    path = tmp_path / "twins.sqlite"
    together(path, "a", "b")
    kept.keep(path)
    ties = ReadTies(path)
    assert read(ties) == [("a", "b")]
    together(path, "c", "d")
    assert read(ties) is None


def test_writing_goes_on_beside_a_reader(tmp_path):
    path = tmp_path / "twins.sqlite"
    together(path, "a", "b")
    ties = ReadTies(path)
    read(ties)
    together(path, "c", "d")  # if a transaction were left open, this would wait and fail


def test_a_question_that_fails_leaves_nothing_open(tmp_path):
    path = tmp_path / "twins.sqlite"
    together(path, "a", "b")
    ties = ReadTies(path)
    with pytest.raises(RuntimeError), ties.table():
        raise RuntimeError
    together(path, "c", "d")
    assert read(ties) == [("c", "d")]
