"""Files → valid articles. One small module a format; what cannot be accepted is set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.ingest import sources
from indexer.ingest.duplicates import Seen
from indexer.ingest.names import SYNONYMS, read_mapping
from indexer.ingest.pipeline import Rules, article
from indexer.ingest.records import Item, Items, Rejection
from indexer.ingest.setaside import SetAside
from indexer.ingest.sources import READERS, Report, check, size
from indexer.ingest.text import check_encoding
from schemas.article import Article
from schemas.errors import InputError

__all__ = [
    "READERS",
    "SYNONYMS",
    "Ingest",
    "Rejection",
    "Rules",
    "SetAside",
    "check",
    "check_encoding",
    "read_mapping",
    "size",
]


@dataclass
class Ingest:
    """One pass over ``paths``: iterate over it for the articles, then look at the counts.

    ``reject`` is called with each record that cannot be accepted; the others go on. ``report``
    is called with the bytes read. Memory does not grow with the input.
    """

    paths: Sequence[Path]
    rules: Rules
    reject: Callable[[Rejection], None]
    encoding: str = "utf-8"
    report: Report = lambda _: None
    read: int = 0
    """Records read, rejected ones included."""
    repeated: int = 0
    """Records that were the same as an earlier one of this pass."""
    rejected: int = 0

    def __iter__(self) -> Iterator[Article]:
        """The valid articles in the order of the files. Raises UsageError as ``check`` does."""
        check(self.paths)
        with closing(Seen()) as seen:
            for item in self._items():
                self.read += 1
                match self._judged(item, seen):
                    case Article() as found:
                        yield found
                    case Rejection() as rejection:
                        self.rejected += 1
                        self.reject(rejection)
                    case None:
                        self.repeated += 1

    def _judged(self, item: Item, seen: Seen) -> Article | Rejection | None:
        """What a record becomes; None when it says what an earlier one said."""
        if isinstance(item, Rejection):
            return item
        try:
            found = article(item, self.rules)
            return found if seen.is_new(found, item.place) else None
        except InputError as error:
            return Rejection(error, item.fields)

    def _items(self) -> Items:
        for found in sources.find(self.paths):
            if isinstance(found, Rejection):
                yield found
            else:
                yield from sources.read(found, self.encoding, self.report)
