"""Vectors of stored articles: made in parts, each of which stays when the process is killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from indexer.store import Store, fields_of
from indexer.vectors.encoder import encoder, model_name
from indexer.vectors.kept import KeptVectors
from indexer.vectors.manifest import Manifest, OtherVersionError
from indexer.vectors.packed import Packed
from indexer.vectors.pieces import digest, pieces
from indexer.vectors.rows import LANGUAGES, Entry
from schemas.article import day_of, read_date
from schemas.errors import EngineError

PART = 1_000
"""Changes of the store after which what was made is kept: half a minute's work."""

LOOKED_AT = 5_000
"""Changes that a sync looks at; where there are more, they are left to ``podshivka vectors``."""

ENCODED = 500
"""Articles that a sync encodes, which takes some seconds; more are left to the command."""

Advance: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """``encoded``: articles. ``left``: changes of the store that were left to the command.

    ``refused``: articles for which the encoder gave nothing that can be compared. ``mended``:
    something was damaged, and has been taken away to be made anew. ``fault``: why nothing was
    done, in words.
    """

    encoded: int = 0
    left: int = 0
    refused: int = 0
    mended: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it was read: what is to be encoded, and what is kept beside its vectors."""

    id: str
    pieces: list[str]
    text: int
    day: date | None
    language: str

    def is_kept(self, entry: Entry | None) -> bool:
        """Whether these vectors are of what is to be encoded."""
        return entry is not None and entry.text == self.text

    def entry(self, vectors: Packed) -> Entry:
        """With its vectors."""
        return Entry(self.id, self.text, self.day, self.language, vectors)


@dataclass
class Building:
    """Brings what is ``kept`` up to ``store``."""

    kept: KeptVectors
    store: Store
    advance: Advance = lambda _: None

    def bring_up(self, *, whole: bool) -> Made:
        """Make the vectors of all articles that came or changed; forget those that were deleted.

        ``whole`` False: only where some are, and what is missing is little (LOOKED_AT, ENCODED)
        and for the same encoder and version. Without an encoder nothing is made. Raises
        LockedError when another process does the same, EngineError when the encoder cannot be
        loaded or the disk refuses.
        """
        if not whole and not self.kept.exists():
            return Made()
        model = model_name()
        if not model:
            return self._forget()
        with self.kept.building():
            if not whole and self._is_of_another(model):
                return Made(left=self.store.pending(0))
            begun, damaged = self.kept.mend(model)
            return replace(self._bring_up(begun, whole=whole), mended=damaged)

    def _is_of_another(self, model: str) -> bool:
        try:
            found = self.kept.manifest()
        except OtherVersionError:
            return True
        except EngineError:
            return False
        return found is not None and found.model != model

    def _forget(self) -> Made:
        """What an interrupted deletion has left."""
        table = self.kept.table()
        if table is not None:
            self.kept.remove(self.store.deleted(table.manifest.checkpoint))
        return Made()

    def _bring_up(self, begun: Manifest, *, whole: bool) -> Made:
        upto, after = self.store.sequence, begun.checkpoint
        if after > upto:  # an older store has taken the place of the one that was read
            after = 0
            self.kept.add((), after, self.store.held)
        if not whole and self.store.pending(after) > LOOKED_AT:
            return Made(left=self.store.pending(after))
        encoded = refused = 0
        ends = self.store.milestones(after, upto, PART if whole else LOOKED_AT)
        for start, end in pairwise([after, *ends]):
            read, gone = self._read(start, end)
            found = self._known(read)
            missing = [
                one.id for one, entry in zip(read, found, strict=True) if not one.is_kept(entry)
            ]
            if not whole and len(missing) > ENCODED:
                return Made(encoded, self.store.pending(start), refused)
            entries = list(self._entries(read, found))
            made = len({entry.id for entry in entries}.intersection(missing))
            encoded, refused = encoded + made, refused + len(missing) - made
            self.kept.add(entries, end, self.store.held, gone)
        if not after and begun.parts:
            self._drop_strangers()
        return Made(encoded, 0, refused)

    def _read(self, start: int, end: int) -> tuple[list[_Read], list[str]]:
        """The articles of some changes, and the ids of those that were deleted."""
        read: list[_Read] = []
        gone: list[str] = []
        for id, data in self.store.changes(start, end):
            if data is None:
                gone.append(id)
                continue
            fields = fields_of(data)
            some = pieces(fields["title"], fields.get("lede", ""), fields.get("body", ""))
            published = fields.get("published")
            day = day_of(read_date(published)) if published else None
            language = fields["language"] if fields["language"] in LANGUAGES else ""
            read.append(_Read(id, some, digest(some), day, language))
        return read, gone

    def _known(self, read: Sequence[_Read]) -> list[Entry | None]:
        table = self.kept.read()
        ids = [one.id for one in read]
        return table.entries(ids) if table else [None] * len(ids)

    def _entries(self, read: Sequence[_Read], found: Sequence[Entry | None]) -> Iterator[Entry]:
        """The entries that are new or other than those found."""
        for one, entry in zip(read, found, strict=True):
            if entry is not None and one.is_kept(entry):
                if (entry.day, entry.language) != (one.day, one.language):
                    yield one.entry(entry.vectors)
            elif (vectors := self._encoded(one)) is not None:
                yield one.entry(vectors)
            self.advance(1)

    def _encoded(self, one: _Read) -> Packed | None:
        own = encoder()  # loaded when there is something to encode
        return own.of_pieces(one.pieces) if own else None

    def _drop_strangers(self) -> None:
        """Forget articles that the store does not have: it was replaced by another."""
        table = self.kept.read()
        if table is not None:
            held = set(self.store.ids())
            self.kept.remove([id for id in table.ids() if id not in held])
