"""What was deleted never comes back, and no page shows fewer articles than it counts."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.archive.lexicons import Lexicons
from indexer.archive.served import CurrentGeneration
from indexer.index.whoosh import WhooshEngine
from indexer.store import Store
from schemas.article import Article
from schemas.errors import EngineError
from schemas.query import Query

SECRET = Article(
    id="secret",
    language="ru",
    title="Кукуджанов уехал в Унцукуль",
    body="Свидетель рассказал о тайнописи.",
    people=("Магомед Кукуджанов",),
    published=date(1999, 5, 1),
)
WORDS = ("Кукуджанов", "унцукуль", "тайнопись", "свидетель")


def others(count: int) -> list[Article]:
    return [
        Article(id=f"n{n}", language="ru", title=f"Дорога в Шали закрыта {n}", body="Снег.")
        for n in range(count)
    ]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two generations with the article that will be deleted."""
    made = Archive.open(tmp_path, create=True)
    made.add([*others(200), SECRET])
    made.rebuild()
    made.rebuild()
    return made


def traces(archive: Archive) -> list[str]:
    """Whatever shows a reader that the deleted article was there."""
    page = archive.search(Query(""))
    found = [f"total {page.total}"] if page.total != 200 else []
    found += [c.value for c in page.facets["person"]]
    found += [c.value for c in page.facets["date"] if c.value == "1999"]
    for word in WORDS:
        found += [f"{word} found"] * archive.count(Query(word, literal=True))
        found += [one.text for one in archive.suggest(word[:5])]
        misspelt = word.replace("у", "ю")
        found += [f"{n.code} {n.replacement}" for n in archive.search(Query(misspelt)).notes]
        found += list(archive.searcher().terms(word.lower()))
    return found


def check_pages(archive: Archive) -> None:
    """Walk over every page: as many articles as the total says."""
    first = archive.search(Query("", size=50))
    shown = [
        hit.id
        for number in range(1, first.pages + 1)
        for hit in archive.search(Query("", size=50, page=number)).hits
    ]
    assert len(set(shown)) == len(shown) == first.total


def test_the_traces_are_there_before(archive):
    assert len(traces(archive)) > 8
    assert (archive.home / "vocabulary").exists()


def test_a_rollback_does_not_bring_it_back(archive):
    archive.delete(["secret"])
    assert traces(archive) == []
    archive.sync()
    assert traces(archive) == []
    archive.rollback()
    assert traces(archive) == []
    check_pages(archive)
    archive.add([Article(id="new", language="ru", title="Новое", body="Текст.")])
    assert archive.sync().generation.documents == 201


def test_nor_when_it_came_again_with_another_text(archive):
    archive.delete(["secret"])
    archive.add([Article(id="secret", language="ru", title="Дорога открыта", body="Снег.")])
    archive.sync()
    archive.rollback()
    assert traces(archive) == []
    assert archive.sync().generation.documents == 201


def test_a_rollback_drops_what_was_deleted_while_it_could_not_be_changed(archive, monkeypatch):
    """A generation that a deletion did not reach, as those of earlier versions."""
    with monkeypatch.context() as patch:
        patch.setattr("indexer.archive.deleting.Deleting._remove", lambda *_: None)
        patch.setattr("indexer.archive.deleting.Deleting._forget", lambda *_: None)
        archive.delete(["secret"])
    checkpoint = archive.engine.generations()[0].checkpoint
    assert archive.rollback().checkpoint == checkpoint
    assert traces(archive) == []


def test_the_words_that_analysis_has_learnt_go_with_it(archive):
    (archive.home / "vocabulary.partial").write_bytes(b"left by a crash")
    archive.delete(["secret"])
    assert not list(archive.home.glob("vocabulary*"))


def test_nothing_is_touched_when_there_is_nothing_to_delete(archive):
    assert archive.delete(["nobody"]) == 0
    assert (archive.home / "vocabulary").exists()
    assert traces(archive)


def test_words_that_others_have_stay(archive):
    archive.delete([f"n{n}" for n in range(150)])
    assert [one.text for one in archive.suggest("дор")] == ["дорога"]
    lexicon = archive.lexicons.open(archive.searcher().generation)
    assert lexicon.count("дорога") == 50


class CrashError(BaseException):
    """What no handler of errors catches: as if the process were killed."""


