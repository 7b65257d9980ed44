"""Twins settled: what came is noted, and the days that this concerns are compared again.

What is tied depends on the articles that are stored, on their vectors and on the operator's file,
and not on the order in which they came. A settling that is killed goes on where it was.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from indexer.store import BATCH, Store, fields_of
from indexer.twins.block import AROUND, LANGUAGES, Block, block, ranges, settled
from indexer.twins.facts import FEWEST_WORDS, facts
from indexer.twins.judge import Judged, judge
from indexer.twins.noted import Notes, State, notes
from indexer.twins.said import Said
from indexer.twins.table import tie_table
from indexer.twins.tie import Tie, reasons_of
from indexer.vectors.kept import KeptVectors
from indexer.vectors.table import Table
from schemas.article import Article, day_of, read_date

RULES = 2
"""Raised when the same articles are to be tied otherwise."""

BLOCK = 60
"""Days that are compared and kept at a time."""


class Settling:
    """One settling of the tables at ``ties`` and ``kept``."""

    def __init__(
        self, ties: Path, kept: Path, store: Store, vectors: KeptVectors, said: Said
    ) -> None:
        self._ties = ties
        self._kept = kept
        self._store = store
        self._vectors = vectors
        self._said = said

    def run(self) -> int:
        """Bring both tables up to the store; how many ties are others now."""
        self._begin()
        self._note()
        self._heed_said()
        table = self._heed_vectors()
        return self._compare(table)

    def _begin(self) -> None:
        with notes(self._kept) as own:
            state = own.state
            if state.signature == str(RULES) and state.checkpoint <= self._store.sequence:
                return
            own.clear()
            with tie_table(self._ties) as table:
                table.clear()
            own.mark(State(str(RULES)))

    def _note(self) -> None:
        with notes(self._kept) as own:
            begun = own.state.checkpoint
        upto = self._store.sequence
        if begun == upto:
            return
        for start, end in pairwise([begun, *self._store.milestones(begun, upto, BATCH)]):
            with notes(self._kept) as own:
                for id, data in self._store.changes(start, end):
                    note(own, id, data)
                own.mark(replace(own.state, checkpoint=end))

    def _heed_said(self) -> None:
        said = hashlib.blake2b(self._said.text.encode(), digest_size=8).hexdigest()
        with notes(self._kept) as own, tie_table(self._ties) as table:
            if own.state.said == said:
                return
            before = [id for tie in table.every() if tie.source == "file" for id in tie.pair]
            before += [id for pair in table.apart() for id in pair]
            table.replace_said(self._said.together, self._said.apart)
            now = [id for pair in (*self._said.together, *self._said.apart) for id in pair]
            own.touch({*before, *now})
            own.mark(replace(own.state, said=said))

    def _heed_vectors(self) -> Table | None:
        """The vectors. Articles that have some since the last time are to be compared again."""
        table = self._vectors.table()
        model = table.manifest.model if table else ""
        with notes(self._kept) as own:
            before = own.state.meaning
            if before != model:
                own.lose_vectors()
                own.mark(replace(own.state, meaning=model))
            if table is None or table.manifest.checkpoint < own.state.checkpoint:
                return table
            lacking = own.lacking()
            for start in range(0, len(lacking), BATCH):
                some = lacking[start : start + BATCH]
                entries = zip(some, table.entries(some), strict=True)
                own.have_vectors([id for id, entry in entries if entry is not None])
        return table

    def _compare(self, table: Table | None) -> int:
        with notes(self._kept) as own:
            changed = own.changed()
        if not changed:
            return 0
        others = 0
        for first, last in ranges(changed, BLOCK):
            with notes(self._kept) as own:
                found = block(first - AROUND, last + AROUND, own, table)
            days = {one.id: one.day for one in found.russian}
            kept = [
                (
                    days[one.russian],
                    Tie(one.russian, one.english, round(one.score, 3), "found", why),
                )
                for one in self._judged(found)
                if one.tied and first <= days[one.russian] <= last
                for why in [reasons_of(one)]
            ]
            with tie_table(self._ties) as ties:
                others += ties.replace_found(first, last, kept)
            with notes(self._kept) as own:
                own.compared([day for day in changed if day + AROUND <= last])
        return others

    def _judged(self, found: Block) -> list[Judged]:
        if not found.russian or not found.english:
            return []
        apart = {(a, b) for pair in self._said.apart for a, b in (pair, pair[::-1])}
        free = found.free(settled(found, self._store, self._said))
        return judge(free.russian, free.english, apart)


def note(own: Notes, id: str, data: str | None) -> None:
    """Note an article that came; or forget it: it was deleted, or cannot be anyone's twin."""
    article = None if data is None else Article.model_construct(**fields_of(data))
    day = None if article is None else _day(article)
    if article is None or day is None or article.language not in LANGUAGES:
        own.forget([id])
        return
    found = facts(article)
    if found.words < FEWEST_WORDS:
        own.forget([id])
        return
    own.note(id, day, article.language, found, article.translation_of)


def _day(article: Article) -> int | None:
    published = article.published
    moment = read_date(published) if isinstance(published, str) else published
    day = day_of(moment)
    return None if day is None else day.toordinal()
