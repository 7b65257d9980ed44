"""Which generations a cluster has: the names of their indices, and what we keep with each.

``_meta`` of a mapping is part of the cluster's state: it changes as a whole, for all nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from indexer.index.contract import Generation
from indexer.index.opensearch.asking import State
from indexer.index.opensearch.cluster import Cluster
from indexer.index.opensearch.mapping import LAYOUT
from indexer.index.opensearch.told import RefusedError
from schemas.deadline import NEVER, Deadline
from schemas.errors import NotFoundError, OutdatedIndexError

_NAME = re.compile(r"g\d{6,}")


@dataclass(frozen=True, slots=True)
class Meta:
    """What is kept with a generation.

    ``maker``: by which a repeated request to make it knows its own index. ``attempt``: the number
    of the last ``apply`` that was begun; ``stamp``: of the last that was completed. ``dropped``:
    when, in seconds since 1970; 0 if it is not.
    """

    fingerprint: str
    maker: str
    facets: tuple[str, ...]
    layout: int = LAYOUT
    checkpoint: int = 0
    documents: int = 0
    building: bool = True
    attempt: int = 0
    stamp: int = 0
    dropped: float = 0.0

    @property
    def state(self) -> State:
        """What its index holds."""
        return State(self.stamp, self.documents)


class Catalogue:
    """The generations of one prefix."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._prefix = cluster.address.prefix

    def index(self, name: str) -> str:
        """The index of its articles."""
        return f"{self._prefix}-{name}"

    def words(self, name: str) -> str:
        """The index of the forms of its words."""
        return f"{self._prefix}-words-{name}"

    @property
    def alias(self) -> str:
        """The alias of the published generation."""
        return f"{self._prefix}-published"

    def published(self, deadline: Deadline = NEVER) -> str | None:
        """The name of the published generation."""
        try:
            # without a pattern OpenSearch would look in all indices, and want rights to all of them
            path = f"/{self._prefix}-g*/_alias/{self.alias}"
            told = self._cluster.call("GET", path, deadline=deadline)
        except RefusedError as error:
            if error.status == 404:
                return None
            raise
        return next((name for index in told if (name := self._name(index))), None)

    def every(self) -> dict[str, Meta]:
        """All of them, oldest first, including dropped ones."""
        told = self._cluster.call("GET", f"/{self._prefix}-g*/_mapping")
        found = {
            name: meta
            for index, mapping in told.items()
            if (name := self._name(index)) and (meta := _read(mapping))
        }
        return dict(sorted(found.items(), key=lambda each: int(each[0][1:])))

    def leftovers(self) -> Iterator[str]:
        """Indices of words whose generation is gone."""
        known = self.every()
        told = self._cluster.call("GET", f"/{self._prefix}-words-g*/_mapping")
        for index, mapping in told.items():
            name = index.removeprefix(f"{self._prefix}-words-")
            # the prefix of another archive may go on as the names of our indices do
            kept = mapping["mappings"].get("_meta", {})
            if _NAME.fullmatch(name) and name not in known and kept.keys() == {"maker"}:
                yield index

    def meta(self, name: str) -> Meta:
        """What is kept with one that is there.

        Raises NotFoundError without it, OutdatedIndexError when another version made it.
        """
        meta = None
        if _NAME.fullmatch(name):
            index = self.index(name)
            try:
                meta = _read(self._cluster.call("GET", f"/{index}/_mapping")[index])
            except RefusedError as error:
                if error.status != 404:
                    raise
        if meta is None or meta.dropped:
            place = self._cluster.address.shown
            raise NotFoundError(f"there is no generation {name}", place=place)
        if meta.layout != LAYOUT:
            raise OutdatedIndexError(
                f"generation {name} was made by another version of podshivka",
                place=self._cluster.address.shown,
                hint="podshivka reindex builds it anew",
            )
        return meta

    def note(self, name: str, meta: Meta, **changes: Any) -> Meta:
        """Keep ``meta`` with these changes."""
        changed = replace(meta, **changes)
        body = {"_meta": as_json(changed)}
        self._cluster.call("PUT", f"/{self.index(name)}/_mapping", body)
        return changed

    def generation(self, name: str, meta: Meta, published: str | None) -> Generation:
        """The generation as the contract describes it."""
        return Generation(
            name=name,
            checkpoint=meta.checkpoint,
            fingerprint=meta.fingerprint,
            documents=meta.documents,
            published=name == published,
            building=meta.building and name != published,
        )

    def _name(self, index: str) -> str | None:
        name = index.removeprefix(f"{self._prefix}-")
        return name if _NAME.fullmatch(name) else None


def as_json(meta: Meta) -> dict[str, Any]:
    """As it is kept."""
    return {name: getattr(meta, name) for name in Meta.__slots__}


def _read(mapping: Mapping[str, Any]) -> Meta | None:
    """None if the index is not ours."""
    told = mapping["mappings"].get("_meta")
    try:
        # a later version may keep more, and has another layout then
        known = {name: told[name] for name in Meta.__slots__ if name in told}
        return Meta(**{**known, "facets": tuple(told["facets"])})
    except (TypeError, KeyError):
        return None
