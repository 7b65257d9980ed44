"""The states of articles: what the store held of each of them at any sequence.

A state stands under the sequence that began it; the next one ends it. Its text is the version that
was current; its facets are kept when it ends, so that other tags for a whole archive do not double
it. Of what was deleted nothing is kept but that it was.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from indexer.store.checksums import STATES, check_state, column_of, sound
from indexer.store.tables import state_checksum
from schemas.facets import FACETS

_ATTRIBUTES = tuple(facet.attribute for facet in FACETS)
_PRESENT, _FORMER, _TEXT = 0, 1, 2
_RECORDS = f"""
SELECT id, {_PRESENT}, sequence, iif(data IS NULL, NULL, ''), NULL
    FROM change WHERE sequence > :after
UNION ALL SELECT id, {_FORMER}, f.sequence, facets, {{former}}
    FROM change c JOIN former f USING (id) WHERE c.sequence > :after
UNION ALL SELECT id, {_TEXT}, coalesce(said, sequence), data, {{change}}
    FROM change c WHERE sequence > :after
UNION ALL SELECT id, {_TEXT}, v.sequence, v.data, {{version}}
    FROM change c JOIN version v USING (id) WHERE c.sequence > :after
ORDER BY 1, 2, 3 DESC
"""  # noqa: S608 - numbers
"""Newest first. The facets of a present state, and of one beside its text, are in the text."""


@dataclass(frozen=True, slots=True)
class State:
    """What an article was, as the store has it. ``facets``: "" when they are those of ``text``."""

    text: str
    facets: str

    def fields(self) -> dict[str, Any]:
        """The fields of the article; those with default values are left out."""
        fields: dict[str, Any] = json.loads(self.text)
        if not self.facets:
            return fields
        facets: dict[str, Any] = json.loads(self.facets)
        return {name: value for name, value in fields.items() if name not in _ATTRIBUTES} | facets


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that is not what it was.

    ``before``: its state at the first of two sequences, None when it was not there.
    ``after``: whether it was there at the second. ``rewritten``: there at both with another text
    or date, not only with other facets. ``deleted``: after the first, if perhaps stored anew.
    """

    id: str
    before: State | None
    after: bool
    rewritten: bool
    deleted: bool


@dataclass(frozen=True, slots=True)
class Seal:
    """The secret that tells an archive's own permalinks. ``since``: states are kept from there."""

    key: bytes
    since: int


@dataclass(frozen=True, slots=True)
class _Record:
    """Of a state: its facets, "" those of its text, None when deleted. Of a text: the article."""

    sequence: int
    data: str | None


def note_state(connection: sqlite3.Connection, id: str) -> None:
    """Keep the facets of an article, or that it was deleted, before its row is replaced."""
    row = connection.execute("SELECT sequence, data FROM change WHERE id = ?", (id,)).fetchone()
    if row is None:
        return
    sequence, data = row
    facets = None
    if data is not None:
        stored = json.loads(data)
        kept = {name: stored[name] for name in _ATTRIBUTES if name in stored}
        facets = json.dumps(kept, ensure_ascii=False)
    connection.execute(
        "INSERT OR REPLACE INTO former (id, sequence, facets, checksum) VALUES (?, ?, ?, ?)",
        (id, sequence, facets, state_checksum(id, sequence, facets)),
    )


def seal(connection: sqlite3.Connection) -> Seal:
    """The row of the table."""
    return Seal(*connection.execute("SELECT key, since FROM seal").fetchone())


def changed_between(
    connection: sqlite3.Connection, one: int, other: int, path: Path
) -> Iterator[Changed]:
    """The articles in other states at two sequences, and those deleted after ``one``."""
    query = _RECORDS.format(
        former=column_of(connection, "f.", STATES),
        change=column_of(connection, "c."),
        version=column_of(connection, "v."),
    )
    rows = connection.execute(query, {"after": min(one, other)})
    for id, group in groupby(rows, key=lambda row: row[0]):
        records: tuple[list[_Record], list[_Record]] = [], []
        for _, kind, sequence, data, stored in group:
            if kind == _FORMER:
                check_state(id, sequence, data, stored, path)
            elif kind == _TEXT and data is not None:
                sound(id, data, stored, path)
            records[kind == _TEXT].append(_Record(sequence, data))
        changed = _changed(id, *records, one, other)
        if changed is not None:
            yield changed


def _changed(
    id: str, states: Sequence[_Record], texts: Sequence[_Record], one: int, other: int
) -> Changed | None:
    before, after = _at(states, one), _at(states, other)
    deleted = any(each.data is None and each.sequence > one for each in states)
    if states[0].data is None:
        after = None  # deleted: from every index at once, whatever its sequence
    if before is after and not deleted:
        return None
    rewritten = bool(before and after and _text(texts, before) is not _text(texts, after))
    state = State(_text(texts, before).data or "", before.data or "") if before else None
    return Changed(id, state, after is not None, rewritten, deleted)


def _at(records: Sequence[_Record], sequence: int) -> _Record | None:
    """The state at a sequence, None when the article was not there."""
    found = next((each for each in records if each.sequence <= sequence), None)
    return found if found is not None and found.data is not None else None


def _text(texts: Sequence[_Record], state: _Record) -> _Record:
    return next(each for each in texts if each.sequence <= state.sequence)
