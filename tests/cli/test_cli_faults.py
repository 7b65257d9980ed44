"""Exit codes, signals, locks, full disks: one line for people, one object for scripts."""

from __future__ import annotations

import errno
import json
import os
import sqlite3

import filelock
import pytest

from indexer.archive import Archive, rights
from indexer.cli.ingest import stored_so_far
from indexer.index.whoosh.write.writer import Writer
from indexer.store.store_pass import StorePass
from schemas.article import Article
from schemas.errors import StoreError

COMMANDS = [
    "ingest",
    "sync",
    "reindex",
    "rollback",
    "generations",
    "delete",
    "quarantine",
    "duplicates",
    "search",
    "show",
    "analyze",
    "stats",
    "serve",
    "demo",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    result = run(command, "--help")
    assert result.code == 0
    assert result.out.startswith(f"Usage: podshivka {command}")
    assert "--json" in result.out


def test_help_lists_every_command_and_exit_code(run):
    out = run("--help").out
    for word in [*COMMANDS, "0 done", "3 done, but some records", "5 verification failed"]:
        assert word in out


def test_without_a_command_help_is_shown(run):
    result = run()
    assert result.code == 2
    assert "Commands:" in result.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["search", "--no-such-option"], "No such option"),
        (["show"], "Missing argument 'ID'"),
        (["--home", __file__, "stats"], "'--home'"),
    ],
)
def test_wrong_usage_is_one_line(run, arguments, told):
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    (line,) = result.err.splitlines()
    assert line.startswith("podshivka: ")
    assert told in line


@pytest.mark.parametrize("command", [["search"], ["sync"], ["stats"], ["serve"], ["show", "x"]])
def test_without_an_archive(run, home, command):
    result = run(*command)
    assert result.code == 1
    told = "there is no archive here (podshivka ingest creates one)"
    assert result.err == f"podshivka: {home}: {told}\n"
    assert not home.exists()


def test_errors_as_json(run, home):
    result = run("search", "--json")
    assert (result.code, result.out) == (1, "")
    assert json.loads(result.err) == {
        "error": {
            "type": "StoreError",
            "message": "there is no archive here",
            "place": str(home),
            "hint": "podshivka ingest creates one",
            "mend": "podshivka ingest creates one",
            "exit_code": 1,
        }
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"this is no database" * 100, "not a readable SQLite file"),
        ("sqlite", "not a store of podshivka"),
    ],
)
def test_a_store_that_is_not_ours(run, home, file, content, told):
    home.mkdir()
    path = home / "store.sqlite"
    if content == "sqlite":
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE other (x)")
        other.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    for command in (["search"], ["ingest", file]):
        result = run(*command)
        assert result.code == 1
        assert told in result.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", ["ingest", "sync", "reindex", "rollback", "delete"])
@pytest.mark.usefixtures("filled")
def test_a_second_writer_is_told_to_wait(run, home, file, command):
    arguments = {"ingest": [file], "delete": ["roof-ru"]}.get(command, [])
    with filelock.FileLock(home / "lock"):
        result = run(command, *arguments)
    assert result.code == 4
    assert "another process writes to this archive" in result.err
    assert run("search", "--json").json["total"] == 3


def test_reading_goes_on_while_another_process_writes(run, home, filled):
    with filelock.FileLock(home / "lock"):
        assert run("search", "--json").json["total"] == 3


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "then run podshivka sync"),
        (
            PermissionError(errno.EACCES, "Permission denied", "/srv/x"),
            "/srv/x: Permission denied (it belongs to ",
        ),
        (
            PermissionError(errno.EPERM, "Not permitted", b"/srv/x"),
            "it belongs to root: repeat the command as root, or",
        ),
        (OSError(errno.EIO, "Input/output error", "/srv/x"), "/srv/x: Input/output error"),
        (OSError(errno.EIO, "Input/output error"), "podshivka: Input/output error"),
    ],
)
def test_what_the_system_refuses_is_one_line(run, filled, monkeypatch, fault, told):
    def refuse(*_, **__):
        raise fault

    monkeypatch.setattr(Archive, "sync", refuse)
    monkeypatch.setattr(rights, "user_named", {0: "root"}.get)  # as if another gave the command
    monkeypatch.setattr(os, "geteuid", lambda: 65533)
    result = run("sync")
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert told in line


