"""What looks after an archive looks after its vectors."""

from __future__ import annotations

import shutil

import pytest

from indexer.archive import Archive
from indexer.archive.backup import backup, restore
from indexer.archive.doctor import contents
from schemas.article import Article


@pytest.fixture
def archive(tmp_path, model) -> Archive:
    made = Archive.open(tmp_path / "home", create=True)
    made.add([Article(id="sneg", language="ru", title="Снег")])
    made.sync()
    return made


def findings(archive: Archive, monkeypatch, name: str = "words 1"):
    monkeypatch.setattr(contents, "model_name", lambda: name)
    return [(each.level, each.text, each.hint) for each in contents.vectors(archive)]


def test_doctor_says_what_there_is(archive, monkeypatch):
    ((level, text, hint),) = findings(archive, monkeypatch)
    assert (level, hint) == ("ok", "podshivka vectors")
    ((level, text, hint),) = findings(archive, monkeypatch, "")
    assert (level, "not installed" in text) == ("ok", True)
    archive.make_vectors()
    ((level, text, _),) = findings(archive, monkeypatch)
    assert (level, text.startswith("1 articles have them; whole")) == ("ok", True)


def test_doctor_says_what_has_to_be_done(archive, monkeypatch):
    archive.make_vectors()
    archive.add([Article(id="sud", language="ru", title="Суд")])
    assert findings(archive, monkeypatch)[1][0] == "warning"
    ((level, text, hint),) = findings(archive, monkeypatch, "words 2")
    assert (level, "words 1" in text, hint) == ("warning", True, "podshivka vectors")
    ((level, text, hint),) = findings(archive, monkeypatch, "")
    assert (level, "pip install" in hint) == ("warning", True)
    for path in archive.vectors.folder.glob("*.part"):
        path.write_bytes(b"")
    ((level, text, hint),) = findings(archive, monkeypatch)
    assert (level, hint) == ("warning", "podshivka vectors")


def test_stats_count_them(archive):
    assert archive.stats()["vectors"] == {}
    archive.make_vectors()
    figures = archive.stats()["vectors"]
    assert figures["articles"] == 1
    assert 400 < figures["bytes"] < 2_000


@pytest.mark.parametrize("index", [False, True])
def test_a_backup_has_them_with_the_index(archive, tmp_path, index):
    archive.make_vectors()
    backup(archive, tmp_path / "copy", index=index)
    assert (tmp_path / "copy" / "vectors").exists() == index
    restore(tmp_path / "copy", tmp_path / "again")
    again = Archive.open(tmp_path / "again")
    assert (again.likeness("снег") is not None) == index
    assert again.make_vectors().encoded == (not index)


def test_who_may_only_read_has_them(archive):
    archive.make_vectors()
    folder = archive.vectors.folder
    for path in folder.iterdir():
        path.chmod(0o400)
    folder.chmod(0o500)
    try:
        likeness = Archive.open(archive.home).likeness("снег")
        assert likeness is not None
        assert likeness.closest(1) == ("sneg",)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
