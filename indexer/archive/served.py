"""What a process serves: the published generation, opened, until another is published."""

from __future__ import annotations

import os
import shlex
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.analysis.version import same
from indexer.index.checks import ByteChecks
from indexer.index.contract import Engine, Generation, Searcher
from indexer.page.name_index import NameIndexes
from indexer.page.page import Pages
from indexer.query.help.suggestions import Suggester
from indexer.store import Store
from schemas.errors import EngineError, NotFoundError, OutdatedIndexError, UnavailableError

NANOSECONDS = 1_000_000_000
"""In a second."""


@dataclass(frozen=True, slots=True)
class OpenGeneration:
    """An opened generation and what answers from it. ``suggester`` None: it has no lexicon."""

    searcher: Searcher
    pages: Pages
    suggester: Suggester | None
    indexes: NameIndexes


_State = tuple[str | None, int, int]
"""The generation published, when the mark changed, deletions that the index may not know of."""


class CurrentGeneration:
    """Follows publications, updates and deletions. Safe to share between threads.

    What the store has deleted is never served, whatever the index still holds: a generation is
    opened without it.

    An index is only served to queries that are analysed as its articles were. When an upgrade or
    other taxonomies publish one of another fingerprint, a process that served before it goes on
    with what it understands, so that all workers of one site answer alike until it is restarted.
    """

    def __init__(
        self,
        engine: Engine,
        mark: Path,
        fingerprint: Callable[[], str],
        store: Store,
        prepare: Callable[[Searcher], OpenGeneration],
    ) -> None:
        """``mark``: the file that a writer touches when there is something new.

        It has content as long as the store may have deleted what the index has not.
        ``fingerprint``: the one of an index that this process understands. ``store``: says what
        was deleted, and where it ends. ``prepare``: makes what answers from a searcher.
        """
        self._engine = engine
        self._mark = mark
        self._fingerprint = fingerprint
        self._store = store
        self._prepare = prepare
        self._opening = threading.Lock()
        self._served: tuple[_State, OpenGeneration] | None = None
        self._checks = ByteChecks()
        self._settled = False

    def mark(self) -> int:
        """When a process last told that there is something new, in nanoseconds since 1970.

        Different after each time, even if the clock was put back; 0 when none ever did.
        """
        try:
            return self._mark.stat().st_mtime_ns
        except OSError:
            return 0

    def since(self) -> datetime:
        """The same as a moment; 1970 when none ever did."""
        return datetime.fromtimestamp(self.mark() / NANOSECONDS, UTC)

    def opened(self) -> Generation | None:
        """What this process has open."""
        served = self._served
        return served[1].searcher.generation if served else None

    def changed(self) -> None:
        """Tell all processes to look again."""
        self._note("")

    @contextmanager
    def deleting(self) -> Iterator[None]:
        """Have all processes ask the store what was deleted, until the index knows it, too.

        If that fails, they go on asking until something has ``changed``.
        """
        self._note("articles are being deleted\n")
        yield
        self.changed()

    def _note(self, content: str) -> None:
        try:
            before = self._mark.stat().st_mtime_ns if self._mark.exists() else 0
            self._mark.write_text(content, encoding="utf-8")
            # a file system may count time in steps of some milliseconds
            now = max(time.time_ns(), before + 1)
            os.utime(self._mark, ns=(now, now))
        except OSError as error:
            raise EngineError(
                f"the site cannot be told of changes: {error}",
                place=str(self._mark),
                hint="check the disk, then repeat the command",
            ) from error

    def settle(self) -> None:
        """Note, before processes are forked, whether they understand what is published.

        If so, each of them, and each that replaces one, stays with an index that it understands.
        Every byte of what is published is read once, for all of them; when it is damaged, they say
        so and go on by themselves after a reindex.
        """
        self._settled = any(each.published for each in self._understood())
        if name := self._engine.published():
            with suppress(EngineError, NotFoundError):
                self._engine.verify(name)

    def current(self) -> OpenGeneration:
        """What is served now; a newly published generation is taken up by itself.

        Raises NotFoundError when nothing was indexed yet, OutdatedIndexError when other settings
        built the index, EngineError when it is damaged; all of them say what the operator can do.
        If the new one cannot be opened, the process keeps the one it has.
        """
        # the state before the opening: what is published meanwhile is taken up by the next call
        state, served = self._state(), self._served
        if served is None or served[0] != state:
            with self._opening:  # one thread opens it, and the others need not
                served = self._served
                if served is None or served[0] != state:
                    served = state, self._reopened(served)
                    self._served = served
        self._checks.look(served[1].searcher)
        return served[1]

    def renew(self, changed: OpenGeneration) -> None:
        """Have the next call of ``current`` open anew what was changed while it was read."""
        with self._opening:
            if self._served is not None and self._served[1] is changed:
                self._served = None

    def state(self) -> tuple[str | None, int] | None:
        """What is published and when that changed, without opening it; None during deletions."""
        try:
            mark = self._mark.stat()
        except FileNotFoundError:
            return self._engine.published(recent=True), 0
        return None if mark.st_size else (self._engine.published(recent=True), mark.st_mtime_ns)

    def _reopened(self, before: tuple[object, OpenGeneration] | None) -> OpenGeneration:
        # what was served is not closed: other threads may still read it
        try:
            return self._prepare(self._open())
        except (NotFoundError, EngineError) as error:
            if before is not None and self._store_reaches(before[1].searcher):
                return before[1]
            if not isinstance(error, (OutdatedIndexError, UnavailableError)):
                error.hint = self._reindex
            raise

    def _store_reaches(self, searcher: Searcher) -> bool:
        return self._store.sequence >= searcher.generation.checkpoint

    def _open(self) -> Searcher:
        searcher = self._engine.open()
        if not self._store_reaches(searcher):
            searcher.close()
            held = searcher.generation.checkpoint
            raise older_store(held, self._store.sequence, self._mark.parent)
        if same(searcher.generation.fingerprint, self._fingerprint()):
            return self._without_deleted(searcher)
        searcher.close()
        known = self._understood() if self._settled else []
        if not known:
            raise outdated_index(searcher.generation.name, self._mark.parent)
        return self._without_deleted(self._engine.open(known[-1].name))

    def _without_deleted(self, searcher: Searcher) -> Searcher:
        deleted = self._store.deleted(searcher.generation.checkpoint)
        if not deleted:
            return searcher
        searcher.close()
        return self._engine.open(searcher.generation.name, deleted)

    def _understood(self) -> list[Generation]:
        own = self._fingerprint()
        known = self._engine.generations()
        # one that is being built lacks articles
        return [each for each in known if same(each.fingerprint, own) and not each.building]

    def _state(self) -> _State:
        try:
            mark = self._mark.stat()
        except FileNotFoundError:
            return self._engine.published(recent=True), 0, 0
        deleted: Sequence[str] = ()
        if mark.st_size and self._served is not None:
            deleted = self._store.deleted(self._served[1].searcher.generation.checkpoint)
        return self._engine.published(recent=True), mark.st_mtime_ns, len(deleted)

    @property
    def _reindex(self) -> str:
        return reindex_command(self._mark.parent)


def outdated_index(name: str, home: Path) -> OutdatedIndexError:
    """The error of a generation that other settings built."""
    return OutdatedIndexError(
        f"generation {name} was built with other analysis settings or taxonomies",
        place=str(home),
        hint=f"{reindex_command(home)}; a running site keeps serving: restart it afterwards",
    )


def older_store(held: int, has: int, home: Path) -> EngineError:
    """The error of a store that ends at ``has``, before the index, at ``held``: it is a copy.

    Or its log was cut. The articles that it lacks would be counted and not shown.
    """
    return EngineError(
        f"the store is older than its index: it ends at change {has}, the index at {held}",
        place=str(home),
        hint=reindex_command(home),
    )


def reindex_command(home: Path) -> str:
    """The command that builds the index of this archive anew."""
    return shlex.join(["podshivka", "reindex", "--home", str(home)])
