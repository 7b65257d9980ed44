"""The names of an archive: noted at each sync, compared, and called alike in its articles.

What was noted lies in ``names.sqlite``, which is made anew when it is lost, when the rules or the
operator's file have changed, or when the store was replaced. What a name is called depends on the
articles that are stored alone, and not on the order in which they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TypeVar

from indexer.archive.names.keys import plain
from indexer.archive.names.known import KnownNames, known_names
from indexer.archive.names.names_file import FILE, FileNames, read_names
from indexer.archive.names.resolution import UNDATED, resolve, spellings
from indexer.archive.names.table import NameTable, can_be_read, name_table, own_errors
from indexer.page.dossier import NameWritten
from indexer.settings import Settings
from indexer.store import BATCH, Store, fields_of, kept
from indexer.tagging.missing import Rename, Renamed, names_in, renamed
from schemas.article import MOSCOW, Article, Language, read_date
from schemas.errors import StoreError

RULES = 1
"""Raised when the same articles are to be called otherwise."""

TABLE = "names.sqlite"

NAMES = "what is known of names (names.sqlite) was damaged and has been made anew"

_T = TypeVar("_T")

_MENTIONS = ('"people":', '"organisations":')
"""What the stored text of an article with names has."""


_RENAMED = '"by":'
"""What the stored text of an article has in which a name is called otherwise."""


class Names:
    """What the people and organisations of one archive are called."""

    def __init__(self, settings: Settings) -> None:
        self.remade = False
        """Whether the table was damaged at the last ``settle``, and has been made anew."""
        self._path = settings.home / TABLE
        self._asked = settings.names

    @cached_property
    def file(self) -> FileNames:
        """The operator's file. Raises UsageError when it is at fault."""
        if self._asked is not None:
            return read_names(self._asked, asked=True)
        return read_names(self._path.parent / FILE, asked=False)

    @cached_property
    def known(self) -> KnownNames:
        """What is known of names before the articles are read. Raises as ``file`` does."""
        return known_names(self.file)

    @cached_property
    def _signature(self) -> str:
        said = repr((RULES, sorted(self.known.renamed.items(), key=repr), sorted(self.known.apart)))
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

    def settle(self, store: Store) -> int:
        """Call the names of all articles by what is now known; how many articles that changed.

        The caller holds the archive for writing. Raises UsageError when the operator's file is at
        fault, StoreError when the disk refuses.
        """
        with own_errors(self._path):
            self.remade = not kept.is_sound(self._path) or not can_be_read(self._path)
            if self.remade:
                kept.remove(self._path)
            kept.forget(self._path)
            changed = self._settle(store)
            kept.keep(self._path)
        return changed

    def damage(self) -> Iterator[StoreError]:
        """An error if the table is not as it was kept."""
        if not kept.is_sound(self._path):
            yield StoreError(
                "what is known of names is damaged: it does not match its checksum",
                place=str(self._path),
                hint="podshivka sync makes it anew",
            )

    def _settle(self, store: Store) -> int:
        with name_table(self._path) as table:
            signature, checkpoint = table.state
            if signature != self._signature or checkpoint > store.sequence:
                table.clear()
                checkpoint = 0
            families, ids, came = self._note(table, store, checkpoint)
            for family in sorted(families):
                used = table.used(family)
                called = resolve(used, self.known)
                ids.update(dict.fromkeys(sorted(table.call(family, called))))
                table.label(family, spellings(used, called))
            ids.update(dict.fromkeys(filter(table.is_called, came)))
            changed = store.rewrite(self._other(store, ids, table))
            table.mark(self._signature, store.sequence)
        return changed

    def named(self, articles: Iterable[Article]) -> Iterator[Article]:
        """``articles`` with their names called as the last ``settle`` left it."""
        with name_table(self._path) as table:
            for article in articles:
                yield renamed(article, self._rename(article, table))

    def labels(self) -> dict[Language, dict[str, str]]:
        """By language, how a value is spelt where that is not the value itself."""
        found = {language: dict(labels) for language, labels in self.known.labels.items()}
        own = {entry.name for entry in self.file.entries if entry.english}
        for value, language, text in self._asked_of(lambda table: list(table.labels())):
            if value not in own:
                found[language][value] = text
        return found

    def _asked_of(self, question: Callable[[NameTable], list[_T]]) -> list[_T]:
        """What the table answers; [] where there is none, or until a damaged one is made anew."""
        if not self._path.exists() or not kept.is_sound(self._path):
            return []
        with suppress(StoreError), name_table(self._path, write=False) as table:
            return question(table)
        return []

    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Other names of a value, by which it is found, too."""
        found = dict(self.known.spellings)
        for labels in self.labels().values():
            for value, text in labels.items():
                found[value] = (*found.get(value, ()), text)
        return found

    def written(self, value: str) -> tuple[NameWritten, ...]:
        """The names by which articles have one person, the most frequent first.

        () of what is no person: of organisations, no count by name is kept.
        """
        rows = self._asked_of(lambda table: table.written(value))
        return tuple(NameWritten(*row) for row in rows)

    def called(self, facet: str, name: str) -> tuple[str, ...]:
        """The values that articles have instead of ``name``, a person's or an organisation's."""
        if facet == "organisation":
            known = self.known.renamed.get(("organisations", plain(name)))
            return (known.value,) if known else ()
        return tuple(self._asked_of(lambda table: table.values_of(name)))

    def _note(
        self, table: NameTable, store: Store, checkpoint: int
    ) -> tuple[set[str], dict[str, None], list[str]]:
        """Note the changes after ``checkpoint``.

        Gives the groups of names that these concern, the articles that have other names than they
        came with, or organisations that are called otherwise, and all articles with names.
        """
        came: list[str] = []
        families: set[str] = set()
        ids: dict[str, None] = {}
        for id, data in store.changes(checkpoint, store.sequence):
            names: tuple[str, ...] = ()
            month = UNDATED
            if data is not None and any(sign in data for sign in _MENTIONS):
                article = Article.model_construct(**fields_of(data))  # validated when it came
                names = tuple(tag.value for tag in names_in(article, "people"))
                month = _month(article.published)
                if _RENAMED in data or self._has_other_organisations(article):
                    ids[id] = None
                came.append(id)
            groups = {name: self.known.group(name) for name in names}
            families |= table.note(id, month, groups)
        return families, ids, came

    def _has_other_organisations(self, article: Article) -> bool:
        """Whether an organisation of ``article`` is to be called otherwise."""
        listed = ((tag.value, "organisations") for tag in names_in(article, "organisations"))
        known = self.known.renamed
        return any(
            (found := known.get((kind, plain(name)))) is not None and found.value != name
            for name, kind in listed
        )

    def _other(self, store: Store, ids: Iterable[str], table: NameTable) -> Iterator[Article]:
        """Those of the articles that are to be called otherwise than they are stored."""
        waiting = iter(ids)
        while some := list(islice(waiting, BATCH)):
            for article in store.get_many(some).values():
                now = renamed(article, self._rename(article, table))
                if now.model_dump_json() != article.model_dump_json():
                    yield now

    def _rename(self, article: Article, table: NameTable) -> Rename:
        people = [tag.value for tag in names_in(article, "people")]
        called = table.called(people, _month(article.published))

        def rename(kind: str, name: str) -> Renamed | None:
            at = kind, plain(name)
            if at in self.known.apart:
                return None
            return called.get(name) if kind == "people" else self.known.renamed.get(at)

        return rename


def _month(published: datetime | date | str | None) -> int:
    moment = read_date(published) if isinstance(published, str) else published
    if moment is None:
        return UNDATED
    day = moment.astimezone(MOSCOW) if isinstance(moment, datetime) else moment
    return day.year * 12 + day.month - 1
