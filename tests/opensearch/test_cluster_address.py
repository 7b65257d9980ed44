"""What stands in the setting ``engine``, and what is said when it cannot be used."""

from __future__ import annotations

import sys

import pytest

from indexer.archive import Archive
from indexer.index.opensearch.address import ClusterAddress, read_address
from indexer.settings import Settings, load_settings
from schemas.errors import EngineError, UsageError

HTTPS = "opensearch+https://"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opensearch+http://a:9200", ClusterAddress(("http://a:9200",), "podshivka")),
        (f"{HTTPS}a:1,b:2/news", ClusterAddress(("https://a:1", "https://b:2"), "news")),
        (
            f"{HTTPS}[::1]:9200/n?shards=3&replicas=2",
            ClusterAddress(("https://[::1]:9200",), "n", shards=3, replicas=2),
        ),
    ],
)
def test_an_address(text, expected):
    assert read_address(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://a:9200", "http:// is not a cluster"),
        ("elastic", "there is no such engine"),
        (f"{HTTPS}a", "no host with a port"),
        (f"{HTTPS}a:9200,", "no host with a port"),
        (f"{HTTPS}a:99999", "Port out of range"),
        (f"{HTTPS}me:secret@a:9200", "do not belong in an address"),
        (f"{HTTPS}a:9200/Große", "cannot begin the name of an index"),
        (f"{HTTPS}a:9200/a/b", "cannot begin the name of an index"),
        (f"{HTTPS}a:9200?shards=0", "from 1 to 1024"),
        (f"{HTTPS}a:9200?shards=many", "from 1 to 1024"),
        (f"{HTTPS}a:9200?copies=2", "copies is not known"),
    ],
)
def test_what_is_no_address(tmp_path, text, said):
    with pytest.raises(UsageError, match="engine") as told:
        Archive(Settings(home=tmp_path, engine=text), create=True)
    assert said in str(told.value)
    assert "secret" not in str(told.value)


def test_name_and_password_come_from_a_file_or_the_environment(tmp_path, monkeypatch):
    path = tmp_path / "credentials"
    path.write_text("reader:geheim\n")
    from_file = Settings(home=tmp_path, engine=f"{HTTPS}a:1", engine_credentials=path)
    archive = Archive(from_file, create=True)
    assert archive.engine.cluster.address.credentials == "reader:geheim"
    monkeypatch.setenv("PODSHIVKA_ENGINE_LOGIN", "writer:geheim")
    monkeypatch.setenv("PODSHIVKA_ENGINE", f"{HTTPS}a:1")
    settings = load_settings(tmp_path)
    assert Archive(settings).engine.cluster.address.credentials == "writer:geheim"
    for told in (repr(settings), repr(archive.engine.cluster.address), str(from_file)):
        assert "geheim" not in told


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"engine_login": "without-a-colon"}, "not a name and password"),
        ({"engine_credentials": "/nowhere/credentials"}, "cannot be read"),
    ],
)
def test_credentials_that_are_none(tmp_path, given, said):
    with pytest.raises(UsageError, match=said) as told:
        Archive(Settings(home=tmp_path, engine=f"{HTTPS}a:1", **given), create=True)
    assert "without-a-colon" not in str(told.value)


def test_without_the_package_it_is_said_what_to_install(tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("indexer.index.opensearch.")]:
        if not name.endswith("address"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(EngineError, match=r"podshivka\[opensearch\]"):
        Archive(Settings(home=tmp_path, engine=f"{HTTPS}a:1"), create=True)


def test_who_waited_in_vain_once_does_not_wait_so_long_again(tmp_path, monkeypatch):
    pauses = []
    monkeypatch.setattr("indexer.index.opensearch.cluster.time.sleep", pauses.append)
    monkeypatch.setattr("indexer.index.opensearch.cluster.PATIENCE", 0.5)
    archive = Archive(Settings(home=tmp_path, engine="opensearch+http://127.0.0.1:1"), create=True)
    counts = []
    for _ in range(2):
        with pytest.raises(EngineError, match="no node of the cluster answers"):
            archive.engine.published()
        counts.append(len(pauses))
        pauses.clear()
    first, second = counts
    assert second == 1 < first
