"""The roles of docs/scaling.md under OpenSearch's own security plugin, with TLS."""

from __future__ import annotations

import os
import shutil

import pytest

from indexer.archive import Archive
from indexer.cli import main
from indexer.index.opensearch import cluster as requests_of
from indexer.index.opensearch import engine as engines
from indexer.settings import Settings
from schemas.errors import EngineError
from schemas.query import Query
from searchapp import create_app
from tests.opensearch.clients import engine_on
from tests.opensearch.history import history, use_all
from tests.opensearch.nodes import Plan, ports
from tests.opensearch.secured import Authority, SecuredNode

pytestmark = [pytest.mark.opensearch, pytest.mark.slow]

PASSWORD = "correct-Horse-7-battery"  # noqa: S105 - of a node of our own
SITE, COMMANDS = f"podshivka_site:{PASSWORD}", f"podshivka_commands:{PASSWORD}"
ELSEWHERE = "elsewhere-1"
"""An index of somebody else."""


@pytest.fixture(scope="module")
def node(opensearch_node, tmp_path_factory, roles):
    """A node with the roles as they are printed, a user for each, and an index of somebody else.

    ``opensearch_node``: only where nodes can be started.
    """
    plan = Plan(ports(1), quick=True, owner=os.getpid())
    node = SecuredNode(tmp_path_factory.mktemp("secured") / "node", plan)
    try:
        node.start()
        for name, role in roles.items():
            assert node.ask("PUT", f"/_plugins/_security/api/roles/{name}", role)[0] == 201
        for login, role in ((SITE, "podshivka_reader"), (COMMANDS, "podshivka_writer")):
            user = {"password": PASSWORD, "opendistro_security_roles": [role]}
            path = f"/_plugins/_security/api/internalusers/{login.partition(':')[0]}"
            assert node.ask("PUT", path, user)[0] == 201
        assert node.ask("PUT", f"/{ELSEWHERE}")[0] == 200
        yield node
    finally:
        node.stop()


@pytest.fixture
def engine(node, prefix):
    """The engine, as a user; its indices are among those that the roles are for."""

    def of(login, name=f"podshivka-{prefix}", **options):
        given = {"credentials": login, "authorities": node.authority.certificate}
        return engine_on(node.addresses, name, **given | options)

    return of


@pytest.fixture
def impatient(monkeypatch):
    """A cluster that does not answer is given up sooner."""
    monkeypatch.setattr(requests_of, "PATIENCE", 1.0)


def forbidden(call) -> None:
    with pytest.raises(EngineError, match="forbids this") as raised:
        call()
    assert "docs/scaling.md" in raised.value.hint
    assert PASSWORD not in str(raised.value)


@pytest.fixture
def home(node, sample, tmp_path):
    """The sample archive, whose settings name the node."""
    home = tmp_path / "home"
    shutil.copytree(sample, home)
    shutil.rmtree(home / "index")
    (host,) = (each.removeprefix("https://") for each in node.addresses)
    (home / "settings.toml").write_text(
        f'engine = "opensearch+https://{host}"\n'
        f'engine_credentials = "{home / "credentials"}"\n'
        f'engine_authorities = "{node.authority.certificate}"\n'
    )
    return home


@pytest.fixture
def command(home, monkeypatch, capsys):
    """Runs a command as a user; gives its exit code, and what it says."""

    def of(login, *given):
        (home / "credentials").write_text(login)
        capsys.readouterr()
        monkeypatch.setattr("sys.argv", ["podshivka", "--home", str(home), *given])
        return main(), "".join(capsys.readouterr())

    return of


def test_commands_do_with_their_role_all_that_they_do(command, tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "LINGERS", -1)  # what is dropped is deleted at once
    (tmp_path / "more.jsonl").write_text(
        '{"id": "snow", "language": "ru", "title": "Заметка", "body": "В Хасавюрте снегопад"}\n'
    )
    for given in (
        ["reindex"],
        ["ingest", str(tmp_path / "more.jsonl")],
        ["reindex"],
        ["rollback"],
        ["reindex"],
        ["reindex"],  # of several generations, the oldest are dropped
        ["verify"],
        ["stats"],
        ["delete", "snow"],
        ["sync"],
    ):
        code, said = command(COMMANDS, *given)
        assert code == 0, (given, said)
        if given == ["stats"]:
            assert "Хасавюрте" in command(COMMANDS, "search", "снегопадом")[1]


def test_the_site_answers_with_its_role_and_commands_that_write_are_refused(command, home, sample):
    assert command(COMMANDS, "reindex")[0] == command(COMMANDS, "reindex")[0] == 0
    (home / "credentials").write_text(SITE)
    site = create_app(Archive.open(home)).test_client()
    expected = Archive(Settings(home=sample)).search(Query("Дагестан"))
    found = site.get("/api/v1/search?q=Дагестан").json
    assert (found["total"], len(found["hits"])) == (expected.total, len(expected.hits))
    hit = expected.hits[0].id
    for path in (
        "/",
        "/ready",
        "/search?q=Дагестан&forms=1",
        f"/articles/{hit}?q=Дагестан",
        f"/api/v1/articles/{hit}/related",
        f"/api/v1/articles/{hit}/reprints",
        "/api/v1/suggest?q=прот",
        "/search?q=пртоест",
        "/export.csv?q=Дагестан",
        "/feed.atom?q=Дагестан",
        "/facets/person?q=Дагестан",
        "/compare?q=Дагестан&q=суд",
        "/sets?a=Дагестан&b=суд",
        "/archive/2017",
        "/regions/dagestan",
    ):
        assert site.get(path).status_code == 200, path
    Archive.open(home).add([changed(sample, hit)])  # something to sync
    for given in (["sync"], ["reindex"], ["rollback"], ["delete", hit]):
        code, said = command(SITE, *given)
        assert code == 1, said
        assert "the cluster forbids this" in said
        assert "engine_credentials" in said


