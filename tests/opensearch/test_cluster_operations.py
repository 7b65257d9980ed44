"""What docs/scaling.md tells the operators of a cluster: roles, snapshots, templates."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest

from indexer.index.opensearch import engine as engines
from schemas.query import Request
from tests.opensearch.clients import engine_on, indices, told
from tests.opensearch.doors import guarded
from tests.opensearch.history import history, use_all

pytestmark = pytest.mark.opensearch


def allowed(role, action) -> bool:
    (on_indices,) = role["index_permissions"]
    granted = [*role["cluster_permissions"], *on_indices["allowed_actions"]]
    return any(fnmatchcase(action, pattern.replace("[", "[[]")) for pattern in granted)


def test_the_roles_allow_what_is_done_and_the_reader_nothing_else(
    opensearch_node, prefix, roles, monkeypatch
):
    """The security plugin judges actions where our node logs them: in an action filter."""
    (node,) = opensearch_node.nodes
    written = history(60, 3)
    monkeypatch.setattr(engines, "LINGERS", -1)  # what is dropped is deleted at once
    with guarded(node.port, role=f"{prefix}w") as address:
        engine = engine_on([address], prefix, replicas=1)
        names = [engine.create("f").name for _ in range(2)]
        for name in names:
            engine.apply(name, [written.changes[0]], 1)
            engine.publish(name)
        engine.apply(name, [written.changes[1]], 2)  # it deletes articles, too
        engine.drop(names[0])
        engine.clean()
        engine.verify(name)
        engine.status(name)
        use_all(engine.open())
    with guarded(node.port, role=f"{prefix}r") as address:
        engine = engine_on([address], prefix)
        assert engine.published() == name
        assert [each.name for each in engine.generations()] == [name]
        engine.status(name)
        use_all(engine.open(without=["n000001"]))

    log = node.log.read_text()
    done = {who: set(re.findall(rf"role:{prefix}{who} (\S+)", log)) for who in "wr"}
    assert "indices:data/read/search" in done["r"]
    assert {"indices:data/write/bulk", "indices:admin/delete"} <= done["w"]
    reader, writer = roles["podshivka_reader"], roles["podshivka_writer"]
    assert {action for action in done["r"] if not allowed(reader, action)} == set()
    assert {action for action in done["w"] if not allowed(writer, action)} == set()
    assert {action for action in done["w"] - done["r"] if allowed(reader, action)} == set()


def test_a_snapshot_brings_a_lost_index_back(opensearch_node, prefix):
    (node,) = opensearch_node.nodes
    written = history(60, 2)
    engine = engine_on(opensearch_node.addresses, prefix)
    name = engine.create("f").name
    engine.apply(name, [written.changes[0]], 1)
    engine.publish(name)
    place = {"type": "fs", "settings": {"location": prefix}}
    told(node.port, "PUT", f"/_snapshot/{prefix}", place)
    chosen = {"indices": f"{prefix}-*", "include_global_state": False}
    path = f"/_snapshot/{prefix}/one"
    answer = told(node.port, "PUT", f"{path}?wait_for_completion=true", chosen)
    assert answer["snapshot"]["state"] == "SUCCESS"
    for index in indices(node.port, prefix):
        told(node.port, "DELETE", f"/{index}")
    assert engine.published() is None

    told(node.port, "POST", f"{path}/_restore?wait_for_completion=true", chosen)
    assert engine.published() == name
    assert written.wrong(engine.open()) == []
    engine.apply(name, [written.changes[1]], 2)  # the store knows what came since
    assert written.wrong(engine.open()) == []


def test_what_a_template_of_the_operator_sets_holds_for_new_indices(opensearch_node, prefix):
    (node,) = opensearch_node.nodes
    settings = {"index.unassigned.node_left.delayed_timeout": "10m"}
    template = {"index_patterns": [f"{prefix}-*"], "template": {"settings": settings}}
    told(node.port, "PUT", f"/_index_template/{prefix}", template)
    engine = engine_on(opensearch_node.addresses, prefix)
    engine.create("f")
    for index in indices(node.port, prefix):
        of_index = told(node.port, "GET", f"/{index}/_settings?flat_settings=true")[index]
        assert settings.items() <= of_index["settings"].items()
    told(node.port, "DELETE", f"/_index_template/{prefix}")
    assert engine.open(engine.generations()[0].name).search(Request()).total == 0
