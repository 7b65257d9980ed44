"""The nodes that other tests ask: started, killed and stopped by our own scripts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.opensearch import jars as made_of
from tests.opensearch.fixtures import MEMORY
from tests.opensearch.nodes import Cluster, NodesError, Plan, ports


def runtime(home: Path, version: str) -> Path:
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").touch()
    (home / "release").write_text(f'JAVA_VERSION="{version}"\nMODULES="java.base java.sql"\n')
    return home


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """One that has neither Java nor Maven."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(made_of, "JVMS", tmp_path / "jvm")
    monkeypatch.setattr(made_of.importlib.util, "find_spec", lambda _: None)
    (tmp_path / "jvm").mkdir()
    return tmp_path


def test_the_newest_java_is_taken(machine):
    for version in ("1.8.0_402", "25.0.1", "21.0.2"):
        runtime(machine / "jvm" / version, version)
    found = made_of.java()
    assert (found.home.name, found.version) == ("25.0.1", 25)
    assert found.modules == {"java.base", "java.sql"}


def test_java_home_wins_when_it_is_new_enough(machine, monkeypatch):
    runtime(machine / "jvm" / "new", "25")
    for version, taken in (("21.0.2", "mine-21.0.2"), ("17.0.9", "new")):
        monkeypatch.setenv("JAVA_HOME", str(runtime(machine / f"mine-{version}", version)))
        assert made_of.java().home.name == taken


def test_without_a_java_that_is_new_enough_it_is_said_what_to_install(machine):
    runtime(machine / "jvm" / "old", "17.0.15")
    with pytest.raises(made_of.NotInstalledError, match=r"found: 17 in .*; install Java 21"):
        made_of.jars()


def test_without_maven_it_is_said_how_to_install_it(machine):
    runtime(machine / "jvm" / "new", "25")
    with pytest.raises(made_of.NotInstalledError, match="apt install maven"):
        made_of.jars()


def test_a_folder_without_nodes_is_said_to_have_none(tmp_path):
    with pytest.raises(NodesError, match="has no nodes"):
        Cluster(tmp_path).stop()


def test_a_node_that_there_is_not_is_said_to_be_none(tmp_path):
    cluster = Cluster(tmp_path, Plan(ports(2)))
    for number in (0, 3):
        with pytest.raises(NodesError, match=f"no node {number}"):
            cluster.kill(number)


def test_a_cluster_has_begun_when_all_its_nodes_answer(tmp_path, monkeypatch):
    cluster = Cluster(tmp_path, Plan(ports(2)))
    said = [("green", 2), None, ("green", 2), ("green", 2)]
    monkeypatch.setattr(cluster, "_living", lambda least: cluster.nodes)
    monkeypatch.setattr(cluster, "_health", lambda node: said.pop(0))
    cluster.wait("green")
    assert said == []


def test_only_its_own_process_is_ended(tmp_path):
    cluster = Cluster(tmp_path, Plan(ports(1)))
    (tmp_path / "1").mkdir()
    with subprocess.Popen(["sleep", "60"]) as other:
        (tmp_path / "1" / "pid").write_text(str(other.pid))  # the number was given anew
        cluster.stop()
        cluster.kill(1)
        assert other.poll() is None
        other.kill()


def asked(address: str, path: str, sent: object = None, method: str = "GET") -> dict[str, object]:
    request = urllib.request.Request(  # noqa: S310
        address + path,
        json.dumps(sent).encode() if sent is not None else None,
        {"Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        said: dict[str, object] = json.load(answer)
    return said


@pytest.mark.opensearch
def test_a_node_answers_with_the_settings_that_our_engine_needs(opensearch_node):
    (address,) = opensearch_node.addresses
    assert asked(address, "/")["version"]["number"].startswith("3.")
    settings = asked(address, "/_nodes/settings?flat_settings=true")["nodes"]
    (settings,) = (node["settings"] for node in settings.values())
    assert settings["indices.query.bool.max_clause_count"] == "65536"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        asked(address, "/misspelt/_doc", {"a": 1}, "POST")


@pytest.mark.opensearch
def test_what_was_written_outlives_kill_and_stop(tmp_path):
    command = [sys.executable, "-m", "tests.opensearch.nodes"]
    start = [*command, "start", str(tmp_path), "--nodes", "1", "--quick"]
    stop = [*command, "stop", str(tmp_path)]

    def started() -> str:
        done = subprocess.run(start, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    try:
        address = started()
        asked(address, "/kept", {"settings": {"number_of_replicas": 0}}, "PUT")
        for number, ending in enumerate(([*command, "kill", str(tmp_path), "1"], stop)):
            asked(address, f"/kept/_doc/{number}", {"a": number}, "PUT")
            subprocess.run(ending, check=True)
            with pytest.raises(urllib.error.URLError, match="refused"):
                asked(address, "/")
            assert started() == address
            assert asked(address, f"/kept/_doc/{number}")["_source"] == {"a": number}
    finally:
        subprocess.run(stop, check=True)


@pytest.mark.opensearch
def test_a_node_ends_with_its_owner_and_leaves_no_data(tmp_path):
    with subprocess.Popen(["sleep", "600"]) as owner:
        data = (MEMORY if MEMORY.is_dir() else tmp_path) / f"podshivka-{owner.pid}"
        cluster = Cluster(tmp_path, Plan(ports(1), quick=True, owner=owner.pid, data=str(data)))
        cluster.start()
        kept = Path(f"{data}-1")
        assert kept.is_dir()
        os.kill(owner.pid, signal.SIGKILL)
    until = time.monotonic() + 30
    while cluster.nodes[0].pid() is not None and time.monotonic() < until:
        time.sleep(0.05)
    assert cluster.nodes[0].pid() is None
    assert not kept.exists()


@pytest.mark.opensearch
def test_a_port_that_is_taken_is_named(opensearch_node, tmp_path):
    second = Cluster(tmp_path, Plan(opensearch_node.plan.ports))
    port, _ = opensearch_node.plan.ports[0]
    with pytest.raises(NodesError, match=f"port {port} is taken"):
        second.start()


@pytest.mark.opensearch
def test_a_node_that_cannot_start_says_why(tmp_path):
    cluster = Cluster(tmp_path, Plan(ports(1), heap="1m", owner=os.getpid()))
    with pytest.raises(NodesError, match=r"node 1 has ended:\n(.*\n)*.*[Tt]oo small"):
        cluster.start()