def changed(home, id):
    article = Archive(Settings(home=home)).get(id)
    return article.model_copy(update={"body": article.body + " Снегопад."})


def test_the_reader_asks_everything_and_changes_nothing(node, engine, monkeypatch):
    monkeypatch.setattr(engines, "LINGERS", -1)
    written = history(60, 1)
    writing, reading = engine(COMMANDS, replicas=1), engine(SITE)
    assert reading.published() is None
    assert reading.generations() == ()
    old, name = (writing.create("f").name for _ in range(2))
    for each in (old, name):
        writing.apply(each, [written.changes[0]], 1)
    writing.publish(name)
    writing.drop(old)
    assert reading.published() == name
    assert reading.generations() == writing.generations()
    assert reading.status(name)["documents"] == 60
    assert written.wrong(reading.open()) == []
    use_all(reading.open(without=["n000001"]))
    forbidden(lambda: reading.apply(name, [written.changes[1]], 2))
    forbidden(lambda: reading.create("f"))
    forbidden(lambda: reading.publish(name))
    forbidden(reading.clean)
    writing.clean()
    assert written.wrong(writing.open()) == []
    assert [each.name for each in writing.generations()] == [name]
    forbidden(lambda: reading.drop(writing.create("f").name))


READER_NEVER = [
    ("PUT", "/{index}/_doc/1", {"id": "1"}),
    ("DELETE", "/{index}/_doc/1", None),
    ("POST", "/{index}/_update/1", {"doc": {}}),
    ("POST", "/{index}/_refresh", None),
    ("POST", "/{index}/_close", None),
    ("DELETE", "/{index}", None),
    ("PUT", "/podshivka-new", None),
    ("PUT", "/{index}/_mapping", {"_meta": {}}),
    ("PUT", "/{index}/_settings", {"index": {"number_of_replicas": 2}}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "{index}", "alias": "podshivka-x"}}]}),
    ("PUT", "/{index}/_alias/podshivka-x", None),
]
"""What the reader must not do to an index of ours."""

NOBODY = [
    ("GET", f"/{ELSEWHERE}/_search", None),
    ("GET", f"/{ELSEWHERE}/_mapping", None),
    ("PUT", f"/{ELSEWHERE}/_doc/1", {}),
    ("DELETE", f"/{ELSEWHERE}", None),
    ("POST", "/_aliases", {"actions": [{"add": {"index": ELSEWHERE, "alias": "podshivka-x"}}]}),
    ("PUT", "/another", None),
    ("GET", "/_search", None),
    ("GET", "/_cat/indices", None),
    ("GET", "/_cluster/settings", None),
    ("PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": True}}),
    ("PUT", "/_index_template/x", {"index_patterns": ["podshivka-*"]}),
    ("PUT", "/_snapshot/x", {"type": "fs", "settings": {"location": "x"}}),
    ("PUT", "/_ingest/pipeline/x", {"processors": []}),
    ("PUT", "/_scripts/x", {"script": {"lang": "painless", "source": "1"}}),
    ("GET", "/_nodes/stats", None),
    ("GET", "/_plugins/_security/api/internalusers", None),
    ("PUT", "/_plugins/_security/api/roles/x", {"cluster_permissions": ["*"]}),
    ("DELETE", "/_search/point_in_time/_all", None),
]
"""What a cluster can do, but neither of the two users may ask for."""


@pytest.mark.parametrize("login", [SITE, COMMANDS], ids=["site", "commands"])
def test_what_nobody_of_ours_may_do_is_refused(node, engine, login):
    writing = engine(COMMANDS)
    index = f"{writing.cluster.address.prefix}-{writing.create('f').name}"
    for method, path, body in NOBODY + (READER_NEVER if login == SITE else []):
        asked = path.replace("{index}", index), body
        if body and "actions" in body:
            asked = path, {"actions": [filled(each, index) for each in body["actions"]]}
        status, said = node.ask(method, *asked, login=login)
        assert status == 403, (method, path, said)
    assert node.ask("GET", f"/{ELSEWHERE}")[0] == 200
    assert node.ask("GET", "/podshivka-new")[0] == node.ask("GET", "/another")[0] == 404
    assert engine(SITE).generations() == writing.generations()


def filled(action, index):
    ((kind, given),) = action.items()
    return {kind: {name: value.replace("{index}", index) for name, value in given.items()}}


@pytest.mark.parametrize("login", ["", f"{SITE}x", f"nobody:{PASSWORD}"])
def test_a_wrong_name_or_password_is_said(engine, login):
    with pytest.raises(EngineError, match="does not know this name and password") as raised:
        engine(login).generations()
    assert "engine_credentials" in raised.value.hint
    assert PASSWORD not in f"{raised.value} {raised.value.__cause__}"


def test_a_certificate_of_another_authority_is_not_trusted(engine, tmp_path):
    other = Authority(tmp_path / "other").certificate
    for authorities in (None, other):
        with pytest.raises(EngineError, match="certificate of the cluster is not trusted") as told:
            engine(SITE, authorities=authorities).generations()
        assert "engine_authorities" in told.value.hint


@pytest.mark.usefixtures("impatient")
def test_an_address_without_tls_is_an_error(node, prefix):
    plain = [each.replace("https", "http") for each in node.addresses]
    with pytest.raises(EngineError) as raised:
        engine_on(plain, prefix, credentials=SITE).generations()
    assert raised.value.hint
