"""Every file of a home, emptied, cut, with a changed byte, or gone: never a wrong answer.

A search answers as before or says what to do; the next command that writes mends what can be made
anew, or says what to do; and what it says mends it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.archive.alerts.state import kept_state
from indexer.cli import main
from indexer.index.checks import finish
from schemas.article import Article


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def change(path: Path) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[len(content) * 2 // 3] ^= 0x15
    path.write_bytes(content)


def remove(path: Path) -> None:
    path.unlink()


HARMS = (empty, cut, change, remove)

REINDEX, ITSELF, OPERATOR = "reindex", "sync", "operator"
"""What mends a file: a reindex, the next command that writes, or the operator from a backup."""

FILES = {
    "store.sqlite": OPERATOR,
    "alerts.state": OPERATOR,
    "names.sqlite": ITSELF,
    "names.sqlite.checksum": ITSELF,
    "twins.sqlite": ITSELF,
    "twins.sqlite.checksum": ITSELF,
    "twins-facts.sqlite": ITSELF,
    "twins-facts.sqlite.checksum": ITSELF,
    "vocabulary": ITSELF,
    "served": ITSELF,
    "index/published": ITSELF,
    "index/*/generation.json": REINDEX,
    "index/*/MAIN_*.arrays": REINDEX,
    "index/*/MAIN_*.live": REINDEX,
    "index/*/_MAIN_*.toc": ITSELF,
    "lexicons/*/checksums.json": ITSELF,
    "lexicons/*/text.npy": ITSELF,
    "translations/*/checksums.json": ITSELF,
    "translations/*/written.npy": ITSELF,
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "home"
    archive = Archive.open(folder, create=True)
    archive.add(
        Article(
            id=f"a{n}",
            language="en",
            title=f"Floods in Kazan {n}",
            body="The river rose. " * 40,
            people=("Ann Lee", "A. Lee"),
        )
        for n in range(30)
    )
    archive.sync()
    learnt = (folder / "vocabulary").read_bytes()
    archive.delete(["a7"])
    archive.sync()
    (folder / "vocabulary").write_bytes(learnt)  # a deletion removes it
    with kept_state(folder, str(archive.store.news.identity)) as state:
        state.tell("floods", 30)
    archive.store.close()
    finish()
    return folder


def test_the_table_is_complete(sound):
    found = {path for pattern in FILES for path in sound.glob(pattern)}
    arrays = {*sound.glob("lexicons/*/*.npy"), *sound.glob("translations/*/*.npy")}
    alike = arrays | {*sound.rglob("*lock")}  # the latter are empty
    assert {path for path in sound.rglob("*") if path.is_file()} == found | alike


@pytest.fixture
def home(sound, tmp_path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "home"))


@pytest.fixture
def run(home, capsys) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--home", str(home), *arguments])
        found = capsys.readouterr()
        assert "Traceback" not in found.err
        return code, found.out, found.err

    return call


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("pattern", FILES)
def test_every_file(home, run, pattern, harm):
    def answer(*arguments: str) -> tuple[int, object, str]:
        code, out, err = run("search", "--json", *arguments)
        page = json.loads(out) if code == 0 else {}
        hits = [(hit["id"], hit["score"]) for hit in page.get("hits", ())]
        return code, (page.get("total"), hits, page.get("facets")), err

    before = [answer(text) for text in ("floods", "river kazan 9")]
    assert [code for code, *_ in before] == [0, 0]
    (path,) = home.glob(pattern)
    harm(path)
    for text, right in zip(("floods", "river kazan 9"), before, strict=True):
        found = answer(text)
        assert found[:2] == right[:2] or (found[0] and json.loads(found[2])["error"]["hint"])
    code, _, err = run("sync")
    if FILES[pattern] is OPERATOR:
        assert (
            (code, pattern) == (0, "alerts.state")
            or harm is change
            or any(
                hint in err for hint in ("from a backup", "podshivka reindex", "podshivka ingest")
            )
        )
        return
    if code:
        assert FILES[pattern] is REINDEX
        assert "podshivka reindex" in err
        assert run("reindex")[0] == 0
    assert [answer(text)[:2] for text in ("floods", "river kazan 9")] == [one[:2] for one in before]
    assert run("verify")[0] == 0


@pytest.mark.parametrize("harm", HARMS[:3])
def test_what_was_told_is_refused_when_it_is_damaged(home, run, harm):
    (home / "alerts.toml").write_text('[[alert]]\nname = "floods"\nquery = "floods"\n')
    assert run("alerts", "--dry-run")[0] == 0
    harm(home / "alerts.state")
    code, _, err = run("alerts", "--dry-run")
    assert code == 1
    assert "restore it from a backup; if it is removed, every alert begins anew" in err
    code, out, _ = run("verify")
    assert code == 5
    assert "if it is removed, every alert begins anew" in out
