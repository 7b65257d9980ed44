"""Generations of an index on a cluster of OpenSearch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from typing import NamedTuple
from uuid import uuid4

from indexer.index.contract import Generation, Preparing
from indexer.index.opensearch.address import ClusterAddress
from indexer.index.opensearch.asking import PointInTime
from indexer.index.opensearch.catalogue import Catalogue, Meta, as_json
from indexer.index.opensearch.cluster import Cluster
from indexer.index.opensearch.documents import Known, Laying, Line, Target, bulk
from indexer.index.opensearch.indices import Indices
from indexer.index.opensearch.mapping import (
    PROPERTIES,
    SETTINGS,
    SOURCE,
    WORD_PROPERTIES,
    WORD_SETTINGS,
)
from indexer.index.opensearch.searcher import OpenSearchSearcher
from indexer.index.opensearch.words import Words
from indexer.index.opensearch.writing import CHANGED, Spool, pieces, send
from schemas.deadline import NEVER, Deadline
from schemas.document import Batch
from schemas.errors import (
    ChangedError,
    CutShortError,
    ForeignIndexError,
    LockedError,
    NotFoundError,
    UnavailableError,
    UsageError,
)
from schemas.facets import FACETS

LINGERS = 3600
"""Seconds for which a dropped generation stays readable to searchers that have it open."""

OPENINGS = 50
"""How often opening a generation is repeated because it changed meanwhile."""

RECENT, WAITED = 1.0, 2.0
"""Seconds for which the name of the published generation will do, and that it is waited for."""


class Seen(NamedTuple):
    """The published generation as it was seen, and until when that will do."""

    name: str | None
    until: float


class OpenSearchEngine:
    """The engine on OpenSearch; see index.contract.Engine.

    ``cluster``: gets all requests, and counts them.
    """

    def __init__(self, address: ClusterAddress) -> None:
        self.cluster = Cluster(address)
        self._address = address
        self._catalogue = Catalogue(self.cluster)
        self._indices = Indices(self.cluster)
        self._seen: Seen | None = None
        self._sent: tuple[str, set[str]] = "", set()
        """Who made a generation, and keys of forms that its index of words is known to have."""

    @property
    def prepare(self) -> Preparing:
        """Lays out the documents of batches."""
        return Laying

    def create(self, fingerprint: str) -> Generation:
        """A new, empty, unpublished generation with checkpoint 0. Raises EngineError."""
        self._delete_leftovers()  # a name that was given before may be given again
        number = 1 + max((int(name[1:]) for name in self._catalogue.every()), default=0)
        name = f"g{number:06d}"
        meta = Meta(fingerprint, uuid4().hex, tuple(facet.name for facet in FACETS))
        # first the words: articles without them would be found to be damaged
        mapped = {"properties": WORD_PROPERTIES, "_meta": {"maker": meta.maker}}
        self._indices.create(self._catalogue.words(name), WORD_SETTINGS, mapped)
        shards = {**SETTINGS, "number_of_shards": self._address.shards}
        kept = {
            "_source": {"includes": list(SOURCE)},
            "dynamic": False,  # a facet of later versions would be text, of some articles alone
            "properties": PROPERTIES,
            "_meta": as_json(meta),
        }
        self._indices.create(self._catalogue.index(name), shards, kept)
        return self._catalogue.generation(name, meta, None)

    def apply(
        self,
        name: str,
        batches: Iterable[Batch],
        checkpoint: int,
        *,
        more: bool = False,  # noqa: ARG002 - the cluster merges when it likes
    ) -> Generation:
        """Store the batches and the checkpoint in generation ``name``, durably, all or nothing.

        For a generation that may be served, nothing is sent before all batches have been read. What
        an ``apply`` that fails halfway has sent stays in the cluster under the old checkpoint, and
        is not visible before the next one, which repeats it.

        Raises NotFoundError without it, LockedError when another process changes it, EngineError
        when the cluster refuses or does not answer.
        """
        meta = self._catalogue.meta(name)
        index, words = self._catalogue.index(name), self._catalogue.words(name)
        known = Known(self._sent[1] if self._sent[0] == meta.maker else ())
        attempt = meta.attempt + 1
        target = Target(index, words, attempt)

        def lines() -> Iterator[Line]:
            lay_out = Laying()
            for number, batch in enumerate(batches):
                laid_out = batch if batch.prepared else lay_out(batch)
                yield from bulk(laid_out, target, number, known)

        if meta.building:  # analysis goes on while the cluster takes in what there is
            meta = self._catalogue.note(name, meta, attempt=attempt)
            send(self.cluster, pieces(lines()), attempt)
        else:
            with closing(Spool(pieces(lines()))) as spool:
                meta = self._catalogue.note(name, meta, attempt=attempt)
                send(self.cluster, spool.pieces(), attempt)
        self._indices.refresh(words)
        self._indices.refresh(index)
        self._sent = meta.maker, known.forms
        if self._catalogue.meta(name).attempt != attempt:
            raise LockedError(CHANGED, place=self._address.shown)
        done = {"checkpoint": checkpoint, "documents": self._indices.count(index), "stamp": attempt}
        meta = self._catalogue.note(name, meta, **done)
        return self._catalogue.generation(name, meta, self.published())

    def publish(self, name: str) -> None:
        """Make it the generation that ``open`` gives by default, once its copies are there.

        Raises NotFoundError without it, ForeignIndexError when it is damaged, EngineError when the
        cluster refuses.
        """
        self.verify(name)
        index = self._catalogue.index(name)
        self._indices.copy(index)
        self._indices.copy(self._catalogue.words(name))
        pattern, alias = f"{self._address.prefix}-g*", self._catalogue.alias
        actions = [
            {"remove": {"index": pattern, "alias": alias, "must_exist": False}},
            {"add": {"index": index, "alias": alias}},
        ]
        self.cluster.call("POST", "/_aliases", {"actions": actions})
        self._seen = None
        self._catalogue.note(name, self._catalogue.meta(name), building=False)

    def verify(self, name: str) -> None:
        """Check that every shard of a generation answers, and that it holds all its articles.

        The cluster itself compares bytes with their checksums. Raises ForeignIndexError, and
        UnavailableError without a shard: its node may come back.
        """
        meta = self._catalogue.meta(name)
        place = f"{self._address.shown}: {name}"
        for index in (self._catalogue.index(name), self._catalogue.words(name)):
            if not self._indices.is_whole(index):
                message = f"not every shard of {index} is there"
                hint = "start the nodes that hold the others; if those are lost: podshivka reindex"
                raise UnavailableError(message, place=place, hint=hint)
        if (held := self._indices.count(self._catalogue.index(name))) != meta.documents:
            message = f"it holds {held:,} articles, {meta.documents:,} were written"
            raise ForeignIndexError(message, place=place, hint="podshivka reindex")

    def generations(self) -> tuple[Generation, ...]:
        """All of them, oldest first."""
        published = self.published()
        return tuple(
            self._catalogue.generation(name, meta, published)
            for name, meta in self._catalogue.every().items()
            if not meta.dropped
        )

    def clean(self) -> None:
        """Delete what was dropped over LINGERS seconds ago, and words without a generation."""
        published = self.published()
        for name, meta in self._catalogue.every().items():
            if meta.dropped and meta.dropped + LINGERS < time.time():
                self._indices.delete(self._catalogue.index(name))
            elif name == published and meta.building:  # it was interrupted as soon as it was
                self._catalogue.note(name, meta, building=False)
        self._delete_leftovers()

    def drop(self, name: str) -> None:
        """Mark a generation as dropped; open searchers go on for LINGERS seconds.

        Raises NotFoundError without it, UsageError when it is published.
        """
        meta = self._catalogue.meta(name)
        if name == self.published():
            raise UsageError(f"{name} is published", hint="publish another generation first")
        self._catalogue.note(name, meta, dropped=time.time())

    def open(self, name: str | None = None, without: Sequence[str] = ()) -> OpenSearchSearcher:
        """A searcher of ``name`` or of the published one, as if ``without`` had been deleted.

        Raises NotFoundError when there is none, OutdatedIndexError when another version wrote it,
        EngineError when not every shard of it answers.
        """
        wanted = name or self.published()
        if wanted is None:
            hint = "podshivka sync builds one"
            raise NotFoundError("no generation is published", place=self._address.shown, hint=hint)
        for _ in range(OPENINGS):
            with suppress(ChangedError):  # a copy was lost at the moment of a change
                return self._opened(wanted, without)
        raise ChangedError(f"{self._catalogue.index(wanted)} keeps changing")

    def _opened(self, name: str, without: Sequence[str]) -> OpenSearchSearcher:
        """A searcher of a point in time, with what was kept with the generation then."""
        index, meta = self._catalogue.index(name), self._catalogue.meta(name)
        generation = self._catalogue.generation(name, meta, self.published())
        point = PointInTime(
            self.cluster, index, lambda: self._catalogue.meta(name).state, meta.state
        )
        with ExitStack() as failed:
            failed.callback(point.close)
            searcher = OpenSearchSearcher(
                generation,
                point,
                Words(self.cluster, self._catalogue.words(name)),
                without,
                frozenset(meta.facets),
                lambda: self.verify(name),
            )
            failed.pop_all()
        return searcher

    def published(self, *, recent: bool = False) -> str | None:
        """The name of the published generation, None when there is none.

        ``recent``: as it was a second ago at most, or when the cluster last answered.
        """
        if recent and self._seen and time.monotonic() < self._seen.until:
            return self._seen.name
        try:
            name = self._catalogue.published(Deadline.after(WAITED) if recent else NEVER)
        except (UnavailableError, CutShortError):
            if not (recent and self._seen):
                raise
            self._seen = Seen(self._seen.name, time.monotonic() + WAITED)
            return self._seen.name
        self._seen = Seen(name, time.monotonic() + RECENT)
        return name

    def status(self, name: str) -> Mapping[str, int]:
        """Figures for the operator: segments, documents, deleted, forms, bytes, copies included.

        Raises as ``open`` does.
        """
        meta = self._catalogue.meta(name)
        index, words = self._catalogue.index(name), self._catalogue.words(name)
        told = self.cluster.call("GET", f"/{index},{words}/_stats/docs,store,segments")["indices"]
        articles = told[index]
        return {
            "segments": articles["primaries"]["segments"]["count"],
            "documents": meta.documents,
            "deleted": articles["primaries"]["docs"]["deleted"],
            "forms": told[words]["primaries"]["docs"]["count"],
            "bytes": sum(each["total"]["store"]["size_in_bytes"] for each in told.values()),
        }

    def _delete_leftovers(self) -> None:
        for index in self._catalogue.leftovers():
            self._indices.delete(index)
