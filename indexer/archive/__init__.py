"""The archive: everything that the command line and the site do, behind one door.

Under its home lie ``store.sqlite`` (what was given to us), ``index/``, ``lexicons/`` and
``vocabulary`` (what can be built again), ``lock`` (one writer at a time) and ``served``, whose time
of change tells workers to look again, and whose content that articles are being deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import filelock

from indexer.analysis.version import same
from indexer.archive.building import Unfinished
from indexer.archive.damage import damage
from indexer.archive.generations import Synced
from indexer.archive.golden import Comparison
from indexer.archive.health import Health, health
from indexer.archive.names import NAMES
from indexer.archive.of_articles import OfArticles
from indexer.archive.of_meaning import VECTORS, OfMeaning
from indexer.archive.of_queries import OfQueries
from indexer.archive.translations import Started
from indexer.index.batches import Progress
from indexer.index.contract import Generation
from indexer.index.whoosh import loops
from indexer.ingest.identity.copies import join_copies
from indexer.store import Outcome
from indexer.store.joins import retagged
from indexer.twins.twins import TWINS
from indexer.vectors.building import Made
from schemas.article import Article
from schemas.errors import LockedError, PodshivkaError
from schemas.query import Query


class Archive(OfQueries, OfArticles, OfMeaning):
    """A store, an engine and a published generation of it. Reading is safe between threads."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the archive for writing, without what killed processes left in it.

        Raises LockedError when another process writes.
        """
        lock = filelock.FileLock(self.home / "lock", timeout=0)
        try:
            with lock:
                self._generations.clear()
                try:
                    yield
                finally:
                    self.store.rest()
        except filelock.Timeout:
            raise LockedError(
                "another process writes to this archive",
                place=str(self.home),
                hint="wait until it has finished, then repeat the command",
            ) from None

    def add(self, articles: Iterable[Article]) -> Outcome:
        """Store articles; they are found after the next sync.

        Copies of one article from several pages become one: see indexer.ingest.identity.copies.
        Raises LockedError when another process writes, EngineError when the store is older than
        its index, StoreError when the disk refuses.
        """
        with self.writing():
            self._generations.check_store()
            outcome = self.store.put(articles, partial(join_copies, sites=self.sites))
            if outcome.moved:  # a change without a sequence, which pages show at once
                self._serving.changed()
            return outcome

    def retag(self, articles: Iterable[Article]) -> Outcome:
        """Store stored articles with other tags. Their records, when they come again, are known.

        Raises as ``add`` does.
        """
        with self.writing():
            self._generations.check_store()
            return self.store.put(articles, retagged)

    def delete(self, ids: Iterable[str]) -> int:
        """Delete articles from the store and every generation; the number of those deleted.

        They are found no more, nor are words that only they had. If it is interrupted, call it
        again, then ``sync``. Raises as ``add`` does, and EngineError when the disk refuses.
        """
        some = list(ids)
        with self.writing():
            count = self._generations.delete(some)
            self.vectors.remove(some)
            if self.twins.forget(some):
                self._serving.changed()
            return count

    def sync(self, progress: Progress | None = None) -> Synced:
        """Bring the published generation up to the store; build the first one if there is none.

        Raises OutdatedIndexError when other analysis settings built it, EngineError when the store
        is older than it or the disk refuses, LockedError when another process writes, UsageError
        when the operator's file of names, or of twins, is at fault.
        """
        vectors = self._bring_up_vectors()
        with self.writing():
            self._generations.check_store()
            self._settle_names()
            return self._told(self._generations.sync(progress), vectors)

    def rebuild(
        self, progress: Progress | None = None, *, anew: bool = False, anyway: bool = False
    ) -> Synced:
        """Build a new generation beside the published one, verify it, publish it.

        A build that was interrupted is resumed (see ``unfinished``), unless ``anew``.

        Raises VerificationError when it does not hold what the store holds; it is dropped then.
        Raises AnswersChangedError when it answers golden queries too differently, unless
        ``anyway``; it stays then, unpublished, to be looked at or published.
        Raises LockedError when another process writes, EngineError when the disk refuses,
        UsageError when the operator's file of names, or of twins, is at fault.
        """
        vectors = self._bring_up_vectors()
        with self.writing():
            self._settle_names()
            synced = self._generations.rebuild(progress, anew=anew, anyway=anyway)
            return self._told(synced, vectors)

    def unfinished(self) -> Unfinished | None:
        """The build that was interrupted, if any, and whether ``rebuild`` would resume it."""
        return self._generations.unfinished()

    def compare_generations(self, before: str, after: str) -> Comparison:
        """Counts of two generations, and their answers to the golden queries.

        Each by its name, or ``published``, ``previous`` (before that) or ``built`` (not published
        yet). Raises NotFoundError when there is none, EngineError when it cannot be opened,
        UsageError when the operator's file of golden queries is at fault.
        """
        return self._comparisons.named(before, after)

    def compare_engines(self, other: Archive) -> Comparison:
        """What this archive serves, and what a copy of its home serves by another engine.

        Changes that only one of them has indexed are left out. Raises as ``compare_generations``.
        """
        return self._comparisons.with_another(other._comparisons)

    def translate(self, started: Started) -> None:
        """Encode the words of the published generation and make its table of translations.

        What is encoded stays when it is killed. Raises LockedError when another process writes,
        EngineError when the encoder cannot be loaded or the disk refuses, NotFoundError when
        nothing was indexed yet.
        """
        with self.writing():
            self._generations.translate(started)

    def settle_twins(self) -> int:
        """Tie the articles of two languages that are one story; how many ties are others now.

        Every sync does this, too; it is called by itself when vectors were made. Raises
        LockedError when another process writes, UsageError when the operator's file is at fault,
        StoreError when the disk refuses.
        """
        with self.writing():
            return self._settle_twins()

    def _settle_names(self) -> None:
        _ = self.twins.file  # a fault of the operator's is told before anything is changed
        self.names.settle(self.store)

    def _settle_twins(self) -> int:
        changed = self.twins.settle(self.store)
        if changed:
            self._serving.changed()
        return changed

    def _told(self, synced: Synced, vectors: Made) -> Synced:
        """With what goes on behind the generation that is published, and what was mended."""
        self._settle_twins()
        mended = (
            *synced.mended,
            *(NAMES,) * self.names.remade,
            *(VECTORS,) * vectors.mended,
            *(TWINS,) * self.twins.remade,
            *self._generations.translate(),
        )
        return replace(synced, mended=mended, vectors=vectors)

    def rollback(self) -> Generation:
        """Publish the latest generation before the published one that can be served.

        Raises NotFoundError when there is none, LockedError when another process writes.
        """
        with self.writing():
            return self._generations.rollback()

    def verify(self) -> list[PodshivkaError]:
        """What is damaged, after reading all that is kept; [] when nothing is.

        Raises StoreError when the store cannot be read at all.
        """
        return list(damage(self))

    def state(self) -> Health:
        """What this process serves, and how far it is behind. Raises as ``searcher`` does."""
        served = self.searcher().generation
        return health(served, self.engine.published(), self.store, self.changed())

    def health(self) -> dict[str, Any]:
        """The same as plain data: see indexer.archive.health.Health."""
        return self.state().as_json()

    def check_ready(self) -> None:
        """Search, and ask the store. Raises as ``searcher`` and the store do."""
        self.count(Query())
        _ = self.store.sequence

    def stats(self) -> dict[str, Any]:
        """Figures for the operator: the store, the generations, the index."""
        published = self.engine.published()
        return {
            "home": str(self.home),
            "articles": len(self.store),
            "sequence": self.store.sequence,
            "pending": self.store.pending(
                max((g.checkpoint for g in self.engine.generations() if g.published), default=0)
            ),
            "generations": [
                {
                    "name": generation.name,
                    "checkpoint": generation.checkpoint,
                    "documents": generation.documents,
                    "published": generation.published,
                    "building": generation.building,
                    "current": same(generation.fingerprint, self.fingerprint),
                }
                for generation in self.engine.generations()
            ],
            "vectors": self.vectors.figures(),
            "twins": self.twins.count(),
            "index": dict(self.engine.status(published)) if published else {},
            "kernels": loops(),
        }
