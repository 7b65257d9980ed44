"""Every article of a query, for those who take the result away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.query.reader import QueryReader
from indexer.store import Store
from schemas.article import Article
from schemas.query import Query

AT_ONCE = 100
"""Articles that are read from the store at a time: more are never in memory."""


@dataclass(frozen=True, slots=True)
class WholeResult:
    """What a query found in one generation, whatever is published while it is read.

    ``ids``: all of them, in the query's order; some 100 bytes of memory each. ``generation``: its
    name; ``checkpoint``: the sequence of the store up to which it had been brought.
    """

    query: Query
    generation: str
    checkpoint: int
    ids: Sequence[str]
    store: Store

    @property
    def total(self) -> int:
        """How many articles there are: the total of the query's page."""
        return len(self.ids)

    def articles(self) -> Iterator[Article]:
        """The articles as the store has them when they are read, AT_ONCE at a time.

        One that was deleted since the query was answered is left out: it must not be shown.
        """
        for start in range(0, len(self.ids), AT_ONCE):
            some = self.ids[start : start + AT_ONCE]
            stored = self.store.get_many(some)
            yield from (stored[id] for id in some if id in stored)


def whole_result(query: Query, reader: QueryReader, store: Store) -> WholeResult:
    """All that ``query`` finds; its ``page`` and ``size`` do not matter.

    Raises CutShortError when its time is over before all is found.
    """
    searcher = reader.searcher
    generation = searcher.generation
    # one search: each further one would score every match again, to skip most of them
    everything = max(1, generation.documents)
    asked = replace(reader.read(query).request, offset=0, limit=everything, facets=False)
    ids = [match.id for match in searcher.search(asked).whole().matches]
    return WholeResult(query, generation.name, generation.checkpoint, ids, store)
