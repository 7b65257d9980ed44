"""A disk that refuses any one write: that is said, nothing is lost, and the next run mends it."""

from __future__ import annotations

import errno
import os

import pytest

from indexer.archive import Archive
from schemas.article import Article

pytestmark = pytest.mark.slow

WRITES = 3
"""A command is refused one of its first so many files that are made durable or take their place."""

COMMANDS = {
    "sync": ["sync"],
    "delete": ["delete", "rain-ru"],
}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("call", ["fsync"])
@pytest.mark.parametrize("command", COMMANDS)
def test_whichever_write_is_refused(run, home, monkeypatch, command, call):
    Archive.open(home).add([Article(id="x", language="en", title="A roof", body="It rained.")])
    for number in range(WRITES):
        refused = _refuse(monkeypatch, call, number)
        result = run(*COMMANDS[command])
        monkeypatch.undo()
        monkeypatch.setenv("PODSHIVKA_HOME", str(home))
        assert "Traceback" not in result.err
        if result.code:  # what is only for speed may be left out
            assert result.code == 1, (number, result.err)
            assert "No space left on device" in result.err or "the disk is full" in result.err
        assert run("search", "--json", "дождь").code == 0
        if not (refused and result.code):
            break
    assert run("sync").code == 0
    assert run("verify").code == 0
    archive = Archive.open(home)
    assert set(archive.searcher().ids()) == set(archive.store.ids()) >= {"x", "roof-ru", "roof-en"}
    assert not [path for path in home.rglob("*") if path.suffix == ".partial"]


def _refuse(monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> list[int]:
    """Refuse a call after so many; what is given tells whether it came to that."""
    before, counted, refused = getattr(os, call), iter(range(number)), []

    def perhaps(*given: object, **named: object) -> object:
        if next(counted, None) is None and not refused:
            refused.append(number)
            raise OSError(errno.ENOSPC, "No space left on device")
        return before(*given, **named)

    monkeypatch.setattr(os, call, perhaps)
    return refused
