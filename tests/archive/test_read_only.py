"""Who may only read the home searches and serves; nothing is written there."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.archive import Archive
from indexer.archive.doctor import examine
from indexer.cli import main
from schemas.article import Article
from schemas.errors import StoreError
from schemas.query import Query
from searchapp import create_app

NOBODY = 65534

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")


def article(number: int) -> Article:
    return Article(
        id=f"a{number}",
        language="en",
        title=f"Floods {number}",
        body="It rained.",
        people=("Ann Lee",),
    )


def visited(archive: Archive) -> list[int]:
    """What the site answers."""
    site = create_app(archive).test_client()
    return [site.get(address).status_code for address in ("/", "/search?q=floods", "/health")]


@pytest.fixture
def home(tmp_path_factory) -> Iterator[Path]:
    # below the temporary folder itself: those of pytest are closed to others
    folder = Path("/tmp", f"podshivka-read-only-{os.getpid()}")  # noqa: S108
    shutil.rmtree(folder, ignore_errors=True)
    archive = Archive.open(folder, create=True)
    archive.add(map(article, range(3)))
    archive.sync()
    # what is loaded late is loaded now: the folders of Python may be closed to others, too
    visited(archive)
    archive.search(Query("floods"))
    archive.store.close()
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(0o555)
    yield folder
    shutil.rmtree(folder)


def as_nobody(work: Callable[[], Any]) -> Any:
    """What a function gives in a process of a user who may write nothing there."""
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def told() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            theirs.send(work())
        except BaseException as error:  # noqa: BLE001 - raised in the parent
            theirs.send(error)

    child = multiprocessing.get_context("fork").Process(target=told)
    child.start()
    theirs.close()
    found = ours.recv()
    child.join()
    if isinstance(found, BaseException):
        raise found
    return found


def listed(folder: Path) -> dict[str, tuple[int, int]]:
    paths = [folder, *folder.rglob("*")]
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in paths}


def test_it_is_searched_and_served(home):
    before = listed(home)

    def work() -> Any:
        archive = Archive.open(home)
        archive.settle()
        return archive.search(Query("floods")).total, archive.get("a1").title, visited(archive)

    assert as_nobody(work) == (3, "Floods 1", [200, 200, 200])
    assert listed(home) == before


def test_it_is_examined(home):
    levels = as_nobody(lambda: {(one.area, one.level) for one in examine(home)})
    assert {("store", "ok"), ("index", "ok"), ("lexicon", "ok")} <= levels


def test_a_command_that_writes_says_so(home, capfd):
    assert as_nobody(lambda: main(["sync", "--home", str(home)])) == 1
    assert "Traceback" not in capfd.readouterr().err


def test_what_others_write_meanwhile_is_seen(home):
    ours, theirs = multiprocessing.Pipe()

    def work() -> Any:
        archive = Archive.open(home)
        found = [archive.search(Query("floods")).total]
        theirs.send("open")
        assert theirs.poll(60)
        for _ in ("while another has it open", "when nobody has"):
            theirs.recv()
            found.append(archive.search(Query("floods")).total)
            found.append(len([*archive.store.ids()]))
            theirs.send("looked")
        return found

    found: list[Any] = []

    def write(archive: Archive, number: int) -> None:
        archive.add([article(number)])
        archive.sync()

    thread = threading.Thread(target=lambda: found.append(as_nobody(work)))
    thread.start()
    assert ours.recv() == "open"
    for number, stays in ((3, True), (4, False)):
        archive = Archive.open(home)
        write(archive, number)
        if not stays:
            archive.store.close()
        ours.send(number)
        assert ours.poll(60)
        assert ours.recv() == "looked"
        archive.store.close()
    thread.join()
    assert found == [[3, 4, 4, 5, 5]]


def test_a_log_that_cannot_be_read_is_an_error(home):
    (home / "store.sqlite-wal").write_bytes(b"x" * 100)
    with pytest.raises(StoreError, match="unable to open"):
        as_nobody(lambda: len(Archive.open(home).store))
