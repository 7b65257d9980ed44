"""A power cut at any moment leaves a whole generation: the one before a commit or the one after.

The manifest is the commit: what it names must be on the disk before it takes its name, and it must
be there itself when ``apply`` gives it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus import Doc, batch

from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files.manifest import NAME, Manifest
from indexer.index.whoosh.write import builder, writer

MANY = [Doc(f"d{n}", body="x y") for n in range(60)]
COMMITS = {
    "a first segment": [[batch(MANY)]],
    "several segments": [[batch(MANY[:30]), batch(MANY[30:])]],
    "a second segment": [[batch(MANY)], [batch([Doc("new", body="x")])]],
    "deletions alone": [[batch(MANY)], [batch(deleted=["d1", "d2"])]],
    "a second segment and deletions": [[batch(MANY)], [batch([Doc("new")], deleted=["d1"])]],
    "a segment that is written anew": [[batch(MANY)], [batch(deleted=[d.id for d in MANY[9:]])]],
    "nothing": [[]],
}


@pytest.fixture(params=["merged", "side by side"], autouse=True)
def segments(request, monkeypatch):
    """Small segments are merged at once, or stay beside each other."""
    if request.param == "side by side":
        monkeypatch.setattr(writer, "SMALL", 0)
        monkeypatch.setattr(writer, "RATIO", 0)
        monkeypatch.setattr(builder, "RUN_TOKENS", 20)


def files(folder: Path, manifest: Path) -> list[Path]:
    """What a manifest names, beside which it lies or will lie."""
    entries = json.loads(json.loads(manifest.read_bytes())["body"])["segments"]
    return [folder / entry[kind] for entry in entries for kind in ("file", "live") if entry[kind]]


@pytest.mark.parametrize("commits", COMMITS.values(), ids=COMMITS.keys())
def test_a_commit_takes_its_name_when_all_that_it_names_is_on_the_disk(tmp_path, disk, commits):
    seen = []

    def look(partial: Path, manifest: Path) -> None:
        seen.append(manifest)
        assert disk.holds(partial)
        for path in files(manifest.parent, partial):
            assert disk.keeps(path), path

    disk.before(NAME, look)
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    for checkpoint, batches in enumerate(commits, 1):
        engine.apply(name, batches, checkpoint)
    drafted = tmp_path / f"{name}.partial" / NAME  # it has its name when all of it is there
    assert seen == [drafted, *[tmp_path / name / NAME] * len(commits)]


@pytest.mark.parametrize("commits", COMMITS.values(), ids=COMMITS.keys())
def test_what_was_applied_is_on_the_disk(tmp_path, disk, commits):
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    folder = tmp_path / name
    for checkpoint, batches in enumerate(commits, 1):
        applied = engine.apply(name, batches, checkpoint)
        assert applied.checkpoint == Manifest.read(folder).checkpoint == checkpoint
        assert disk.keeps(folder / NAME)
        for path in files(folder, folder / NAME):
            assert disk.keeps(path), path
        (table,) = folder.glob("*.toc")
        assert disk.holds(table)


def test_a_table_of_contents_is_written_beside_its_place(tmp_path, disk):
    """On the same file system, so that it takes its place at once."""
    written = []
    disk.before("_MAIN_1.toc", lambda partial, _: written.append(partial.parent.parent))
    engine = WhooshEngine(tmp_path)
    name = engine.create("f").name
    engine.apply(name, [batch(MANY)], 1)
    assert written == [tmp_path / name]


def test_a_new_generation_is_on_the_disk(tmp_path, disk):
    engine = WhooshEngine(tmp_path / "index")
    for _ in range(2):
        folder = tmp_path / "index" / engine.create("f").name
        assert disk.names(folder)
        assert disk.keeps(folder / NAME)
        (table,) = folder.glob("*.toc")
        assert disk.holds(table)


def test_what_was_published_is_on_the_disk_and_never_half_of_it(tmp_path, disk):
    pointed = []
    disk.before("published", lambda partial, _: pointed.append(disk.holds(partial)))
    engine = WhooshEngine(tmp_path)
    for number in (1, 2):
        name = engine.create("f").name
        engine.apply(name, [batch(MANY)], number)
        engine.publish(name)
        assert engine.published() == name
        assert disk.keeps(tmp_path / "published")
    assert pointed == [True, True]
