"""What a disk changes without a trace: nothing is read outside of arrays, and it does not last."""

from __future__ import annotations

import errno
import os
import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.cli import main
from indexer.index.checks import finish
from indexer.index.whoosh.files.container import Container
from indexer.index.whoosh.kernels import reading
from schemas.errors import ForeignIndexError, NotFoundError, OutdatedIndexError, UnavailableError
from schemas.query import Query
from tests.fuzz.flips import answers, archive_in, flip, outcome

FLIPS = 12


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    archive_in(folder, 60).store.close()
    return folder


@pytest.fixture
def home(sound, tmp_path) -> Path:
    finish()
    return Path(shutil.copytree(sound, tmp_path / "home"))


def segment(home: Path) -> Path:
    return max(home.glob("**/MAIN_*.arrays"), key=lambda path: path.stat().st_size)


def change(path: Path, array: str) -> None:
    """Another number in the middle of an array; the file is as old as it was."""
    before = path.stat()
    dtype, length, offset, _ = Container(path)._arrays[array]
    with path.open("r+b") as file:
        file.seek(offset + length // 2 * int(dtype[-1]))
        (old,) = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([old ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_has_changed_is_found_beside_the_first_search(home):
    change(segment(home), "lengths")
    archive = Archive.open(home)
    with suppress(ForeignIndexError):  # it may be found as quickly
        archive.search(Query("floods"))
    with pytest.raises(ForeignIndexError, match=r"MAIN_.*array lengths .*podshivka reindex"):
        finish()
    for _ in range(2):
        with pytest.raises(ForeignIndexError, match="lengths"):
            archive.search(Query("floods"))
    archive.rebuild()
    assert archive.search(Query("floods")).total == 57
    finish()


def test_a_damaged_index_is_not_kept_when_another_takes_its_place(home):
    archive = Archive.open(home)
    archive.rebuild()
    before = archive.engine.published()
    archive.rebuild()
    assert before in [each.name for each in archive.engine.generations()]
    change(segment(home / "index" / archive.engine.published()), "lengths")
    with pytest.raises(ForeignIndexError):
        archive.engine.verify(archive.engine.published())
    archive.rebuild()
    assert [each.published for each in archive.engine.generations()] == [True]
    assert archive.verify() == []
    with pytest.raises(NotFoundError):
        archive.rollback()


@pytest.mark.parametrize("name", ["generation.json", "MAIN_*.arrays"])
@pytest.mark.parametrize("number", [errno.EACCES, errno.EMFILE, errno.EIO])
def test_an_index_of_which_the_system_refuses_a_file_is_kept(home, monkeypatch, name, number):
    archive = Archive.open(home)
    before = archive.engine.published()
    opened, refused = Path.open, next((home / "index" / before).glob(name))

    def refuse(path, *args, **options):
        if path == refused:
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        with pytest.raises(UnavailableError, match="cannot be read"):
            archive.engine.verify(before)
        archive.rebuild()
    archive.rollback()
    assert archive.engine.published() == before
    assert archive.verify() == []


@pytest.mark.parametrize("error", [OutdatedIndexError, UnavailableError])
def test_an_index_of_another_version_or_that_does_not_answer_is_kept(home, monkeypatch, error):
    archive = Archive.open(home)
    before = archive.engine.published()

    verify = type(archive.engine).verify

    def refuse(engine, name):
        if name == before:
            raise error("not now")
        verify(engine, name)

    monkeypatch.setattr(type(archive.engine), "verify", refuse)
    archive.rebuild()
    assert before in [each.name for each in archive.engine.generations()]


def test_what_changes_later_is_found_when_all_is_read_again(home):
    archive = Archive.open(home)
    assert archive.search(Query("floods")).total == 57
    finish()
    change(segment(home), "lengths")
    archive.search(Query("floods"))
    finish()
    archive._serving._checks._due = 0
    archive.searcher()
    with pytest.raises(ForeignIndexError):
        finish()
    with pytest.raises(ForeignIndexError):
        archive.search(Query("floods"))


def test_what_was_read_is_not_read_again_at_every_opening(home, monkeypatch):
    archive = Archive.open(home)
    archive.settle()
    read = []
    monkeypatch.setattr(Container, "verify", lambda container: read.append(container.path))
    archive.searcher()
    Archive.open(home).searcher()
    finish()
    assert not read


def test_a_command_says_so_that_has_answered_from_a_damaged_index(home, capsys):
    assert main(["search", "--home", str(home), "floods"]) == 0
    change(segment(home), "lengths")
    assert main(["search", "--home", str(home), "floods"]) == 0  # read by this process before
    os.utime(segment(home))
    assert main(["search", "--home", str(home), "floods"]) == 1
    assert "array lengths does not match its checksum" in capsys.readouterr().err


@pytest.mark.skipif(getattr(reading.native, "checked", False), reason="ends the process there")
@pytest.mark.parametrize("checked", [False, True])
def test_flipped_bits_neither_crash_nor_lie_once_they_were_looked_for(sound, tmp_path, checked):
    chance = random.Random(f"flips {checked}")  # noqa: S311 - damage that can be repeated
    archive = Archive.open(sound)
    right = answers(archive)
    archive.store.close()
    for number in range(FLIPS):
        folder = Path(shutil.copytree(sound, tmp_path / str(number)))
        flip(segment(folder), chance)
        told = outcome(folder, right, checked=checked)
        assert told in ({"right", "refused"} if checked else {"right", "refused", "wrong"})
