"""What the kernels take and give: arrays by their meaning, and what they ask of a segment.

Documents are numbers within a segment. All arrays are C-contiguous and little-endian.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Docs = NDArray[np.uint32]
"""Documents: shape (n,), ascending, distinct."""

Keys = NDArray[np.uint64]
"""Occurrences: shape (n,), document << BITS | position, ascending, distinct."""

Forms = NDArray[np.uint32]
"""Numbers of forms: shape (n,), ascending, distinct."""

Rows = NDArray[np.uint32]
"""Shape (1 + words, n): documents, then the weighted frequency of each word in them."""

BITS = np.uint64(32)

BLOCK = 128
"""Postings between two entries of a segment's ``blocks``."""

RARE = 255
"""Stands for every code that does not fit in a byte; native/kernels.h has it, too."""


class Postings(NamedTuple):
    """Live documents of a pseudo-term and its weighted frequency in each: one of the rows."""

    rows: Rows
    row: int = 1

    @property
    def docs(self) -> Docs:
        """The documents."""
        found: Docs = self.rows[0]
        return found

    @property
    def counts(self) -> NDArray[np.uint32]:
        """The weighted frequencies, shape (n,) as the documents."""
        found: NDArray[np.uint32] = self.rows[self.row]
        return found


class Counted(NamedTuple):
    """What counting a facet by name takes.

    ``column``: the combination of values of each document, shape (documents,), uint16 or uint32.
    ``ends``, ``values``: the values of each combination, laid end to end, uint32. ``totals``:
    documents of every value, uint32, or None.
    """

    column: Any
    ends: Any
    values: Any
    names: list[str]
    totals: NDArray[np.uint32] | None


class Place(NamedTuple):
    """A word or wildcard: its forms, the field it is bound to (-1: none), and its place.

    ``shift``: positions from the start of the phrase that it is a part of.
    """

    forms: Forms
    field: int = -1
    shift: int = 0


Places = tuple[Place, ...]
"""What stands together: one place for a word, the rarest first for a phrase."""


class StringTable(Protocol):
    """Strings by number."""

    def find(self, key: bytes, /) -> int:
        """The number of ``key`` in a sorted table, -1 when it is not there."""
        ...

    def some(self, indices: NDArray[np.uint32], /) -> list[str]:
        """The strings of ``indices``."""
        ...


class CodeTable(Protocol):
    """The combinations of frequencies that postings have, by number."""

    def of(self, begin: int, end: int, /) -> Array:
        """Codes of the postings [begin, end)."""
        ...


class FacetColumn(Protocol):
    """A facet of a segment: see Counted."""

    @property
    def names(self) -> Any:
        """Its values; as many as ``len`` says."""
        ...

    @property
    def views(self) -> tuple[Any, Any, Any]:
        """Its column, ends and values."""
        ...


class PostingArrays(Protocol):
    """What the kernels read of a segment; its arrays are described in files/segment.py."""

    size: int
    """Documents, dead ones too."""

    arrays: Any
    """For compiled kernels: a capsule that holds all of the arrays; None without them."""

    live: NDArray[np.bool_] | None
    lengths: NDArray[np.uint32]
    starts: Array
    sums: NDArray[np.uint32]
    tables: NDArray[np.uint32]
    positions: Array
    signatures: NDArray[np.uint8]
    term_forms: Array
    term_forms_ends: Array

    @property
    def codes(self) -> CodeTable:
        """The code of each posting."""
        ...

    @property
    def ids(self) -> StringTable:
        """The id of each document."""
        ...

    @property
    def forms(self) -> StringTable:
        """Forms, sorted."""
        ...

    @property
    def term_table(self) -> StringTable:
        """Terms, sorted."""
        ...

    def posting_range(self, form: int) -> tuple[int, int]:
        """[first, end) of the postings of ``form``."""
        ...

    def docs(self, begin: int, end: int) -> Docs:
        """Documents of the postings [begin, end)."""
        ...

    def tokens_before(self, posting: int) -> int:
        """Number of tokens of all postings before ``posting``."""
        ...
