"""Ties as an archive keeps them: found without an encoder, by names and numbers alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.errors import UsageError
from schemas.query import Query
from tests.twins.conftest import (
    FLOOD_EN,
    FLOOD_RU,
    OTHER_FLOOD_EN,
    OTHER_FLOOD_RU,
    Open,
    articles,
    tied,
)

ALL = (FLOOD_RU, OTHER_FLOOD_RU, FLOOD_EN, OTHER_FLOOD_EN)
PAIR = ("flood-ru", "flood-en")


def test_two_versions_of_one_story_are_tied_and_events_of_one_kind_are_not(opened: Open) -> None:
    archive = opened(ALL)
    (tie,) = archive.twins.every()
    assert tie.pair == PAIR
    assert tie.source == "found"
    assert tie.score >= 0.9
    assert ("Гасанов", "Gasanov") in tie.reasons.names
    assert "214" in tie.reasons.numbers
    assert tie.reasons.days == 1


@pytest.mark.parametrize(
    "change",
    [
        {"published": "2018-07-17"},
        {"published": None},
        {"language": "de"},
        {"title": "Flood", "body": ""},
        {"translation_of": "other-flood-ru"},
    ],
    ids=["a week later", "no date", "a third language", "one word", "of another, as its page says"],
)
def test_what_has_no_twin(opened: Open, change: dict[str, object]) -> None:
    assert tied(opened([*ALL[:2], FLOOD_EN | change])) == []


def test_ties_depend_on_the_articles_and_not_on_their_order(opened: Open) -> None:
    archive = opened([FLOOD_EN])
    archive.add(articles(OTHER_FLOOD_RU, OTHER_FLOOD_EN))
    archive.sync()
    assert tied(archive) == []
    archive.add(articles(FLOOD_RU))
    archive.sync()
    assert tied(archive) == [PAIR]


def test_an_article_that_changes_is_compared_again(opened: Open) -> None:
    archive = opened(ALL)
    archive.add(articles(FLOOD_EN | {"published": "2018-08-11"}))
    archive.sync()
    assert tied(archive) == []


def test_the_ties_of_a_deleted_article_go_at_once(opened: Open) -> None:
    archive = opened(ALL)
    archive.delete(["flood-en"])
    assert tied(archive) == []
    assert archive.counterparts(archive.get("flood-ru")) == ()
    archive.sync()
    assert tied(archive) == []


def test_a_sync_without_changes_reads_no_article(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = opened(ALL)
    monkeypatch.setattr("indexer.twins.settle.facts", None)
    monkeypatch.setattr("indexer.twins.settle.block", None)
    assert archive.sync().mended == ()
    assert tied(archive) == [PAIR]


def test_what_is_kept_of_an_article_is_compared_with_its_checksum(
    opened: Open, tmp_path: Path
) -> None:
    archive = opened([FLOOD_RU, OTHER_FLOOD_RU])
    with sqlite3.connect(tmp_path / "twins-facts.sqlite") as table:
        table.execute("UPDATE noted SET day = day + 1")
    (tmp_path / "twins-facts.sqlite.checksum").unlink()  # as a killed command leaves it
    archive.add(articles(FLOOD_EN))
    assert archive.sync().mended
    assert tied(archive) == [PAIR]


@pytest.mark.parametrize("name", ["twins.sqlite", "twins-facts.sqlite"])
def test_a_damaged_table_is_reported_and_made_anew(opened: Open, tmp_path: Path, name: str) -> None:
    opened(ALL)
    (tmp_path / name).write_bytes(b"nothing" * 1000)
    archive = Archive(Settings(home=tmp_path))
    assert "what is known of twins is damaged" in str(archive.verify()[0])
    assert archive.search(Query("мост")).total == 1  # searches go on
    assert "twins.sqlite) was damaged and has been made anew" in archive.sync().mended[0]
    assert tied(archive) == [PAIR]
    assert archive.verify() == []


@pytest.mark.parametrize("name", ["twins.sqlite", "twins-facts.sqlite"])
def test_a_table_that_is_lost_is_made_anew(opened: Open, tmp_path: Path, name: str) -> None:
    archive = opened(ALL)
    (tmp_path / name).unlink()
    archive.sync()
    assert tied(archive) == [PAIR]


def write(home: Path, text: str) -> None:
    (home / "twins.toml").write_text(text, encoding="utf-8")


def test_the_operators_file_ties_what_it_says(opened: Open, tmp_path: Path) -> None:
    write(tmp_path, '[[twins]]\narticles = ["other-flood-ru", "other-flood-en"]\n')
    archive = opened(ALL)
    assert tied(archive) == [PAIR, ("other-flood-ru", "other-flood-en")]
    (other,) = archive.counterparts(archive.get("other-flood-ru"))
    assert other.id == "other-flood-en"


def test_the_operators_file_keeps_apart_what_was_found(opened: Open, tmp_path: Path) -> None:
    opened(ALL)
    write(tmp_path, '[[apart]]\narticles = ["flood-en", "flood-ru"]\n')
    archive = opened()
    assert tied(archive) == []
    (tmp_path / "twins.toml").unlink()
    assert tied(opened()) == [PAIR]


def test_the_operators_file_wins_over_a_page(opened: Open, tmp_path: Path) -> None:
    write(tmp_path, '[[apart]]\narticles = ["flood-ru", "flood-en"]\n')
    archive = opened([FLOOD_RU, FLOOD_EN | {"translation_of": "flood-ru"}])
    assert archive.counterparts(archive.get("flood-ru")) == ()
    found = archive.search(Query("Койсу OR Koysu"))
    assert found.stories == ()
    assert {hit.also for hit in found.hits} == {()}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[twins]\n", 1, "this is not TOML"),
        ('\n[[twin]]\narticles = ["a", "b"]\n', 2, "there is no 'twin' here"),
        ('[[twins]]\narticles = ["a"]\n', 2, "write 2 or more"),
        ('[[twins]]\narticles = ["a", "b"]\n[[twins]]\nids = ["a", "b"]\n', 3, "articles"),
        ('[[twins]]\narticles = ["a", "b c"]\n', 2, "it has a character that is not allowed"),
        ('[[twins]]\narticles = ["a", "a"]\n', 2, "its own twin"),
        ('[[twins]]\narticles = ["a", "b"]\n\n[[apart]]\narticles = ["b", "a"]\n', 5, "kept apart"),
    ],
)
def test_an_error_in_the_operators_file_names_file_and_line(
    opened: Open, tmp_path: Path, text: str, line: int, said: str
) -> None:
    write(tmp_path, text)
    with pytest.raises(UsageError, match=said) as error:
        opened(ALL)
    assert error.value.place == f"{tmp_path / 'twins.toml'}, line {line}"
    assert error.value.hint


def test_a_file_that_the_settings_name_must_be_there(opened: Open, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        opened(ALL, twins=tmp_path / "no.toml")


def test_twins_are_one_story_and_the_query_decides_which_is_shown(opened: Open) -> None:
    archive = opened(ALL)
    (story,) = archive.search(Query("Койсу OR Koysu")).stories
    assert {one.id for one in story} == set(PAIR)
    (hit,) = archive.search(Query("Koysu water", literal=True)).hits
    assert hit.id == "flood-en"
    assert [other.id for other in hit.also] == ["flood-ru"]
