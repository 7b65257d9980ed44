"""Vectors are made once for each text, are gone with its article, and survive whatever happens."""

from __future__ import annotations

import math
from datetime import date
from zlib import crc32

import pytest

from indexer.archive import Archive
from indexer.vectors import building
from schemas.article import Article


def article(id: str, title: str, language: str = "en", **fields) -> Article:
    return Article(id=id, language=language, title=title, **fields)


SNOW = article("snow", "Snow closes road", body="The snow fell all night.")
SNEG = article("sneg", "Снег", "ru", published=date(2020, 1, 2))
COURT = article("court", "Court acquits")


@pytest.fixture
def archive(tmp_path, model) -> Archive:
    made = Archive.open(tmp_path / "home", create=True)
    made.add([SNOW, SNEG, COURT])
    return made


def near(archive: Archive, text: str, limit: int = 1) -> tuple[str, ...]:
    likeness = archive.likeness(text)
    assert likeness is not None
    return likeness.closest(limit)


def test_the_nearest_of_each_language_is_found(archive):
    archive.make_vectors()
    assert set(near(archive, "снег")) == {"snow", "sneg"}
    assert near(archive, "court", 9)[0] == "court"


def test_without_vectors_nothing_is_known(archive):
    assert archive.likeness("snow") is None
    assert archive.likeness_of(SNOW) is None
    assert archive.sync().vectors == building.Made()
    assert not (archive.home / "vectors").exists()


def test_an_article_is_near_itself_and_its_like(archive):
    archive.make_vectors()
    likeness = archive.likeness_of(SNOW)
    assert likeness is not None
    assert likeness.closest(1)[0] == "snow"
    own, other, unknown = likeness.of(["snow", "sneg", "nobody"])
    assert own == pytest.approx(1, abs=1e-6)
    assert 0.1 < other < 0.9
    assert math.isnan(unknown)


def test_what_has_not_changed_is_not_encoded_again(archive, model):
    assert archive.make_vectors().encoded == 3
    model.encoded.clear()
    archive.add([SNOW.model_copy(update={"regions": ("dagestan",)})])
    archive.add([SNEG.model_copy(update={"published": date(2020, 1, 3)})])
    assert archive.make_vectors().encoded == 0
    assert not model.encoded
    entry = archive.vectors.read().entries(["sneg"])[0]
    assert entry is not None
    assert entry.day == date(2020, 1, 3)


def test_a_sync_brings_vectors_up(archive, model):
    archive.make_vectors()
    model.encoded.clear()
    archive.add([COURT.model_copy(update={"title": "The sea"}), article("sea", "Море", "ru")])
    assert archive.sync().vectors.encoded == 2
    assert model.encoded == ["The sea", "Море"]
    assert set(near(archive, "sea")) == {"court", "sea"}


def test_a_sync_leaves_much_to_the_command(archive, monkeypatch):
    archive.make_vectors()
    monkeypatch.setattr(building, "ENCODED", 1)
    archive.add([article("a", "Sea"), article("b", "Sea and snow")])
    assert archive.sync().vectors.left == 2
    monkeypatch.setattr(building, "LOOKED_AT", 1)
    assert archive.sync().vectors.left == 2
    assert archive.make_vectors().encoded == 2
    assert archive.sync().vectors.left == 0


def test_what_is_deleted_leaves_no_vector(archive):
    archive.make_vectors()
    archive.sync()
    archive.add([SNOW.model_copy(update={"title": "Snow closes another road"})])
    archive.sync()  # a row of the earlier version may still lie in a part
    archive.delete(["snow"])
    assert list(archive.vectors.read().ids()).count("snow") == 0
    for path in (archive.home / "vectors").glob("*.part"):
        assert b"snow" not in path.read_bytes()


def test_a_deletion_that_was_interrupted_is_finished_by_a_sync(archive):
    archive.make_vectors()
    archive.store.delete(["snow"])
    archive.sync()
    assert "snow" not in set(archive.vectors.read().ids())


