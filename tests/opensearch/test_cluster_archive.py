"""An archive whose index is on three nodes, beside the same archive on our own engine."""

from __future__ import annotations

import shutil
import time
from itertools import count

import pytest

from indexer.archive import Archive
from indexer.index.opensearch import cluster as requests_of
from indexer.index.opensearch.engine import WAITED
from indexer.settings import Settings
from schemas.article import Article
from schemas.errors import EngineError
from schemas.query import Query
from searchapp.app import create_app
from tests.opensearch.clients import Clients, told

pytestmark = [pytest.mark.opensearch, pytest.mark.slow]
QUERIES = (
    Query(),
    Query("школа"),
    Query("Грозный", forms=True),
    Query('"в Грозном"'),
    Query("школ* -университет", sort="newest"),
    Query("school OR court", filters={"language": ("en",)}),
    Query("школло"),  # misspelt
    Query("суд", both=True),
)


@pytest.fixture
def archive(cluster, prefix, sample, tmp_path) -> Archive:
    """The sample archive on the cluster."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sample / "store.sqlite", home)
    hosts = ",".join(address.removeprefix("http://") for address in cluster.addresses)
    engine = f"opensearch+http://{hosts}/{prefix}?shards=3&replicas=1"
    archive = Archive(Settings(home=home, engine=engine))
    archive.sync()
    cluster.wait("green")
    return archive


@pytest.fixture
def right(sample):
    """What is seen of each query in the archive on our own engine."""
    archive = Archive(Settings(home=sample))
    return [seen(archive, query) for query in QUERIES]


def seen(archive, query):
    page = archive.search(query)
    facets = {
        name: [(value.value, value.count) for value in values]
        for name, values in page.facets.items()
    }
    return page.total, [hit.id for hit in page.hits], facets, page.forms, page.notes


def counted(archive, query):
    total, _, facets, forms, _ = seen(archive, query)
    return total, facets, forms


def news(numbers) -> Article:
    """An article that none of the queries finds but that of all."""
    number = next(numbers)
    return Article(
        id=f"news-{number}", language="ru", title=f"Заметка {number}", body="Ничего нового."
    )


def test_pages_are_those_of_our_own_engine(archive, right):
    assert [seen(archive, query) for query in QUERIES] == right
    assert archive.state().status == "ok"
    assert archive.verify() == []


def test_readers_see_nothing_of_a_node_that_dies_while_articles_come_in(archive, cluster, right):
    numbers = count()

    def read():
        for query, (total, _, facets, forms, _) in list(zip(QUERIES, right, strict=True))[1:]:
            assert counted(archive, query) == (total, facets, forms), query

    def write():
        archive.add([news(numbers)])
        archive.sync()

    with Clients() as clients:
        clients.start("read", read, threads=4)
        clients.start("write", write)
        clients.go_on(1)
        cluster.kill(2)
        cluster.wait("yellow", 2)
        clients.go_on(2)
        cluster.launch(2)
        cluster.wait("green")
        clients.go_on(1)
    written = next(numbers)
    assert written > 2
    assert archive.search(Query()).total == right[0][0] + written


def test_what_was_changed_while_it_was_read_is_opened_anew(archive, cluster, right):
    """As a node does that dies with its points in time while another process writes."""
    for asked in (
        lambda: seen(archive, QUERIES[1]) == right[1],
        lambda: archive.count(QUERIES[1]) == right[1][0],
        lambda: (
            {each.value: each.count for each in archive.facet("region", QUERIES[1])}
            == dict(right[1][2]["region"])
        ),
    ):
        assert asked()
        generation = archive.searcher().generation
        archive.engine.apply(generation.name, [], generation.checkpoint)
        told(cluster.nodes[0].port, "DELETE", "/_search/point_in_time/_all")
        assert asked()


def test_a_sync_that_found_no_cluster_goes_on_when_it_is_back(archive, cluster, right, monkeypatch):
    monkeypatch.setattr(requests_of, "PATIENCE", 2.0)
    archive.add([news(count())])
    cluster.stop()
    for failing in (archive.sync, lambda: archive.search(Query("школа")), archive.check_ready):
        with pytest.raises(EngineError) as raised:
            failing()
        assert "start the cluster" in raised.value.hint
    cluster.start()
    archive.sync()
    assert archive.search(Query()).total == right[0][0] + 1
    assert seen(archive, QUERIES[3])[0] == right[3][0]


def test_a_site_without_its_cluster_says_so_soon_and_goes_on_when_it_is_back(
    cluster, archive, monkeypatch
):
    monkeypatch.setattr(archive.settings, "query_seconds", 2)
    site = create_app(archive).test_client()
    address = "/api/v1/search?q=школа"
    before = site.get(address)
    state = archive.edition_state()
    cluster.stop()
    begun = time.monotonic()
    assert [site.get(address + str(number)).status_code for number in range(4)] == [503] * 4
    assert time.monotonic() - begun < 10  # the first one waits for what may come back
    # what the process that holds the connections asks again and again is no error
    assert archive.edition_state() == state
    cluster.start()
    time.sleep(WAITED)
    after = site.get(address)
    assert (before.status_code, after.status_code) == (200, 200)
    assert after.json["hits"] == before.json["hits"]
