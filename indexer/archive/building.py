"""A generation that is being built: in parts, each of them kept, so that a build can be resumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from indexer.analysis.version import same
from indexer.index.contract import Engine, Generation
from schemas.document import Batch
from schemas.errors import EngineError, NotFoundError

PART = 20_000
"""Changes after which a build is kept: what is lost when it is killed takes seconds to repeat."""

Obstacle = Literal["settings", "store", "damage"]
"""Why a build cannot be resumed: other analysis settings or taxonomies began it; the store ends
before it; its files are damaged."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A generation that was built and not published. ``obstacle`` None: it can be resumed."""

    generation: Generation
    obstacle: Obstacle | None


def unfinished(engine: Engine, fingerprint: str, sequence: int) -> Unfinished | None:
    """The build that was interrupted last, or refused; None when there is none.

    ``fingerprint``: of what would go on with it. ``sequence``: where the store ends.
    """
    building = [each for each in engine.generations() if each.building]
    if not building:
        return None
    found = building[-1]
    return Unfinished(found, _obstacle(engine, found, fingerprint, sequence))


def _obstacle(
    engine: Engine, found: Generation, fingerprint: str, sequence: int
) -> Obstacle | None:
    if not same(found.fingerprint, fingerprint):
        return "settings"
    if found.checkpoint > sequence:
        return "store"
    try:
        engine.verify(found.name)
    except (EngineError, NotFoundError):
        return "damage"
    return None


def parts(analysed: Iterator[Batch], size: int) -> Iterator[Iterator[Batch]]:
    """Groups of ``size`` changes, the last of the rest; each is to be read before the next.

    ``analysed``: batches of which as many changes end with the end of a batch.
    """
    for first in analysed:
        yield _part(first, analysed, size)


def _part(first: Batch, others: Iterator[Batch], size: int) -> Iterator[Batch]:
    read = 0
    for batch in chain([first], others):
        yield batch
        read += len(batch.ids) + len(batch.deleted)
        if read >= size:
            return
