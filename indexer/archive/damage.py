"""What of an archive is not as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.archive.alerts.state import FILE, read_told
from indexer.archive.lexicons import Lexicons
from indexer.archive.names import Names
from indexer.index.contract import Engine
from indexer.store import Store
from schemas.errors import EngineError, NotFoundError, PodshivkaError, StoreError


def damage(
    home: Path, store: Store, engine: Engine, lexicons: Lexicons, names: Names
) -> Iterator[PodshivkaError]:
    """Every fault, after reading all: the store, each generation, what is known of words and names.

    What alerts were told, too. Raises StoreError when the store cannot be read at all.
    """
    yield from store.damage()
    known = [generation.name for generation in engine.generations()]
    published = engine.published()
    # those after it are remains of a reindex that was killed: the next one removes them
    for name in known[: known.index(published) + 1] if published in known else known:
        try:
            engine.verify(name)
        except (EngineError, NotFoundError) as error:
            yield error
    yield from lexicons.damage()
    yield from names.damage()
    try:
        read_told(home / FILE)
    except StoreError as error:
        yield error
