"""What is said when a cluster cannot be used, and what to do about it."""

from __future__ import annotations

import socket

import pytest

from indexer.index.opensearch import cluster as requests_of
from indexer.index.opensearch import indices as indices_of
from schemas.errors import EngineError, PodshivkaError, UnavailableError
from schemas.expression import Wildcard
from schemas.query import Request
from tests.opensearch.clients import engine_on, indices, told
from tests.opensearch.doors import answering, certificate, guarded
from tests.opensearch.history import history

pytestmark = pytest.mark.opensearch
SECRET = "site:correct-horse"  # noqa: S105 - of a door of our own


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """A cluster that does not answer is given up sooner."""
    monkeypatch.setattr(requests_of, "PATIENCE", 1.0)


@pytest.fixture
def port(opensearch_node) -> int:
    return opensearch_node.nodes[0].port


def refused(call) -> PodshivkaError:
    with pytest.raises(EngineError) as raised:
        call()
    error = raised.value
    assert error.hint, error
    assert "correct-horse" not in f"{error} {error.__cause__}"
    return error


def nobody() -> str:
    """An address at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


# -- addresses


@pytest.mark.parametrize("address", [nobody(), "http://no-such-host.invalid:9200"])
def test_a_wrong_address_is_named(address, prefix):
    error = refused(engine_on([address], prefix).generations)
    assert "no node of the cluster answers" in error.message
    assert address in error.place
    assert "engine in the settings" in error.hint


def test_one_of_several_addresses_is_enough(opensearch_node, prefix):
    addresses = [nobody(), *opensearch_node.addresses, nobody()]
    engine = engine_on(addresses, prefix)
    for _ in range(6):  # each in its turn
        assert engine.generations() == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"version": {"number": "8.15.0", "build_flavor": "default"}}, "Elasticsearch 8.15.0"),
        ({"version": {"number": "2.19.1", "distribution": "opensearch"}}, "version 2.19.1"),
        ({"version": {"number": "3.3.2", "distribution": "opensearch"}}, "version 3.3.2"),
        ({"hello": "world"}, "something else"),
        ([], "something else"),
        ("<title>It works!</title>", "something else"),
    ],
)
def test_what_is_no_opensearch_that_we_know_is_said_to_be_none(body, said, prefix):
    with answering(body) as address:
        error = refused(engine_on([address], prefix).generations)
    assert said in error.message
    assert address in error.place
    assert "3.4 or newer" in error.hint


def test_a_page_in_place_of_an_answer_is_an_error(prefix):
    with answering("<title>Bad gateway</title>", 502) as address:
        refused(engine_on([address], prefix).generations)


# -- passwords and certificates


@pytest.mark.parametrize("given", ["", "site:wrong", "other:correct-horse"])
def test_wrong_credentials_are_an_error_that_does_not_show_them(port, prefix, given):
    with guarded(port, SECRET) as address:
        error = refused(engine_on([address], prefix, credentials=given).generations)
    assert "does not know this name and password" in error.message
    assert "engine_credentials" in error.hint


def test_the_right_credentials_open_the_door(port, prefix):
    written = history(20, 0)
    with guarded(port, SECRET) as address:
        engine = engine_on([address], prefix, credentials=SECRET)
        engine.apply(engine.create("f").name, [written.changes[0]], 1)
        engine.publish(engine.generations()[0].name)
        assert written.wrong(engine.open()) == []


def test_who_may_only_read_searches_and_is_told_that_writing_is_forbidden(port, prefix):
    written = history(20, 1)
    with guarded(port, "writer:correct-horse", reader=SECRET) as address:
        writing = engine_on([address], prefix, credentials="writer:correct-horse")
        name = writing.create("f").name
        writing.apply(name, [written.changes[0]], 1)
        writing.publish(name)
        reading = engine_on([address], prefix, credentials=SECRET)
        assert reading.published() == name
        assert reading.generations() == writing.generations()
        searcher = reading.open()
        assert written.wrong(searcher) == []
        searcher.close()
        for call in (
            lambda: reading.apply(name, [written.changes[1]], 2),
            lambda: reading.create("f"),
            lambda: reading.publish(name),
        ):
            error = refused(call)
            assert "forbids this" in error.message
            assert "roles" in error.hint


def test_a_certificate_is_trusted_by_its_authority_alone(port, prefix, tmp_path):
    own = certificate(tmp_path, "own")
    other = certificate(tmp_path, "other")
    misnamed = certificate(tmp_path, "misnamed", "127.0.0.2")
    with guarded(port, certificate=own) as address:
        assert engine_on([address], prefix, authorities=own).generations() == ()
        for authorities in (None, other):
            error = refused(engine_on([address], prefix, authorities=authorities).generations)
            assert "certificate of the cluster is not trusted" in error.message
            assert "engine_authorities" in error.hint
    with guarded(port, certificate=misnamed) as address:
        error = refused(engine_on([address], prefix, authorities=misnamed).generations)
        assert "certificate of the cluster is not trusted" in error.message


def test_a_file_of_authorities_that_is_none_is_named(port, prefix, tmp_path):
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    for file in (broken, tmp_path / "missing.pem"):
        with guarded(port, certificate=certificate(tmp_path, "own")) as address:
            error = refused(engine_on([address], prefix, authorities=file).generations)
        assert str(file) in str(error)


# -- parts that do not answer, full disks, other settings, other indices


@pytest.mark.parametrize("path", ["_refresh", "_count"])
@pytest.mark.parametrize("times", [1, 10_000])
def test_what_not_every_part_of_an_index_has_answered_is_not_believed(
    port, prefix, path, times, monkeypatch
):
    """Then a node says success, with fewer articles: of an index of which a node has just died."""
    monkeypatch.setattr(indices_of, "GREEN", 0.5)
    written = history(20, 0)
    engine = engine_on([f"http://127.0.0.1:{port}"], prefix)
    name = engine.create("f").name
    call, parts = engine.cluster.call, []

    def partly(method, asked, *args, **given):
        if not asked.endswith(f"{name}/{path}") or len(parts) >= times:
            return call(method, asked, *args, **given)
        parts.append(asked)
        return {"count": 7, "_shards": {"total": 3, "successful": 2, "failed": 1}}

    monkeypatch.setattr(engine.cluster, "call", partly)
    if times == 1:
        assert engine.apply(name, [written.changes[0]], 1).documents == 20
    else:
        with pytest.raises(UnavailableError, match="not every part"):
            engine.apply(name, [written.changes[0]], 1)
        assert engine.generations()[0].checkpoint == 0
    assert parts
    monkeypatch.undo()
    engine.apply(name, [written.changes[0]], 1)
    assert written.wrong(engine.open(name)) == []


def test_a_full_disk_is_said_and_nothing_is_lost(port, prefix):
    written = history(20, 1)
    engine = engine_on([f"http://127.0.0.1:{port}"], prefix)
    name = engine.create("f").name
    engine.apply(name, [written.changes[0]], 1)
    engine.publish(name)
    block = "index.blocks.read_only_allow_delete"  # what a node sets when its disk is full
    told(port, "PUT", f"/{prefix}*/_settings", {block: True})
    error = refused(lambda: engine.apply(name, [written.changes[1]], 2))
    assert "room on the disk" in error.hint
    assert engine.open().generation.checkpoint == 1
    assert written.wrong(engine.open()) == []
    told(port, "PUT", f"/{prefix}*/_settings", {block: None})
    engine.apply(name, [written.changes[1]], 2)
    assert written.wrong(engine.open()) == []


def test_an_index_of_another_program_under_our_name_is_not_taken_for_ours(port, prefix):
    engine = engine_on([f"http://127.0.0.1:{port}"], prefix)
    name = engine.create("f").name
    for index in indices(port, prefix):
        told(port, "DELETE", f"/{index}")
        told(port, "PUT", f"/{index}", {"mappings": {"properties": {"id": {"type": "long"}}}})
    assert engine.generations() == ()
    with pytest.raises(PodshivkaError):
        engine.open(name)
    error = refused(lambda: engine.create("f"))
    assert f"{prefix}-words-{name}" in str(error)


def test_too_few_clauses_are_said_with_the_setting(cluster, prefix):
    """A node that was set up without reading docs/scaling.md."""
    port = cluster.nodes[0].port
    written = history(20, 0)
    engine = engine_on(cluster.addresses, prefix)
    name = engine.create("f").name
    engine.apply(name, [written.changes[0]], 1)
    setting = "indices.query.bool.max_clause_count"
    told(port, "PUT", "/_cluster/settings", {"persistent": {setting: 2}})
    try:
        error = refused(lambda: engine.open(name).search(Request(Wildcard("*"))))
    finally:
        told(port, "PUT", "/_cluster/settings", {"persistent": {setting: None}})
    assert f"{setting} to 65536" in error.hint
    assert written.wrong(engine.open(name)) == []
