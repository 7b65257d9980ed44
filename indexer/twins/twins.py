"""The twins of an archive: Russian and English versions of one story that no page ties."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TypeVar

from indexer.settings import Settings
from indexer.store import Store, kept
from indexer.twins.block import settled
from indexer.twins.explained import Explained, compared, explain
from indexer.twins.noted import notes
from indexer.twins.said import FILE, Said, read_said
from indexer.twins.settle import Settling
from indexer.twins.table import DamagedTableError, ReadTies, TieTable, own_errors, tie_table
from indexer.twins.tie import Tie
from indexer.vectors.kept import KeptVectors
from schemas.article import Article
from schemas.errors import StoreError

TABLE, FACTS = "twins.sqlite", "twins-facts.sqlite"

TWINS = "what is known of twins (twins.sqlite) was damaged and has been made anew"

_T = TypeVar("_T")


class Twins:
    """Which articles are tied, and why. Reading is safe between threads."""

    def __init__(self, settings: Settings, vectors: KeptVectors) -> None:
        self.remade = False
        """Whether a table was damaged at the last ``settle``, and has been made anew."""
        self._path = settings.home / TABLE
        self._facts = settings.home / FACTS
        self._both = self._path, self._facts
        self._ties = ReadTies(self._path)
        self._asked = settings.twins
        self._vectors = vectors

    @cached_property
    def file(self) -> Said:
        """The operator's file. Raises UsageError when it is at fault."""
        if self._asked is not None:
            return read_said(self._asked, asked=True)
        return read_said(self._path.parent / FILE, asked=False)

    def settle(self, store: Store) -> int:
        """Tie all articles by what is now known; how many ties are others than before.

        The caller holds the archive for writing. What is not concerned by a change costs nothing.
        Raises UsageError when the operator's file is at fault, StoreError when the disk refuses.
        """
        said = self.file
        lost = not self._path.exists() and self._facts.exists()
        self.remade = not all(map(kept.is_sound, self._both))
        if self.remade or lost:
            self._remove()
        try:
            return self._settle(store, said)
        except DamagedTableError:
            self.remade = True
            self._remove()
            return self._settle(store, said)

    def _settle(self, store: Store, said: Said) -> int:
        with self._changing():
            with tie_table(self._path):
                pass  # it is there from now on
            return Settling(self._path, self._facts, store, self._vectors, said).run()

    def forget(self, ids: Collection[str]) -> int:
        """Remove deleted articles; how many ties. Raises StoreError when the disk refuses."""
        if not self._path.exists():
            return 0
        try:
            with self._changing():
                with tie_table(self._path) as table:
                    gone = table.forget(ids)
                with notes(self._facts) as own:
                    own.forget(ids)
        except DamagedTableError:
            self._remove()  # the next settling makes it anew, of what is stored
            return 1
        return gone

    def of(self, ids: Collection[str]) -> list[Tie]:
        """The ties of some articles, in order of ids, but not those that pages give themselves."""
        return self._asked_of(lambda table: table.of(ids), [])

    def around(self, ids: Collection[str]) -> tuple[list[Tie], set[tuple[str, str]]]:
        """``of`` and ``apart`` at once: opening the table takes longer than both questions."""
        nothing: tuple[list[Tie], set[tuple[str, str]]] = [], set()
        return self._asked_of(lambda table: (table.of(ids), table.apart()), nothing)

    def every(self) -> list[Tie]:
        """All of them, in order of ids."""
        return self._asked_of(lambda table: list(table.every()), [])

    def pairs(self, store: Store) -> list[Tie]:
        """All versions of one story in two languages, those that pages give themselves first."""
        apart = self.apart()
        given = [
            Tie(original, id, source="page")
            for original, id in store.translated()
            if (original, id) not in apart
        ]
        known = {pair for tie in given for pair in (tie.pair, tie.pair[::-1])}
        return [*given, *(tie for tie in self.every() if tie.pair not in known)]

    def explain(self, store: Store, one: Article, other: Article) -> Explained:
        """Why two articles are tied, or why not. Raises UsageError as ``settle`` does."""
        pair = one.id, other.id
        tie = next((tie for tie in self.of([one.id]) if other.id in tie.pair), None)
        found = explain(one, other, tie, apart=pair in self.apart())
        if found is not None:
            return found
        if not self._facts.exists():
            return Explained(pair, tied=False, code="unknown")
        said, table = self.file, self._vectors.table()
        with notes(self._facts, write=False) as own:
            return compared(own, table, pair, tie, lambda block: settled(block, store, said))

    def apart(self) -> set[tuple[str, str]]:
        """The pairs that are no twins whatever their pages say, in both orders."""
        return self._asked_of(lambda table: table.apart(), set())

    def count(self) -> int:
        """How many there are."""
        return self._asked_of(lambda table: table.count(), 0)

    def damage(self) -> Iterator[StoreError]:
        """An error for each table that is not as it was kept."""
        for path in self._both:
            if not kept.is_sound(path):
                yield StoreError(
                    "what is known of twins is damaged: it does not match its checksum",
                    place=str(path),
                    hint="podshivka sync makes it anew",
                )

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Both tables have no checksum meanwhile, and another one afterwards."""
        with own_errors(self._path):
            for path in self._both:
                kept.forget(path)
            yield
            for path in self._both:
                kept.keep(path)

    def _remove(self) -> None:
        with own_errors(self._path):
            for path in self._both:
                kept.remove(path)

    def _asked_of(self, question: Callable[[TieTable], _T], without: _T) -> _T:
        """What the table answers; ``without`` where there is none that can be read."""
        with suppress(StoreError), self._ties.table() as table:
            return without if table is None else question(table)
        return without
