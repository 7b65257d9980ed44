"""The archive: one loop for update and rebuild, publishing, rollback, workers that follow."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from indexer.analysis import Analyzer
from indexer.analysis.known_forms import known_forms
from indexer.archive import Archive
from indexer.index import verify as verification
from indexer.query.help import Lexicon
from schemas.article import MOSCOW, Article
from schemas.errors import (
    EngineError,
    LockedError,
    NotFoundError,
    OutdatedIndexError,
    StoreError,
    VerificationError,
)
from schemas.query import Period, Query


def article(id: str, title: str, **fields) -> Article:
    fields.setdefault("language", "ru")
    return Article(id=id, title=title, **fields)


STORIES = [
    article("a", "Протесты в Дагестане", regions=("dagestan",), published=date(2017, 6, 5)),
    article("b", "Глава Дагестана уволен", regions=("dagestan",), published=date(2018, 1, 1)),
    article(
        "c", "Выборы в Чечне", regions=("chechnya",), published=datetime(2018, 5, 1, tzinfo=MOSCOW)
    ),
    article("d", "Protests in Dagestan", language="en", translation_of="a"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.open(tmp_path, create=True)
    made.add(STORIES)
    made.sync()
    return made


def found(archive: Archive, text: str, **query) -> list[str]:
    return [hit.id for hit in archive.search(Query(text, literal=True, **query)).hits]


def counts(archive: Archive, facet: str, query: Query) -> dict[str, int]:
    return {f.value: f.count for f in archive.search(query).facets[facet] if f.count}


def test_what_was_synced_is_found(archive):
    assert set(found(archive, "дагестан")) == {"a", "b"}
    assert found(archive, "protest dagestan") == ["d"]
    assert set(found(archive, "")) == {"a", "b", "c", "d"}


def test_an_empty_archive_can_be_searched(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.sync()
    page = archive.search(Query("дагестан"))
    assert (page.total, page.hits, page.pages) == (0, (), 1)


def test_counts_are_of_all_matches_and_roll_up_to_macro_regions(archive):
    region = counts(archive, "region", Query(""))
    assert region["dagestan"] == 2
    assert region["chechnya"] == 1
    assert region["north-caucasian-federal-district"] == 3
    assert counts(archive, "language", Query("")) == {"ru": 3, "en": 1}
    assert counts(archive, "date", Query("")) == {"2018": 2, "2017": 1, "unknown": 1}


def test_a_facet_does_not_narrow_its_own_counts_but_the_others(archive):
    query = Query("", filters={"region": ("chechnya",)})
    assert found(archive, "", filters={"region": ("chechnya",)}) == ["c"]
    assert counts(archive, "region", query)["dagestan"] == 2
    assert counts(archive, "language", query) == {"ru": 1}
    year = Query("", period=Period(date(2018, 1, 1), date(2018, 12, 31)))
    assert counts(archive, "region", year)["dagestan"] == 1
    assert counts(archive, "date", year) == {
        "2018": 2, "2018-05": 1, "2018-01": 1, "2017": 1, "unknown": 1,
    }  # fmt: skip


def test_changes_and_deletions_reach_the_index_with_the_next_sync(archive):
    archive.add([article("c", "Выборы в Ингушетии", regions=("ingushetia",))])
    archive.delete(["a"])
    assert archive.health()["pending"] == 2
    assert archive.sync().changes == 2
    assert found(archive, "чечня") == []
    assert found(archive, "ингушетия") == ["c"]
    assert found(archive, "протесты") == []
    assert archive.health()["pending"] == 0
    assert archive.sync().changes == 0


def test_a_rebuild_gives_the_same_answers_under_another_name(archive):
    before = archive.search(Query("дагестан"))
    old = archive.health()["generation"]
    new = archive.rebuild()
    assert new.generation.name != old
    assert archive.health()["generation"] == new.generation.name
    assert archive.search(Query("дагестан")).hits == before.hits


def test_rollback_publishes_the_generation_before_and_sync_catches_up(archive):
    first = archive.health()["generation"]
    archive.add([article("e", "Новое в Дагестане")])
    archive.rebuild()
    assert "e" in found(archive, "дагестан")
    assert archive.rollback().name == first
    assert "e" not in found(archive, "дагестан")
    archive.sync()
    assert "e" in found(archive, "дагестан")
    with pytest.raises(NotFoundError, match="no earlier generation"):
        archive.rollback()


def test_old_generations_are_dropped_beyond_those_kept(archive):
    for _ in range(3):
        archive.rebuild()
    assert len(archive.engine.generations()) == archive.settings.keep


def test_another_process_that_reads_follows_a_publication_and_an_update(archive, tmp_path):
    reader = Archive.open(tmp_path)
    assert found(reader, "новость") == []
    archive.add([article("e", "Новость")])
    archive.sync()
    assert found(reader, "новость") == ["e"]
    archive.add([article("f", "Новости")])
    archive.rebuild()
    assert set(found(reader, "новость")) == {"e", "f"}


def test_all_articles_of_a_query_are_those_of_its_pages_in_order(archive, monkeypatch):
    monkeypatch.setattr("indexer.page.whole.AT_ONCE", 2)
    query = Query("", size=1)
    pages = [archive.search(replace(query, page=number)).hits[0].id for number in (1, 2, 3, 4)]
    assert [each.id for each in archive.articles(query)] == pages
    archive.delete([pages[1]])
    assert [each.id for each in archive.articles(query)] == [*pages[:1], *pages[2:]]


def test_a_worker_keeps_what_it_serves_when_other_settings_publish(archive, tmp_path, monkeypatch):
    reader = Archive.open(tmp_path)
    assert found(reader, "выборы") == ["c"]
    monkeypatch.setitem(vars(archive), "fingerprint", "other")
    archive.rebuild()
    monkeypatch.undo()
    assert found(reader, "выборы") == ["c"]
    with pytest.raises(OutdatedIndexError, match="reindex"):
        Archive.open(tmp_path).search(Query("выборы"))
    with pytest.raises(OutdatedIndexError, match="reindex"):
        reader.sync()
    reader.rebuild()
    assert found(Archive.open(tmp_path), "выборы") == ["c"]


def test_a_new_worker_of_a_site_that_is_up_serves_the_latest_that_it_understands(
    archive, tmp_path, monkeypatch
):
    (tmp_path / "settings.toml").write_text("keep = 9")
    builder, site = Archive.open(tmp_path), Archive.open(tmp_path)
    for story in (article("e", "Новость"), article("f", "Новость")):
        builder.add([story])
        builder.rebuild()
    site.settle()
    monkeypatch.setitem(vars(builder), "fingerprint", "other")
    builder.add([article("g", "Новость")])
    for _ in range(2):
        builder.rebuild()
    assert site.health()["generation"] == "g000003"
    assert set(found(site, "новость")) == {"e", "f"}


def test_what_was_learnt_of_words_is_there_before_processes_are_forked(
    archive, tmp_path, monkeypatch
):
    learnt, analyzer = Analyzer(), Analyzer()
    learnt.tokens("Дагестан сегодня")
    learnt.keep(learnt.vocabulary, tmp_path / "vocabulary")
    monkeypatch.setitem(vars(archive), "analyzer", analyzer)
    archive.settle()
    vocabulary = analyzer.vocabulary
    assert {"Дагестан", "сегодня"} <= {*vocabulary.runs}
    assert vocabulary.form("дагестан") in known_forms(vocabulary).having("дагестан")


def test_a_second_writer_is_told_so(archive, tmp_path):
    with archive.writing(), pytest.raises(LockedError, match="another process"):
        Archive.open(tmp_path).sync()
    assert Archive.open(tmp_path).sync().changes == 0


def test_a_generation_that_lacks_an_article_is_not_published(archive, monkeypatch):
    before = archive.health()["generation"]
    monkeypatch.setattr(
        type(archive.store), "changes", lambda self, after, upto: iter([("a", None)])
    )
    with pytest.raises(VerificationError, match="lacks 4 articles"):
        archive.rebuild()
    monkeypatch.undo()
    assert archive.engine.published() == before
    assert set(found(archive, "дагестан")) == {"a", "b"}


def test_a_generation_that_does_not_find_a_title_is_not_published(archive, monkeypatch):
    monkeypatch.setattr(verification, "_difference", lambda wanted, held: "")
    monkeypatch.setattr(
        type(archive.store), "changes", lambda self, after, upto: iter([("a", None)])
    )
    with pytest.raises(VerificationError, match="does not find"):
        archive.rebuild()


def test_a_crash_while_building_leaves_the_published_generation(archive, monkeypatch):
    class CrashError(RuntimeError):
        pass

    def crash(self, after, upto):
        yield from [("e", None)]
        raise CrashError

    with monkeypatch.context() as patch:
        patch.setattr(type(archive.store), "changes", crash)
        with pytest.raises(CrashError):
            archive.rebuild()
    assert set(found(archive, "дагестан")) == {"a", "b"}
    archive.rebuild()
    assert set(found(archive, "дагестан")) == {"a", "b"}
    assert len(archive.engine.generations()) == 2


def test_searching_goes_on_in_other_threads_while_generations_change(archive):
    stop, wrong = threading.Event(), []

    def read():
        while not stop.is_set():
            ids = set(found(archive, "дагестан"))
            if ids != {"a", "b"}:
                wrong.append(ids)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(4):
        archive.rebuild()
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong


def test_counterparts_are_both_ways(archive):
    first, translation = archive.get("a"), archive.get("d")
    assert [a.id for a in archive.counterparts(first)] == ["d"]
    assert [a.id for a in archive.counterparts(translation)] == ["a"]
    assert archive.counterparts(archive.get("c")) == ()


def test_nothing_is_searched_before_something_was_indexed(tmp_path):
    with pytest.raises(StoreError, match="no archive here"):
        Archive.open(tmp_path / "nowhere")
    archive = Archive.open(tmp_path, create=True)
    with pytest.raises(NotFoundError):
        archive.search(Query(""))


def test_paging_walks_over_all_matches_once(archive):
    archive.add(
        article(f"n{i:03}", "Сход лавины", published=date(2020, 1, 1 + i % 28)) for i in range(95)
    )
    archive.sync()
    for sort in ("relevance", "newest", "oldest"):
        seen = [
            id
            for page in range(1, 12)
            for id in found(archive, "лавина", page=page, size=9, sort=sort)
        ]
        assert len(seen) == len(set(seen)) == 95
    assert found(archive, "лавина", page=12, size=9) == []


def test_a_disk_that_refuses_what_is_known_of_words_is_an_error_of_ours(archive, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Lexicon, "save", refuse)
    with pytest.raises(EngineError, match="No space left"):
        archive.rebuild()
    assert found(archive, "выборы") == ["c"]
