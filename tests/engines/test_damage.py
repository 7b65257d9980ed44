"""Damage, crashes and rivals: a clear error or the previous state, never a wrong answer."""

from __future__ import annotations

import os
import shutil
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from corpus import DAY, Doc, batch
from filelock import FileLock

from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files import container
from indexer.index.whoosh.files.manifest import Manifest
from schemas.errors import EngineError, ForeignIndexError, LockedError, OutdatedIndexError
from schemas.expression import And, Or, Phrase, Word
from schemas.query import Request

DOCS = [Doc(f"d{n}", f"title {n}", body="x y z", published=n * DAY) for n in range(50)]


@pytest.fixture
def engine(tmp_path):
    return WhooshEngine(tmp_path)


@pytest.fixture
def name(engine):
    made = engine.create("f").name
    engine.apply(made, [batch(DOCS)], 1)
    return made


def arrays(folder: Path) -> Path:
    (path,) = folder.glob("*.arrays")
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def foreign(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


def change_directory(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-60] ^= 1
    path.write_bytes(content)


HARMS = [cut, lengthen, foreign, empty, change_directory]


@pytest.mark.parametrize(
    ("which", "harm"),
    [
        *(("*.arrays", harm) for harm in (*HARMS, remove)),
        *(("generation.json", harm) for harm in HARMS),  # without it there is no generation
    ],
)
def test_a_damaged_file_is_an_error(engine, tmp_path, name, which, harm):
    (path,) = (tmp_path / name).glob(which)
    harm(path)
    with pytest.raises(ForeignIndexError) as raised:
        engine.open(name)
    assert str(path) in str(raised.value)


def test_a_damaged_live_mask_is_an_error(engine, tmp_path, name):
    engine.apply(name, [batch(deleted=["d1"])], 2)
    (path,) = (tmp_path / name).glob("*.live")
    cut_short = path.read_bytes()[:-1]
    path.write_bytes(cut_short)
    with pytest.raises(ForeignIndexError):
        engine.open(name)
    path.write_bytes(cut_short + b"\xff")
    for read in (engine.open, engine.verify, engine.publish):
        with pytest.raises(ForeignIndexError):
            read(name)


def test_verify_and_publish_read_every_byte(engine, tmp_path, name):
    engine.verify(name)
    path = arrays(tmp_path / name)
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    with pytest.raises(ForeignIndexError):
        engine.verify(name)
    with pytest.raises(ForeignIndexError):
        engine.publish(name)
    assert engine.published() is None


def test_a_newer_version_is_refused(engine, tmp_path, name):
    path = arrays(tmp_path / name)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, 8, container.VERSION + 1)
    path.write_bytes(content)
    with pytest.raises(OutdatedIndexError, match="newer") as raised:
        engine.open(name)
    assert raised.value.place == str(path)


def test_a_damaged_generation_is_listed_and_can_be_dropped(engine, tmp_path, name):
    foreign(tmp_path / name / "generation.json")
    (listed,) = engine.generations()
    assert (listed.name, listed.fingerprint, listed.documents) == (name, "", 0)
    engine.drop(name)
    assert engine.generations() == ()


def test_a_second_writer_is_refused(engine, tmp_path, name):
    with FileLock(tmp_path / name / "write.lock"), pytest.raises(LockedError):
        engine.apply(name, [batch([Doc("new")])], 2)
    assert engine.apply(name, [batch([Doc("new")])], 2).documents == 51


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_disk_that_refuses_is_an_engine_error(engine, tmp_path, name, monkeypatch, call):
    def refuse(*_):
        raise OSError(30, "Read-only file system")

    before = sorted(path.name for path in (tmp_path / name).iterdir())
    with monkeypatch.context() as patched:
        patched.setattr(os if call == "fsync" else Path, call, refuse)
        with pytest.raises(EngineError, match="Read-only"):
            engine.apply(name, [batch([Doc("new")])], 2)
    assert sorted(path.name for path in (tmp_path / name).iterdir()) == before
    assert engine.open(name).generation.checkpoint == 1


CHANGES = {
    "create": (lambda engine, _: engine.create("f"), ""),
    "apply": (lambda engine, name: engine.apply(name, [batch([Doc("new")])], 2), "g000001"),
    "publish": (lambda engine, name: engine.publish(name), ""),
    "drop": (lambda engine, name: engine.drop(name), "g000001"),
}
"""What changes an index, and which folder of it."""


