"""Processes of their own: signals, pipes, a disk with little space."""

from __future__ import annotations

import json
import resource
import signal
import sqlite3
import time

import pytest

from indexer.archive import Archive
from indexer.cli import BROKEN_PIPE, INTERRUPTED
from indexer.store.store_pass import StorePass


def story(number: int, size: int = 5) -> bytes:
    record = {"id": f"a{number}", "title": f"Story {number}", "body": "rain " * size}
    return json.dumps(record).encode() + b"\n"


def _stored(home) -> int:
    try:
        store = sqlite3.connect(f"file:{home / 'store.sqlite'}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return store.execute("SELECT count(*) FROM change").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        store.close()


def _until(condition) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_an_interrupted_ingest_keeps_what_was_stored(start, run, home):
    process = start("ingest", "-")
    for number in range(1600):
        process.stdin.write(story(number))
    process.stdin.flush()
    _until(lambda: _stored(home) >= 1500)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    (line,) = err.decode().splitlines()
    assert line.startswith("podshivka: interrupted; the articles stored so far are kept")
    assert "podshivka sync" in line
    assert run("sync").code == 0
    assert run("search", "--json", "rain").json["total"] == 1500


def test_a_killed_ingest_loses_nothing_stored(start, run, home):
    process = start("ingest", "-")
    for number in range(1600):
        process.stdin.write(story(number))
    process.stdin.flush()
    _until(lambda: _stored(home) >= 1500)
    process.kill()
    process.communicate()
    data = b"".join(story(number) for number in range(1600))
    summary = run("ingest", "--json", "-", data=data).json
    assert (summary["new"], summary["unchanged"], summary["documents"]) == (100, 1500, 1600)


def test_a_reader_that_goes_away_is_no_error(start, filled):
    process = start("show", "--json", "roof-ru")
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == BROKEN_PIPE


def test_analyze_answers_line_by_line(start):
    process = start("analyze", "--json")
    for word in ("Протесты", "Махачкала"):
        process.stdin.write(f"{word}\n".encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["tokens"][0]["text"] == word


def test_a_full_disk_is_told_and_what_was_stored_stays(start, run, tmp_path, filled):
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"".join(story(number, 400) for number in range(1500)))

    def little_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

    process = start("ingest", path, preexec_fn=little_space)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    (line,) = err.decode().splitlines()
    assert line.startswith("podshivka: ")
    assert run("search", "--json", "торговцы").json["total"] == 2
    assert run("ingest", path).code == 0
    assert run("search", "--json", "rain").json["total"] == 1500


def test_the_exit_code_reaches_the_shell(start):
    process = start("ingest", "missing.jsonl")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"there is no such file" in err


@pytest.mark.parametrize("stored", [0, 1])
def test_an_ingest_interrupted_at_once_says_whether_anything_was_stored(
    run, lines, monkeypatch, stored
):
    take = StorePass.take

    def stop(intake, batch):
        if intake.outcome.new >= 500 * stored:
            raise KeyboardInterrupt
        take(intake, batch)

    monkeypatch.setattr(StorePass, "take", stop)
    result = run("ingest", lines(*(json.loads(story(number)) for number in range(501))))
    assert result.code == INTERRUPTED
    (line,) = result.err.splitlines()
    assert ("nothing was stored" in line) == (not stored)
    assert ("podshivka sync" in line) == bool(stored)


def test_an_interrupted_command_that_stores_nothing_speaks_of_nothing_stored(
    run, filled, monkeypatch
):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "search", stop)
    assert run("search", "x").err == "podshivka: interrupted\n"
