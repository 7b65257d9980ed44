"""Commands that write let the site come first, in their processes and in their session."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.cli import way_given as module
from indexer.cli.way_given import way_given


@pytest.fixture(autouse=True)
def session(tmp_path, monkeypatch) -> Path:
    """What says how nice the session is."""
    path = tmp_path / "autogroup"
    path.write_text("/autogroup-491 nice 0\n")
    monkeypatch.setattr(module, "AUTOGROUP", path)
    return path


@pytest.fixture(autouse=True)
def process(monkeypatch) -> list[int]:
    """How nice this process became; the last is how nice it is."""
    said = [0]
    monkeypatch.setattr(os, "getpriority", lambda *_: said[-1])
    monkeypatch.setattr(os, "setpriority", lambda kind, who, nice: said.append(nice))
    return said


def test_a_process_and_its_session_make_way_until_the_end(process, session):
    with way_given(10):
        assert (process[-1], session.read_text()) == (10, "10")
    assert (process[-1], session.read_text()) == (0, "0")


def test_even_when_something_fails(process, session):
    with pytest.raises(RuntimeError), way_given(10):
        raise RuntimeError
    assert (process[-1], session.read_text()) == (0, "0")


@pytest.mark.parametrize("nice", [0, 5])
def test_who_is_nicer_already_stays_so(process, session, nice):
    process.append(15)
    session.write_text("/autogroup-491 nice 15")
    with way_given(nice):
        pass
    assert (process, session.read_text()) == ([0, 15], "/autogroup-491 nice 15")


def test_without_sessions_that_share_the_process_makes_way_alone(process, session):
    session.unlink()
    with way_given(10):
        assert process[-1] == 10
    assert not session.exists()


def test_a_kernel_that_is_asked_too_often_is_asked_again(session, monkeypatch):
    asked, write = [], Path.write_text

    def refuse(path, text, encoding):
        asked.append(text)
        if len(asked) == 2:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return write(path, text, encoding)

    monkeypatch.setattr(Path, "write_text", refuse)
    with way_given(10):
        pass
    assert asked == ["10", "0", "0"]
    assert session.read_text() == "0"


@pytest.mark.parametrize("asked", [([], "10", 10), (["--nice", "3"], "10", 3), ([], "0", 0)])
@pytest.mark.usefixtures("filled")
def test_the_option_wins_over_the_setting(run, monkeypatch, process, asked):
    given, setting, nice = asked
    during = []
    sync = Archive.sync
    monkeypatch.setenv("PODSHIVKA_NICE", setting)
    monkeypatch.setattr(Archive, "sync", lambda *given: during.append(process[-1]) or sync(*given))
    assert run("sync", *given).code == 0
    assert during == [nice]


@pytest.mark.parametrize(
    "command",
    ["ingest", "watch", "tag", "sync", "reindex", "rollback", "delete", "quarantine retry"],
)
def test_every_command_that_writes_has_the_option(run, command):
    assert "--nice" in run(*command.split(), "--help").out


def test_how_nice_is_checked(run, filled):
    assert run("sync", "--nice", "20").code == 2
    assert run("sync", "--nice", "-1").code == 2
