"""A store that was put back from a copy is older than its index: that is said, and mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.errors import EngineError
from schemas.query import Query


def story(number: int) -> Article:
    return Article(id=f"a{number}", language="en", title=f"unicorn{number}")


def found(archive: Archive, number: int) -> int:
    return archive.search(Query(f"unicorn{number}", literal=True), "en").total


@pytest.fixture
def restored(tmp_path: Path) -> Archive:
    store, copy = tmp_path / "store.sqlite", tmp_path / "copy"
    archive = Archive.open(tmp_path, create=True)
    archive.add([story(1)])
    archive.sync()
    archive.store.close()
    shutil.copy(store, copy)
    archive.add([story(2), story(3)])
    archive.sync()
    archive.store.close()
    shutil.move(copy, store)
    return Archive.open(tmp_path)


@pytest.mark.parametrize(
    "write",
    [Archive.sync, lambda archive: archive.add([story(4)]), lambda archive: archive.delete(["a1"])],
    ids=["sync", "add", "delete"],
)
def test_nothing_is_written_that_would_never_be_found(restored, write):
    with pytest.raises(EngineError, match="older than its index") as raised:
        write(restored)
    assert raised.value.hint.startswith("podshivka reindex --home")
    assert len(restored.store) == 1


def test_reindex_makes_them_agree_and_forgets_the_generations_of_the_lost_store(restored):
    restored.rebuild()
    assert [generation.checkpoint for generation in restored.engine.generations()] == [1]
    restored.add([story(number) for number in range(4, 9)])
    restored.sync()
    assert [found(restored, number) for number in (1, 2, 4, 8)] == [1, 0, 1, 1]
