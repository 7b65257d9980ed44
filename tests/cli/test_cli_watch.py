"""``podshivka watch``: files are taken in as they come."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time

import pytest

from indexer.archive import Archive
from indexer.ingest.files.watched import Watched
from indexer.settings import load_settings
from schemas.article import Article
from schemas.errors import UsageError

PATIENCE = 60


@pytest.fixture
def incoming(tmp_path):
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


@pytest.fixture
def watched(incoming, tmp_path):
    found = Watched([incoming], tmp_path / "home", tmp_path / "memory")
    yield found
    found.close()


def ready(watched):
    return [one.path.name for one in watched.look()]


def test_a_file_is_ready_when_two_looks_found_it_unchanged(incoming, watched):
    path = incoming / "a.jsonl"
    path.write_text("1")
    assert ready(watched) == []
    path.write_text("12")
    assert ready(watched) == []
    assert ready(watched) == ["a.jsonl"]


def test_what_was_read_is_not_read_again_until_it_changes(incoming, watched):
    path = incoming / "a.jsonl"
    path.write_text("1")
    watched.look()
    watched.remember(watched.look())
    assert ready(watched) == ready(watched) == []
    before = path.stat()
    path.write_text("2")
    while path.stat().st_ctime_ns == before.st_ctime_ns:  # the clock of files goes in steps
        os.utime(path, ns=(before.st_mtime_ns, before.st_mtime_ns))
    os.utime(path, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert ready(watched) == []
    assert ready(watched) == ["a.jsonl"]


def test_a_file_that_grew_while_it_was_read_is_read_again(incoming, watched):
    path = incoming / "a.jsonl"
    path.write_text("1")
    watched.look()
    files = watched.look()
    path.write_text("12")
    watched.remember(files)
    assert ready(watched) == []
    assert ready(watched) == ["a.jsonl"]


def test_a_restart_remembers(incoming, watched, tmp_path):
    (incoming / "a.jsonl").write_text("1")
    watched.look()
    watched.remember(watched.look())
    (incoming / "b.jsonl").write_text("1")
    again = Watched([incoming], tmp_path / "home", tmp_path / "memory")
    again.look()
    assert ready(again) == ["b.jsonl"]
    again.close()


def test_the_files_of_the_archive_itself_are_left_alone(tmp_path):
    home = tmp_path / "home"
    (home / "rejected").mkdir(parents=True)
    (home / "rejected" / "x.jsonl").write_text("bad")
    (tmp_path / "a.jsonl").write_text("1")
    watched = Watched([tmp_path], home, home / "memory")
    watched.look()
    assert ready(watched) == ["a.jsonl"]
    watched.close()
    with pytest.raises(UsageError, match="folder of the archive itself"):
        Watched([home], home, home / "memory")


def until(said, process, text):
    """Read what a process says until ``text`` comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        line = process.stderr.readline().decode()
        said.append(line)
        if text in line:
            return
        assert line, "".join(said)
    pytest.fail("".join(said))


@pytest.mark.parametrize(
    ("bad", "code", "number"), [(False, 0, signal.SIGTERM), (True, 3, signal.SIGINT)]
)
def test_files_are_found_as_they_come(  # noqa: PLR0913, PLR0917 - fixtures
    start, incoming, articles, home, run, bad, code, number
):
    first, second, third = articles
    (incoming / "first.jsonl").write_text(json.dumps(first))
    process = start("watch", "--every", "0.2", incoming)
    said = []
    until(said, process, "1 article can be found")
    if bad:
        (incoming / "bad.jsonl").write_text("no JSON")
        until(said, process, "bad.jsonl:1: not JSON")
        until(said, process, "1 article can be found")
    with Archive(load_settings(home)).writing():
        (incoming / "second.jsonl").write_text(json.dumps(second))
        until(said, process, "another process is writing")
    until(said, process, f"in total {2 + bad} records read: 2 new")
    (incoming / "third.jsonl").write_text(json.dumps(third))
    until(said, process, f"in total {3 + bad} records read: 3 new")
    process.send_signal(number)
    rest = process.stderr.read().decode()
    assert process.wait(PATIENCE) == code
    assert f"{3 + bad} records read: 3 new" in rest
    assert run("search", "--json", "навес").json["total"] == 1
    with sqlite3.connect(home / "watched.sqlite") as memory:
        assert memory.execute("SELECT count(*) FROM seen").fetchone() == (3 + bad,)


def test_what_a_killed_run_stored_is_found(start, incoming, articles, home, run):
    Archive(load_settings(home), create=True).add([Article.model_validate(articles[0])])
    process = start("watch", "--every", "0.2", incoming)
    until([], process, "1 article can be found")
    # and what another leaves later
    Archive(load_settings(home)).add([Article.model_validate(articles[1])])
    until([], process, "2 articles can be found")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert run("search", "--json").json["total"] == 2


def test_the_summary_as_json(start, incoming, articles):
    (incoming / "a.jsonl").write_text(json.dumps(articles[0]))
    process = start("watch", "--json", "--every", "0.1", incoming)
    memory = incoming.parent / "home" / "watched.sqlite"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not _count(memory):
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=PATIENCE)
    assert json.loads(out)["new"] == 1
    assert process.returncode == 0


def _count(memory):
    try:
        with sqlite3.connect(f"file:{memory}?mode=ro", uri=True) as known:
            return known.execute("SELECT count(*) FROM seen").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize("name", ["missing", "a.jsonl"])
def test_what_is_no_folder_is_refused(run, tmp_path, name):
    (tmp_path / "a.jsonl").touch()
    result = run("watch", tmp_path / name)
    assert result.code == 2
    assert "there is no such folder" in result.err
    assert not (tmp_path / "home").exists()
