"""A build that was interrupted goes on where it was, unless it could not give what is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive import Archive, building
from indexer.index import batches
from schemas.article import Article
from schemas.errors import EngineError
from schemas.query import Query


def story(number: int) -> Article:
    return Article(id=f"a{number}", language="en", title=f"Otter {number}", body="A river ran.")


def titled(archive: Archive) -> list[str]:
    page = archive.search(Query("otter", literal=True, size=50), "en")
    return sorted(hit.id for hit in page.hits)


def interrupt(archive: Archive, monkeypatch, after: int, stop=KeyboardInterrupt) -> None:
    """Build until so many changes were read."""
    changes = type(archive.store).changes

    def some(self, begin, upto):
        for number, row in enumerate(changes(self, begin, upto)):
            if number == after:
                raise stop
            yield row

    with monkeypatch.context() as patch:
        patch.setattr(type(archive.store), "changes", some)
        with pytest.raises(stop):
            archive.rebuild()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(building, "PART", 3)
    monkeypatch.setattr(batches, "CHUNK", 2)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.open(tmp_path, create=True)
    made.add(map(story, range(10)))
    made.sync()
    return made


@pytest.fixture
def begun(archive, monkeypatch) -> Archive:
    """Two parts of the second generation, six changes of ten, are built."""
    interrupt(archive, monkeypatch, 8)
    return archive


def test_what_was_built_stays_and_is_not_served(begun):
    unfinished = begun.unfinished()
    assert unfinished.obstacle is None
    assert (unfinished.generation.name, unfinished.generation.documents) == ("g000002", 6)
    assert begun.health()["generation"] == "g000001"
    assert len(titled(begun)) == 10


def test_only_the_rest_is_indexed_again(begun):
    done = []
    synced = begun.rebuild(done.append)
    assert (synced.generation.name, synced.changes, synced.resumed) == ("g000002", 10, 6)
    assert sum(done) == 4
    assert begun.unfinished() is None
    assert begun.engine.status("g000002")["segments"] == 1


def test_it_can_be_interrupted_again_and_again(begun, monkeypatch):
    interrupt(begun, monkeypatch, 2)
    assert begun.unfinished().generation.documents == 6
    interrupt(begun, monkeypatch, 3, SystemExit)
    assert begun.unfinished().generation.documents == 9
    assert begun.rebuild().resumed == 9
    assert len(titled(begun)) == 10


def test_answers_are_those_of_an_index_that_was_built_at_once(begun):
    resumed = begun.rebuild().generation
    query = Query("river OR 7", literal=True, size=50)
    first = begun.search(query, "en")
    other = begun.rebuild().generation
    again = begun.search(query, "en")
    assert (first.generation, again.generation) == (resumed.name, other.name)
    assert (first.hits, first.facets) == (again.hits, again.facets)


def test_what_was_changed_and_deleted_meanwhile_is_taken_in(begun):
    begun.add([story(2).model_copy(update={"title": "Badger"}), story(11)])
    begun.delete(["a1", "a9"])
    assert begun.rebuild().generation.name == "g000002"
    assert titled(begun) == ["a0", "a11", "a3", "a4", "a5", "a6", "a7", "a8"]
    assert begun.search(Query("badger"), "en").total == 1


def test_other_commands_leave_it_alone(begun):
    begun.add([story(11)])
    begun.sync()
    assert begun.unfinished().generation.documents == 6
    assert begun.rebuild().resumed == 6
    assert len(titled(begun)) == 11


def test_it_is_begun_anew_when_asked(begun):
    synced = begun.rebuild(anew=True)
    assert synced.resumed == 0
    assert len(titled(begun)) == 10
    assert len(begun.engine.generations()) == 2


def test_other_settings_begin_anew(begun, monkeypatch):
    monkeypatch.setitem(vars(begun), "fingerprint", "other")
    assert begun.unfinished().obstacle == "settings"
    synced = begun.rebuild()
    assert synced.resumed == 0
    assert synced.generation.fingerprint == "other"


def test_a_damaged_build_begins_anew(begun):
    segment = next((begun.home / "index" / "g000002").glob("*.arrays"))
    segment.write_bytes(bytes(byte ^ 1 for byte in segment.read_bytes()))
    assert begun.unfinished().obstacle == "damage"
    assert begun.rebuild().resumed == 0
    assert len(titled(begun)) == 10


def test_a_build_of_a_store_that_was_replaced_begins_anew(begun, tmp_path):
    begun.store.close()
    for path in tmp_path.glob("store.sqlite*"):
        path.unlink()
    replaced = Archive.open(tmp_path, create=True)
    with pytest.raises(EngineError, match="older than its index"):
        replaced.add([story(1)])
    assert replaced.unfinished().obstacle == "store"
    assert replaced.rebuild().generation.documents == 0


def test_a_rollback_is_not_undone_by_going_on_with_what_was_left(archive):
    """The generation that was rolled back is complete, but nobody wants it."""
    archive.rebuild()
    archive.rollback()
    assert archive.unfinished() is None
    assert archive.rebuild().resumed == 0


def test_a_failure_gives_its_room_back(archive, monkeypatch):
    interrupt(archive, monkeypatch, 8, RuntimeError)
    assert archive.unfinished() is None
    assert [each.name for each in archive.engine.generations()] == ["g000001"]


def test_the_first_index_of_all_is_resumed_too(tmp_path, monkeypatch):
    archive = Archive.open(tmp_path, create=True)
    archive.add(map(story, range(10)))
    archive.names.settle(archive.store)
    interrupt(archive, monkeypatch, 8)
    assert archive.sync().resumed == 6
    assert len(titled(archive)) == 10


def test_a_site_never_serves_what_is_being_built(archive, tmp_path, monkeypatch):
    """It understands the index that is being built, but not the one that is published."""
    site = Archive.open(tmp_path)
    site.settle()
    builder = Archive.open(tmp_path)
    monkeypatch.setitem(vars(builder), "fingerprint", "other")
    builder.rebuild()
    interrupt(Archive.open(tmp_path), monkeypatch, 8)
    assert len(titled(site)) == 10
    assert site.health()["generation"] == "g000001"
