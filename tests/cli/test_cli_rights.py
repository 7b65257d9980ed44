"""Who may read what the commands make in the home."""

from __future__ import annotations

import getpass
import os
import stat

import pytest

from indexer.archive import Archive
from indexer.archive.rights import excess, owner_of
from indexer.settings import Settings


@pytest.fixture(autouse=True)
def careless():
    """A shell whose files everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(home) -> dict[str, set[str]]:
    """The modes of folders and of files, the home itself included."""
    every = [home, *home.rglob("*")]
    return {
        "folders": {oct(stat.S_IMODE(one.stat().st_mode)) for one in every if one.is_dir()},
        "files": {oct(stat.S_IMODE(one.stat().st_mode)) for one in every if one.is_file()},
    }


@pytest.fixture
def all_made(run, home, file, lines):
    """Run every kind of command that writes."""

    def call() -> None:
        assert run("ingest", file).code == 0
        assert run("ingest", lines({"id": "bad"}, name="bad.jsonl")).code == 3
        assert run("tag").code == 0
        assert run("reindex").code == 0

    return call


def test_what_is_made_is_for_its_owner_alone(home, all_made):
    all_made()
    assert modes(home) == {"folders": {"0o700"}, "files": {"0o600"}}


def test_a_group_may_read_if_the_operator_says_so(home, all_made, monkeypatch):
    monkeypatch.setenv("PODSHIVKA_HOME_RIGHTS", "group")
    all_made()
    assert modes(home) == {"folders": {"0o2750"}, "files": {"0o640"}}


def test_the_owner_is_that_of_the_nearest_folder_that_can_be_examined(tmp_path):
    assert owner_of(tmp_path) == owner_of(tmp_path / "not" / "there")
    assert owner_of(tmp_path) == getpass.getuser()
    if os.geteuid() == 0:
        os.chown(tmp_path, 65_533, -1)
        assert owner_of(tmp_path / "not" / "there") == "65533"


def test_wider_rights_that_are_there_are_kept(run, home, file):
    home.mkdir(mode=0o755)
    (home / "settings.toml").write_text("keep = 3\n")
    assert run("ingest", file).code == 0
    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    assert stat.S_IMODE((home / "settings.toml").stat().st_mode) == 0o644
    assert stat.S_IMODE((home / "store.sqlite").stat().st_mode) == 0o600


def test_a_file_that_one_asks_for_elsewhere_follows_ones_own_umask(run, home, file, tmp_path):
    run("ingest", file)
    assert run("export", "--output", tmp_path / "found.csv").code == 0
    assert stat.S_IMODE((tmp_path / "found.csv").stat().st_mode) == 0o644


def test_a_command_leaves_the_umask_as_it_was(run, file):
    run("ingest", file)
    run("search", "no such command", "--from", "nonsense")
    assert os.umask(0o022) == 0o022


def test_the_home_of_a_program_is_for_its_owner_and_its_umask_stays(home):
    Archive(Settings(home=home), create=True)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert os.umask(0o022) == 0o022


@pytest.mark.parametrize(
    ("mode", "rights", "too_much"),
    [
        (0o600, "private", 0),
        (0o640, "private", 0o040),
        (0o644, "group", 0o004),
        (0o640, "group", 0),
        (0o660, "group", 0o020),
        (0o2750, "group", 0),
        (0o755, "private", 0o055),
    ],
)
def test_rights_that_others_have_too_much(mode, rights, too_much):
    assert excess(mode, rights) == too_much
