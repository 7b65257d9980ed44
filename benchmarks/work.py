"""How much work pages are, in counts that are the same on every machine, and the next day.

The methods that do the work are watched from here: nothing of it is in the product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from indexer.analysis import Analyzer
from indexer.archive import Archive
from indexer.index.whoosh.read.searcher import WhooshSearcher
from indexer.store import Store
from schemas.query import Query


def _one(*_: Any) -> int:
    return 1


def _characters(texts: Sequence[str], *_: Any) -> int:
    return sum(map(len, texts))


def _articles(ids: Sequence[str], *_: Any) -> int:
    return len(ids)


WATCHED: dict[str, tuple[type, str, Callable[..., int]]] = {
    "searches": (WhooshSearcher, "search", _one),
    "look-ups of frequencies": (WhooshSearcher, "frequency", _one),
    "scores of one article": (WhooshSearcher, "score", _one),
    "terms of a form": (WhooshSearcher, "terms", _one),
    "characters laid out": (Analyzer, "lay_out", _characters),
    "characters read for marks": (Analyzer, "seek", _characters),
    "articles read": (Store, "get_many", _articles),
}
"""What is counted: class, method, and how much one call of it is."""


def work_of_pages(archive: Archive, queries: Sequence[Query]) -> dict[str, float]:
    """The mean counts of a page that was not asked for before, of words that were."""
    for query in queries:
        archive.search(query)
    with _watched() as counts:
        for query in queries:
            archive.search(query)
    return {what: round(counts[what] / len(queries), 1) for what in WATCHED}


@contextmanager
def _watched() -> Iterator[Counter[str]]:
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        for what, (kind, name, size) in WATCHED.items():
            method = partial(_counting, counts, what, getattr(kind, name), size)
            # a function, so that it is bound to the object as the method was
            stack.enter_context(patch.object(kind, name, lambda *a, _do=method, **b: _do(*a, **b)))
        yield counts


def _counting(
    counts: Counter[str],
    what: str,
    method: Callable[..., Any],
    size: Callable[..., int],
    itself: object,
    *given: Any,
    **named: Any,
) -> Any:
    counts[what] += size(*given)
    return method(itself, *given, **named)
