"""What a killed process leaves of a generation is cleaned away; none is half of one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corpus import Doc, batch

from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files.codec import TOC_FOLDER
from schemas.query import Request


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    made = WhooshEngine(tmp_path)
    name = made.create("f").name
    made.apply(name, [batch([Doc("a"), Doc("b")])], 2)
    made.publish(name)
    return made


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "left",
    [
        "published.partial",
        "g000002.partial/generation.json",
        "g000001/generation.json.partial",
        "g000001/_MAIN_0.toc",
        "g000001/MAIN_0123456789abcdef.arrays",
        "g000001/MAIN_0123456789abcdef.partial",
        "g000001/MAIN_0123456789abcdef.2.live",
        f"g000001/{TOC_FOLDER}left/_MAIN_1.toc",
    ],
)
def test_what_nothing_names_goes(engine, tmp_path, left):
    before = tree(tmp_path)
    (tmp_path / left).parent.mkdir(exist_ok=True)
    (tmp_path / left).write_bytes(b"half of something")
    engine.clean()
    assert tree(tmp_path) == before
    assert engine.open().search(Request()).total == 2


def test_a_publication_that_was_interrupted_at_its_end_is_one(engine, tmp_path):
    (tmp_path / "g000001" / "building").touch()
    assert not engine.generations()[0].building
    engine.clean()
    other = engine.create("f").name
    engine.publish(other)
    assert not engine.generations()[0].building


def test_a_new_generation_does_not_take_the_name_of_a_published_one_that_is_gone(engine, tmp_path):
    shutil.rmtree(tmp_path / "g000001")
    assert engine.create("f").name == "g000002"
    assert not engine.generations()[0].published


def test_nobody_finds_a_half_of_a_dropped_generation(engine, monkeypatch):
    name = engine.create("f").name
    seen = []
    remove = shutil.rmtree
    monkeypatch.setattr(
        shutil, "rmtree", lambda path: seen.append(len(engine.generations())) or remove(path)
    )
    engine.drop(name)
    assert seen == [1]


def test_creating_and_dropping_go_on_where_they_were_interrupted(engine, tmp_path):
    for _ in range(2):
        (tmp_path / "g000002.partial").mkdir()
        (tmp_path / "g000002.partial" / "generation.json").write_bytes(b"half")
        name = engine.create("f").name
        assert name == "g000002"
        (tmp_path / "g000002.partial").mkdir()
        engine.drop(name)
    assert [each.name for each in engine.generations()] == ["g000001"]


def test_segments_of_a_build_are_merged_by_its_last_part(tmp_path):
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    for part in range(5):
        engine.apply(name, [batch([Doc(f"{part}", body="x")])], part + 1, more=True)
    assert engine.status(name)["segments"] == 5
    engine.apply(name, (), 5)
    assert engine.status(name)["segments"] == 1