def test_another_encoder_makes_all_anew_when_the_command_is_given(archive, another_model):
    archive.make_vectors()
    another_model("words 2")
    assert archive.likeness("snow") is None
    assert archive.sync().vectors.left == 3
    assert archive.make_vectors().encoded == 3
    assert set(near(archive, "снег")) == {"snow", "sneg"}


@pytest.mark.parametrize("title", ["nan", "nothing"])
def test_what_cannot_be_compared_has_no_vector(archive, title):
    archive.add([article("odd", title)])
    made = archive.make_vectors()
    assert (made.encoded, made.refused) == (3, 1)
    assert archive.likeness_of(article("odd", title)) is None


def test_a_third_language_has_a_vector_and_is_never_closest(archive):
    archive.add([article("de", "snow", "de")])
    archive.make_vectors()
    likeness = archive.likeness("snow")
    assert likeness is not None
    assert "de" not in likeness.closest(9)
    assert likeness.of(["de"])[0] == pytest.approx(1, abs=1e-6)


def test_a_million_characters_cost_no_more_than_a_page(archive, model):
    archive.add([article("long", "Sea", body="Sea. Snow " * 100_000)])
    model.encoded.clear()
    archive.make_vectors()
    assert sum(map(len, model.encoded)) < 10_000


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone", "empty"])
def test_damage_is_found_told_and_mended(archive, harm):
    archive.make_vectors()
    (path,) = (archive.home / "vectors").glob("*.part")
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        bad = {"cut": content[:-9], "flipped": content[:-9] + b"#" * 9, "empty": b""}[harm]
        path.write_bytes(bad)
    fresh = Archive.open(archive.home)
    assert fresh.likeness("snow") is None
    assert [error.hint for error in fresh.verify() if "vectors" in error.place]
    synced = fresh.sync()
    assert synced.vectors.mended
    assert synced.vectors.encoded == 3
    assert any("vectors" in said for said in synced.mended)
    assert set(near(fresh, "снег")) == {"snow", "sneg"}


def test_a_damaged_manifest_makes_all_anew(archive):
    archive.make_vectors()
    path = archive.home / "vectors" / "manifest"
    path.write_bytes(path.read_bytes().replace(b"words 1", b"words 9"))
    assert archive.likeness("snow") is None
    assert archive.sync().vectors.mended
    assert set(near(archive, "снег")) == {"snow", "sneg"}


def test_vectors_of_another_version_are_said_and_left_to_the_command(archive):
    archive.make_vectors()
    path = archive.home / "vectors" / "manifest"
    said = path.read_bytes().partition(b"\n")[0].replace(b'"format":2', b'"format":1')
    path.write_bytes(said + b"\n%08x\n" % crc32(said))
    (error,) = archive.verify()
    assert "another version" in error.message
    assert archive.likeness("snow") is None
    kept = {each: each.read_bytes() for each in (path, *path.parent.glob("*.part"))}
    synced = archive.sync()
    assert (synced.vectors.left, synced.mended) == (archive.vectors_pending(), ())
    assert {each: each.read_bytes() for each in kept} == kept
    made = archive.make_vectors()
    assert (made.encoded, made.mended) == (3, False)
    assert set(near(archive, "снег")) == {"snow", "sneg"}


def test_a_store_of_another_archive_has_no_strangers(archive, tmp_path, monkeypatch):
    archive.make_vectors()
    archive.store.close()
    other = Archive.open(tmp_path / "other", create=True)
    other.add([COURT])
    other.store.close()
    (archive.home / "store.sqlite").write_bytes((tmp_path / "other/store.sqlite").read_bytes())
    fresh = Archive.open(archive.home)
    monkeypatch.setattr(building, "LOOKED_AT", 0)
    fresh.sync()  # it is not forgotten that all has to be looked at
    fresh.add([SNEG, article("sea", "Sea"), article("lake", "Lake")])
    fresh.make_vectors()
    assert sorted(fresh.vectors.read().ids()) == ["court", "lake", "sea", "sneg"]
