"""``podshivka doctor``: what it finds, and what it says to do about it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.archive.doctor import examine, program
from indexer.index import loops as shared
from indexer.index.whoosh.files.container import Container
from indexer.index.whoosh.kernels import reading
from indexer.vectors import nearest


@pytest.fixture(autouse=True)
def own_settings(monkeypatch):
    """No settings but those of these tests; a site that has its address."""
    for name in [name for name in os.environ if name.startswith("PODSHIVKA_")]:
        if name != "PODSHIVKA_HOME":
            monkeypatch.delenv(name)
    monkeypatch.setenv("PODSHIVKA_PUBLIC_URL", "https://news.example")


@pytest.fixture
def closed(home, filled):
    """An archive that only its owner can look into."""
    home.chmod(0o700)


def troubles(home) -> dict[str, tuple[str, str, str]]:
    """What is not well: by area, its level, text and hint."""
    return {one.area: (one.level, one.text, one.hint) for one in examine(home) if one.level != "ok"}


def test_of_an_archive_that_is_well_every_line_says_so(run, home, closed):
    told = run("doctor")
    assert told.code == 0
    assert all(line.startswith("ok ") for line in told.out.splitlines()), told.out
    assert told.err == "0 errors, 0 warnings\n"
    areas = {line.split()[1] for line in told.out.splitlines()}
    assert areas == {
        "installation", "settings", "home", "store", "index", "lexicon", "recogniser",
        "vectors", "twins", "rejected", "processes",
    }  # fmt: skip
    assert run("doctor", "--quiet").out == ""


def test_as_json(run, home, filled):
    home.chmod(0o755)
    told = run("doctor", "--json")
    assert (told.code, told.json["errors"], told.json["warnings"]) == (0, 0, 1)
    (warning,) = [one for one in told.json["findings"] if one["level"] == "warning"]
    assert warning == {
        "area": "home",
        "level": "warning",
        "text": f"others can look into {home} (mode 755)",
        "hint": f"chmod -R go-rwx {home}",
    }


def test_nothing_is_changed(run, home, closed):
    (home / "alerts.toml").write_text('[[alert]]\nname = "a"\nquery = "b"\n')

    Archive.open(home).store.close()

    def state():
        return {
            path: (path.stat().st_mtime_ns, path.stat().st_size)
            for path in home.rglob("*")
            if path.is_file() and path.suffix not in {".sqlite-shm", ".sqlite-wal"}
        }

    before = state()
    run("doctor")
    assert state() == before


def _index(home: Path) -> None:
    path = next((home / "index" / "g000001").glob("MAIN_*"))
    data = bytearray(path.read_bytes())
    data[Container(path)._arrays["positions"][2]] ^= 1  # what only fills up a file is nobody's
    path.write_bytes(data)


def _lexicon(home: Path) -> None:
    next((home / "lexicons").glob("*/text.npy")).write_bytes(b"")


def _store(home: Path) -> None:
    Archive.open(home).store.close()
    with (home / "store.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)


def _text(home: Path) -> None:
    with closing(sqlite3.connect(home / "store.sqlite", isolation_level=None)) as store:
        store.execute("UPDATE change SET data = replace(data, 'letter', 'latter')")


def _delete_behind(home: Path) -> None:
    with closing(sqlite3.connect(home / "store.sqlite", isolation_level=None)) as store:
        store.execute("DELETE FROM change WHERE sequence = 1")


def _later_index(home: Path) -> None:
    with closing(sqlite3.connect(home / "store.sqlite", isolation_level=None)) as store:
        store.execute("DELETE FROM change WHERE sequence = 3")


def _pending(home: Path) -> None:
    archive = Archive.open(home)
    archive.add([archive.get("rain-ru").model_copy(update={"title": "Дождь"})])


def _topics(home: Path) -> None:
    own = home / "topics.json"
    own.write_text('[{"id": "economy", "labels": {"ru": "Экономика", "en": "Economy"}}]')
    (home / "settings.toml").write_text(f'topics = "{own}"')


def _alerts(home: Path) -> None:
    (home / "alerts.toml").write_text("[[alert]]\nname = 5\n")


def _state(home: Path) -> None:
    (home / "alerts.toml").write_text('[[alert]]\nname = "a"\nquery = "b"\n')
    (home / "alerts.state").write_text("{")


def _untold(home: Path) -> None:
    (home / "alerts.toml").write_text('[[alert]]\nname = "a"\nquery = "b"\n')


def _rejected(home: Path) -> None:
    (home / "rejected").mkdir()
    (home / "rejected" / "one.jsonl").write_text('{"reason": "x", "record": {}}\n' * 2)


def _names(home: Path) -> None:
    (home / "names.toml").write_text("x = 1")


def _replaced(home: Path) -> None:
    (home / "replaced-x").mkdir()


def _settings(home: Path) -> None:
    (home / "settings.toml").write_text("keep = 0")


def _unpublished(home: Path) -> None:
    (home / "index" / "published").unlink()


def _no_store(home: Path) -> None:
    (home / "store.sqlite").unlink()


@pytest.mark.parametrize(
    ("harm", "area", "level", "text", "hint"),
    [
        (_index, "index", "error", "g000001: ", "podshivka reindex --home "),
        (_lexicon, "lexicon", "error", "it cannot be", "podshivka reindex"),
        (_store, "store", "error", "store.sqlite: ", "restore the file from a backup"),
        (_text, "store", "error", "'roof-en' is damaged", "podshivka delete roof-en"),
        (_delete_behind, "index", "error", "it has 3 articles, the store 2", "podshivka reindex"),
        (_later_index, "index", "error", "the store is older than the index", "podshivka reindex"),
        (_pending, "index", "warning", "1 changes of the store", "podshivka sync"),
        (_topics, "index", "error", "g000001 was built with another", "then restart the site"),
        (_alerts, "alerts", "error", "name: write text", "correct it"),
        (_state, "alerts", "error", "what was told cannot be read", "restore it from a backup"),
        (_untold, "alerts", "warning", "1 alerts, none of which", "podshivka alerts"),
        (_rejected, "rejected", "warning", "2 records were rejected", "quarantine list"),
        (_names, "names", "error", "there is no", "use person"),
        (_replaced, "home", "warning", "replaced-x is", "rm -r "),
        (_settings, "settings", "error", "setting keep", "correct"),
        (_unpublished, "index", "error", "there is none", "podshivka sync"),
        (_no_store, "store", "error", "there is no archive", "podshivka ingest"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_do(  # noqa: PLR0913, PLR0917 - a row of the table
    run, home, closed, harm, area, level, text, hint
):
    harm(home)
    found = troubles(home)
    assert found[area][0] == level, found
    assert text in found[area][1]
    assert hint in found[area][2]
    assert run("doctor").code == (1 if level == "error" else 0)


def test_an_archive_that_is_not_there(run, home):
    told = run("doctor")
    assert told.code == 1
    assert f"there is no folder {home}" in told.out


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("variable", "value", "text", "hint"),
    [
        ("PODSHIVKA_KEPT", "3", "PODSHIVKA_KEPT is no setting", "did you mean PODSHIVKA_KEEP?"),
        ("PODSHIVKA_FOO", "3", "PODSHIVKA_FOO is no setting", "unset it, or correct its name"),
        ("PODSHIVKA_METRICS", "0.0.0.0:9464", "to whoever reaches that", "127.0.0.1:9464"),
        ("PODSHIVKA_PUBLIC_URL", "", "public_url is not set", "the address of the site"),
    ],
)
def test_settings_that_may_not_be_meant(  # noqa: PLR0913, PLR0917 - a row of the table
    home, monkeypatch, variable, value, text, hint
):
    monkeypatch.setenv(variable, value)
    level, told, do = troubles(home)["settings"]
    assert level == "warning"
    assert text in told
    assert hint in do


def test_compiled_parts_that_are_missing_are_told(home, closed, monkeypatch):
    monkeypatch.setattr(program, "loops", lambda: "numpy")
    monkeypatch.setattr(program, "native", None)
    level, text, _ = troubles(home)["installation"]
    assert (level, text) == (
        "warning",
        "the compiled part of the index and analysis is missing: all works, but slowly",
    )


@pytest.mark.parametrize(
    ("module", "what"),
    [(reading, "the index"), (shared, "the index"), (nearest, "vectors")],
    ids=["kernels", "loops", "vectors"],
)
def test_each_compiled_part_is_asked_for(home, closed, monkeypatch, module, what):
    monkeypatch.setattr(module, "native", None)
    level, text, _ = troubles(home)["installation"]
    assert (level, text.partition(" is missing")[0]) == ("warning", f"the compiled part of {what}")


def test_packages_that_are_missing_are_told(home, closed, monkeypatch):
    monkeypatch.setattr(program, "requires", lambda _: ["no-such-package>=1", "flask>=3"])
    level, text, hint = troubles(home)["installation"]
    assert (level, text) == ("error", "packages are missing: no-such-package")
    assert hint == "python -m pip install no-such-package"


def test_a_full_disk_is_told(home, closed, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5 << 20}))
    assert troubles(home)["home"][:2] == ("error", "5 MiB are free on the disk")


def test_who_has_the_archive_open_is_told(run, home, closed, start):
    site = start("serve", "--workers", "1", "--bind", "127.0.0.1:0")
    assert b" at http://" in site.stderr.readline()
    with Archive.open(home).writing():
        lines = run("doctor").out.splitlines()
    (line,) = [line for line in lines if " processes " in line]
    assert "of the site" in line
    assert line.endswith("; one of them writes")
