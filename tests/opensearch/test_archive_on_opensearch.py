"""With ``engine = "opensearch+…"`` in the settings an archive does all that it did before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from indexer.archive import Archive, building
from indexer.cli import main
from indexer.index import batches
from indexer.index.opensearch.indices import Indices
from indexer.settings import Settings
from schemas.article import Article
from schemas.errors import NotFoundError, OutdatedIndexError, UnavailableError
from schemas.query import Period, Query

pytestmark = pytest.mark.opensearch

_numbers = count()


@pytest.fixture
def engine(opensearch_node, worker_id):
    """What stands in the settings: a prefix of its own."""
    hosts = ",".join(each.removeprefix("http://") for each in opensearch_node.addresses)
    return f"opensearch+http://{hosts}/a-{worker_id}-{next(_numbers)}"


@pytest.fixture
def both(sample, tmp_path, engine):
    """The sample archive on either engine."""
    home = tmp_path / "home"
    shutil.copytree(sample, home)
    shutil.rmtree(home / "index")
    moved = Archive(Settings(home=home, engine=engine, processes=2))
    moved.rebuild()
    return Archive(Settings(home=sample)), moved


QUERIES = [
    Query("Дагестаном"),
    Query("суд Махачкала", any_words=True),
    Query('"задержан в"'),
    Query("протест NEAR/5 полиция"),
    Query("пртоест Махачкла суд Хасавюрт"),
    Query("полиц* -Грозный", forms=True),
    Query("", filters={"region": ("dagestan",)}, sort="newest"),
    Query("police", period=Period(date(2015, 1, 1), date(2020, 12, 31)), size=3, page=2),
    Query("Kadyrov"),
    Query("ghbdtn rflshjd"),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text or "all of a region")
def test_pages_are_the_same(both, query):
    ours, moved = both
    expected, found = ours.search(query), moved.search(query)
    for page in (expected, found):
        assert page.complete
    assert replace(found, generation="", checkpoint=0) == replace(
        expected, generation="", checkpoint=0
    )


def test_all_else_that_is_asked_of_an_archive_is_the_same(both):
    ours, moved = both
    query = Query("Дагестан")
    hit = ours.search(query).hits[0].id
    asked = [
        lambda archive: archive.count(query),
        lambda archive: [article.id for article in archive.articles(query)],
        lambda archive: archive.facet("person", query),
        lambda archive: archive.suggest("прот"),
        lambda archive: archive.calendar().years,
        lambda archive: archive.explain(query, hit).total,
        lambda archive: archive.related(archive.get(hit)),
        lambda archive: archive.reprints(archive.get(hit)),
        lambda archive: sorted(map(sorted, archive.duplicates())),
        lambda archive: archive.dossier("region", "dagestan"),
        lambda archive: archive.sets("Дагестан", "суд", Query()),
        lambda archive: archive.attention([query, Query("суд")]),
    ]
    for ask in asked:
        assert ask(moved) == ask(ours)
    assert not moved.verify()
    stats = moved.stats()["index"]
    assert stats["documents"] == ours.stats()["index"]["documents"]
    assert stats["bytes"] > 0 < stats["forms"]


def test_several_processes_lay_out_what_one_does(both, monkeypatch):
    """Two of them, in small batches of small parts, tell each word to the cluster once."""
    ours, moved = both
    monkeypatch.setattr(batches, "CHUNK", 7)
    monkeypatch.setattr(batches, "ALONE", 0)
    monkeypatch.setattr(building, "PART", 100)
    (moved.home / "vocabulary").unlink(missing_ok=True)
    moved.rebuild()
    assert words(moved) == words(ours)


def words(archive: Archive) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Every form of the index with its articles and terms."""
    searcher = archive.engine.open()
    found = {each.form: (each.count, searcher.terms(each.form)) for each in searcher.vocabulary()}
    searcher.close()
    return found


def article(id: str, body: str) -> Article:
    return Article(id=id, language="ru", title="Заметка", body=body)


def test_what_changes_is_found_and_what_was_deleted_never_comes_back(tmp_path, engine):
    archive = Archive(Settings(home=tmp_path, engine=engine), create=True)
    archive.add([article("1", "снегопад"), article("2", "паводок")])
    archive.sync()
    archive.add([article("2", "засуха"), article("3", "снегопад")])
    assert archive.sync().changes == 2
    assert (archive.count(Query("снегопады")), archive.count(Query("паводок"))) == (2, 0)
    first = archive.engine.published()
    assert archive.rebuild().generation.name != first
    archive.delete(["3"])
    assert archive.count(Query("снегопад")) == 1
    assert archive.rollback().name == first
    assert archive.count(Query("снегопад")) == 1
    assert [each.id for each in archive.articles(Query("засуха"))] == ["2"]
    assert not archive.verify()


