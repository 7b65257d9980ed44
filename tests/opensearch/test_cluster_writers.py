"""Two archives whose settings name the same indices by mistake: their locks are not one."""

from __future__ import annotations

from contextlib import closing

import pytest
from corpus import Doc, batch

from indexer.index.opensearch.asking import PointInTime
from schemas.errors import ChangedError, LockedError
from tests.opensearch.clients import engine_on

pytestmark = pytest.mark.opensearch


def test_who_is_overtaken_does_not_take_back_what_the_other_has_noted(opensearch_node, prefix):
    one, other = (engine_on(opensearch_node.addresses, prefix) for _ in range(2))
    name = one.create("f").name

    def overtaken():
        yield batch([Doc("1", "a")])
        other.apply(name, [batch([Doc("2", "b")])], 7)

    with pytest.raises(LockedError, match="another process"):
        one.apply(name, overtaken(), 3)
    assert one.generations()[0].checkpoint == 7


def test_what_changes_as_a_copy_is_lost_is_opened_again(opensearch_node, prefix, monkeypatch):
    engine = engine_on(opensearch_node.addresses, prefix)
    name = engine.create("f").name
    engine.apply(name, [batch([Doc("1", "a")])], 1)
    engine.publish(name)
    ask, lost = PointInTime.ask, [ChangedError("changed")] * 2

    def asked(point, *rest):
        if lost:
            raise lost.pop()
        return ask(point, *rest)

    monkeypatch.setattr(PointInTime, "ask", asked)
    with closing(engine.open()) as searcher:
        assert searcher.generation.documents == 1
    assert not lost