@pytest.mark.parametrize("called", CHANGES)
def test_a_disk_that_refuses_is_named(engine, tmp_path, name, monkeypatch, called):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    change, place = CHANGES[called]
    with monkeypatch.context() as patched:
        for module, call in ((os, "fsync"), (shutil, "rmtree"), (Path, "mkdir")):
            patched.setattr(module, call, refuse)
        with pytest.raises(EngineError, match="Read-only") as raised:
            change(engine, name)
    assert raised.value.place == str(tmp_path / place)


class Killed(BaseException):
    """The process ends here."""


def test_a_crash_at_any_step_leaves_the_old_state_or_the_new(tmp_path, monkeypatch):
    outcomes = set()
    for step in range(30):
        engine = WhooshEngine(tmp_path / str(step))
        name = engine.create("f").name
        engine.apply(name, [batch(DOCS)], 1)
        remaining = iter(range(step))
        rename = Path.rename

        def perhaps(path, target, remaining=remaining, rename=rename):
            if next(remaining, None) is None:
                raise Killed
            return rename(path, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", perhaps)
            patched.setattr("indexer.index.whoosh.engine._clean", lambda _: None)
            try:
                engine.apply(name, [batch([Doc("new", "x")], deleted=["d1", "d2"])], 2)
                finished = True
            except Killed:
                finished = False
        searcher = engine.open(name)
        state = searcher.generation.checkpoint, len(list(searcher.ids()))
        assert state in {(1, 50), (2, 49)}
        outcomes.add(state)
        assert engine.apply(name, [batch([Doc("new", "x")], deleted=["d1"])], 3).checkpoint == 3
        if finished:
            break
    assert finished
    assert len(outcomes) == 2


def test_a_generation_deleted_under_an_open_searcher(engine, name):
    searcher = engine.open(name)
    engine.drop(name)
    found = searcher.search(Request(Phrase((Word(("x",)), Word(("y",))))))
    assert found.total == 50
    assert found.matches[0].id == "d49"


def test_a_closed_searcher_says_so(engine, name):
    searcher = engine.open(name)
    searcher.close()
    with pytest.raises(EngineError, match="closed"):
        searcher.search(Request())


@pytest.mark.parametrize("read", ["open", "verify", "status"])
def test_segments_that_were_replaced_are_not_damaged(engine, name, monkeypatch, read):
    found, checkpoints = Manifest.read, iter([2])

    def replaced(folder):
        manifest = found(folder)
        for checkpoint in checkpoints:
            engine.apply(name, [batch([Doc("new")])], checkpoint)
        return manifest

    monkeypatch.setattr(Manifest, "read", replaced)
    getattr(engine, read)(name)


def test_opening_while_a_writer_replaces_the_segments(engine, name):
    stop = threading.Event()

    def write():
        for checkpoint in range(2, 30):
            engine.apply(name, [batch([Doc(f"n{checkpoint}")])], checkpoint)
        stop.set()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not stop.is_set() and not writing.done():
            searcher = engine.open(name)
            assert searcher.search(Request()).total == searcher.generation.documents
        writing.result()


def test_threads_share_a_searcher(engine, name):
    searcher = engine.open(name)
    asked = [
        Request(Word(("x",))),
        Request(Or((Word(("title",)), Word(("y",))))),
        Request(Phrase((Word(("y",)), Word(("z",))))),
        Request(sort="oldest"),
    ]
    expected = [WhooshEngine.open(engine, name).search(request) for request in asked]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(searcher.search, asked * 100))
    assert found == expected * 100


@pytest.mark.parametrize(
    "node",
    [
        Word(("x",)),
        Phrase((Word(("y",)), Word(("z",)))),
        And((Word(("y",)), Word(("x",)), Word(("z",)))),
    ],
)
def test_the_cache_shows_hits_and_misses(engine, name, node):
    searcher = engine.open(name)
    for sort in ("relevance", "newest", "relevance"):
        searcher.search(Request(node, sort=sort))
    assert (searcher.postings.hits, searcher.postings.misses) == (2, 1)
    assert searcher.postings.used <= searcher.postings.room
