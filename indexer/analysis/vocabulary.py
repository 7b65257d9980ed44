"""What is known of each run of characters: looked up once, then read from arrays.

A text is runs (see ``tokenizer.RUN``). For each distinct run the vocabulary keeps, in columns, its
flags and its pieces; for each piece its form without and with the evidence of a capital letter.
Ids are private to one Vocabulary; what they stand for depends on the run alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.tokenizer import LONGEST_RUN, Flag, Piece, flags, split
from schemas.document import PARAGRAPH, SENTENCE

PARAGRAPH_ID, SENTENCE_ID = 0, 1
"""Ids of the two markers among the forms."""


_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.$")
"""What stands before a name in М.Евкуров."""


class Column:
    """A one-dimensional array that grows."""

    def __init__(self, kind: type[np.generic]) -> None:
        self.data: NDArray[Any] = np.zeros(1024, kind)
        self.size = 0

    def append(self, value: int) -> None:
        """Add ``value`` at the end; readers of the old ``data`` keep a valid array."""
        if self.size == len(self.data):
            self.data = np.concatenate([self.data, np.zeros_like(self.data)])
        self.data[self.size] = value
        self.size += 1


class Vocabulary(dict[str, int]):
    """run → id of the run. Many threads may read; a lock lets one add at a time.

    ``capital``: form → the form to use where a capital letter is evidence.
    """

    def __init__(self, capital: Callable[[str], str]) -> None:
        super().__init__()
        self._capital = capital
        self._lock = Lock()
        self._ids: dict[str, int] = {PARAGRAPH: PARAGRAPH_ID, SENTENCE: SENTENCE_ID}
        self.forms: list[str] = [PARAGRAPH, SENTENCE]
        self.flags = Column(np.uint8)
        self.first, self.count, self.width = Column(np.uint32), Column(np.uint8), Column(np.uint8)
        self.lower, self.upper = Column(np.uint32), Column(np.uint32)
        self.step, self.offset, self.length = (Column(np.uint8) for _ in range(3))

    def __missing__(self, run: str) -> int:
        if len(run) > LONGEST_RUN:
            return self[run[:LONGEST_RUN]]
        with self._lock:
            known = self.get(run)
            return self._add(run) if known is None else known

    def _add(self, run: str) -> int:
        flag = flags(run)
        pieces = split(run) if flag & Flag.WORD else []
        uppers = [self._upper(piece) for piece in pieces]
        if not pieces:
            flag &= ~Flag.WORD
        self.first.append(self.lower.size)
        self.count.append(len(pieces))
        self.width.append(pieces[-1].step + 1 if pieces else 0)
        for piece, upper in zip(pieces, uppers, strict=True):
            lower = upper if _INITIAL.search(run, 0, piece.offset) else piece.form
            self.lower.append(self._form(run if lower == run else lower))
            self.upper.append(self._form(upper))
            self.step.append(piece.step)
            self.offset.append(piece.offset)
            self.length.append(len(piece.text))
        self.flags.append(flag)
        number = self[run] = self.flags.size - 1
        return number

    def _upper(self, piece: Piece) -> str:
        """Its form where its capital is evidence: that of Шали may be, that of МВД is not."""
        titled = piece.text[0].isupper() and piece.text[1:2].islower()
        return self._capital(piece.form) if titled else piece.form

    def form(self, form: str) -> int:
        """The id of ``form``."""
        with self._lock:
            return self._form(form)

    def _form(self, form: str) -> int:
        number = self._ids.get(form)
        if number is None:
            number = self._ids[form] = len(self.forms)
            self.forms.append(form)
        return number
