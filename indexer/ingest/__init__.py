"""Files → valid articles. One small module a format; what cannot be accepted is set aside."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from indexer.ingest.field_names import SYNONYMS, read_mapping
from indexer.ingest.files import sources
from indexer.ingest.files.found import bytes_in, check_paths, find_files, names_files
from indexer.ingest.files.sources import READERS, Report
from indexer.ingest.identity.seen import SeenRecords, is_same
from indexer.ingest.records import UNSCOPED, Item, Items, Journal, Record, Rejection, as_text
from indexer.ingest.rejected.write import RejectedWriter
from indexer.ingest.sites import Sites
from indexer.ingest.text.decode import check_encoding
from indexer.ingest.validate import Rules, id_of, valid_article
from schemas.article import OTHER, Article, is_future
from schemas.errors import InputError

__all__ = [
    "READERS",
    "SYNONYMS",
    "Ingest",
    "RejectedWriter",
    "Rejection",
    "Rules",
    "Sites",
    "bytes_in",
    "check_encoding",
    "check_paths",
    "read_mapping",
]


FUTURE = "dated in the future: until then listed after the others, newest first"
"""Remark on an article; if the date is wrong, the operator can correct it."""

Known = Callable[[Sequence[str], str], Sequence[str]]
"""Canonical addresses and a language → the ids under which the archive has the article."""

Stored = Callable[[str], Article | None]
"""An id → the article that the archive has under it."""


@dataclass
class Ingest:
    """One pass over ``paths``: iterate over it for the articles, then look at the counts.

    ``reject`` is called with each record that cannot be accepted; the others go on. ``report``
    is called with the bytes read. ``known``, ``stored``: asked for articles of earlier passes.
    ``items``: what to read in place of the files. A copy of an article is yielded as well, under
    the same id. Memory does not grow with the input, except by the names of files that a sitemap
    or a list of feeds names.
    """

    paths: Sequence[Path]
    rules: Rules
    reject: Callable[[Rejection], None]
    encoding: str = "utf-8"
    report: Report = lambda _: None
    known: Known = lambda *_: ()
    stored: Stored = lambda _: None
    items: Items | None = None
    read: int = 0
    """Records read, rejected ones included."""
    repeated: int = 0
    """Records that said the same as an earlier record of this pass."""
    copies: int = 0
    """Articles that came before in this pass, from another page."""
    reasons: Counter[str] = field(default_factory=Counter)
    """How many records were rejected, by the code of the reason."""
    journal: Journal = field(default_factory=Journal)

    @property
    def rejected(self) -> int:
        """Records that could not be accepted."""
        return self.reasons.total()

    @property
    def articles(self) -> int:
        """Distinct articles accepted."""
        return self.read - self.rejected - self.repeated - self.copies

    def __iter__(self) -> Iterator[Article]:
        """The valid articles in the order of the files. Raises UsageError as check_paths does."""
        check_paths(self.paths)
        with closing(SeenRecords()) as seen:
            for item in self._items() if self.items is None else self.items:
                self.read += 1
                match self._judged(item, seen):
                    case Article() as found:
                        yield found
                    case Rejection() as rejection:
                        self.reasons[rejection.error.code] += 1
                        self.reject(rejection)
                    case None:
                        self.repeated += 1

    def _judged(self, item: Item, seen: SeenRecords) -> Article | Rejection | None:
        """What a record becomes; None when it says what an earlier record said."""
        if isinstance(item, Rejection):
            return item
        try:
            valid = valid_article(item, self.rules, self.journal)
            found = self._linked(self._identified(valid, seen), seen)
            if (unscoped := item.fields.get(UNSCOPED)) and not found.url:
                found = self._as_stored(found, unscoped)
            place = self.rules.sites.place_of(found.url)
            keys = self.rules.sites.every_key(found)
            # The number of an article in its address is unique on a site: no texts are compared.
            certain = place is not None and place.id == found.id
            kind = seen.add(found, keys, item.place, certain=certain)
        except InputError as error:
            return Rejection(error, item.fields)
        if is_future(found.published, datetime.now(UTC)):
            self.journal.remark(item.place, FUTURE)
        self.copies += kind == "copy"
        return None if kind == "repeated" else found

    def _identified(self, found: Article, seen: SeenRecords) -> Article:
        """The article under the id that its address has already, unless it brings its own."""
        sites = self.rules.sites
        if not found.url or found.id != id_of(found.url, found.language, sites):
            return found
        keys = sites.every_key(found)
        first = seen.id_at(keys, found.language)
        ids = [first] if first else self.known(keys, found.language)
        if not ids or found.id in ids:
            return found
        return found.model_copy(update={"id": ids[0]})

    def _as_stored(self, found: Article, unscoped: str) -> Article:
        """The article under the id that its file gives, where the archive has it under that."""
        before = self.stored(unscoped)
        if before is None or before.url or not is_same(before, found):
            return found
        return found.model_copy(update={"id": unscoped})

    def _linked(self, found: Article, seen: SeenRecords) -> Article:
        """The article with the id of its counterpart, where only the address of that is given."""
        address = (found.model_extra or {}).get("counterpart")
        if found.translation_of or not isinstance(address, str) or found.language not in OTHER:
            return found
        sites, language = self.rules.sites, OTHER[found.language]
        keys = sites.keys(address) if sites.has_article(address) else ()
        if not keys:
            return found
        first = seen.id_at(keys, language) or next(iter(self.known(keys, language)), None)
        id = first or id_of(address, language, sites)
        return found if id == found.id else found.model_copy(update={"translation_of": id})

    def _items(self) -> Items:
        """What is in the files; those that a sitemap or a list of feeds names are read with it."""
        named: set[str] = set()
        for found in find_files(self.paths):
            if isinstance(found, Rejection):
                yield found
            elif not named or as_text(os.path.realpath(found)) not in named:
                names_others = names_files(found)
                for item in sources.read_file(found, self.encoding, self.report, self.journal):
                    if names_others and _is_read(item):
                        place = _place(item)
                        named.add(os.path.realpath(place))
                        named.add(os.path.realpath(place.rpartition(":")[0]))  # "file:line"
                    yield item


def _is_read(item: Item) -> bool:
    """Whether the file of an item was read; by its own name another reader may be found for it."""
    return isinstance(item, Record) or item.error.code != "bad-xml"


def _place(item: Item) -> str:
    return item.error.place if isinstance(item, Rejection) else item.place
