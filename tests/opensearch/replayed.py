"""A history of changes that is written to a cluster while others search it."""

from __future__ import annotations

from schemas.errors import ChangedError
from tests.opensearch.clients import engine_on

SOON = 5
"""Seconds after which the copies on a dead node have been replaced by others."""


def published(cluster, prefix, written, replicas=1):
    """An engine, and its published generation at checkpoint 1."""
    engine = engine_on(cluster.addresses, prefix, shards=3, replicas=replicas)
    name = engine.create("f").name
    engine.apply(name, [written.changes[0]], 1)
    engine.publish(name)
    cluster.wait("green")
    return engine, name


def ask(engine, written):
    """Ask a new searcher everything; what was changed meanwhile is asked again, as Archive does."""
    searcher = engine.open()
    try:
        assert written.wrong(searcher) == []
    except ChangedError:
        return
    finally:
        searcher.close()


class Writer:
    """Applies the changes one by one, from the second on. ``acknowledged``: the last checkpoint."""

    def __init__(self, engine, name, written):
        self._engine, self._name, self._written = engine, name, written
        self.acknowledged = 1

    def write(self):
        checkpoint = self.acknowledged + 1
        change = self._written.changes[checkpoint - 1]
        made = self._engine.apply(self._name, [change], checkpoint)
        documents = len(self._written.ids[checkpoint])
        assert (made.checkpoint, made.documents) == (checkpoint, documents)
        self.acknowledged = checkpoint

    def check(self):
        """All that was acknowledged is there, and nothing else."""
        searcher = self._engine.open(self._name)
        assert searcher.generation.checkpoint == self.acknowledged
        assert set(searcher.ids()) == self._written.ids[self.acknowledged]
        assert self._written.wrong(searcher) == []
