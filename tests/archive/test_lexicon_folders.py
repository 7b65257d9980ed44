"""Folders of lexicons that were replaced, or never finished, are not read, nor called damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive import Archive
from schemas.article import Article


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Eleven articles, one of which has been deleted: the lexicon is the second of its name."""
    made = Archive.open(tmp_path / "home", create=True)
    made.add(
        Article(id=f"a{n}", language="en", title=f"Otters in river {n}", body="It rained.")
        for n in range(11)
    )
    made.sync()
    made.delete(["a3"])
    return made


@pytest.fixture
def kept(archive: Archive) -> Path:
    """The folder of the lexicon that counts."""
    (path,) = (archive.home / "lexicons").iterdir()
    assert path.name == "g000001-11-1"
    return path


@pytest.mark.parametrize("name", ["g000001-11", ".lexicon-a1b2", ".lexicon-g000001-11"])
def test_what_an_interrupted_command_left_is_no_damage_and_goes(archive, kept, name):
    half = kept.with_name(name)
    half.mkdir()
    (half / "ends.npy").write_bytes(b"")
    assert archive.verify() == []
    archive.add([Article(id="b", language="en", title="A bridge", body="It snowed.")])
    assert list(kept.parent.iterdir()) == [kept]


def test_half_of_the_one_that_counts_is_damage_and_made_anew(archive, kept):
    (kept / "ends.npy").unlink()
    (fault,) = archive.verify()
    assert fault.place == str(kept)
    assert archive.sync().mended
    assert archive.verify() == []
