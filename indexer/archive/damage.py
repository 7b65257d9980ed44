"""What of an archive is not as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.archive.alerts.state import FILE, read_told
from indexer.archive.opened import Opened
from schemas.errors import EngineError, NotFoundError, PodshivkaError, StoreError


def damage(archive: Opened) -> Iterator[PodshivkaError]:
    """Every fault, after reading all: the store, each generation, what is made from them.

    What alerts were told, too. Raises StoreError when the store cannot be read at all.
    """
    yield from archive.store.damage()
    engine = archive.engine
    known = [generation.name for generation in engine.generations()]
    published = engine.published()
    # those after it are remains of a reindex that was killed: the next one removes them
    for name in known[: known.index(published) + 1] if published in known else known:
        try:
            engine.verify(name)
        except (EngineError, NotFoundError) as error:
            yield error
    yield from archive.lexicons.damage()
    yield from archive.translations.damage()
    yield from archive.names.damage()
    yield from archive.vectors.damage()
    yield from archive.twins.damage()
    try:
        read_told(archive.home / FILE)
    except StoreError as error:
        yield error