def before(owner: type, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    def crash(*_, **__):
        raise CrashError

    return lambda patch: patch.setattr(owner, name, crash)


def after(owner: type, name: str, times: int = 1) -> Callable[[pytest.MonkeyPatch], None]:
    whole, left = getattr(owner, name), [times]

    def crash(*args, **given):
        whole(*args, **given)
        left[0] -= 1
        if not left[0]:
            raise CrashError

    return lambda patch: patch.setattr(owner, name, crash)


STEPS = {
    "before the words": before(Lexicons, "forget"),
    "after the words of one generation": after(Lexicons, "forget"),
    "after all words": after(Lexicons, "forget", 2),
    "before the store": before(Store, "delete"),
    "after the store": after(Store, "delete"),
    "after one generation": after(WhooshEngine, "apply"),
    "after all generations": after(WhooshEngine, "apply", 2),
    "before the end is told": before(CurrentGeneration, "changed"),
}


@pytest.mark.parametrize("step", STEPS)
def test_wherever_it_is_interrupted_all_or_nothing_is_deleted(archive, step, tmp_path):
    running = Archive.open(tmp_path)
    assert traces(running)
    with pytest.MonkeyPatch.context() as patch:
        STEPS[step](patch)
        with pytest.raises(CrashError):
            archive.delete(["secret"])
    deleted = archive.get("secret") is None
    for reader in (running, Archive.open(tmp_path)):
        check_pages(reader)
        assert reader.count(Query("тайнопись")) == (not deleted)
        if deleted:
            assert traces(reader) == []
    other = Archive.open(tmp_path)
    other.sync()
    assert other.count(Query("тайнопись")) == (not deleted)
    other.rollback()
    for reader in (running, other):
        check_pages(reader)
        assert reader.count(Query("тайнопись")) == (not deleted)
        if deleted:
            assert traces(reader) == []


def test_words_that_were_forgotten_stay_so_when_the_old_ones_could_not_be_removed(
    archive, tmp_path
):
    with pytest.MonkeyPatch.context() as patch:
        before(shutil, "rmtree")(patch)
        with pytest.raises(CrashError):
            archive.delete(["secret"])
    other = Archive.open(tmp_path)
    assert other.suggest("кукудж")
    other.rollback()  # to the first one, which had been done
    # whom the article names is a value of the index, as long as the article is there
    assert [one.kind for one in other.suggest("кукудж")] == ["person"]


def test_a_disk_that_refuses_does_not_bring_it_back(archive, monkeypatch):
    def refuse(*_):
        raise EngineError("the disk is full")

    monkeypatch.setattr(WhooshEngine, "apply", refuse)
    with pytest.raises(EngineError):
        archive.delete(["secret"])
    assert traces(archive) == []


def test_what_goes_between_the_search_and_the_store_is_searched_again(archive, tmp_path):
    site = Archive.open(tmp_path)
    whole, left = site.store.get_many, ["secret"]

    def slow(ids):
        if left:
            archive.delete([left.pop()])
        return whole(ids)

    site.store.get_many = slow
    page = site.search(Query("тайнопись | снег", size=50))
    assert (page.total, len(page.hits)) == (200, 50)


def test_threads_that_search_while_articles_are_deleted_see_whole_pages(archive):
    stop, wrong = threading.Event(), []

    def read():
        while not stop.is_set():
            page = archive.search(Query("дорога", size=100))
            if page.short:
                wrong.append((page.total, len(page.hits)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(140, 200, 6):
        archive.delete([f"n{number}", f"n{number + 1}"])
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong


SITE = """
import sys
from pathlib import Path
from indexer.archive import Archive
from schemas.query import Query
archive, pages = Archive.open(Path(sys.argv[1])), 0
assert archive.suggest("последн")
print("up", flush=True)
while True:
    page = archive.search(Query("дорога", size=100))
    pages += 1
    assert not page.short, (page.total, len(page.hits))
    suggested = archive.suggest("последн")
    if page.total == 1:
        assert not suggested, suggested
        print(pages)
        break
"""


def test_other_processes_that_search_meanwhile_see_whole_pages(archive, tmp_path):
    archive.add([Article(id="last", language="ru", title="Последние известия", body="Снег.")])
    archive.rebuild()
    site = [
        subprocess.Popen(
            [sys.executable, "-c", SITE, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        assert [one.stdout.readline() for one in site] == ["up\n", "up\n"]
        archive.delete(["last"])
        for number in range(199, 0, -20):
            archive.delete([f"n{n}" for n in range(number, max(number - 20, 0), -1)])
        assert all(int(one.communicate(timeout=60)[0]) > 1 for one in site)
        assert [one.returncode for one in site] == [0, 0]
    finally:
        for one in site:
            one.kill()
