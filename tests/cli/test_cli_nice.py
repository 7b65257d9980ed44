"""Commands that write let the site come first, and so do the processes that work for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.cli.way_given import way_given
from indexer.index import children
from indexer.index.children import be_nice_alone


@pytest.fixture(autouse=True)
def process(monkeypatch) -> list[int]:
    """How nice this process became; the last is how nice it is."""
    said = [0]
    monkeypatch.setattr(os, "getpriority", lambda *_: said[-1])
    monkeypatch.setattr(os, "setpriority", lambda kind, who, nice: said.append(nice))
    return said


def test_a_process_makes_way_until_the_end(process):
    with way_given(10):
        assert process[-1] == 10
    assert process[-1] == 0


def test_even_when_something_fails(process):
    with pytest.raises(RuntimeError), way_given(10):
        raise RuntimeError
    assert process[-1] == 0


@pytest.mark.parametrize("nice", [0, 5])
def test_who_is_nicer_already_stays_so(process, nice):
    process.append(15)
    with way_given(nice):
        pass
    assert process == [0, 15]


@pytest.mark.parametrize(
    "asked", [([], "10", 10), (["--nice", "3"], "10", 3), ([], "0", 0)], ids=str
)
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


@pytest.mark.parametrize(("nice", "alone"), [(0, []), (10, ["a session of its own", "10"])])
def test_a_process_that_analyses_is_as_nice_in_a_session_of_its_own(monkeypatch, nice, alone):
    done = []
    monkeypatch.setattr(os, "nice", lambda _: nice)
    monkeypatch.setattr(os, "setsid", lambda: done.append("a session of its own"))
    monkeypatch.setattr(Path, "write_text", lambda path, text, encoding: done.append(text))
    be_nice_alone()
    assert done == alone


def test_where_sessions_are_not_nice_nothing_fails(monkeypatch):
    monkeypatch.setattr(os, "nice", lambda _: 10)
    monkeypatch.setattr(os, "setsid", lambda: None)
    monkeypatch.setattr(children, "AUTOGROUP", Path("/nowhere/autogroup"))
    be_nice_alone()
