"""What of an archive is not as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.archive.lexicons import Lexicons
from indexer.index.contract import Engine
from indexer.store import Store
from schemas.errors import EngineError, NotFoundError, PodshivkaError


def damage(store: Store, engine: Engine, lexicons: Lexicons) -> Iterator[PodshivkaError]:
    """Every fault, after reading all: the store, each generation, what is known of words.

    Raises StoreError when the store cannot be read at all.
    """
    yield from store.damage()
    names = [generation.name for generation in engine.generations()]
    published = engine.published()
    # those after it are remains of a reindex that was killed: the next one removes them
    for name in names[: names.index(published) + 1] if published in names else names:
        try:
            engine.verify(name)
        except (EngineError, NotFoundError) as error:
            yield error
    yield from lexicons.damage()
