"""Whatever ends the making of vectors: what was made is kept, and nothing comes back."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.vectors import building
from schemas.article import Article
from schemas.errors import EngineError, LockedError

WORDS = ["snow", "court", "sea", "road", "house", "lake", "bridge"]
ARTICLES = [Article(id=word, language="en", title=word) for word in WORDS]


@pytest.fixture
def archive(tmp_path, model, monkeypatch) -> Archive:
    monkeypatch.setattr(building, "PART", 2)
    made = Archive.open(tmp_path / "home", create=True)
    made.add(ARTICLES)
    return made


def whole(archive: Archive) -> bool:
    table = archive.vectors.read()
    return table is not None and sorted(table.ids()) == sorted(WORDS)


def test_it_goes_on_where_it_was(archive, model, monkeypatch):
    encode = model.encode

    def interrupted(texts):
        if len(model.encoded) == 5:
            raise KeyboardInterrupt
        return encode(texts)

    monkeypatch.setattr(model, "encode", interrupted)
    with pytest.raises(KeyboardInterrupt):
        archive.make_vectors()
    monkeypatch.setattr(model, "encode", encode)
    model.encoded.clear()
    assert len(archive.vectors.read()) == 4
    assert archive.vectors_pending() == 3
    assert archive.make_vectors().encoded == 3
    assert model.encoded == WORDS[4:]
    assert whole(archive)


@pytest.mark.parametrize("call", ["rename", "unlink"])
@pytest.mark.parametrize("number", range(12))
def test_killed_before_any_call_that_writes(archive, monkeypatch, call, number):
    calls = itertools.count()
    done = getattr(Path, call)

    def killed(path, *given, **options):
        if "vectors" in str(path) and next(calls) == number:
            raise SystemExit
        return done(path, *given, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, call, killed)
        try:
            archive.make_vectors()
            archive.delete(["sea"])
            archive.add([ARTICLES[2]])
        except SystemExit:
            pass
    fresh = Archive.open(archive.home)
    assert not list(fresh.vectors.damage())
    fresh.add([ARTICLES[2]])
    fresh.make_vectors()
    assert whole(fresh)
    named = {part.name for part in fresh.vectors.manifest().parts}
    assert {path.name for path in fresh.vectors.folder.glob("*.p*")} == named


def test_a_power_cut_leaves_what_the_manifest_names(archive, disk):
    named: list[bool] = []

    def look(draft: Path, _: Path) -> None:
        parts = list(draft.parent.glob("*.part"))
        named.append(disk.holds(draft) and all(disk.keeps(part) for part in parts))

    disk.before("manifest", look)
    archive.make_vectors()
    assert named
    assert all(named)
    assert disk.keeps(archive.vectors.folder / "manifest")


def test_a_full_disk_is_told(archive, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("indexer.vectors.part.replace_file", full)
    with pytest.raises(EngineError, match="No space left"):
        archive.make_vectors()
    monkeypatch.undo()


def test_what_is_deleted_while_it_is_encoded_is_not_kept(archive, model, monkeypatch):
    encode = model.encode

    def deleted_meanwhile(texts):
        if texts == ["lake"]:
            Archive.open(archive.home).delete(["lake"])
        return encode(texts)

    monkeypatch.setattr(model, "encode", deleted_meanwhile)
    archive.make_vectors()
    assert sorted(archive.vectors.read().ids()) == sorted(set(WORDS) - {"lake"})


def test_while_one_process_makes_them_others_do_all_else(archive):
    archive.make_vectors()
    other = Archive.open(archive.home)
    with archive.vectors.building():
        with pytest.raises(LockedError, match="makes vectors"):
            other.make_vectors()
        other.add([Article(id="new", language="en", title="new")])
        assert other.sync().vectors == building.Made()
        other.delete(["sea"])
    assert "sea" not in set(other.vectors.read().ids())
    assert other.sync().vectors.encoded == 1


def test_deleting_from_a_damaged_folder_leaves_nothing_of_an_article(archive):
    archive.make_vectors()
    for path in archive.vectors.folder.glob("*.part"):
        path.write_bytes(path.read_bytes()[:-1])
    archive.delete(["sea"])
    assert not any(b"sea" in path.read_bytes() for path in archive.vectors.folder.glob("*.part"))
    archive.make_vectors()
    assert sorted(archive.vectors.read().ids()) == sorted(set(WORDS) - {"sea"})


def test_deleting_where_the_manifest_is_damaged_leaves_nothing(archive):
    archive.make_vectors()
    (archive.vectors.folder / "manifest").write_bytes(b"{}")
    archive.delete(["sea"])
    assert not list(archive.vectors.folder.glob("*.part"))


def test_a_reader_sees_the_state_before_or_after(archive):
    archive.make_vectors()
    reader = Archive.open(archive.home)
    likeness = reader.likeness("snow")
    archive.delete(["snow"])
    archive.add([Article(id="more", language="en", title="snow")])
    archive.make_vectors()
    assert likeness is not None
    assert likeness.closest(1) == ("snow",)  # as it was when it was asked for
    after = reader.likeness("snow")
    assert after is not None
    assert after.closest(1) == ("more",)


def test_many_small_changes_leave_few_parts(archive, monkeypatch):
    archive.make_vectors()
    for number in range(20):
        archive.add([Article(id=f"n{number}", language="en", title=f"new {number}")])
        archive.add([ARTICLES[0].model_copy(update={"title": f"snow {number}"})])
        archive.make_vectors()
    manifest = archive.vectors.manifest()
    assert len(manifest.parts) <= 5
    assert manifest.articles == len(WORDS) + 20
    assert sum(len(part.dead) for part in manifest.parts) <= 3
    assert archive.likeness("snow 19").closest(1) == ("snow",)
