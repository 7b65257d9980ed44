"""Backups: taken while others write, checked, restored, and refused where they would harm."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.archive.backup import Manifest, backup, restore
from indexer.archive.backup.draft import draft
from indexer.settings import Settings, load_settings
from indexer.store import BATCH
from schemas.article import Article
from schemas.errors import LockedError, StoreError, UsageError
from schemas.query import Query


def article(number: int) -> Article:
    return Article.model_validate(
        {
            "id": f"a{number:05}",
            "language": "ru" if number % 2 else "en",
            "title": f"Новость {number}" if number % 2 else f"News {number}",
            "body": "Река поднялась. The river rose.",
            "published": f"2019-05-{1 + number % 28:02}",
        }
    )


@pytest.fixture
def home(tmp_path):
    """Twenty articles, indexed, and all that an operator keeps beside them."""
    folder = tmp_path / "home"
    archive = Archive(Settings(home=folder), create=True)
    archive.add(map(article, range(20)))
    archive.sync()
    archive.store.close()
    (folder / "settings.toml").write_text("keep = 3\n")
    (folder / "names.toml").write_text("")
    (folder / "alerts.toml").write_text('[[alert]]\nname = "river"\nquery = "река"\n')
    (folder / "alerts.state").write_text("{}")
    (folder / "rejected").mkdir()
    (folder / "rejected" / "one.jsonl").write_text('{"record": 1}\n{"record": 2}\n{"reco')
    with closing(sqlite3.connect(folder / "watched.sqlite")) as memory:
        memory.execute("CREATE TABLE seen (path BLOB PRIMARY KEY, size INT, changed INT)")
    return folder


def articles(home) -> dict[str, Article]:
    store = Archive.open(home).store
    try:
        return store.get_many(list(store.ids()))
    finally:
        store.close()  # an archive that is open is not replaced


def answers(home) -> list[list[str]]:
    archive = Archive.open(home)
    asked = ("река", "river", "Новость 7", "title:news", "")
    return [[hit.id for hit in archive.search(Query(text)).hits] for text in asked]


@pytest.mark.parametrize("name", ["copy", "copy.tar", "copy.tar.gz"])
@pytest.mark.parametrize("index", [False, True])
def test_a_restored_archive_is_the_one_that_was_copied(tmp_path, home, name, index):
    manifest = backup(Archive.open(home), tmp_path / name, index=index)
    done = restore(tmp_path / name, tmp_path / "new")
    assert (manifest.articles, done.manifest, done.replaced) == (20, manifest, None)
    if not index:
        Archive.open(tmp_path / "new").rebuild()
    assert articles(tmp_path / "new") == articles(home)
    assert answers(tmp_path / "new") == answers(home)
    assert load_settings(tmp_path / "new").keep == 3
    for kept in ("names.toml", "alerts.toml", "alerts.state", "watched.sqlite"):
        assert (tmp_path / "new" / kept).read_bytes() == (home / kept).read_bytes()
    # the line that was being written is in the next backup
    rejected = (tmp_path / "new" / "rejected" / "one.jsonl").read_text()
    assert rejected == '{"record": 1}\n{"record": 2}\n'
    assert not list((tmp_path / "new").glob(".*"))


def _ingest(home, started, stop) -> None:
    archive, number = Archive.open(home), 20
    while not stop.is_set():
        archive.add(map(article, range(number, number + BATCH + 30)))
        archive.sync()
        number += BATCH + 30
        started.set()


def test_a_backup_during_an_ingest_is_the_store_at_one_moment(tmp_path, home):
    process = multiprocessing.get_context("spawn")
    started, stop = process.Event(), process.Event()
    writer = process.Process(target=_ingest, args=(home, started, stop))
    writer.start()
    try:
        assert started.wait(300)
        taken = [backup(Archive.open(home), tmp_path / f"copy{n}") for n in range(3)]
    finally:
        stop.set()
        writer.join(300)
    whole = articles(home)
    for number, manifest in enumerate(taken):
        new = tmp_path / f"new{number}"
        restore(tmp_path / f"copy{number}", new)
        Archive.open(new).rebuild()
        restored = articles(new)
        # the articles came one after the other: what is there is all up to the moment
        assert sorted(restored) == sorted(whole)[: manifest.articles]
        assert all(whole[id] == one for id, one in restored.items())
        assert Archive.open(new).search(Query("река")).total == manifest.articles
    assert taken[0].articles >= 20 + BATCH


def test_an_index_is_not_copied_while_another_process_writes(tmp_path, home):
    with Archive.open(home).writing():
        backup(Archive.open(home), tmp_path / "store")
        with pytest.raises(LockedError):
            backup(Archive.open(home), tmp_path / "all", index=True)
    assert not (tmp_path / "all").exists()


def test_nobody_else_can_read_a_backup(tmp_path, home):
    for name in ("copy", "copy.tar"):
        backup(Archive.open(home), tmp_path / name)
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "copy.tar").stat().st_mode) == 0o600


@pytest.mark.parametrize("where", ["copy", "home/copy"])
def test_a_backup_overwrites_nothing_and_does_not_lie_in_the_home(tmp_path, home, where):
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(UsageError):
        backup(Archive.open(home), tmp_path / where)
    assert (tmp_path / "copy").read_text() == "mine"
    assert not (home / "copy").exists()


def test_files_of_regions_and_topics_go_along(tmp_path, home):
    regions = tmp_path / "mine" / "list.json"
    regions.parent.mkdir()
    regions.write_text('[{"id": "north", "labels": {"ru": "Север", "en": "North"}}]')
    (home / "settings.toml").write_text(f'regions = "{regions}"\n')
    backup(Archive.open(home), tmp_path / "copy")
    kept = regions.read_text()
    assert restore(tmp_path / "copy", tmp_path / "one").missing == ()
    regions.unlink()
    ((named, copy),) = restore(tmp_path / "copy", tmp_path / "two").missing
    assert (named, copy.read_text()) == (regions, kept)


def _cut(path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [_cut, _flip, lambda path: path.unlink()])
@pytest.mark.parametrize("name", ["store.sqlite", "rejected/one.jsonl", "settings.toml"])
def test_a_damaged_backup_is_refused_before_anything_changes(tmp_path, home, harm, name):
    backup(Archive.open(home), tmp_path / "copy")
    harm(tmp_path / "copy" / name)
    before = articles(home)
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "copy", home, replace=True)
    assert refused.value.place == name
    assert articles(home) == before
    with pytest.raises(StoreError):
        restore(tmp_path / "copy", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_no_backup_is_refused(tmp_path, home):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("text")
    backup(Archive.open(home), tmp_path / "copy.tar.gz")
    packed = tmp_path / "copy.tar.gz"
    packed.write_bytes(packed.read_bytes()[:-5000])
    for name in ("empty", "text", "copy.tar.gz"):
        with pytest.raises(StoreError):
            restore(tmp_path / name, tmp_path / "new")
        assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["../escaped", "{}/escaped", "a/../../escaped", "\0", ""])
def test_a_list_that_names_what_lies_elsewhere_is_refused(tmp_path, home, name):
    manifest = backup(Archive.open(home), tmp_path / "copy")
    (tmp_path / "copy" / "a").mkdir()
    shutil.copy(tmp_path / "copy" / "store.sqlite", tmp_path / "escaped")  # as it is said to be
    shape = json.loads(manifest.model_dump_json())
    shape["files"][name.format(tmp_path)] = shape["files"]["store.sqlite"]
    (tmp_path / "copy" / "manifest.json").write_text(json.dumps(shape))
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "copy", tmp_path / "new")
    assert refused.value.message == "its list cannot be read"


def test_a_packed_link_leads_nowhere(tmp_path, home):
    backup(Archive.open(home), tmp_path / "copy")
    with tarfile.open(tmp_path / "evil.tar", "w") as packed:
        packed.add(tmp_path / "copy", ".")
        link = tarfile.TarInfo("rejected/out")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
        packed.addfile(link)
    restore(tmp_path / "evil.tar", tmp_path / "new")
    assert not (tmp_path / "new" / "rejected" / "out").is_symlink()


def test_an_archive_is_replaced_only_when_that_is_said_and_is_kept(tmp_path, home):
    backup(Archive.open(home), tmp_path / "copy")
    Archive.open(home).delete(["a00001"])
    with pytest.raises(UsageError) as refused:
        restore(tmp_path / "copy", home)
    assert "--replace" in refused.value.hint
    done = restore(tmp_path / "copy", home, replace=True)
    Archive.open(home).rebuild()
    assert "a00001" in articles(home)
    assert "a00001" not in articles(done.replaced)
    # again, and what was moved aside stays where it is
    shutil.rmtree(home / "index")
    again = restore(tmp_path / "copy", home, replace=True)
    assert {done.replaced.name, again.replaced.name} <= {p.name for p in home.iterdir()}


def test_an_archive_in_use_is_not_replaced(tmp_path, home):
    backup(Archive.open(home), tmp_path / "copy")
    with Archive.open(home).writing(), pytest.raises(LockedError):
        restore(tmp_path / "copy", home, replace=True)
    assert len(articles(home)) == 20


def test_a_damaged_store_is_not_copied(tmp_path, home):
    with (home / "store.sqlite").open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\0" * 4096)
    with pytest.raises(StoreError):
        backup(Archive.open(home), tmp_path / "copy")
    assert list(tmp_path.iterdir()) == [home]


def test_the_list_tells_what_was_copied(tmp_path, home):
    manifest = backup(Archive.open(home), tmp_path / "copy", index=True)
    assert Manifest.read(tmp_path / "copy") == manifest
    assert (manifest.sequence, manifest.index) == (20, "g000001")
    assert {"index/published", "vocabulary", "names.sqlite"} <= manifest.files.keys()


@pytest.mark.parametrize("name", ["one", "one.tar"])
def test_what_a_killed_backup_left_is_gone_after_the_next_of_any_name(tmp_path, home, name):
    copies = tmp_path / "copies"
    kill_in(lambda: backup(Archive.open(home), copies / name), "files")
    (left,) = copies.iterdir()
    with pytest.raises(StoreError):
        Manifest.read(copies / name)
    backup(Archive.open(home), copies / "two")
    assert [path.name for path in copies.iterdir()] == ["two"]
    assert left.name.startswith(f".{name}.")


def test_a_backup_that_is_being_made_is_left_alone(tmp_path, home):
    with draft(tmp_path / "one") as part:
        backup(Archive.open(home), tmp_path / "two")
        assert part.is_dir()
        with pytest.raises(LockedError):
            backup(Archive.open(home), tmp_path / "one")
    backup(Archive.open(home), tmp_path / "one")


@pytest.mark.parametrize("replace", [False, True])
def test_a_restore_killed_between_its_moves_is_given_again(tmp_path, home, replace):
    target = home if replace else tmp_path / "new"
    archive = Archive.open(home)
    backup(archive, tmp_path / "copy")
    archive.store.close()  # an archive that is open is not replaced
    wanted = articles(home)
    kill_in(lambda: restore(tmp_path / "copy", target, replace=replace), "alerts.state")
    assert not (target / "store.sqlite").exists()
    with pytest.raises(StoreError, match="killed"):  # no other archive is begun in its place
        Archive.open(target, create=True)
    restore(tmp_path / "copy", target, replace=replace)
    assert articles(target) == wanted


def test_what_a_restore_killed_at_its_end_left_is_gone_after_the_next_command(tmp_path, home):
    backup(Archive.open(home), tmp_path / "copy")
    new = tmp_path / "new"
    kill_in(lambda: restore(tmp_path / "copy", new), "store.sqlite")
    assert (new / ".restoring").exists()
    with pytest.raises(UsageError) as refused:
        restore(tmp_path / "copy", new)
    assert "reindex" in refused.value.hint
    Archive.open(new).sync()
    assert not list(new.glob(".*"))
    assert answers(new) == answers(home)


def test_an_exchange_that_the_disk_refuses_is_undone(tmp_path, home, monkeypatch):
    backup(Archive.open(home), tmp_path / "copy")
    before = sorted(path.name for path in home.iterdir())
    moved = os.replace

    def refuse(old, new):
        if new == home / "store.sqlite":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(new))
        moved(old, new)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StoreError, match="No space"):
        restore(tmp_path / "copy", home, replace=True)
    assert sorted(path.name for path in home.iterdir()) == before
    assert len(articles(home)) == 20


def kill_in(work, name: str) -> None:
    """Run something in a process that is killed once a file or folder of this name is in place."""

    def killed(original):
        def call(*given, **named):
            original(*given, **named)
            if Path(given[-1] if len(given) > 1 else given[0]).name == name:
                os.kill(os.getpid(), signal.SIGKILL)

        return call

    def run() -> None:
        os.replace, Path.mkdir = killed(os.replace), killed(Path.mkdir)
        work()

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