def test_nobody_is_told_to_repeat_a_command_as_oneself(run, filled, home, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(home))

    monkeypatch.setattr(Archive, "sync", refuse)
    told = "Permission denied (it belongs to you: change its rights, or those of its folder)"
    assert told in run("sync").err


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("command", ["reindex", "sync"])
def test_a_disk_that_is_full_while_indexing(run, home, monkeypatch, command):
    archive = Archive.open(home)
    archive.add([Article(id="x", language="en", title="A roof", body="It rained.")])
    before = archive.engine.published()

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Writer, "commit", full)
    result = run(command)
    assert result.code == 1
    assert "the disk is full: " in result.err
    assert "MiB are free now, and an index needs about 1 MiB; the index in use is" in result.err
    assert f"then run podshivka {command}" in result.err
    monkeypatch.undo()
    monkeypatch.setenv("PODSHIVKA_HOME", str(home))
    assert [g.name for g in archive.engine.generations()] == [before]
    assert run("search", "--json").json["total"] == 3
    assert run("stats", "--json").json["pending"] == 1
    assert "pending              1" in run("stats").out
    assert run("sync").code == 0
    assert run("stats", "--json").json["pending"] == 0


def test_a_disk_that_is_full_before_there_is_an_index(run, lines, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Writer, "commit", full)
    result = run("ingest", lines({"language": "en", "title": "A", "body": "Rain."}))
    assert result.code == 1
    assert "there is no index yet, and all articles are stored" in result.err


@pytest.mark.parametrize("fault", ["database or disk is full", "disk I/O error"])
def test_a_disk_that_is_full_while_storing_says_what_waits(run, lines, home, monkeypatch, fault):
    run("ingest", "--quiet", "--no-sync", lines({"language": "en", "title": "A", "body": "Rain."}))
    take = StorePass.take

    def full(intake, batch):
        if intake.outcome.new:
            raise sqlite3.OperationalError(fault)
        take(intake, batch)

    monkeypatch.setattr(StorePass, "take", full)
    many = ({"id": f"n{n}", "language": "en", "title": "A", "body": "Rain."} for n in range(501))
    result = run("ingest", lines(*many))
    assert result.code == 1
    assert "500 articles were stored before" in result.err
    assert "free some space" in result.err
    assert "podshivka sync" in result.err
    assert "(, or" not in result.err
    monkeypatch.undo()
    monkeypatch.setenv("PODSHIVKA_HOME", str(home))
    assert run("sync").code == 0
    assert run("search", "--json").json["total"] == 501


def test_an_archive_without_an_index_says_how_to_build_one(run, lines):
    run("ingest", "--quiet", "--no-sync", lines({"language": "en", "title": "A", "body": "Rain."}))
    result = run("search", "rain")
    assert result.code == 1
    assert "no generation is published (podshivka " in result.err


@pytest.mark.parametrize("home", ["/proc/nowhere", "/dev/null/nowhere", "/proc"])
def test_a_folder_that_cannot_be_the_home_has_a_mend(run, file, home):
    result = run("ingest", "--home", home, file)
    assert result.code == 1
    assert "choose another --home" in result.err


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "command", [["quarantine", "retry"], ["tag"], ["sync"], ["delete", "rain-ru"], ["ingest"]]
)
def test_the_next_command_that_writes_indexes_what_a_killed_run_left(run, home, file, command):
    """Even if it changes nothing itself."""
    run("tag")
    Archive.open(home).add([Article(id="x", language="en", title="Left", body="It rained.")])
    assert run("search", "--json", "left").json["total"] == 0
    assert run(*command, *([file] if command == ["ingest"] else [])).code == 0
    assert run("search", "--json", "left").json["total"] == 1


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("command", [["quarantine", "retry"], ["tag"]])
def test_what_is_not_to_be_indexed_yet_waits(run, home, command):
    Archive.open(home).add([Article(id="x", language="en", title="Left", body="It rained.")])
    assert run(*command, "--no-sync").code == 0
    assert run("search", "--json", "left").json["total"] == 0


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "full"), (1, "full; 1 article was stored before that"),
     (2, "full; 2 articles were stored before that")],
)  # fmt: skip
def test_a_store_that_fails_says_how_much_it_holds_by_then(home, number, told):
    archive = Archive.open(home, create=True)

    def fill() -> None:
        with stored_so_far(archive):
            archive.add(
                Article(id=f"x{at}", language="en", title="A roof", body=f"It rained {at}.")
                for at in range(number)
            )
            raise StoreError("full", hint="free some space")

    with pytest.raises(StoreError) as failed:
        fill()
    assert failed.value.message == told
    assert ("podshivka sync" in failed.value.hint) == bool(number)