def test_a_build_that_was_broken_off_is_gone_on_with(tmp_path, engine, monkeypatch):
    archive = Archive(Settings(home=tmp_path, engine=engine, processes=1), create=True)
    archive.add(article(str(number), f"слово{number}") for number in range(6))
    monkeypatch.setattr("indexer.archive.building.PART", 2)
    send, sent = archive.engine.apply, count()

    def failing(*args, **given):
        if next(sent) == 2:
            raise UnavailableError("no node of the cluster answers")
        return send(*args, **given)

    monkeypatch.setattr(archive.engine, "apply", failing)
    with pytest.raises(UnavailableError):
        archive.rebuild()
    begun = archive.unfinished()
    assert begun is not None
    assert (begun.obstacle, begun.generation.documents) == (None, 4)
    synced = archive.rebuild()
    assert (synced.resumed, synced.generation.documents) == (4, 6)


def test_a_cluster_that_lost_articles_is_found_out(tmp_path, engine):
    archive = Archive(Settings(home=tmp_path, engine=engine), create=True)
    archive.add([article("1", "снегопад"), article("2", "паводок")])
    archive.sync()
    index = f"{engine.rsplit('/', 1)[1]}-{archive.engine.published()}"
    archive.engine.cluster.call("DELETE", f"/{index}/_doc/1", None, {"refresh": "true"})
    (fault,) = archive.verify()
    assert "holds 1 articles, 2 were written" in str(fault)


def test_an_index_whose_node_is_away_is_kept_to_go_back_to(tmp_path, engine, monkeypatch):
    archive = Archive(Settings(home=tmp_path, engine=engine), create=True)
    archive.add([article("1", "снегопад")])
    archive.sync()
    earlier = archive.engine.published()
    monkeypatch.setattr(Indices, "is_whole", lambda _, index: not index.endswith(earlier))
    (fault,) = archive.verify()
    assert isinstance(fault, UnavailableError)
    archive.rebuild()
    kept = [each.name for each in archive.engine.generations()]
    assert kept == [earlier, archive.engine.published()]


def test_an_index_of_a_later_layout_asks_for_a_reindex(tmp_path, engine, monkeypatch):
    archive = Archive(Settings(home=tmp_path, engine=engine), create=True)
    archive.add([article("1", "снегопад")])
    archive.sync()
    monkeypatch.setattr("indexer.index.opensearch.catalogue.LAYOUT", 3)
    with pytest.raises(OutdatedIndexError, match="another version"):
        archive.engine.open()


def test_a_dropped_generation_is_read_on_by_who_has_it_open_and_deleted_later(
    tmp_path, engine, monkeypatch
):
    archive = Archive(Settings(home=tmp_path, engine=engine), create=True)
    archive.add([article("1", "снегопад")])
    archive.sync()
    first = archive.engine.published()
    searcher = archive.engine.open()
    archive.rebuild()
    archive.engine.drop(first)
    archive.engine.clean()
    assert list(searcher.ids()) == ["1"]
    with pytest.raises(NotFoundError):
        archive.engine.open(first)
    searcher.close()
    monkeypatch.setattr("indexer.index.opensearch.engine.LINGERS", 0)
    archive.engine.clean()
    indices = archive.engine.cluster.call("GET", f"/{engine.rsplit('/', 1)[1]}-*/_alias")
    assert {name.rsplit("-", 1)[1] for name in indices} == {archive.engine.published()}


def test_commands_need_nothing_but_the_setting(tmp_path, engine, monkeypatch, capsys):
    (tmp_path / "settings.toml").write_text(f'engine = "{engine}"\n')
    (tmp_path / "a.jsonl").write_text(
        '{"id": "1", "language": "ru", "title": "Заметка", "body": "В Хасавюрте снегопад"}\n'
    )
    for command in (["ingest", str(tmp_path / "a.jsonl")], ["verify"], ["search", "снегопадом"]):
        monkeypatch.setattr("sys.argv", ["podshivka", "--home", str(tmp_path), *command])
        assert main() == 0
    assert "Хасавюрте" in capsys.readouterr().out
    assert not (tmp_path / "index").exists()
